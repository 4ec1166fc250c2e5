"""Published figures on the programmes as they were printed, and the shares that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError
from tallybook.base.results import Column, Result, Table

FIGURES = ("program", "metric", "place", "period", "value", "unit", "source", "url")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as a document printed it."""

    program: str
    metric: str
    place: str
    """A state's code; empty for the country."""
    period: str
    """As the document gives it; `2008-10..2011-03-31` is cumulative over those days."""
    value: float
    unit: str
    source: str
    url: str


@dataclass(frozen=True)
class Figures(Result):
    """The published figures of a programme."""

    figures: tuple[Figure, ...]

    def table(self) -> Table:
        """Return one row a figure."""
        columns = (
            Column("metric"), Column("place"), Column("period"), Column("value", kind="number"), Column("unit"),
            Column("source"), Column("url"), Column("program"),
        )  # fmt: skip
        rows = tuple(
            (f.metric, f.place or None, f.period, f.value, f.unit, f.source, f.url or None, f.program)
            for f in self.figures
        )
        notes = ("Figures of different documents have windows and definitions of their own; they are not a series.",)
        return Table(columns, rows, "Published figures", notes)

    def brief(self) -> Table:
        """Return the figures without their addresses."""
        whole = self.table()
        return Table(whole.columns[:6], tuple(row[:6] for row in whole.rows), whole.title, whole.notes)

    def value(self, metric: str, period: str, place: str = "") -> float | None:
        """Return one figure by its metric, period and place, or None."""
        wanted = (metric, period, place)
        return next((f.value for f in self.figures if (f.metric, f.period, f.place) == wanted), None)


@lru_cache(maxsize=8)
def published(catalog: Catalog, program: str = "") -> Figures:
    """Return the published figures of a programme (of all, without one).

    Raises:
        CatalogError: a row does not fit.
    """
    found = []
    for _, file in catalog.files("programs/published", ".csv"):
        for line, row in read_csv(file, FIGURES):
            try:
                figure = Figure(**{**row, "value": float(row["value"])})  # type: ignore[arg-type]
            except ValueError as error:
                raise CatalogError(str(error), where=f"{file}, line {line}") from None
            if not program or figure.program == program:
                found.append(figure)
    return Figures(tuple(found))


STEPS = ("submissions", "booked", "removed", "convicted removed")


@dataclass(frozen=True)
class Funnel:
    """Secure Communities from fingerprints to removal, over one window, as published."""

    place: str
    period: str
    submissions: float
    booked: float
    """Arrested, or booked into ICE custody."""
    removed: float
    """Removed or returned by the end of the window."""
    convicted_removed: float | None

    @property
    def booked_of_submissions(self) -> float:
        """The share of submissions that led to an arrest or a booking."""
        return self.booked / self.submissions

    @property
    def removed_of_booked(self) -> float:
        """The share of the booked who were removed or returned."""
        return self.removed / self.booked

    @property
    def convicted_of_removed(self) -> float | None:
        """The share of the removed who had a conviction, where that was published."""
        return None if self.convicted_removed is None else self.convicted_removed / self.removed


def funnels(catalog: Catalog) -> tuple[Funnel, ...]:
    """Return every place and window for which submissions, bookings and removals were all published."""
    figures = published(catalog, "secure-communities")
    found = []
    for place, period in dict.fromkeys((f.place, f.period) for f in figures.figures):
        submissions, booked, removed, convicted = (figures.value(step, period, place) for step in STEPS)
        if submissions and booked and removed:
            found.append(Funnel(place, period, submissions, booked, removed, convicted))
    return tuple(found)
