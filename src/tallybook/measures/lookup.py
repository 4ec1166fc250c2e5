"""Look-up: what a number is. Which series, period and vintage it belongs to, and what it is mistaken for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Kind, Period, fiscal_year, fiscal_year_of
from tallybook.base.results import Cell, Column, Result, Table
from tallybook.measures.caveat import Caveat, caveats_for
from tallybook.measures.derived import Derived, remainders, shares_of_wholes, sums_over_years
from tallybook.measures.listing import number, period_words
from tallybook.measures.lookalike import LookAlike, mistakes_with
from tallybook.measures.measure import measures
from tallybook.measures.numeral import Numeral, numerals
from tallybook.measures.recounted import Recounted, every_recount
from tallybook.measures.series import Value, all_values, has_series, series

Relation = Literal["is", "rounds to it", "derived", "same period, other measure", "digits swapped", "within 0.5 %"]
ORDER: tuple[Relation, ...] = (
    "is", "rounds to it", "derived", "same period, other measure", "digits swapped", "within 0.5 %",
)  # fmt: skip
NEAR = 0.005
MOST = 12
"""Rows of one relation shown at most; how many more there are is said."""
CAVEATS = 2
"""Caveats shown at most: the gravest."""
FEW = 4
"""Sums shown at most for a rounded number: with enough years to add up, something always comes near."""

MEASURED_BY_YEAR: dict[Kind | None, int] = {
    Kind.FISCAL_YEAR: 0,
    Kind.FISCAL_YEARS: 1,
    Kind.CALENDAR_YEAR: 2,
    Kind.TO_DATE: 3,
}


@dataclass(frozen=True)
class Match:
    """One thing that the number is, rounds from, or is taken for."""

    relation: Relation
    value: float
    unit: str
    measure: str
    title: str
    where: str
    period: Period | None
    label: str
    vintage: str
    published: str | None
    status: str
    basis: str
    document: str
    url: str
    standing: str
    """Whether it stands today, what replaced it, or what part of a year it covers."""


@dataclass(frozen=True)
class Found(Result):
    """Everything that is known about a number."""

    text: str
    readings: tuple[Numeral, ...]
    matches: tuple[Match, ...]
    mistakes: tuple[LookAlike, ...]
    caveats: tuple[Caveat, ...] = ()
    """What to know about the first thing that it is."""
    more: tuple[tuple[str, int], ...] = ()
    """How many further rows of a relation are not shown."""

    @property
    def known(self) -> bool:
        """Whether any series or derived figure gives the number, exactly or rounded."""
        return any(m.relation in ("is", "derived", "rounds to it") for m in self.matches)

    def table(self) -> Table:
        """Return one row a match, with the common mistakes as notes."""
        columns = (
            Column("relation", ""), Column("value", kind="number"), Column("unit"), Column("measure"), Column("where"),
            Column("period"), Column("standing"), Column("vintage"), Column("published"), Column("status"),
            Column("basis"), Column("document"), Column("url"),
        )  # fmt: skip
        rows = tuple(
            (
                m.relation, m.value, m.unit, m.measure, m.where, m.label, m.standing, m.vintage, m.published, m.status,
                m.basis, m.document, m.url,
            )
            for m in self.matches
        )  # fmt: skip
        return Table(columns, rows, self.headline, self.notes)

    def brief(self) -> Table:
        """Return the columns that fit a terminal."""
        full = self.table()
        wanted = ("relation", "value", "measure", "where", "period", "standing", "vintage", "status", "basis")
        filled = {c.name for i, c in enumerate(full.columns) if any(row[i] not in (None, "") for row in full.rows)}
        places = [i for i, c in enumerate(full.columns) if c.name in wanted and c.name in filled]
        return Table(
            tuple(full.columns[i] for i in places),
            tuple(tuple(_two_digits(row[i]) for i in places) for row in full.rows),
            full.title,
            full.notes,
        )

    @property
    def headline(self) -> str:
        """The answer in one line."""
        first = next((m for m in self.matches), None)
        if first is None or not self.known:
            return f"{self.text}: no official value is, rounds to or adds up to it"
        words = {"is": "is", "derived": "works out as", "rounds to it": "may be a rounded"}[first.relation]
        value = f" {number(first.value)}" if first.relation == "rounds to it" else ""
        where = f" ({first.where})" if first.where else ""
        return f"{self.text} {words}{value} {first.title or first.measure}{where}, {first.label}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Common mistakes, caveats, then what is not shown."""
        lines = [
            f"Common mistake: {item.mistake} "
            + "; ".join(f"{number(n.value)} = {n.measure} {n.span.label}" for n in item.numbers)
            + "."
            for item in self.mistakes
        ]
        lines += [f"{item.title}. {item.text}" for item in self.caveats]
        lines += [f"{count} more: {relation}." for relation, count in self.more]
        if any(m.basis == "recalled" for m in self.matches):
            lines.append("'recalled': not yet confirmed against a document.")
        return tuple(lines)


