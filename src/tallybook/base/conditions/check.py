"""The check before any reading: are the names known, and are only values of one kind compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NoReturn

from tallybook.base.conditions.tree import (
    KIND_OF_TYPE,
    ORDERED,
    Among,
    Compare,
    Kind,
    Like,
    Literal,
    Name,
    Operand,
    Tree,
    Within,
    leaf_names,
    leaves,
)
from tallybook.base.errors import ConditionError, nearest


def check(tree: Tree, types: Mapping[str, type], values: Mapping[str, Collection[str]] | None = None) -> None:
    """Return nothing where a condition fits the names and types given.

    Args:
        tree: The condition.
        types: The type of each name: bool, int, float, str, date or datetime.
        values: The values a text name may take, where they are a closed list.

    Raises:
        ConditionError: an unknown name (the nearest is suggested), a mix of types, or a value the name never takes.
    """
    for leaf in leaves(tree):
        for name in leaf_names(leaf):
            if name.name not in types:
                _unknown(name, types, quote=isinstance(leaf, Compare) and name is leaf.right)
        match leaf:
            case Compare(left=left, operator=sign, right=right):
                _same(left, right, types)
                if sign in ORDERED:
                    _ordered(left, types)
                if sign not in ORDERED:
                    _listed(left, right, values or {})
                    _listed(right, left, values or {})
            case Within(value=value, low=low, high=high):
                _same(value, low, types)
                _same(value, high, types)
                _ordered(value, types)
            case Among(name=name, items=items):
                for item in items:
                    _same(name, item, types)
                    _listed(name, item, values or {})
            case Like(name=name) if _kind(name, types) is not Kind.TEXT:
                _fail(name, f"{name.name!r} is {_kind(name, types)}", "text before 'like'")
            case Name() if _kind(leaf, types) is not Kind.TRUTH:
                _fail(
                    leaf,
                    f"{leaf.name!r} alone is {_kind(leaf, types)}",
                    "a comparison, or a name that is true or false",
                )


def _kind(operand: Operand, types: Mapping[str, type]) -> Kind:
    return operand.kind if isinstance(operand, Literal) else KIND_OF_TYPE[types[operand.name]]


def _same(left: Operand, right: Operand, types: Mapping[str, type]) -> None:
    one, other = _kind(left, types), _kind(right, types)
    if one is other:
        return
    hint = ""
    if isinstance(right, Literal) and one is Kind.DATE and other is Kind.TEXT:
        hint = "write the date without quotes"
    elif isinstance(right, Literal) and one is Kind.TEXT:
        hint = f"write '{right}' in quotes if it is text"
    _fail(right, f"{_shown(left)} is {one} and {_shown(right)} is {other}", "both of one kind", hint)


def _ordered(operand: Operand, types: Mapping[str, type]) -> None:
    if _kind(operand, types) is Kind.TRUTH:
        _fail(operand, f"{_shown(operand)} is true or false, which have no order", "= or !=")


def _listed(name: Operand, value: Operand, values: Mapping[str, Collection[str]]) -> None:
    if not isinstance(name, Name) or not isinstance(value, Literal) or name.name not in values:
        return
    known = values[name.name]
    if value.value not in known:
        close = nearest(str(value.value), known)
        expected = f"one of {', '.join(sorted(known))}" if len(known) <= 8 else ""
        _fail(value, f"{name.name!r} is never {value}", expected, f"did you mean '{close}'?" if close else "")


def _unknown(name: Name, types: Mapping[str, type], *, quote: bool) -> NoReturn:
    close = nearest(name.name, types)
    hint = f"did you mean {close}?" if close else ""
    if quote and not close:
        hint = f"write '{name.name}' in quotes if it is text"
    expected = f"one of {', '.join(sorted(types))}" if not hint and 0 < len(types) <= 8 else ""
    _fail(name, f"there is no {name.name!r}", expected, hint)


def _shown(operand: Operand) -> str:
    return repr(operand.name) if isinstance(operand, Name) else str(operand)


def _fail(operand: Operand, found: str, expected: str, next_step: str = "") -> NoReturn:
    raise ConditionError(
        found, where=f"column {operand.column}", expected=expected, next_step=next_step, column=operand.column
    )
