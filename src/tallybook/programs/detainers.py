"""Detainers: how many were issued, by each source, and what became of them, with the unknown never left out.

Two sources of one year are two extracts of ICE's records, taken on different days: they are shown side by side and
never joined into one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError, NoValue
from tallybook.base.periods import Period, fiscal_year, fiscal_year_of
from tallybook.base.results import Column, Result, Table
from tallybook.measures.series import Value, series

MEASURE = "ice.detainers"

OUTCOMES = ("year", "lift_reason", "count")
TYPES = ("year", "type", "count")
ISSUED = ("year", "count")
GROUPS = ("lift_reason", "group", "note")

EXTRACT = Period(date(2007, 10, 1), date(2015, 7, 19))
"""The days of the extract that outcomes and form types are counted from."""

EXTRACT_SOURCE = (
    "All detainers to local agencies from 1 October 2007 to 19 July 2015 and their outcome, ICE records released to NPR"
    " under FOIA (nprapps/sanctuary-cities), counted by calendar year of preparation"
)

UNKNOWN = "not recorded"

KINDS = ("booked into ICE custody", "declined", "lifted", "other", UNKNOWN)


@dataclass(frozen=True)
class Issued:
    """The detainers of a period by one source."""

    period: Period
    source: str
    """The vintage: which extract or publication."""
    count: int
    status: str
    complete: bool
    """Whether the source covers the whole period."""
    document: str
    basis: str
    months: int
    """Months added up; 0 where the source gives the period as one."""


@dataclass(frozen=True)
class Outcome:
    """What became of the detainers of one calendar year, for one reason or group of reasons."""

    year: int
    kind: str
    reason: str
    count: int
    of: int
    """All detainers of the year."""
    recorded: int
    """Those of them with any outcome recorded."""


@dataclass(frozen=True)
class Detainers(Result):
    """Detainers of a period by source, and the outcomes of the years in it."""

    period: Period | None
    issued: tuple[Issued, ...]
    outcomes: tuple[Outcome, ...] = field(repr=False)
    types: tuple[tuple[int, str, int], ...] = field(repr=False)
    """Calendar year, form, count."""

    def kinds(self, year: int) -> dict[str, int]:
        """Return the detainers of a calendar year by what became of them; they add up to all of them."""
        found = dict.fromkeys(KINDS, 0)
        for item in self.outcomes:
            if item.year == year:
                found[item.kind] += item.count
        return found

    @property
    def title(self) -> str:
        """What the result is of."""
        return f"Detainers, {self.period.words}" if self.period else "Detainers"

    def notes(self) -> Iterator[str]:
        """Yield what must be known beside the numbers."""
        sources = {i.source for i in self.issued}
        if len(sources) > 1:
            yield "One line a source: extracts of different days differ (by 4 to 5 % in FY2012) and are never joined."
        if self.outcomes:
            years = sorted({o.year for o in self.outcomes})
            for year in years:
                kinds = self.kinds(year)
                total = sum(kinds.values())
                part = " (from October)" if year == EXTRACT.start.year else ""
                part = f" (to {EXTRACT.end.day} July)" if year == EXTRACT.end.year else part
                yield (
                    f"{year}{part}: "
                    + ", ".join(f"{kind} {count:,} ({count / total:.1%})" for kind, count in kinds.items())
                    + "."
                )
            yield (
                "Not recorded is pending, or nobody filed the outcome; it is never spread over the others. Declines are"
                " only those that ICE recorded."
            )

    def brief(self) -> Table:
        """Return the issued detainers, one line a source and period."""
        columns = (
            Column("period"), Column("source"), Column("count", "detainers issued", "integer"),
            Column("complete", kind="flag"), Column("status"),
        )  # fmt: skip
        rows = tuple((i.period.label, i.source, i.count, i.complete, i.status) for i in self.issued)
        return Table(columns, rows, self.title, tuple(self.notes()), self._sources())

    def table(self) -> Table:
        """Return everything in one table: issued, outcomes by reason, and forms."""
        columns = (
            Column("what"), Column("period"), Column("source"), Column("kind"), Column("detail"),
            Column("count", kind="integer"), Column("share_of_all", kind="number"),
            Column("share_of_recorded", kind="number"), Column("complete", kind="flag"), Column("status"),
        )  # fmt: skip
        rows: list[tuple[str | int | float | bool | None, ...]] = [
            ("issued", i.period.label, i.source, None, None, i.count, None, None, i.complete, i.status)
            for i in self.issued
        ]
        rows += [
            (
                "outcome", f"CY{o.year}", "NPR-FOIA-2015", o.kind, o.reason, o.count, o.count / o.of,
                None if o.kind == UNKNOWN else o.count / o.recorded, _whole(o.year), "record_count",
            )
            for o in self.outcomes
        ]  # fmt: skip
        rows += [
            ("form", f"CY{year}", "NPR-FOIA-2015", None, form, count, None, None, _whole(year), "record_count")
            for year, form, count in self.types
        ]
        return Table(columns, tuple(rows), self.title, tuple(self.notes()), self._sources())

    def _sources(self) -> tuple[str, ...]:
        named = dict.fromkeys(f"{i.source}: {i.document}" for i in self.issued)
        return (*named, *((EXTRACT_SOURCE,) if self.outcomes else ()))


def detainers(catalog: Catalog, period: Period | None = None) -> Detainers:
    """Return the detainers of a period by each source that covers it, and the outcomes of the calendar years in it.

    Months of one source are added up where they cover the period; where none does, what a source holds inside the
    period is given as incomplete. Without a period: every fiscal year.

    Raises:
        NoValue: no source has anything in the period.
    """
    values = series(catalog, MEASURE).values
    wanted = [period] if period else _years(values)
    issued = [item for one in wanted for item in _issued(values, one)]
    if not issued:
        known = _years(values)
        raise NoValue(
            f"no source has detainers for {period.label if period else 'any period'}",
            expected=f"a period from {known[0].start} to {known[-1].end}" if known else "",
        )
    years = [y for y in _counts(catalog, "issued") if period is None or _touches(y, period)]
    outcomes = tuple(o for o in _outcomes(catalog) if o.year in years)
    forms = tuple(t for t in _types(catalog) if t[0] in years)
    return Detainers(period, tuple(issued), outcomes, forms)


def _touches(year: int, period: Period) -> bool:
    return period.overlap_days(Period(date(year, 1, 1), date(year, 12, 31))) > 0


def _whole(year: int) -> bool:
    return Period(date(year, 1, 1), date(year, 12, 31)) in EXTRACT


def _years(values: Iterable[Value]) -> list[Period]:
    found = {fiscal_year_of(v.period.end) for v in values if v.period and v.where == ""}
    return [fiscal_year(year) for year in sorted(found)]


def _issued(values: Iterable[Value], period: Period) -> Iterator[Issued]:
    """Yield what each source has for a period: one value for the whole of it, or its months added up."""
    months: dict[str, list[Value]] = {}
    for value in values:
        if value.period is None or value.where or value.status not in ("published", "research", "record_count"):
            continue
        if value.period == period:
            yield Issued(
                period, value.vintage_label, int(value.value), value.status, value.value_type != "partial",
                value.document, value.basis, 0,
            )  # fmt: skip
        elif value.period_kind == "month" and value.period in period:
            months.setdefault(value.vintage_label, []).append(value)
    for source, found in months.items():
        whole = sum(v.period.days for v in found if v.period) == period.days
        partial = any(v.value_type == "partial" for v in found)
        if len(found) > 1 and (whole or len(found) > 3):
            yield Issued(
                period, source, int(sum(v.value for v in found)), found[0].status, whole and not partial,
                found[0].document, found[0].basis, len(found),
            )  # fmt: skip


@lru_cache(maxsize=4)
def groups(catalog: Catalog) -> dict[str, str]:
    """Return the kind of outcome of each lift reason.

    Raises:
        CatalogError: a kind is not one of `KINDS`.
    """
    found = {}
    for where, row in _rows(catalog, "groups", GROUPS):
        if row["group"] not in KINDS:
            raise CatalogError(f"group is {row['group']!r}", where=where, expected=f"one of {', '.join(KINDS[:-1])}")
        found[row["lift_reason"]] = row["group"]
    return found


@lru_cache(maxsize=4)
def _outcomes(catalog: Catalog) -> tuple[Outcome, ...]:
    kinds = groups(catalog)
    totals = _counts(catalog, "issued")
    found: dict[int, dict[str, int]] = {}
    for where, row in _rows(catalog, "outcomes", OUTCOMES):
        if row["lift_reason"] not in kinds:
            raise CatalogError(
                f"lift reason {row['lift_reason']!r} is in no group", where=where, expected="a line in groups.csv"
            )
        year, count = _numbers(where, row)
        found.setdefault(year, {})[row["lift_reason"]] = count
    outcomes = []
    for year, reasons in sorted(found.items()):
        of, recorded = totals[year], sum(reasons.values())
        outcomes += [
            Outcome(year, kinds[reason], reason, count, of, recorded)
            for reason, count in sorted(reasons.items(), key=lambda pair: (KINDS.index(kinds[pair[0]]), -pair[1]))
        ]
        outcomes.append(Outcome(year, UNKNOWN, "", of - recorded, of, recorded))
    return tuple(outcomes)


@lru_cache(maxsize=4)
def _types(catalog: Catalog) -> tuple[tuple[int, str, int], ...]:
    totals = _counts(catalog, "issued")
    found: dict[int, list[tuple[str, int]]] = {}
    for where, row in _rows(catalog, "types", TYPES):
        year, count = _numbers(where, row)
        found.setdefault(year, []).append((row["type"], count))
    rows = []
    for year, forms in sorted(found.items()):
        rows += [(year, form, count) for form, count in sorted(forms)]
        if rest := totals[year] - sum(count for _, count in forms):
            rows.append((year, UNKNOWN, rest))
    return tuple(rows)


@lru_cache(maxsize=4)
def _counts(catalog: Catalog, stem: str) -> dict[int, int]:
    return dict(_numbers(where, row) for where, row in _rows(catalog, stem, ISSUED))


def _rows(catalog: Catalog, stem: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    for _, file in catalog.files("programs/detainers", ".csv"):
        if file.stem == stem:
            for line, row in read_csv(file, columns):
                yield f"{file}, line {line}", row


def _numbers(where: str, row: dict[str, str]) -> tuple[int, int]:
    try:
        return int(row["year"]), int(row["count"])
    except ValueError as error:
        raise CatalogError(str(error), where=where, expected="a year and a whole number") from None


def declined(catalog: Catalog, year: int) -> int | None:
    """Return the detainers of a calendar year that ICE recorded as declined; None for a year without outcomes."""
    found = [o.count for o in _outcomes(catalog) if o.year == year and o.kind == "declined"]
    return sum(found) if found else None


def lifted_as_citizen(catalog: Catalog) -> int:
    """Return the detainers of the whole extract that were lifted because the person was a US citizen."""
    return sum(o.count for o in _outcomes(catalog) if o.reason == "United States Citizen Interviewed")
