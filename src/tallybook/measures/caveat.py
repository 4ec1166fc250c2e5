"""Caveats: what a reader must know beside a single number, and for which numbers that is so.

One file of `catalog/caveats` each. `when` is matched against a context: what is known of a claim or a tally. Unknown
never matches: a caveat shows only where one of its conditions is certainly true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from pydantic import Field, field_validator

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import Tree, check, holds, names, parse
from tallybook.base.conditions.tree import Known, leaves
from tallybook.base.errors import CatalogError, ConditionError, nearest
from tallybook.base.periods import Kind
from tallybook.base.strict import Strict
from tallybook.measures.assertion import Assertion, Derived
from tallybook.measures.series import PRECISIONS, STATUSES

Severity = Literal["breaks_comparison", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("breaks_comparison", "warning", "note")
"""How much it matters, gravest first: the order in which caveats are given."""

Context: TypeAlias = Mapping[str, Any]
"""What is known of one number, under the keys of `CONTEXT`. A key that is absent, or None, is unknown."""

CONTEXT: Final[Mapping[str, type]] = MappingProxyType(
    {
        "measure": str, "agency": str, "family": str, "unit": str, "value": float, "kind": str,
        "fiscal_year": float, "period_kind": str, "start": date, "end": date,
        "base_measure": str, "base_fiscal_year": float, "base_start": date, "base_end": date,
        "published": date, "basis": str, "status": str, "value_type": str, "vintages": float,
        "spans_break": bool, "people": bool, "by_person": bool, "rule": str, "release": str,
    }
)  # fmt: skip
"""Every key of a context with its type.

`base_…` is what the number is compared with; `published` the date of the text; `basis`, `status` and `value_type` those
of the official value; `vintages` how many different values were published for the period; `spans_break` whether a
change of method lies inside what is compared; `people` whether the text says people of a count of events; `rule` and
`release` how and from what a tally was counted; `by_person` whether it tells persons apart.
"""

_VALUES: Final = {
    "kind": ("count", "share", "ratio", "change", "rank", "rate", "date", "other"),
    "period_kind": tuple(kind.value for kind in Kind),
    "basis": ("quoted", "recalled"),
    "status": STATUSES,
    "value_type": PRECISIONS,
}


class Cases(Strict):
    """Contexts in which the caveat shows, and in which it does not."""

    shows: tuple[dict[str, Any], ...] = Field(min_length=1)
    hidden: tuple[dict[str, Any], ...] = Field(min_length=1)

    @field_validator("shows", "hidden")
    @classmethod
    def _typed(cls, cases: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
        for case in cases:
            for key, value in case.items():
                wanted = CONTEXT.get(key)
                if wanted is None:
                    close = nearest(key, CONTEXT)
                    raise ValueError(
                        f"there is no {key!r} in a context" + (f"; did you mean {close!r}?" if close else "")
                    )
                if not isinstance(value, int | float if wanted is float else wanted) or (
                    isinstance(value, bool) and wanted is not bool
                ):
                    raise ValueError(f"{key} is {value!r}, expected {wanted.__name__}")
        return cases


class Disagreement(Strict):
    """A figure of the source that the series do not bear out. Both are kept until one is settled."""

    says: str
    number: float
    series: str | Derived


class Unchecked(Strict):
    """A figure in the text that no series can check, and why."""

    number: float
    why: str


class Caveat(Strict):
    """One file of `catalog/caveats`."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1, max_length=90)
    text: str = Field(min_length=1)
    """One to three sentences that make sense beside a single number."""
    severity: Severity
    basis: Literal["quoted", "recalled"]
    sources: tuple[str, ...] = Field(min_length=1)
    trap: str = Field(pattern=r"^([1-9]\d?|R[1-9]\d?|G|marks)$")
    """The trap it guards against, by number; `G` for numbers that look alike, `marks` for how a value was recorded."""
    when: tuple[str, ...] = Field(min_length=1)
    """Conditions over a context; it shows where any of them is true."""
    cases: Cases
    check: Assertion | None = None
    """What its figures must be, worked out from the series."""
    disagrees: tuple[Disagreement, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    @field_validator("when")
    @classmethod
    def _conditions(cls, conditions: tuple[str, ...]) -> tuple[str, ...]:
        for condition in conditions:
            try:
                check(parse(condition), CONTEXT, _VALUES)
            except ConditionError as error:
                raise ValueError(f"{condition!r}: {error}") from None
        return conditions

    @property
    def source(self) -> str:
        """Its sources in one line."""
        return "; ".join(self.sources)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One parsed condition of one caveat, with how much it asks for."""

    caveat: Caveat
    tree: Tree
    asks: int


@lru_cache(maxsize=4)
def caveats(catalog: Catalog) -> dict[str, Caveat]:
    """Return every caveat of the catalog by id.

    Raises:
        CatalogError: a file does not fit the model, or its condition is malformed.
    """
    return catalog.load("caveats", Caveat)


def caveat(catalog: Catalog, name: str) -> Caveat:
    """Return one caveat.

    Raises:
        CatalogError: no such id; names the nearest.
    """
    known = caveats(catalog)
    if name not in known:
        close = nearest(name, known)
        raise CatalogError(f"there is no caveat {name!r}", next_step=f"did you mean {close}?" if close else "")
    return known[name]


def caveats_for(catalog: Catalog, context: Context) -> list[Caveat]:
    """Return the caveats that apply to a number: gravest first, then those whose condition asks for most, then by id.

    Args:
        catalog: the catalog to read.
        context: what is known of the number; see `CONTEXT`.

    Example:
        >>> from tallybook.base.catalog import open_catalog
        >>> [c.id for c in caveats_for(open_catalog(), {"measure": "ice.removals", "people": True})]
        ['events-not-people']
    """
    asked: dict[str, int] = {}
    found: dict[str, Caveat] = {}
    settled = tuple((name, context[name]) for name in _SETTLED if isinstance(context.get(name), str | bool))
    for rule in _rules_for(catalog, settled):
        if holds(rule.tree, context):
            found[rule.caveat.id] = rule.caveat
            asked[rule.caveat.id] = max(rule.asks, asked.get(rule.caveat.id, 0))
    return sorted(found.values(), key=lambda c: (SEVERITIES.index(c.severity), -asked[c.id], c.id))


@lru_cache(maxsize=4)
def _rules(catalog: Catalog) -> tuple[_Rule, ...]:
    trees = [(item, parse(condition)) for item in caveats(catalog).values() for condition in item.when]
    return tuple(_Rule(item, tree, len(names(tree))) for item, tree in trees)


_SETTLED = ("measure", "agency", "family", "kind", "unit", "people", "rule", "period_kind")
"""Facts that many numbers share: what they alone rule out is looked up once for all of them."""


# What a few facts rule out stays ruled out whatever else is known, so the rest need not be tried again. Only `is known`
# can turn true later, so a condition that asks it is always tried.
@lru_cache(maxsize=4096)
def _rules_for(catalog: Catalog, settled: tuple[tuple[str, str | bool], ...]) -> tuple[_Rule, ...]:
    facts = dict(settled)
    return tuple(
        rule
        for rule in _rules(catalog)
        if any(isinstance(leaf, Known) for leaf in leaves(rule.tree)) or holds(rule.tree, facts) is not False
    )
