"""Look-alikes: numbers that are often printed for one another, kept as data."""

from __future__ import annotations

from functools import lru_cache

from pydantic import Field

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period, parse_period
from tallybook.base.strict import Strict


class Number(Strict):
    """One of the numbers: its value, what it counts and when."""

    value: float
    measure: str
    period: str
    vintage: str = ""

    @property
    def span(self) -> Period:
        """The period as days."""
        return parse_period(self.period)


class LookAlike(Strict):
    """One file of `catalog/lookalikes`: two or more numbers and the mistake made with them."""

    id: str
    mistake: str
    """One sentence: what is printed for what."""
    numbers: tuple[Number, ...] = Field(min_length=2)
    source: str


@lru_cache(maxsize=4)
def look_alikes(catalog: Catalog) -> dict[str, LookAlike]:
    """Return every look-alike of the catalog by id.

    Raises:
        CatalogError: a file does not fit the model.
    """
    return catalog.load("lookalikes", LookAlike)


def mistakes_with(catalog: Catalog, value: float) -> list[LookAlike]:
    """Return the look-alikes that a value is part of, those first that are about it more than about the others."""
    found = [item for item in look_alikes(catalog).values() if any(n.value == value for n in item.numbers)]
    return sorted(found, key=lambda item: [n.value for n in item.numbers].index(value))
