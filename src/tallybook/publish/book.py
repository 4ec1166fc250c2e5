"""The book of one account: looks figures up, numbers their sources, and remembers which are only recalled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Kind, Period, day_words, fiscal_year
from tallybook.measures.figures import STOCK, Figure, figure
from tallybook.measures.listing import newest_date
from tallybook.measures.measure import Measure, measures
from tallybook.measures.record_test import first_published
from tallybook.measures.series import Series, Value, has_series, series
from tallybook.publish.report import Amount, Source
from tallybook.records.store import Store

EXACT = ("exact", "derived", "partial")
COUNTED = (*EXACT, "rounded")
USABLE = ("published", "research")
FULL_SOURCES = 4
"""A derived figure names this many of its sources at most; a sum of twelve months needs no twelve numbers."""


@dataclass(frozen=True)
class Row:
    """One measure in one period of the year: as first published (or as known on the day) and now."""

    measure: Measure
    period: Period
    then: Amount | None
    now: Amount | None
    partial: bool
    """Whether the period is only part of the fiscal year although the measure adds up over it."""

    @property
    def official(self) -> bool:
        """Whether the figure that stands was published by the agency itself."""
        amount = self.now or self.then
        return amount is not None and amount.status == "published"

    @property
    def revision(self) -> float | None:
        """How much the figure was changed after it was first published, where the same publisher counted both times."""
        then, now = self.then, self.now
        if then is None or now is None or not (then.exact and now.exact) or then.value == now.value:
            return None
        same = then.publisher == now.publisher or then.status == now.status == "published"
        return now.value - then.value if same else None

    @property
    def covers(self) -> str:
        """What the figure covers, where that is not the whole fiscal year."""
        if self.period.kind is Kind.FISCAL_YEAR:
            return ""
        if self.period.days == 1:
            return f"on {day_words(self.period.end)}"
        return f"{day_words(self.period.start)} to {day_words(self.period.end)} ({self.period.days:,} days)"


@dataclass
class Book:
    """Everything looked up for one account. The only thing in it that changes is the list of sources."""

    catalog: Catalog
    year: int
    as_of: date | None
    store: Store | None = None
    """The records of whoever runs it; None, as an empty one, where the shipped counts are to answer."""
    _sources: dict[tuple[str, ...], Source] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The fiscal year."""
        return fiscal_year(self.year)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources used so far, in order of number."""
        return tuple(self._sources.values())

    def measure(self, name: str) -> Measure:
        """Return a measure by id."""
        return measures(self.catalog)[name]

    def source(self, value: Value) -> int:
        """Return the number of the publication a value was taken from; the same publication keeps its number."""
        return self.document(
            value.document, value.publisher, published=str(value.published) if value.published else None,
            vintage=value.vintage, table=value.table, status=value.status, basis=value.basis, url=value.url,
        ).number  # fmt: skip

    def document(
        self, document: str, publisher: str, *, published: str | None = None, vintage: str = "", table: str = "",
        status: str = "research", basis: str = "quoted", url: str = "", note: str = "",
    ) -> Source:  # fmt: skip
        """Return a publication that no value of a series names, with its number; the same one keeps it."""
        key = (document, table, publisher, published or "", vintage, status, basis, url)
        if key not in self._sources:
            number = len(self._sources) + 1
            self._sources[key] = Source(
                number, document, table, publisher, published, vintage, status, basis, url, note
            )
        return self._sources[key]

    def read(self, source: Source, measure: str, value: float, unit: str, period: Period, how: str) -> Amount:
        """Return a number that stands in a publication, or follows from it as `how` says."""
        return Amount(
            measure, value, unit, period, source.published, source.vintage or source.document, source.publisher,
            source.status, source.basis, True, how, (source.number,),
        )  # fmt: skip

    @property
    def has_records(self) -> bool:
        """Whether the store holds any."""
        return self.store is not None and not self.store.empty

    def amount(self, found: Figure | None) -> Amount | None:
        """Return a figure as shown, with its sources numbered; None stays None."""
        if found is None:
            return None
        worst = max(found.parts, key=lambda p: p.status != "published")
        return Amount(
            found.measure, found.value, found.unit, found.period, newest_date(found), found.vintage,
            worst.publisher, worst.status,
            found.basis, all(p.value_type in EXACT for p in found.parts), found.how,
            tuple(dict.fromkeys(self.source(p) for p in found.parts[:FULL_SOURCES])),
        )  # fmt: skip

    def worked_out(self, measure: str, value: float, unit: str, how: str, *parts: Amount) -> Amount:
        """Return a number worked out from amounts (a share, a multiple, a remainder) with all their sources."""
        dates = [p.published for p in parts]
        return Amount(
            measure, value, unit, parts[0].period, max((d for d in dates if d), default=None) if all(dates) else None,
            ", ".join(dict.fromkeys(p.vintage for p in parts)), parts[0].publisher,
            "published" if all(p.status == "published" for p in parts) else "research",
            "recalled" if any(p.basis == "recalled" for p in parts) else "quoted",
            all(p.exact for p in parts), how, tuple(dict.fromkeys(n for p in parts for n in p.sources)),
        )  # fmt: skip

    def whole_year(self, name: str, year: int, day: date | None = None) -> Figure | None:
        """Return the count of a whole fiscal year, as known on the account's day (or `day`); never an estimate."""
        found = figure(self.catalog, name, fiscal_year(year), day or self.as_of)
        if found is None or not all(p.status in USABLE and p.value_type in COUNTED for p in found.parts):
            return None
        return found

    def then(self, name: str, period: Period, unit: str | None = None) -> Figure | None:
        """Return the figure as known on the account's day, or without one as first published."""
        if self.as_of is not None:
            return figure(self.catalog, name, period, self.as_of, unit=unit)
        first = first_published(self.catalog, name, period) if unit is None else None
        if first is not None:
            return Figure(name, period, first.value, first.unit, (first,))
        return figure(self.catalog, name, period, unit=unit)

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a measure for the year: the whole year where it is held, else the latest part of it."""
        own = self.measure(name)
        whole = self._row(own, self.period, partial=False)
        found = [whole] if whole is not None else []
        if whole is None or not whole.official:
            part = self._part_of_year(own)
            if part is not None and (whole is None or part.official):
                found.insert(0, part)
        return found

    def _row(self, own: Measure, period: Period, partial: bool) -> Row | None:
        now = figure(self.catalog, own.id, period)
        then = self.then(own.id, period)
        if now is None and then is None:
            return None
        return Row(own, period, self.amount(then), self.amount(now), partial)

    def _part_of_year(self, own: Measure) -> Row | None:
        for period in self._parts(own):
            row = self._row(own, period, partial=own.nature not in STOCK)
            if row is not None and (self.as_of is None or row.then is not None):
                return row
        return None

    def _parts(self, own: Measure) -> Iterator[Period]:
        """Yield periods inside the year, the most telling first: running totals, runs of months, the last day."""
        if not has_series(self.catalog, own.id):
            return
        inside = [p for p in _whole_values(series(self.catalog, own.id), own) if p in self.period and p != self.period]
        running = [p for p in inside if p.start == self.period.start and p.days > 31]
        yield from sorted(running, key=lambda p: p.end, reverse=True)
        if own.nature == "flow":
            ends = sorted({p.end for p in inside if p.days > 1 and p.end < self.period.end}, reverse=True)
            yield from (Period(self.period.start, end) for end in ends)
        if own.nature in STOCK or own.nature == "claim":
            yield from sorted(inside, key=lambda p: (p.end, p.days), reverse=True)


def years_held(catalog: Catalog) -> list[int]:
    """Return the fiscal years for which any measure has a value, in order."""
    from tallybook.base.periods import fiscal_year_of
    from tallybook.measures.series import all_values

    found = set()
    for value in all_values(catalog):
        if value.period is not None and value.status in ("published", "research") and not value.where:
            year = fiscal_year_of(value.period.end)
            if value.period in fiscal_year(year):
                found.add(year)
    return sorted(found)


def _whole_values(held: Series, own: Measure) -> list[Period]:
    return sorted({v.period for v in held.values if v.period and not v.where and v.unit == own.unit})
