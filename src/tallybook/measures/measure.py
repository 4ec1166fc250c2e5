"""A measure: what is counted, by whom, in which unit, with which words, rules, breaks and look-alikes."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import Field

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UnknownName
from tallybook.base.strict import Strict

Nature = Literal["flow", "stock", "average", "duration", "date", "definition", "claim"]


IMPLIED: dict[str, str] = {
    **dict.fromkeys(
        ("homicide", "sexual", "drugs", "dui", "traffic", "immigration", "traffic_or_immigration", "level1", "level2"),
        "convicted",
    ),
    **dict.fromkeys(("recent_border_crossers", "repeat_violators", "fugitives", "other_removable"), "noncriminal"),
}
"""Features that say another one: whoever has a drug conviction is convicted."""


class Break(Strict):
    """A day from which the publisher counted differently. Comparisons across it carry the note."""

    day: date
    what: str
    source: str


class Records(Strict):
    """How the measure is counted from record-level files: canonical table, default counting rule, extra condition."""

    table: str
    rule: str = ""
    where: str = ""


class Measure(Strict):
    """One file of `catalog/measures`."""

    id: str
    title: str
    unit: str
    units_also: tuple[str, ...] = ()
    """Further units its series may be published in (`percent` beside `removals`)."""
    agency: str
    publisher: str = ""
    nature: Nature = "flow"
    what: str
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    family: str
    """The head word it is read under (`removals`, `arrests`, `detained` …)."""
    features: tuple[str, ...] = ()
    """What narrows the family (`convicted`, `drugs` …), without what `IMPLIED` adds to it."""
    words: tuple[str, ...]
    """Words of the press that name it; documentation and the reader both use them."""
    day: str = ""
    """For a measure that is a date: the day (or month, or year) itself."""
    out_of: float | None = None
    """What a share of it is taken of, where that is a fixed number (3,181 jurisdictions in all)."""
    reported_as: str = ""
    """The listed id under which a claim about this derived measure is reported."""
    misnamed: tuple[str, ...] = ()
    """Words that name something else when a text says them of this measure (`jailed` of detainers)."""
    stand_in: str = ""
    """The measure whose values may answer, with a caveat, where its own series has none."""
    part_of: str = ""
    """The measure a share of this one is taken of unless the text says otherwise."""
    complement: str = ""
    """The measure that makes up the rest of `part_of`."""
    sum_of: tuple[str, ...] = ()
    """Measures that add up to this one, where its own series has no value."""
    minus: tuple[str, ...] = ()
    """Two measures whose difference this one is, where its own series has no value."""
    events_not_people: bool = True
    records: Records | None = None
    breaks: tuple[Break, ...] = ()
    confused_with: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def narrowed_to(self) -> frozenset[str]:
        """The features with those they imply: two measures never share agency, family and these."""
        return frozenset(self.features) | {IMPLIED[f] for f in self.features if f in IMPLIED}


@lru_cache(maxsize=4)
def measures(catalog: Catalog) -> dict[str, Measure]:
    """Return every measure of the catalog by id.

    Raises:
        CatalogError: a file does not fit, or names a measure that does not exist.
    """
    found = catalog.load("measures", Measure)
    from tallybook.base.errors import CatalogError, nearest

    for item in found.values():
        named = (
            item.part_of,
            item.stand_in,
            item.reported_as,
            item.complement,
            *item.sum_of,
            *item.minus,
            *item.confused_with,
        )
        for name in named:
            if name and name not in found:
                raise CatalogError(
                    f"measure {item.id!r} names {name!r}, which does not exist",
                    where=f"measures/{item.id}.yml",
                    next_step=f"did you mean {nearest(name, found)!r}?",
                )
    return found


def titles(catalog: Catalog) -> dict[str, str]:
    """Return the title of every measure by id."""
    return {name: item.title for name, item in measures(catalog).items()}


def measure(catalog: Catalog, name: str) -> Measure:
    """Return one measure.

    Raises:
        UnknownName: no such id; names the nearest.
    """
    known = measures(catalog)
    if name not in known:
        raise UnknownName("measure", name, known, listing="'tallybook series' lists all")
    return known[name]
