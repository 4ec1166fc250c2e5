"""A policy made ready for one reading: its clauses on a day, with the switches settled, as steps in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import TRUE, Between, Tree, bind, check, expand, names, parse
from tallybook.base.conditions.tree import Among, Compare, Known, Leaf, Like, Literal, Name, Not, Within, leaves
from tallybook.base.errors import CatalogError, ConditionError
from tallybook.policies.facts import FactBook, fact_book
from tallybook.policies.policy import DEFAULT, NOT_APPLICABLE, Clause, Policy, Setting, policies
from tallybook.policies.web import DECISION_DATE, Facts, Follows, Web, ends, limited

GATE = "gate"


@dataclass(frozen=True, slots=True)
class Step:
    """A condition and the outcome it leads to where it is the first that holds."""

    id: str
    tree: Tree
    outcome: str
    clause: Clause | None = None
    reads: tuple[str, ...] = ()
    """The facts its condition asks for."""
    dated: bool = False
    """Whether it asks for a day that cannot lie after the decision."""


@dataclass(frozen=True)
class Plan:
    """The steps of a policy under one reading: the gate, each clause that stands, the default."""

    policy: Policy
    settings: Mapping[str, Setting]
    steps: tuple[Step, ...]
    cuts: Mapping[str, tuple[Any, ...]]
    """The counts and dates at which an answer of some step, or of an implication, changes."""
    tied: frozenset[str]
    """The facts that an implication may tie to another of them."""
    book: Book = field(repr=False)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the steps read, in their order."""
        return tuple(dict.fromkeys(name for step in self.steps for name in step.reads))

    def domain(self, name: str, case: Facts, on: date) -> tuple[Any, ...]:
        """Return values of an unknown fact, one of each sort that any step or implication could tell apart."""
        fact = self.book.facts.facts[name]
        if fact.type == "flag":
            return (True, False)
        if fact.type == "choice":
            return fact.values
        cuts = self.cuts.get(name, ())
        if fact.type == "count":
            low, high = ends(case.get(name))
            starts = [low, *(c for c in cuts if c > low and (high is None or c <= high))]
            stops = [*(c - 1 for c in starts[1:]), high]
            return tuple(_cell(a, b) for a, b in zip(starts, stops, strict=True))
        day = timedelta(days=1)
        latest = on if name in self.book.web.before_decision else date.max
        around = {d for cut in cuts for d in (cut - day, cut, cut + day)} | {on}
        return tuple(sorted(d for d in around if d <= latest))


def _cell(low: float, high: float | None) -> Any:
    # A range without limits is still a value here: the case in which nothing more is known of a count.
    return low if low == high else Between(low, high)


