"""The Python reading: does a condition hold for one case, in three values. Missing is unknown, never false."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isnan
from typing import Any, Final

from tallybook.base.conditions.tree import (
    KIND_OF_TYPE,
    ORDERED,
    Among,
    And,
    Between,
    Compare,
    Kind,
    Known,
    Like,
    Literal,
    Name,
    Not,
    Operand,
    Or,
    Tree,
    Within,
)
from tallybook.base.errors import ConditionError

Case = Mapping[str, Any]
"""Facts by name. A name that is absent, or None, is unknown; a number may be a `Between`."""

_OPERATIONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_PLAIN: Final = frozenset({int, float, str, date, bool})


def holds(tree: Tree, case: Case) -> bool | None:
    """Return whether a condition holds for a case: True, False, or None where what is missing could decide.

    Raises:
        ConditionError: a fact is of another kind than what it is compared with.

    Example:
        >>> from tallybook.base.conditions import parse
        >>> holds(parse("convictions >= 1"), {"convictions": Between(1)})
        True
        >>> holds(parse("convictions >= 3 and age < 16"), {"age": 40})
        False
    """
    return _READINGS[type(tree)](tree, case)


def value_of(operand: Operand, case: Case) -> Any:
    """Return an operand's value: of its case for a name, None where unknown; a time of day becomes its day."""
    if type(operand) is Literal:
        return operand.value
    value = case.get(operand.name)  # type: ignore[union-attr]
    if value is None or type(value) in _PLAIN:
        return None if type(value) is float and isnan(value) else value  # how some tables write a missing number
    return _plain(operand, value)


def is_known(value: Any) -> bool:
    """Return whether a value is one value: not missing, and no range of several numbers."""
    return value is not None and not (isinstance(value, Between) and value.low != value.high)


@lru_cache(maxsize=1024)
def glob(pattern: str) -> str:
    """Return a pattern as a regular expression that every engine reads alike, without its anchors."""
    return "(?s)" + "".join(
        ".*" if char == "*" else "." if char == "?" else "\\" + char if char in r"\.+()|[]{}^$" else char
        for char in pattern
    )


def _plain(operand: Operand, value: Any) -> Any:
    """Return a value of a type derived from a plain one, or of an array library, as the plain one."""
    if isinstance(value, Between | Decimal):
        return value
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        value = value.item()
    if value is None or (isinstance(value, float | datetime) and value != value):  # noqa: PLR0124 - not-a-number, -time
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, str):
        return str.__str__(value)  # of an enumeration, the text and not the member's name
    if isinstance(value, bool | int | float):
        return value if isinstance(value, bool) else float(value) if isinstance(value, float) else int(value)
    raise ConditionError(
        f"fact {str(operand)!r} is of type {type(value).__name__}",
        where=f"column {operand.column}",
        expected="a number, text, a date, true or false",
        column=operand.column,
    )


def _kind(value: Any) -> Kind:
    return Kind.NUMBER if type(value) is Between else KIND_OF_TYPE[type(value)]


def compared(left: Operand, sign: str, right: Operand, case: Case) -> bool | None:
    """Return a comparison of two operands for a case, in three values."""
    a, b = value_of(left, case), value_of(right, case)
    if a is None or b is None:
        return None
    if type(a) is not type(b) or sign in ORDERED:
        kind = _kind(a)
        if kind is not _kind(b):
            raise ConditionError(
                f"{_shown(left)} is {kind} and {_shown(right)} is {_kind(b)}",
                where=f"column {left.column}",
                expected="both of one kind",
                column=left.column,
            )
        if kind is Kind.TRUTH and sign in ORDERED:
            raise ConditionError(
                f"{_shown(left)} is true or false, which have no order",
                where=f"column {left.column}",
                expected="= or !=",
                column=left.column,
            )
    if type(a) is Between or type(b) is Between:
        return _ranged(_ends(a), sign, _ends(b))
    return _OPERATIONS[sign](a, b)


def _shown(operand: Operand) -> str:
    return repr(operand.name) if isinstance(operand, Name) else str(operand)


def _ends(value: Any) -> tuple[float, float]:
    if isinstance(value, Between):
        return value.low, float("inf") if value.high is None else value.high
    return value, value


def _ranged(a: tuple[float, float], sign: str, b: tuple[float, float]) -> bool | None:
    """Return what every pair of members agrees on, or None."""
    if sign in ("!=", ">", ">="):
        opposite = _ranged(a, {"!=": "=", ">": "<=", ">=": "<"}[sign], b)
        return None if opposite is None else not opposite
    if sign == "=":
        if a[1] < b[0] or b[1] < a[0]:
            return False
        return True if a[0] == a[1] == b[0] == b[1] else None
    operation = _OPERATIONS[sign]
    if operation(a[1], b[0]):
        return True
    return None if operation(a[0], b[1]) else False


def _compare(node: Compare, case: Case) -> bool | None:
    return compared(node.left, node.operator, node.right, case)


def _among(node: Among, case: Case) -> bool | None:
    found: bool | None = False
    for item in node.items:
        one = compared(node.name, "=", item, case)
        if one:
            return True
        if one is None:
            found = None
    return found


def _within(node: Within, case: Case) -> bool | None:
    above = compared(node.value, ">=", node.low, case)
    below = compared(node.value, "<=", node.high, case)
    if above is False or below is False:
        return False
    return None if above is None or below is None else True


def _like(node: Like, case: Case) -> bool | None:
    value = value_of(node.name, case)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ConditionError(
            f"{node.name.name!r} is {_kind(value)}",
            where=f"column {node.column}",
            expected="text before 'like'",
            column=node.column,
        )
    return re.fullmatch(glob(node.pattern), value) is not None


def _name(node: Name, case: Case) -> bool | None:
    value = value_of(node, case)
    if value is None or value is True or value is False:
        return value
    raise ConditionError(
        f"{node.name!r} alone is {_kind(value)}",
        where=f"column {node.column}",
        expected="a fact that is true or false, or a comparison",
        column=node.column,
    )


def _literal(node: Literal, _: Case) -> bool | None:
    return node.value is True


def _known(node: Known, case: Case) -> bool:
    return is_known(value_of(node.name, case))


def _not(node: Not, case: Case) -> bool | None:
    value = holds(node.part, case)
    return None if value is None else not value


def _and(node: And, case: Case) -> bool | None:
    result: bool | None = True
    for part in node.parts:
        value = _READINGS[type(part)](part, case)
        if value is False:
            return False
        if value is None:
            result = None
    return result


def _or(node: Or, case: Case) -> bool | None:
    result: bool | None = False
    for part in node.parts:
        value = _READINGS[type(part)](part, case)
        if value is True:
            return True
        if value is None:
            result = None
    return result


_READINGS: Final[dict[type, Callable[[Any, Case], bool | None]]] = {
    Literal: _literal, Name: _name, Compare: _compare, Among: _among, Within: _within, Like: _like, Known: _known,
    Not: _not, And: _and, Or: _or,
}  # fmt: skip