def find(catalog: Catalog, text: str) -> Found:
    """Return what a number is: exact, derived and rounded matches, look-alikes and common mistakes.

    Args:
        catalog: the catalog to search.
        text: the number as typed: `409,849`, `409.849`, `1.6 million`, `36k`, `55%`.

    Raises:
        UsageError: the text is no number.
    """
    readings = tuple(numerals(text))
    values = list(all_values(catalog))
    found: list[Match] = []
    for reading in readings:
        found += _matches(catalog, reading, values)
    exact = [m for m in found if m.relation == "is"]
    found += [other for m in exact[:MOST] if not m.where for other in _confused(catalog, m)]
    shown, more = _trimmed(found)
    mistakes = {item.id: item for reading in readings for item in mistakes_with(catalog, reading.value)}
    return Found(text.strip(), readings, shown, tuple(mistakes.values()), _caveats(catalog, shown), more)


def _caveats(catalog: Catalog, shown: tuple[Match, ...]) -> tuple[Caveat, ...]:
    """Return the gravest caveats of the first match that is the number itself."""
    first = next((m for m in shown if m.relation == "is" and m.period is not None), None)
    if first is None or first.period is None or first.measure not in measures(catalog):
        return ()
    own, years = measures(catalog)[first.measure], first.period.fiscal_years()
    context = {
        "measure": own.id, "agency": own.agency, "family": own.family, "unit": first.unit, "value": first.value,
        "kind": "count", "fiscal_year": float(years[0]) if len(years) == 1 else None,
        "period_kind": first.period.kind.value, "start": first.period.start, "end": first.period.end,
        "basis": first.basis, "status": first.status,
    }  # fmt: skip
    return tuple(caveats_for(catalog, context)[:CAVEATS])


def _two_digits(cell: Cell) -> Cell:
    return round(cell, 2) if isinstance(cell, float) else cell


def _matches(catalog: Catalog, reading: Numeral, values: list[Value]) -> list[Match]:
    in_unit = [
        v
        for v in values
        if (v.unit == "percent") == reading.percent or (v.value == reading.value and not reading.percent)
    ]
    found = _grouped(catalog, "is", (v for v in in_unit if v.value == reading.value))
    found += _recounts(catalog, reading, found)
    seen = {id(v) for v in in_unit if v.value == reading.value}
    rounded = [v for v in in_unit if reading.low <= v.value <= reading.high and id(v) not in seen]
    found += sorted(_grouped(catalog, "rounds to it", rounded), key=_order(reading))
    seen |= {id(v) for v in rounded}
    found += _derived(catalog, reading)
    if reading.percent:
        return found
    swapped = _swaps(reading.value)
    found += _grouped(catalog, "digits swapped", (v for v in in_unit if v.value in swapped and not v.where))
    near = [
        v for v in in_unit
        if id(v) not in seen and not v.where and reading.value >= 1000
        and abs(v.value - reading.value) <= NEAR * reading.value and _yearly(v)
    ]  # fmt: skip
    found += sorted(_grouped(catalog, "within 0.5 %", near), key=lambda m: abs(m.value - reading.value))
    return found


def _recounts(catalog: Catalog, reading: Numeral, published: list[Match]) -> list[Match]:
    """Return the shipped counts of the record that are the number, but for those that the publisher gives as well."""
    if reading.percent:
        return []
    said = {(m.measure, m.period) for m in published}
    groups: dict[tuple[str, Period], list[str]] = {}
    first: dict[tuple[str, Period], Recounted] = {}
    for one in every_recount(catalog):
        if one.value == reading.value and (one.measure, one.period) not in said:
            groups.setdefault((one.measure, one.period), []).append(one.rule)
            first.setdefault((one.measure, one.period), one)
    return [
        Match(
            "is", one.value, one.unit, one.measure, measures(catalog)[one.measure].title, "", one.period,
            one.period.label, one.release, None, "record_count", "", one.release_title, one.where,
            f"recount of the record by rule {' or '.join(groups[key])}"
            + ("" if one.complete else "; year not wholly covered"),
        )
        for key, one in first.items()
    ]  # fmt: skip


def _derived(catalog: Catalog, reading: Numeral) -> list[Match]:
    """Return what works out as the number; of the many sums near a rounded one, those that end latest."""
    if reading.percent:
        made = list(shares_of_wholes(catalog))
    elif reading.step > 1:
        made = [d for d in sums_over_years(catalog) if not measures(catalog)[d.measure].part_of]
        made.sort(key=lambda d: (d.period.end, -d.period.days), reverse=True)
    else:
        made = [*sums_over_years(catalog), *remainders(catalog)]
    hits = [d for d in made if abs(d.value - reading.value) <= reading.step / 2]
    rows = _distinct([_worked_out(catalog, d) for d in hits])
    return rows[:FEW] if reading.step > 1 else sorted(rows, key=_order(reading))


