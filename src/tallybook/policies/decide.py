"""Deciding: the set of outcomes that the facts of a case leave possible, and what would narrow it.

The first clause that holds decides, so an outcome is possible where some consistent completion of the facts makes its
clause true and every earlier one false. Read clause by clause in three values this gives an upper limit; where unknown
facts occur in several tests, or are tied by implications, the completions of just those are tried in turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallybook.base.conditions import FALSE, TRUE, Between, Tree, residual
from tallybook.base.conditions.tree import And, Compare, Literal, Name, Not, Or, leaf_names, leaves
from tallybook.policies.plan import Plan
from tallybook.policies.web import Contradiction, Facts

BUDGET = 3000
"""How many partial completions are looked at before the upper limit is given instead, and said to be one."""


@dataclass(frozen=True, slots=True)
class Left:
    """A step with what is left of its condition."""

    id: str
    tree: Tree
    outcome: str
    dated: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcomes still possible, in the policy's order, and how the steps stand."""

    outcomes: tuple[str, ...]
    exact: bool
    """Whether each outcome is reached by some consistent completion; else the set is an upper limit."""
    clause: str | None
    """The step that decides where the outcome is certain: the first that holds whatever the unknown facts are."""
    way: tuple[Left, ...]
    """The steps that may decide: those still open, up to the first that certainly holds."""

    @property
    def certain(self) -> bool:
        """Whether only one outcome is left."""
        return len(self.outcomes) == 1

    @property
    def open(self) -> tuple[str, ...]:
        """The steps whose condition cannot be told, up to the one that certainly holds."""
        return tuple(left.id for left in self.way if left.tree is not TRUE)


@dataclass(frozen=True, slots=True)
class Change:
    """An unknown fact that would narrow the answer: each sort of value with the outcomes it would leave."""

    fact: str
    values: tuple[tuple[Any, tuple[str, ...]], ...]


def decide(plan: Plan, case: Facts, on: date) -> Decision:
    """Return the outcomes that the facts of a case leave possible.

    Args:
        plan: the policy under one reading.
        case: the facts, with what follows from them.
        on: the day of the decision.
    """
    way = steps_left(plan, case, on)
    limit = tuple(dict.fromkeys(left.outcome for left in way))
    if len(limit) == 1:
        return Decision(limit, True, way[-1].id, way)
    search = _Search(plan, on, frozenset(limit))
    search.visit(way, case)
    if search.left < 0:
        return Decision(limit, False, None, way)
    found = tuple(outcome for outcome in limit if outcome in search.found)
    return Decision(found, True, way[-1].id if len(found) == 1 else None, way)


def changes(plan: Plan, case: Facts, on: date, now: Decision) -> Iterator[Change]:
    """Yield each unknown fact of which some value would narrow the answer, in the order the clauses ask for them."""
    if now.certain:
        return
    asked = dict.fromkeys(name.name for left in now.way for leaf in leaves(left.tree) for name in leaf_names(leaf))
    for name in asked:
        values: list[tuple[Any, tuple[str, ...]]] = []
        for value in plan.domain(name, case, on):
            child = _assigned(plan, case, name, value)
            if child is not None:
                values.append((value, decide(plan, child, on).outcomes))
        if any(outcomes != now.outcomes for _, outcomes in values):
            yield Change(name, tuple(values))


class _Search:
    def __init__(self, plan: Plan, on: date, wanted: frozenset[str]) -> None:
        self.plan, self.on, self.wanted = plan, on, wanted
        self.found: set[str] = set()
        self.left = BUDGET

    def visit(self, way: tuple[Left, ...], case: Facts) -> None:
        """Add the outcomes that completions of a consistent case reach."""
        self.left -= 1
        here = {left.outcome for left in way}
        if here <= self.found or self.left < 0:
            return
        name = self.branch(way, case) if len(here) > 1 else None
        if name is None:
            self.found |= here
            return
        for value in self.plan.domain(name, case, self.on):
            child = _assigned(self.plan, case, name, value)
            if child is not None:
                self.visit(steps_left(self.plan, child, self.on, way), child)
            if self.found >= self.wanted:
                return

    def branch(self, way: tuple[Left, ...], case: Facts) -> str | None:
        """Return a fact to try each value of: one that several tests read, or that is tied to another they read."""
        counts: Counter[str] = Counter(
            name.name
            for left in way
            for leaf in leaves(left.tree)
            for name in leaf_names(leaf)
            if left.tree is not TRUE
        )
        shared = next((name for name, times in counts.items() if times > 1 and _unsettled(case.get(name))), None)
        if shared is not None:
            return shared
        if self.plan.tied.isdisjoint(counts):
            return None
        tied = self.plan.book.web.tied(case, counts)
        return next((name for name in counts if name in tied and _unsettled(case.get(name))), None)


def _unsettled(value: Any) -> bool:
    return value is None or isinstance(value, Between)


def _assigned(plan: Plan, case: Facts, name: str, value: Any) -> dict[str, Any] | None:
    """Return the case with one more fact and what follows from it, or nothing where that cannot be."""
    child = {**case, name: value}
    try:
        plan.book.web.spread(child, (name,))
    except Contradiction:
        return None
    return child


def steps_left(plan: Plan, case: Facts, on: date, way: tuple[Left, ...] | None = None) -> tuple[Left, ...]:
    """Return the steps still open for a case, up to the first that certainly holds."""
    found: list[Left] = []
    for step in way if way is not None else plan.steps:
        tree = residual(step.tree, case)
        if step.dated and tree is not TRUE and tree is not FALSE:
            tree = _dated(tree, plan, case, on)
        if tree is FALSE:
            continue
        found.append(Left(step.id, tree, step.outcome, step.dated))
        if tree is TRUE:
            break
    return tuple(found)


def _dated(tree: Tree, plan: Plan, case: Facts, on: date) -> Tree:
    """Return a condition with the tests settled that ask whether an unknown day lies after the decision it precedes."""
    if isinstance(tree, Compare):
        value = _later(tree, plan.book.web.before_decision, on)
        return tree if value is None else TRUE if value else FALSE
    if isinstance(tree, Not | And | Or):
        parts = (tree.part,) if isinstance(tree, Not) else tree.parts
        new = tuple(_dated(part, plan, case, on) for part in parts)
        if all(a is b for a, b in zip(new, parts, strict=True)):
            return tree
        return residual(Not(new[0]) if isinstance(tree, Not) else type(tree)(new), case)
    return tree


def _later(test: Compare, bounded: frozenset[str], on: date) -> bool | None:
    name, value = test.left, test.right
    if not (isinstance(name, Name) and name.name in bounded and isinstance(value, Literal)):
        return None
    if (
        not isinstance(value.value, date)
        or value.value < on
        or (value.value == on and test.operator not in (">", "<="))
    ):
        return None
    return test.operator in ("<", "<=", "!=")
