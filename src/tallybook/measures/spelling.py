"""Spelling: text in a condition brought to the one way that records are stored, and told when no record has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import Tree
from tallybook.base.conditions.tree import Among, And, Compare, Literal, Name, Not, Or, leaves
from tallybook.records.countries import country_names
from tallybook.records.typing_sql import AREAS, COUNTRIES

_BEHIND = " area of responsibility"


def spelled(catalog: Catalog, tree: Tree) -> Tree:
    """Return a condition whose countries and areas are spelled as records store them.

    Example:
        >>> from tallybook.base.catalog import open_catalog
        >>> from tallybook.base.conditions import parse
        >>> str(spelled(open_catalog(), parse("citizenship in ('MEXICO', 'China, Peoples Republic of')")))
        "citizenship in ('Mexico', 'China')"
    """
    if isinstance(tree, Not):
        return replace(tree, part=spelled(catalog, tree.part))
    if isinstance(tree, And | Or):
        return replace(tree, parts=tuple(spelled(catalog, part) for part in tree.parts))
    if isinstance(tree, Compare) and isinstance(tree.left, Name) and isinstance(tree.right, Literal):
        return replace(tree, right=_spelled(catalog, tree.left.name, tree.right))
    if isinstance(tree, Among):
        return replace(tree, items=tuple(_spelled(catalog, tree.name.name, item) for item in tree.items))
    return tree


def _spelled(catalog: Catalog, name: str, literal: Literal) -> Literal:
    if not isinstance(literal.value, str):
        return literal
    return Literal(spelled_text(catalog, name, literal.value), literal.column)


def spelled_text(catalog: Catalog, name: str, text: str) -> str:
    """Return one value of a field as records store it.

    Example:
        >>> from tallybook.base.catalog import open_catalog
        >>> spelled_text(open_catalog(), "citizenship", "MEXICO")
        'Mexico'
    """
    if name in COUNTRIES:
        return country_names(catalog, [text.upper()])[text.upper()]
    if name in AREAS and text.lower().endswith(_BEHIND):
        return text[: -len(_BEHIND)]
    return text


def texts(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield each field of a condition that must equal some text, with the text."""
    for leaf in leaves(tree):
        if isinstance(leaf, Compare) and leaf.operator == "=" and isinstance(leaf.left, Name):
            if isinstance(leaf.right, Literal) and isinstance(leaf.right.value, str):
                yield leaf.left.name, leaf.right.value
        elif isinstance(leaf, Among):
            for item in leaf.items:
                if isinstance(item.value, str):
                    yield leaf.name.name, item.value
