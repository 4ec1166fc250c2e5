"""What follows from what: implications between facts, spread from those that are known to those that are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from tallybook.base.conditions import Between, Tree, holds, names, parse
from tallybook.base.conditions.tree import Compare, Literal, Name, Not
from tallybook.base.errors import CatalogError
from tallybook.policies.facts import Implication

Facts: TypeAlias = Mapping[str, Any]
"""Values by name: true or false, a number or a `Between`, text, a date. A name that is absent is unknown."""

DECISION_DATE: Final = "decision_date"


@dataclass(frozen=True, slots=True)
class Order:
    """One count or date is never above another."""

    low: str
    high: str
    why: str

    @property
    def names(self) -> tuple[str, str]:
        """The two facts."""
        return (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Follows:
    """Where one fact is so, another is."""

    cause: Tree
    effect: Tree
    names: tuple[str, str]
    why: str


Rule: TypeAlias = Order | Follows


class Contradiction(Exception):
    """Facts that cannot all be so. Names them, and why."""

    def __init__(self, rule: Rule, facts: tuple[str, ...]) -> None:
        self.rule, self.facts = rule, facts
        super().__init__(f"{' and '.join(facts)}: {rule.why}")


class Web:
    """Every implication, by the facts it ties."""

    def __init__(self, implications: Sequence[Implication]) -> None:
        """Read the implications.

        Raises:
            CatalogError: one is of no form that can be spread: two counts or dates in order, or a single test that
                follows from a single test.
        """
        self.rules = tuple(_rule(item) for item in implications)
        self.before_decision = frozenset(
            rule.low for rule in self.rules if isinstance(rule, Order) and rule.high == DECISION_DATE
        )
        self.of: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            for name in rule.names:
                self.of[name] = (*self.of.get(name, ()), rule)

    def spread(
        self, case: dict[str, Any], changed: Iterable[str], because: dict[str, frozenset[str]] | None = None
    ) -> None:
        """Work into a case what follows from the facts that changed.

        Args:
            case: the facts, which are added to.
            changed: the facts to start from.
            because: the stated facts that each known fact rests on, kept up to date for messages.

        Raises:
            Contradiction: facts of the case cannot all be so.
        """
        todo = [name for name in changed if name in self.of]
        while todo:
            for rule in self.of[todo.pop()]:
                for name in _apply(rule, case, because):
                    if name in self.of:
                        todo.append(name)

    def consistent(self, case: Facts) -> bool:
        """Return whether no implication is broken by what is known."""
        return all(broken(rule, case) is not True for rule in self.rules)

    def tied(self, case: Facts, relevant: Collection[str]) -> frozenset[str]:
        """Return those of the unknown facts asked about that an implication ties to another of them."""
        rules, seen, todo = set[Rule](), set[str](), list(relevant)
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            for rule in self.of.get(name, ()):
                if rule not in rules and _open(rule, case):
                    rules.add(rule)
                    todo.extend(rule.names)
        # A fact nobody asks about that can satisfy all its implications at once ties nothing to anything.
        free = True
        while free:
            free = False
            for name in seen - set(relevant):
                own = [rule for rule in rules if name in rule.names]
                if own and (all(_pushes_up(r, name) for r in own) or all(_held_down(r, name) for r in own)):
                    rules.difference_update(own)
                    free = True
        groups: list[set[str]] = []
        for rule in rules:
            joined = {*rule.names}.union(*(g for g in groups if g & {*rule.names}))
            groups = [g for g in groups if not g & joined] + [joined]
        return frozenset(n for g in groups for n in g if n in relevant and len(g.intersection(relevant)) > 1)


def ends(value: Any) -> tuple[float, float | None]:
    """Return the limits of a count; of an unknown one, none but 0."""
    if value is None:
        return 0, None
    return (value.low, value.high) if isinstance(value, Between) else (value, value)


def limited(low: float, high: float | None) -> Any:
    """Return a count within limits: a number where they meet, nothing where there are none."""
    if low == high:
        return low
    return None if low == 0 and high is None else Between(low, high)


def broken(rule: Rule, case: Facts) -> bool | None:
    """Return whether an implication is broken by a case; None where that cannot be told."""
    if isinstance(rule, Order):
        low, high = case.get(rule.low), case.get(rule.high)
        if isinstance(low, date) or isinstance(high, date):
            return None if low is None or high is None else low > high
        (a, _), (_, d) = ends(low), ends(high)
        if d is not None and a > d:
            return True
        return False if isinstance(low, int) and isinstance(high, int) else None
    cause, effect = holds(rule.cause, case), holds(rule.effect, case)
    if cause is False or effect is True:
        return False
    return True if cause and effect is False else None


def _rule(item: Implication) -> Rule:
    if item.always is not None:
        tree = parse(item.always)
        if (
            isinstance(tree, Compare)
            and tree.operator == "<="
            and isinstance(tree.left, Name)
            and isinstance(tree.right, Name)
        ):
            return Order(tree.left.name, tree.right.name, item.why)
        raise CatalogError(f"'always: {item.always}'", where="facts", expected="one fact <= another")
    cause, effect = parse(item.if_ or ""), parse(item.then or "")
    if len(names(cause)) != 1 or len(names(effect)) != 1 or _target(effect) is None:
        raise CatalogError(
            f"'if: {item.if_}', 'then: {item.then}'", where="facts", expected="one test of one fact on either side"
        )
    return Follows(cause, effect, (names(cause)[0], names(effect)[0]), item.why)


def _target(leaf: Tree) -> tuple[str, Any] | None:
    """Return the fact and the value or least count that makes a test true, where it is such a test."""
    if isinstance(leaf, Name):
        return leaf.name, True
    if isinstance(leaf, Not) and isinstance(leaf.part, Name):
        return leaf.part.name, False
    if (
        isinstance(leaf, Compare) and leaf.operator == ">=" and isinstance(leaf.left, Name)
        and isinstance(leaf.right, Literal) and isinstance(leaf.right.value, int)
    ):  # fmt: skip
        return leaf.left.name, Between(leaf.right.value)
    return None


def _apply(rule: Rule, case: dict[str, Any], because: dict[str, frozenset[str]] | None) -> list[str]:
    """Work one implication into a case; return the facts that changed."""
    if broken(rule, case):
        raise Contradiction(rule, _origins(rule, because))
    changed: list[str] = []
    if isinstance(rule, Order):
        low, high = case.get(rule.low), case.get(rule.high)
        if isinstance(low, date) or isinstance(high, date):
            return changed
        (a, b), (c, d) = ends(low), ends(high)
        if a > c:
            _set(case, rule.high, limited(a, d), changed)
        if d is not None and (b is None or b > d):
            _set(case, rule.low, limited(a, d), changed)
    elif holds(rule.cause, case):
        if holds(rule.effect, case) is None:
            _make(case, rule.effect, True, changed)
    elif holds(rule.effect, case) is False and holds(rule.cause, case) is None:
        _make(case, rule.cause, False, changed)
    if because is not None and changed:
        rests = frozenset().union(*(because.get(n, frozenset()) for n in rule.names))
        for name in changed:
            because[name] = because.get(name, frozenset()) | rests
    return changed


def _make(case: dict[str, Any], leaf: Tree, so: bool, changed: list[str]) -> None:
    target = _target(leaf)
    if target is None:
        return  # a test of a date or a choice, which no single value would make false
    name, value = target
    if isinstance(value, bool):
        _set(case, name, value is so, changed)
        return
    low, high = ends(case.get(name))
    _set(case, name, limited(max(low, value.low), high) if so else limited(low, value.low - 1), changed)


def _set(case: dict[str, Any], name: str, value: Any, changed: list[str]) -> None:
    case[name] = value
    changed.append(name)


def _origins(rule: Rule, because: dict[str, frozenset[str]] | None) -> tuple[str, ...]:
    if because is None:
        return rule.names
    return tuple(dict.fromkeys(o for n in rule.names for o in sorted(because.get(n, {n}))))


def _open(rule: Rule, case: Facts) -> bool:
    if isinstance(rule, Order):
        if rule.high == DECISION_DATE:
            return False
        (_, b), (c, _) = ends(case.get(rule.low)), ends(case.get(rule.high))
        return b is None or b > c
    return broken(rule, case) is None


def _pushes_up(rule: Rule, name: str) -> bool:
    """Return whether an implication asks no more of a fact than to be large, or true."""
    if isinstance(rule, Order):
        return rule.high == name
    return rule.names[1] == name and rule.names[0] != name and not isinstance(rule.effect, Not)


def _held_down(rule: Rule, name: str) -> bool:
    """Return whether an implication asks no more of a fact than to be small, or false."""
    if isinstance(rule, Order):
        return rule.low == name
    return rule.names[0] == name and _target(rule.cause) is not None and not isinstance(rule.cause, Not)
