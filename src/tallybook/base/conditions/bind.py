"""Partial reading: a condition with some names given values, and what those decide worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tallybook.base.conditions.reading import Case, holds
from tallybook.base.conditions.tree import (
    Among,
    And,
    Compare,
    Like,
    Literal,
    Name,
    Not,
    Operand,
    Or,
    Scalar,
    Tree,
    Within,
)

TRUE: Final = Literal(True)
FALSE: Final = Literal(False)


def bind(tree: Tree, values: Mapping[str, Scalar]) -> Tree:
    """Return a condition with each name that has a value replaced by it, and every part that this decides left out.

    Example:
        >>> from tallybook.base.conditions import parse
        >>> str(bind(parse("(reading = 'wide' and age >= low) or charged"), {"reading": "wide", "low": 16}))
        'age >= 16 or charged'
    """
    return _simplified(_named(tree, values), {})


def residual(tree: Tree, case: Case) -> Tree:
    """Return what is left of a condition once a case is known: TRUE, FALSE, or the parts still open.

    Example:
        >>> from tallybook.base.conditions import parse
        >>> str(residual(parse("(a and b) or c"), {"a": True, "b": None}))
        'b or c'
    """
    return _simplified(tree, case)


def _named(tree: Tree, values: Mapping[str, Scalar]) -> Tree:
    if isinstance(tree, Not):
        return Not(_named(tree.part, values), tree.column)
    if isinstance(tree, And | Or):
        return type(tree)(tuple(_named(part, values) for part in tree.parts), tree.column)
    if isinstance(tree, Name):
        return _literal(tree, values)
    if isinstance(tree, Compare):
        return replace(tree, left=_literal(tree.left, values), right=_literal(tree.right, values))
    if isinstance(tree, Within):
        return replace(
            tree, value=_literal(tree.value, values), low=_literal(tree.low, values), high=_literal(tree.high, values)
        )
    if isinstance(tree, Among | Like) and tree.name.name in values:
        return Literal(bool(holds(tree, values)), tree.column)
    return tree


def _literal(operand: Operand, values: Mapping[str, Scalar]) -> Operand:
    if isinstance(operand, Name) and operand.name in values:
        return Literal(values[operand.name], operand.column)
    return operand


def _simplified(tree: Tree, case: Case) -> Tree:
    kind = type(tree)
    if kind is Not:
        part = _simplified(tree.part, case)  # type: ignore[union-attr]
        if part is TRUE or part is FALSE:
            return FALSE if part is TRUE else TRUE
        return tree if part is tree.part else Not(part, tree.column)  # type: ignore[union-attr]
    if kind is And or kind is Or:
        return _joined(tree, case, kind is Or)  # type: ignore[arg-type]
    value = holds(tree, case)
    return tree if value is None else TRUE if value else FALSE


def _joined(tree: And | Or, case: Case, one_decides: bool) -> Tree:
    decisive, idle = (TRUE, FALSE) if one_decides else (FALSE, TRUE)
    parts: list[Tree] = []
    same = True
    for part in tree.parts:
        left = _simplified(part, case)
        same = same and left is part
        if left is decisive:
            return decisive
        if left is not idle:
            parts.append(left)
    if same:
        return tree
    if not parts:
        return idle
    return parts[0] if len(parts) == 1 else type(tree)(tuple(parts), tree.column)