@dataclass(frozen=True, eq=False)
class Book:
    """Facts, implications and policies of a catalog, with the plans made so far."""

    facts: FactBook
    web: Web
    policies: Mapping[str, Policy]
    made: dict[tuple[Any, ...], Plan] = field(default_factory=dict, repr=False)
    trees: dict[tuple[str, str], Tree] = field(default_factory=dict, repr=False)

    def plan(self, policy: Policy, on: date, settings: Mapping[str, Setting]) -> Plan:
        """Return the plan of a policy on a day under a choice of readings.

        Raises:
            CatalogError: a condition of the policy cannot be read.
        """
        standing = tuple(clause for clause in policy.clauses if clause.stands(on))
        key = (policy.id, tuple(c.id for c in standing), tuple(settings.items()))
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = self._made(policy, standing, settings)
        return found

    def tree(self, policy: Policy, place: str, text: str) -> Tree:
        """Return a condition of a policy with its definitions written out, checked against the facts.

        Raises:
            CatalogError: it cannot be read, or asks for a fact that does not exist.
        """
        key = (policy.id, place)
        if key not in self.trees:
            self.trees[key] = self._read(policy, place, text)
        return self.trees[key]

    def _made(self, policy: Policy, standing: tuple[Clause, ...], settings: Mapping[str, Setting]) -> Plan:
        gate = bind(self.tree(policy, GATE, policy.gate), settings)
        steps = [Step(GATE, bind(Not(gate), {}), NOT_APPLICABLE)]
        steps += [
            Step(c.id, bind(self.tree(policy, f"clause {c.id}", c.when), settings), c.outcome, c) for c in standing
        ]
        steps.append(Step(DEFAULT, TRUE, policy.default))
        early = self.web.before_decision
        steps = [
            replace(step, reads=(reads := names(step.tree)), dated=any(n in early for n in reads)) for step in steps
        ]
        tests = [leaf for step in steps for leaf in leaves(step.tree)]
        for rule in self.web.rules:
            if isinstance(rule, Follows):
                tests += [*leaves(rule.cause), *leaves(rule.effect)]
        asked = {name for step in steps for name in step.reads}
        return Plan(policy, settings, tuple(steps), _cuts(tests), self.web.tied({}, asked), self)

    def _read(self, policy: Policy, place: str, text: str) -> Tree:
        switches = {name: type(s.default) for name, s in policy.switches.items()}
        readings = {n: tuple(map(str, s.values)) for n, s in policy.switches.items() if isinstance(s.default, str)}
        where = f"policies/{policy.id}.yml, {place}"
        try:
            tree = expand(parse(text), {name: parse(t) for name, t in policy.define.items()})
            check(tree, {**self.facts.types, **switches}, {**self.facts.values, **readings})
        except ConditionError as error:
            raise CatalogError(error.found, where=where, expected=error.expected, next_step=error.next_step) from None
        loose = next((c.loose for c in policy.clauses if place == f"clause {c.id}"), "")
        for leaf in leaves(tree):
            known = set(names(leaf)) - set(switches)
            if isinstance(leaf, Known | Like) or (len(known) > 1 and not loose):
                raise CatalogError(
                    f"'{leaf}' cannot be decided for a set of cases", where=where,
                    expected="a comparison of one fact with a value", next_step="or say in 'loose' why it is wide",
                )  # fmt: skip
        return tree


@lru_cache(maxsize=4)
def book(catalog: Catalog) -> Book:
    """Return the facts, implications and policies of a catalog.

    Raises:
        CatalogError: a file does not fit.
    """
    facts = fact_book(catalog)
    web = Web(facts.implications())
    for rule in web.rules:
        for name in rule.names:
            facts.fact(name, "facts, an implication")
    return Book(facts, web, policies(catalog))


def _cuts(tests: Iterable[Leaf]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, set[Any]] = {}
    for leaf in tests:
        for name, value, before, after in _bounds(leaf):
            cuts = found.setdefault(name, set())
            if isinstance(value, date):
                cuts.add(value)
            elif isinstance(value, int) and not isinstance(value, bool):
                cuts.update(([value] if before else []) + ([value + 1] if after else []))
    return {name: tuple(sorted(cuts)) for name, cuts in found.items()}


def _bounds(leaf: Leaf) -> Iterable[tuple[str, Any, bool, bool]]:
    """Yield the values a test compares a fact with: whether the answer changes just before one, and just after."""
    if isinstance(leaf, Compare):
        left, sign, right = leaf.left, leaf.operator, leaf.right
        if isinstance(left, Literal):
            left, right = right, left
            sign = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
        if isinstance(left, Name) and isinstance(right, Literal):
            yield left.name, right.value, sign in (">=", "<", "=", "!="), sign in (">", "<=", "=", "!=")
    elif isinstance(leaf, Within) and isinstance(leaf.value, Name):
        if isinstance(leaf.low, Literal):
            yield leaf.value.name, leaf.low.value, True, False
        if isinstance(leaf.high, Literal):
            yield leaf.value.name, leaf.high.value, False, True
    elif isinstance(leaf, Among):
        for item in leaf.items:
            yield leaf.name.name, item.value, True, True


__all__ = ["DECISION_DATE", "Book", "Plan", "Step", "book", "limited"]
