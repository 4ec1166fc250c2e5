"""The layout of an account: which measures stand in which section, kept as data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, get_args

from pydantic import Field, field_validator

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError, UnknownName, nearest
from tallybook.base.strict import Strict
from tallybook.measures.measure import Measure, measures

Part = Literal[
    "by-year",
    "side-by-side",
    "vintages",
    "criminality",
    "offences",
    "priorities",
    "record",
    "recounts",
    "records",
    "quality",
    "policies",
    "programs",
    "conflicts",
    "caveats",
    "recalled",
    "provenance",
]
"""A part of an account, by the id that its section has on the page."""
CLOSING = ("recalled", "provenance")
"""Parts about all that stands before them."""


class Family(Strict):
    """One group of the side-by-side table."""

    title: str
    measures: tuple[str, ...]


class Criminality(Strict):
    """A whole, the part with a conviction and the rest; `also` stands in where the part has no value."""

    whole: str
    part: str
    rest: str = ""
    also: tuple[str, ...] = ()


class Group(Strict):
    """Measures read as parts of one other."""

    of: str
    measures: tuple[str, ...]
    labels: dict[str, str] = Field(default_factory=dict)
    """Short names for a chart; a measure without one is called by its title."""

    def label(self, own: Measure) -> str:
        """Return the short name of a measure."""
        return self.labels.get(own.id, own.title)


class Layout(Strict):
    """One file of `catalog/accounts`."""

    id: str
    title: str
    about: str
    parts: tuple[Part, ...] = get_args(Part)
    """What stands in it, in order; a part of which nothing is held is left out."""
    headline: tuple[str, ...]
    """The first one with a value for the year leads the page; the rest stand beside it."""
    chart: tuple[str, ...]
    """The measures drawn by year: the first as columns, the second as a line."""
    records: tuple[str, ...]
    vintages: tuple[str, ...]
    criminality: tuple[Criminality, ...]
    offences: Group
    priorities: Group
    families: tuple[Family, ...]

    @field_validator("parts")
    @classmethod
    def _closing_last(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        late = [name in CLOSING for name in parts]
        if late != sorted(late) or len(set(parts)) != len(parts):
            raise ValueError(f"each part once, and {' and '.join(CLOSING)} after all others")
        return parts

    def all_measures(self) -> tuple[str, ...]:
        """Return the measures of every family, each once."""
        return tuple(dict.fromkeys(name for family in self.families for name in family.measures))

    def names(self) -> Iterator[str]:
        """Yield every measure it names."""
        yield from (*self.headline, *self.chart, *self.records, *self.vintages)
        for item in self.criminality:
            yield from (item.whole, item.part, *((item.rest,) if item.rest else ()), *item.also)
        yield from (
            self.offences.of,
            *self.offences.measures,
            *self.offences.labels,
            self.priorities.of,
            *self.priorities.measures,
        )
        for family in self.families:
            yield from family.measures


@lru_cache(maxsize=4)
def layouts(catalog: Catalog) -> dict[str, Layout]:
    """Return every layout of the catalog by id.

    Raises:
        CatalogError: a file does not fit, or names a measure that does not exist.
    """
    found, known = catalog.load("accounts", Layout), measures(catalog)
    for item in found.values():
        for name in item.names():
            if name not in known:
                raise CatalogError(
                    f"names the measure {name!r}, which does not exist",
                    where=f"accounts/{item.id}.yml",
                    next_step=f"did you mean {nearest(name, known)!r}?",
                )
    return found


def layout(catalog: Catalog, name: str) -> Layout:
    """Return one layout.

    Raises:
        UnknownName: no such id; names the nearest.
    """
    found = layouts(catalog)
    if name not in found:
        raise UnknownName("account layout", name, found)
    return found[name]
