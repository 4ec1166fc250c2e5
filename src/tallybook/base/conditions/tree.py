"""The tree of a condition: frozen dataclasses that print back to the text they were parsed from.

Every node knows the column it began at, for errors; columns do not count when two trees are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from tallybook.base.errors import ConditionError


class Kind(StrEnum):
    """What sort of value takes part in a comparison. Two sorts are never compared with each other."""

    NUMBER = "a number"
    TEXT = "text"
    DATE = "a date"
    TRUTH = "true or false"


KIND_OF_TYPE: Final[dict[type, Kind]] = {
    bool: Kind.TRUTH, int: Kind.NUMBER, float: Kind.NUMBER, Decimal: Kind.NUMBER,
    str: Kind.TEXT, date: Kind.DATE, datetime: Kind.DATE,
}  # fmt: skip

ORDERED: Final = ("<", "<=", ">", ">=")
COMPARISONS: Final = ("=", "!=", *ORDERED)


@dataclass(frozen=True, slots=True)
class Between:
    """A number known only to lie from `low` to `high`, both included; `high` None means no upper limit.

    It stands in a case where a record says "at least one". A comparison with it is true or false when every member
    agrees, else unknown; `is known` holds only where the range is a single number.
    """

    low: float
    high: float | None = None

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ConditionError(
                f"a range from {self.low} to {self.high}", expected="a high end that is not below the low one"
            )

    def __str__(self) -> str:
        if self.high is None:
            return f"at least {self.low}"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


Scalar: TypeAlias = bool | int | float | str | date


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the condition. Its kind counts in comparisons, so that `1` is not `true`."""

    value: Scalar
    column: int = field(default=0, compare=False)
    kind: Kind = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", KIND_OF_TYPE[type(self.value)])

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, str):
            return "'" + self.value.replace("'", "''") + "'"
        if isinstance(self.value, date):
            return self.value.isoformat()
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class Name:
    """A fact or a column. Standing alone it is a condition: the fact is true."""

    name: str
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.name


Operand: TypeAlias = Name | Literal


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands and one of =, !=, <, <=, >, >=."""

    left: Operand
    operator: str
    right: Operand
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, slots=True)
class Among:
    """A name is one of some values of one kind."""

    name: Name
    items: tuple[Literal, ...]
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return _among(self, "in")


@dataclass(frozen=True, slots=True)
class Within:
    """An operand lies between two others, both ends included."""

    value: Operand
    low: Operand
    high: Operand
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return _within(self, "between")


@dataclass(frozen=True, slots=True)
class Like:
    """A text matches a pattern in which * stands for any run of characters and ? for one; case counts."""

    name: Name
    pattern: str
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return _like(self, "like")


@dataclass(frozen=True, slots=True)
class Known:
    """A fact is known. Never unknown itself."""

    name: Name
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.name} is known"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; unknown stays unknown."""

    part: Tree
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        part = self.part
        if isinstance(part, Known):
            return f"{part.name} is unknown"
        if isinstance(part, Among):
            return _among(part, "not in")
        if isinstance(part, Within):
            return _within(part, "not between")
        if isinstance(part, Like):
            return _like(part, "not like")
        return f"not ({part})" if isinstance(part, And | Or) else f"not {part}"


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds. One false part decides; else one unknown part leaves it unknown."""

    parts: tuple[Tree, ...]
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return " and ".join(f"({p})" if isinstance(p, And | Or) else str(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds. One true part decides; else one unknown part leaves it unknown."""

    parts: tuple[Tree, ...]
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return " or ".join(f"({p})" if isinstance(p, And | Or) else str(p) for p in self.parts)


Leaf: TypeAlias = Literal | Name | Compare | Among | Within | Like | Known
Tree: TypeAlias = Leaf | Not | And | Or


def names(tree: Tree) -> tuple[str, ...]:
    """Return the names a condition reads, each once, in the order they appear."""
    return tuple(dict.fromkeys(name.name for leaf in leaves(tree) for name in leaf_names(leaf)))


def leaves(tree: Tree) -> tuple[Leaf, ...]:
    """Return the parts of a condition that hold no other condition, in order."""
    if isinstance(tree, Not):
        return leaves(tree.part)
    if isinstance(tree, And | Or):
        return tuple(leaf for part in tree.parts for leaf in leaves(part))
    return (tree,)


def leaf_names(leaf: Leaf) -> tuple[Name, ...]:
    """Return the names that one leaf reads, in order."""
    operands: tuple[Operand, ...]
    if isinstance(leaf, Compare):
        operands = (leaf.left, leaf.right)
    elif isinstance(leaf, Within):
        operands = (leaf.value, leaf.low, leaf.high)
    elif isinstance(leaf, Among | Like | Known):
        operands = (leaf.name,)
    else:
        operands = (leaf,)
    return tuple(operand for operand in operands if isinstance(operand, Name))


def _among(node: Among, word: str) -> str:
    return f"{node.name} {word} ({', '.join(str(item) for item in node.items)})"


def _within(node: Within, word: str) -> str:
    return f"{node.value} {word} {node.low} and {node.high}"


def _like(node: Like, word: str) -> str:
    return f"{node.name} {word} {Literal(node.pattern)}"
