"""The condition of a clause in words: which facts, all or any of them, with the facts' own definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import Tree, names
from tallybook.base.conditions.tree import Among, And, Compare, Known, Like, Literal, Name, Not, Or, Within
from tallybook.base.periods import day_words
from tallybook.policies.facts import FactBook
from tallybook.policies.plan import GATE, book
from tallybook.policies.policy import Policy, Switch

COUNTS: Final = {
    ">=": "at least {}", ">": "more than {}", "<=": "at most {}", "<": "fewer than {}", "=": "exactly {}",
    "!=": "any number but {}",
}  # fmt: skip
DAYS: Final = {
    ">=": "on or after {}", ">": "after {}", "<=": "on or before {}", "<": "before {}", "=": "on {}",
    "!=": "on any day but {}",
}  # fmt: skip
TEXTS: Final = {"=": "{}", "!=": "anything but {}"}
TURNED: Final = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


@dataclass(frozen=True)
class Words:
    """A part of a condition in words, with the parts it consists of."""

    text: str
    parts: tuple[Words, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Yield the part and its own parts, indented."""
        yield "  " * depth + self.text
        for part in self.parts:
            yield from part.lines(depth + 1)


@dataclass(frozen=True)
class Condition:
    """When a clause holds."""

    words: Words
    facts: tuple[str, ...]
    """The facts it asks about, with its definitions written out."""


def conditions(catalog: Catalog, policy: Policy) -> dict[str, Condition]:
    """Return the condition of each clause of a policy by the clause's id, and under `gate` to what it applies at all.

    Raises:
        CatalogError: a condition cannot be read.
    """
    known = book(catalog)
    trees = {c.id: known.tree(policy, f"clause {c.id}", c.when) for c in policy.clauses}
    if policy.gate != "true":
        trees[GATE] = known.tree(policy, GATE, policy.gate)
    return {
        name: Condition(
            in_words(tree, known.facts, policy.switches), tuple(n for n in names(tree) if n in known.facts.facts)
        )
        for name, tree in trees.items()
    }


def in_words(tree: Tree, facts: FactBook, switches: Mapping[str, Switch]) -> Words:
    """Return a condition in words."""
    if isinstance(tree, And | Or):
        parts = tuple(in_words(part, facts, switches) for part in tree.parts)
        return Words("all of:" if isinstance(tree, And) else "any of:", parts)
    if isinstance(tree, Not):
        inner = in_words(tree.part, facts, switches)
        if inner.parts:
            return Words("none of:" if isinstance(tree.part, Or) else "not all of:", inner.parts)
        return Words(f"not: {inner.text}")
    return Words(_leaf(tree, facts, switches))


def _leaf(tree: Tree, facts: FactBook, switches: Mapping[str, Switch]) -> str:
    def named(name: str) -> str:
        if name not in switches:
            return facts.fact(name).definition
        usual = switches[name].default
        return f"where {name} is chosen" if isinstance(usual, bool) else f"what is chosen for {name} (usually {usual})"

    def operand(item: Name | Literal) -> str:
        return named(item.name) if isinstance(item, Name) else _value(item)

    if isinstance(tree, Literal):
        return "always" if tree.value is True else "never"
    if isinstance(tree, Name):
        return named(tree.name)
    if isinstance(tree, Compare):
        left, sign, right = tree.left, tree.operator, tree.right
        if isinstance(left, Literal):
            left, sign, right = right, TURNED.get(sign, sign), left
        if isinstance(left, Name) and left.name in switches and isinstance(right, Literal):
            return f"where {left.name} is read as {TEXTS[sign].format(right.value)}"
        return f"{operand(left)}: {_compared(left, sign, right, facts).format(operand(right))}"
    if isinstance(tree, Among):
        return f"{named(tree.name.name)}: one of {', '.join(_value(item) for item in tree.items)}"
    if isinstance(tree, Within):
        return f"{operand(tree.value)}: from {operand(tree.low)} to {operand(tree.high)}"
    if isinstance(tree, Known):
        return f"{named(tree.name.name)}: is known"
    assert isinstance(tree, Like)
    return f"{named(tree.name.name)}: like {tree.pattern}"


def _compared(left: Name | Literal, sign: str, right: Name | Literal, facts: FactBook) -> str:
    kinds = {facts.facts[o.name].type for o in (left, right) if isinstance(o, Name) and o.name in facts.facts}
    if "date" in kinds:
        return DAYS[sign]
    return COUNTS[sign] if "count" in kinds else TEXTS[sign]


def _value(item: Literal) -> str:
    value = item.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return day_words(value) if isinstance(value, date) else str(value)
