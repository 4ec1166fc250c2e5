"""Listings: which series there are, and every value of one with its vintage, or what was known of it on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, UnknownName
from tallybook.base.periods import Period, day_words
from tallybook.base.results import Column, Result, Table
from tallybook.measures.figures import Figure, figure
from tallybook.measures.measure import Measure, measures
from tallybook.measures.series import Series, Value, has_series, series, series_files

UNDATED = "not recorded"
"""What a table shows where a publication date is not known."""


@dataclass(frozen=True)
class Entry:
    """One series in the list of all."""

    measure: str
    title: str
    unit: str
    first: Period | None
    last: Period | None
    values: int
    breakdowns: int
    newest_vintage: str

    @property
    def span(self) -> str:
        """First and last period in one: `FY1892 to FY2021`."""
        if self.first is None or self.last is None:
            return ""
        return self.first.label if self.first == self.last else f"{self.first.label} to {self.last.label}"


@dataclass(frozen=True)
class SeriesList(Result):
    """All series of the catalog."""

    entries: tuple[Entry, ...]

    def brief(self) -> Table:
        """Return the columns that fit a terminal, the range in one."""
        columns = (
            Column("measure", whole=True), Column("title", "counts"), Column("periods"),
            Column("values", kind="integer"),
        )  # fmt: skip
        rows = tuple((e.measure, f"{e.title} [{e.unit}]", e.span, e.values) for e in self.entries)
        notes = (
            "'tallybook series MEASURE' shows every value of one; --format csv lists the newest vintages too.",
            "[…] is the unit; 'values' counts every vintage.",
        )
        return Table(columns, rows, f"{len(rows)} series", notes)

    def table(self) -> Table:
        """Return one row a series."""
        columns = (
            Column("measure"), Column("title"), Column("unit"), Column("first"), Column("last"),
            Column("values", kind="integer"), Column("breakdowns", kind="integer"), Column("newest_vintage"),
        )  # fmt: skip
        rows = tuple(
            (
                e.measure, e.title, e.unit, e.first.label if e.first else None, e.last.label if e.last else None,
                e.values, e.breakdowns, e.newest_vintage,
            )
            for e in self.entries
        )  # fmt: skip
        return Table(
            columns, rows, "Series", ("'values' counts every vintage; 'breakdowns' how many of them are parts.",)
        )


@dataclass(frozen=True)
class SeriesTable(Result):
    """Values of one measure: every vintage, or the one row a period that was known on a day."""

    measure: str
    title: str
    as_of: date | None
    values: tuple[Value, ...]
    derived: tuple[Figure, ...] = ()
    """Figures that no publication prints but whose parts were published."""
    hidden_breakdowns: tuple[str, ...] = ()
    """Breakdowns held but not asked for."""

    @property
    def undated(self) -> int:
        """How many values have no recorded publication date."""
        return sum(v.published is None for v in self.values) + sum(f.undated for f in self.derived)

    def table(self) -> Table:
        """Return the values with everything known about where each comes from."""
        broken_down = any(v.where for v in self.values)
        columns = (
            Column("period"), Column("start", kind="date"), Column("end", kind="date"),
            *((Column("where"),) if broken_down else ()),
            Column("value", kind="number"), Column("unit"), Column("value_type"), Column("status"),
            Column("published"), Column("vintage"), Column("basis"), Column("publisher"), Column("document"),
            Column("document_table", "table"), Column("url"), Column("note"),
        )  # fmt: skip
        rows = [
            (
                period_words(v), v.period.start if v.period else None, v.period.end if v.period else None,
                *((v.where,) if broken_down else ()),
                v.value, v.unit, v.value_type, v.status, str(v.published) if v.published else None, v.vintage_label,
                v.basis, v.publisher, v.document, v.table, v.url, v.note,
            )
            for v in self.values
        ] + [
            (
                f.period.label, f.period.start, f.period.end, *((f.where,) if broken_down else ()),
                f.value, f.unit, "derived", "published" if f.official else "research", newest_date(f), f.vintage,
                f.basis,
                "; ".join(dict.fromkeys(p.publisher for p in f.parts)), f.how, None, None,
                " and ".join(f"{number(p.value)} ({p.measure}, {period_words(p)})" for p in f.parts[:4]),
            )
            for f in self.derived
        ]  # fmt: skip
        return Table(columns, tuple(rows), self._heading(), self._notes())

    def brief(self) -> Table:
        """Return the columns that fit a terminal; the rest of each row is in every file format."""
        full = self.table()
        wanted = (
            "period",
            "where",
            "value",
            "unit",
            "value_type",
            "status",
            "published",
            "vintage",
            "basis",
            "document",
        )
        places = [i for i, column in enumerate(full.columns) if column.name in wanted]
        undated = next(i for i, column in enumerate(full.columns) if column.name == "published")
        rows = tuple(tuple(UNDATED if i == undated and row[i] is None else row[i] for i in places) for row in full.rows)
        return Table(tuple(full.columns[i] for i in places), rows, full.title, full.notes)

    def to_dict(self) -> dict[str, Any]:
        """Return measure, day and values as plain data."""
        return {
            "measure": self.measure, "title": self.title, "as_of": self.as_of.isoformat() if self.as_of else None,
            "values": [v.to_dict() for v in self.values],
            "derived": [
                {
                    "measure": f.measure, "period": f.period.to_dict(), "value": f.value, "unit": f.unit, "how": f.how,
                    "basis": f.basis, "vintage": f.vintage, "parts": [p.to_dict() for p in f.parts],
                }
                for f in self.derived
            ],
            "undated": self.undated, "notes": list(self._notes()),
        }  # fmt: skip

    def _heading(self) -> str:
        name = f"{self.measure}: {self.title}" if self.title else self.measure
        return f"{name}, as known on {day_words(self.as_of)}" if self.as_of else f"{name}, every vintage"

    def _notes(self) -> tuple[str, ...]:
        notes = []
        if self.undated:
            ones, verb = ("value has", "is") if self.undated == 1 else ("values have", "are")
            notes.append(
                f"{self.undated} {ones} no recorded publication date and {verb} marked {UNDATED!r}"
                + (
                    f": whether it was out by {day_words(self.as_of)} is not known, only that its period had ended."
                    if self.as_of
                    else "."
                )
            )
        recalled = sum(v.basis == "recalled" for v in self.values) + sum(f.basis == "recalled" for f in self.derived)
        if recalled:
            notes.append(f"{recalled} marked 'recalled': not yet confirmed against a document.")
        if self.hidden_breakdowns:
            names = ", ".join(self.hidden_breakdowns[:3]) + (" …" if len(self.hidden_breakdowns) > 3 else "")
            notes.append(f"Also held: {len(self.hidden_breakdowns)} breakdowns ({names}); --all or --where shows them.")
        return tuple(notes)


def list_series(catalog: Catalog) -> SeriesList:
    """Return every series with its unit, range, number of values and newest vintage, in order of id."""
    known = measures(catalog)
    entries = []
    for name in sorted(series_files(catalog)):
        held = series(catalog, name)
        own = known.get(name)
        periods = sorted(v.period for v in held.values if v.period and not v.where)
        dated = [v for v in held.values if v.published and v.status in ("published", "research")]
        newest = max(dated, key=lambda v: v.published.last if v.published else date.min, default=None)
        entries.append(
            Entry(
                name, own.title if own else "", own.unit if own else (held.units() or [""])[0],
                periods[0] if periods else None, periods[-1] if periods else None,
                len(held.values), sum(bool(v.where) for v in held.values), newest.vintage_label if newest else "",
            )
        )  # fmt: skip
    return SeriesList(tuple(entries))


def show_series(
    catalog: Catalog,
    measure: str,
    *,
    as_of: date | None = None,
    period: Period | None = None,
    where: str = "",
    everything: bool = False,
) -> SeriesTable:
    """Return the values of a measure: all vintages, or with `as_of` the one of each period that was known then.

    Args:
        catalog: the catalog to read.
        measure: the measure's id.
        as_of: only what was out by this day, one row a period.
        period: only values of periods that lie inside this one.
        where: a breakdown such as `citizenship=Mexico` instead of the whole.
        everything: the whole and all breakdowns.

    Raises:
        UnknownName: no such measure or breakdown; names the nearest.
        NoValue: nothing is held for the period or was known on the day; says what is.
    """
    known = measures(catalog)
    if measure not in known and not has_series(catalog, measure):
        raise UnknownName("measure", measure, {*known, *series_files(catalog)}, listing="'tallybook series' lists all")
    held = series(catalog, measure) if has_series(catalog, measure) else Series(measure, ())
    breakdowns = tuple(sorted({v.where for v in held.values if v.where}))
    if where:
        where = _breakdown(where, breakdowns, measure)
    kept = [v for v in held.values if everything or v.where == where]
    if period is not None:
        kept = [v for v in kept if v.period is not None and v.period in period]
    derived: tuple[Figure, ...] = ()
    if as_of is not None:
        kept = _known(held, kept, as_of)
    kept.sort(key=lambda v: (v.period is None, v.period or Period(date.min, date.min), v.where))
    kept = _aged(held, kept)
    if not any(v.period == period for v in kept) and period is not None and not everything:
        made = figure(catalog, measure, period, as_of, where)
        derived = (made,) if made is not None and made.how != "published" else ()
    elif not held.values:
        derived = tuple(_made(catalog, known[measure], as_of))
    if not kept and not derived:
        raise _nothing(held, measure, as_of, period, where)
    title = known[measure].title if measure in known else ""
    shown = {v.where for v in kept}
    return SeriesTable(measure, title, as_of, tuple(kept), derived, tuple(b for b in breakdowns if b not in shown))


def _made(catalog: Catalog, own: Measure, as_of: date | None) -> Iterable[Figure]:
    parts = [name for name in (*own.sum_of, *own.minus) if has_series(catalog, name)]
    periods = {p for name in parts for p in series(catalog, name).periods()}
    for p in sorted(periods):
        made = figure(catalog, own.id, p, as_of)
        if made is not None:
            yield made


def _known(held: Series, kept: list[Value], day: date) -> list[Value]:
    found = []
    for period, where, unit in dict.fromkeys((v.period, v.where, v.unit) for v in kept):
        if period is None:
            found += [v for v in kept if v.period is None and v.where == where and v.unit == unit and v.known_on(day)]
            continue
        row = held.as_of(day, period, where, unit)
        if row is not None:
            found.append(row)
    return found


def _aged(held: Series, kept: list[Value]) -> list[Value]:
    """Return the values with the vintages of each period from oldest to newest."""
    groups: dict[tuple[Period | None, str], list[Value]] = {}
    for value in kept:
        groups.setdefault((value.period, value.where), []).append(value)
    found = []
    for (period, where), rows in groups.items():
        order = {id(v): place for place, v in enumerate(held.vintages(period, where))} if period else {}
        found += sorted(rows, key=lambda v: order.get(id(v), 0))
    return found


def _breakdown(text: str, held: tuple[str, ...], measure: str) -> str:
    folded = {b.casefold().replace(" ", ""): b for b in held}
    found = folded.get(text.casefold().replace(" ", ""))
    if found is None:
        if not held:
            raise NoValue(f"{measure} is held only as a whole, not by {text!r}", next_step="leave --where out")
        raise UnknownName(
            "breakdown", text, held, where=measure, listing=f"'tallybook series {measure} --all' shows them"
        )
    return found


def _nothing(held: Series, measure: str, as_of: date | None, period: Period | None, where: str) -> NoValue:
    periods = held.periods(where)
    span = f"{periods[0].label} to {periods[-1].label}" if periods else "no dated period"
    if as_of is not None and not any(v.known_on(as_of) for v in held.values):
        dates = sorted((v.published.last, str(v.published)) for v in held.values if v.published)
        first = f"; its first dated value came out {dates[0][1]}" if dates else ""
        return NoValue(f"no value of {measure} was out by {as_of.isoformat()}{first}", next_step="choose a later day")
    inside = f" for {period.label}" if period else ""
    return NoValue(f"{measure} has no value{inside}", expected=f"a period from {span}" if periods else "")


def period_words(value: Value) -> str:
    """Return a value's period as a label; the publisher's own words where it gives no dates."""
    return value.period.label if value.period else value.period_note


def newest_date(made: Figure) -> str | None:
    """Return the publication date of the last part to appear; None when any part's is not recorded."""
    dates = [part.published for part in made.parts]
    if any(d is None for d in dates):
        return None
    last = max((d for d in dates if d is not None), key=lambda d: d.last, default=None)
    return str(last) if last else None


def number(value: float) -> str:
    """Return a number with thousands separators and no more digits after the point than it has (at most two)."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")