def _grouped(catalog: Catalog, relation: Relation, values: Iterable[Value]) -> list[Match]:
    """Return one match for each measure, period and number, naming every vintage that printed it."""
    groups: dict[tuple[object, ...], list[Value]] = {}
    for v in values:
        groups.setdefault(
            (v.measure, v.where, v.period, v.period_note if v.period is None else "", v.unit, v.value), []
        ).append(v)
    found = [_match(catalog, relation, rows) for rows in groups.values()]
    return sorted(
        found,
        key=lambda m: (bool(m.where), m.status != "published", MEASURED_BY_YEAR.get(_kind(m), 9), m.measure, m.label),
    )


def _match(catalog: Catalog, relation: Relation, rows: list[Value]) -> Match:
    first = rows[0]
    known = measures(catalog).get(first.measure)
    vintages = ", ".join(dict.fromkeys(v.vintage_label for v in rows))
    return Match(
        relation, first.value, first.unit, first.measure, known.title if known else "", first.where, first.period,
        period_words(first), vintages, str(first.published) if first.published else None, first.status,
        "quoted" if any(v.basis == "quoted" for v in rows) else "recalled", first.document, first.url,
        _standing(catalog, first),
    )  # fmt: skip


def _standing(catalog: Catalog, value: Value) -> str:
    words = []
    if value.status not in ("published", "research"):
        words.append(value.status.replace("_", " "))
    if value.period is not None:
        now = series(catalog, value.measure).current(value.period, value.where, value.unit)
        if now is not None and now.value != value.value and value.status in ("published", "research"):
            words.append(f"not the value that stands: {number(now.value)} ({now.vintage_label})")
        elif now is not None and value.status in ("published", "research"):
            words.append("stands today")
        if value.period_kind == "to_date" or value.period.kind is Kind.TO_DATE:
            words.append(part_of_year(value.period))
    return "; ".join(words)


def part_of_year(period: Period) -> str:
    """Return what part of its fiscal year a running total covers, in words."""
    year = fiscal_year(fiscal_year_of(period.end))
    return f"year to date: {period.days} of the {year.days} days of {year.words}"


def _worked_out(catalog: Catalog, made: Derived) -> Match:
    known = measures(catalog).get(made.measure)
    return Match(
        "derived", made.value, made.unit, made.measure, known.title if known else "", "", made.period,
        made.period.label,
        ", ".join(dict.fromkeys(p.vintage_label for p in made.parts)), None,
        "published" if all(p.official for p in made.parts) else "research",
        "recalled" if any(p.basis == "recalled" for p in made.parts) else "quoted",
        "; ".join(dict.fromkeys(p.document for p in made.parts if p.document)), "",
        f"{made.how}: " + _sum_words(made),
    )  # fmt: skip


def _sum_words(made: Derived) -> str:
    parts = [number(p.value) for p in made.parts]
    if made.unit == "percent":
        return f"{parts[0]} of {parts[1]} = {made.value:.2f} %"
    if " less " in made.how:
        return f"{parts[0]} − {parts[1]} = {number(made.value)}"
    shown = parts if len(parts) <= 4 else [*parts[:2], "…", parts[-1]]
    return f"{' + '.join(shown)} = {number(made.value)}"


def _confused(catalog: Catalog, match: Match) -> list[Match]:
    """Return what the measures it is often taken for say of the same period."""
    known = measures(catalog).get(match.measure)
    if known is None or match.period is None:
        return []
    found = []
    for name in known.confused_with:
        if not has_series(catalog, name):
            continue
        now = series(catalog, name).current(match.period, unit=measures(catalog)[name].unit)
        if now is not None:
            found.append(_match(catalog, "same period, other measure", [now]))
    return found


def _swaps(value: float) -> set[float]:
    """Return the numbers that two neighbouring digits in the wrong order make of `value`."""
    if value != int(value) or value < 100:
        return set()
    digits = str(int(value))
    found = {float(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in range(len(digits) - 1)}
    return {n for n in found if n != value and len(str(int(n))) == len(digits)}


def _trimmed(found: list[Match]) -> tuple[tuple[Match, ...], tuple[tuple[str, int], ...]]:
    shown: list[Match] = []
    more = []
    for relation in ORDER:
        rows = _distinct([m for m in found if m.relation == relation])
        shown += rows[:MOST]
        if len(rows) > MOST:
            more.append((relation, len(rows) - MOST))
    return tuple(shown), tuple(more)


def _distinct(rows: list[Match]) -> list[Match]:
    """Return the rows without those that differ only in which vintages gave the same sum."""
    kept: dict[tuple[object, ...], Match] = {}
    for m in rows:
        key = (m.relation, m.measure, m.where, m.period, m.label, m.value, m.unit)
        if key not in kept:
            kept[key] = m
        elif m.vintage not in kept[key].vintage:
            kept[key] = replace(kept[key], vintage=f"{kept[key].vintage}; {m.vintage}")
    return list(kept.values())


def _order(reading: Numeral) -> Callable[[Match], tuple[object, ...]]:
    return lambda m: (bool(m.where), MEASURED_BY_YEAR.get(_kind(m), 9), abs(m.value - reading.value), m.measure)


def _kind(match: Match) -> Kind | None:
    return match.period.kind if match.period else None


def _yearly(value: Value) -> bool:
    return value.period is not None and value.period_kind in ("fiscal_year", "calendar_year", "to_date")
