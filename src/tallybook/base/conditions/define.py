"""Definitions: a name that stands for a condition of its own, written once and used by several."""

from __future__ import annotations

from collections.abc import Mapping

from tallybook.base.conditions.tree import And, Name, Not, Or, Tree, leaf_names
from tallybook.base.errors import ConditionError


def expand(tree: Tree, definitions: Mapping[str, Tree]) -> Tree:
    """Return a condition with each defined name replaced by what it stands for; definitions may use each other.

    Raises:
        ConditionError: a definition leads back to itself, or its name is compared as if it were a fact.

    Example:
        >>> from tallybook.base.conditions import parse
        >>> str(expand(parse("serious and age >= 16"), {"serious": parse("felonies >= 1 or gang")}))
        '(felonies >= 1 or gang) and age >= 16'
    """
    return _expanded(tree, definitions, ())


def _expanded(tree: Tree, definitions: Mapping[str, Tree], within: tuple[str, ...]) -> Tree:
    if isinstance(tree, Name) and tree.name in definitions:
        if tree.name in within:
            raise ConditionError(
                f"{tree.name!r} is defined by itself",
                where=" → ".join((*within, tree.name)),
                expected="facts at the end of every definition",
                column=tree.column,
            )
        return _expanded(definitions[tree.name], definitions, (*within, tree.name))
    if isinstance(tree, Not):
        return Not(_expanded(tree.part, definitions, within), tree.column)
    if isinstance(tree, And | Or):
        return type(tree)(tuple(_expanded(part, definitions, within) for part in tree.parts), tree.column)
    for name in leaf_names(tree):
        if name.name in definitions:
            raise ConditionError(
                f"{name.name!r} stands for a condition",
                where=f"column {name.column}",
                expected="it alone, not compared with anything",
                column=name.column,
            )
    return tree
