"""Series: every published value of a measure with its vintage, and which of them was known on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError, PeriodError, UnknownName
from tallybook.base.periods import PartialDate, Period, partial_date

COLUMNS = (
    "where", "unit", "period_kind", "start", "end", "period_note", "value", "value_type", "status", "published",
    "date_note", "vintage", "publisher", "document", "table", "url", "basis", "confidence", "note",
)  # fmt: skip

STATUSES = ("published", "research", "record_count", "claim", "withdrawn")
"""How far a value is official, best first. Only `published` is the publisher's own figure."""

PRECISIONS = ("exact", "derived", "partial", "rounded", "approx", "estimate", "floor", "ceiling")
"""How exactly a value was printed, best first."""


@dataclass(frozen=True, slots=True)
class Value:
    """One published value: what, for which period, from which document, known since when."""

    measure: str
    where: str
    """`citizenship=Mexico` for a breakdown; empty for the whole."""
    unit: str
    period: Period | None
    """None where the publisher names the window only in words: see `period_note`."""
    period_kind: str
    period_note: str
    value: float
    value_type: str
    status: str
    published: PartialDate | None
    date_note: str
    vintage: str
    publisher: str
    document: str
    table: str
    url: str
    basis: str
    confidence: str
    note: str
    file: str
    line: int

    @property
    def official(self) -> bool:
        """Whether the publisher itself published it (and has not withdrawn it)."""
        return self.status == "published"

    @property
    def cut_short(self) -> bool:
        """Whether it came out before its period was over, so that it cannot cover all of it."""
        early = self.period is not None and self.published is not None and self.published.last < self.period.end
        return early and self.value_type == "partial"

    @property
    def vintage_label(self) -> str:
        """The vintage's name; where the compilation gives none, the document and the date it was published."""
        return self.vintage or (
            f"{self.publisher} {self.published}" if self.published else f"{self.publisher}, undated"
        )

    def known_on(self, day: date) -> bool | None:
        """Return whether the value was out on a day; None when its publication date is not recorded."""
        return None if self.published is None else self.published.last <= day

    def to_dict(self) -> dict[str, object]:
        """Return the value as plain data, dates as ISO text."""
        return {
            "measure": self.measure, "where": self.where, "unit": self.unit,
            "period": self.period.to_dict() if self.period else None,
            "period_kind": self.period_kind, "period_note": self.period_note,
            "value": plain(self.value), "value_type": self.value_type, "status": self.status,
            "published": str(self.published) if self.published else None, "date_note": self.date_note,
            "vintage": self.vintage_label, "publisher": self.publisher, "document": self.document, "table": self.table,
            "url": self.url, "basis": self.basis, "confidence": self.confidence, "note": self.note,
            "file": self.file, "line": self.line,
        }  # fmt: skip


def plain(number: float) -> float | int:
    """Return a whole number as int, any other as float."""
    return int(number) if number == int(number) else number


def _age(value: Value) -> tuple[bool, date, int, int, int]:
    """Order vintages from oldest to newest; on one day the more exact value and the more certain basis come last."""
    return (
        value.published is not None,
        value.published.last if value.published else date.min,
        -PRECISIONS.index(value.value_type),
        value.basis == "quoted",
        value.line,
    )


@dataclass(frozen=True)
class Series:
    """Every value of one measure, in file order."""

    measure: str
    values: tuple[Value, ...]

    @cached_property
    def _periods(self) -> dict[tuple[str, str], list[Period]]:
        return {}

    @cached_property
    def _by_period(self) -> dict[tuple[Period, str], tuple[Value, ...]]:
        grouped: dict[tuple[Period, str], list[Value]] = {}
        for value in self.values:
            if value.period is not None:
                grouped.setdefault((value.period, value.where), []).append(value)
        return {key: tuple(sorted(rows, key=_age)) for key, rows in grouped.items()}

    def periods(self, where: str = "", kind: str = "") -> list[Period]:
        """Return the periods with a value, in order; `kind` keeps one `period_kind`."""
        key = (where, kind)
        if key not in self._periods:
            self._periods[key] = sorted(
                {v.period for v in self.values if v.period and v.where == where and (not kind or v.period_kind == kind)}
            )
        return list(self._periods[key])

    def units(self) -> list[str]:
        """Return the units its values come in, the commonest first."""
        seen: dict[str, int] = {}
        for value in self.values:
            seen[value.unit] = seen.get(value.unit, 0) + 1
        return sorted(seen, key=lambda unit: -seen[unit])

    def vintages(self, period: Period, where: str = "", unit: str | None = None) -> list[Value]:
        """Return every value of a period, oldest vintage first; undated ones come before all dated ones."""
        rows = self._by_period.get((period, where), ())
        return [v for v in rows if unit is None or v.unit == unit]

    def current(self, period: Period, where: str = "", unit: str | None = None) -> Value | None:
        """Return the value that stands today: the newest of the best status, or None."""
        return newest(self.vintages(period, where, unit))

    def as_of(self, day: date, period: Period, where: str = "", unit: str | None = None) -> Value | None:
        """Return the value that was known on a day: the newest one published by then, of the best status.

        Where no dated value was out, an undated one of a period that had ended stands in; its `published` is None,
        which callers must say.
        """
        rows = self.vintages(period, where, unit)
        dated = newest(v for v in rows if v.known_on(day))
        if dated is not None and dated.status in ("published", "research"):
            return dated
        undated = newest(v for v in rows if v.published is None and period.end <= day)
        return undated or dated


def newest(values: Iterable[Value]) -> Value | None:
    """Return the newest value among those of the best status; withdrawn ones count only when nothing else is there.

    A count stands before an estimate of the same status, however new the estimate is.
    """
    rows = list(values)
    if not rows:
        return None

    def standing(v: Value) -> tuple[int, bool]:
        return STATUSES.index(v.status), v.value_type == "estimate"

    best = min(map(standing, rows))
    return max((v for v in rows if standing(v) == best), key=_age)


@lru_cache(maxsize=512)
def series(catalog: Catalog, measure: str) -> Series:
    """Return the series of a measure; an overlay file of the same name adds values.

    Raises:
        CatalogError: a file that does not fit, naming file and line.
        UnknownName: the measure has no series; names the nearest that has.
    """
    files = series_files(catalog)
    if measure not in files:
        raise UnknownName("series", measure, files, listing="'tallybook series' lists all")
    return Series(measure, tuple(value for file in files[measure] for value in _read(measure, file)))


@lru_cache(maxsize=4)
def series_files(catalog: Catalog) -> dict[str, tuple[Path, ...]]:
    """Return the series files by measure id, shipped ones first."""
    found: dict[str, tuple[Path, ...]] = {}
    for _, file in catalog.files("series", ".csv"):
        found[file.stem] = (*found.get(file.stem, ()), file)
    return found


def all_values(catalog: Catalog) -> Iterator[Value]:
    """Yield every value of every series."""
    for measure in series_files(catalog):
        yield from series(catalog, measure).values


def has_series(catalog: Catalog, measure: str) -> bool:
    """Return whether any value of the measure is held."""
    return measure in series_files(catalog)


_PERIODS: dict[tuple[str, str], Period | None] = {("", ""): None}
_DATES: dict[str, PartialDate | None] = {"": None}


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _number(text: str) -> float:
    # float() would also take nan, inf and 1_000, which no publisher prints.
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"value {text!r}")
    return float(text)


def _read(measure: str, file: Path) -> Iterator[Value]:
    for line, row in read_csv(file, COLUMNS):
        where = f"{file}, line {line}"
        try:
            key = (row["start"], row["end"])
            if key not in _PERIODS:
                _PERIODS[key] = Period(date.fromisoformat(key[0]), date.fromisoformat(key[1]))
            if row["published"] not in _DATES:
                _DATES[row["published"]] = partial_date(row["published"])
            number = _number(row["value"])
        except PeriodError as error:
            raise CatalogError(error.found, where=where, expected=error.expected) from None
        except ValueError as error:
            raise CatalogError(str(error), where=where, expected="ISO dates and a plain number") from None
        if row["status"] not in STATUSES or row["value_type"] not in PRECISIONS:
            raise CatalogError(
                f"status {row['status']!r}, value_type {row['value_type']!r}",
                where=where,
                expected=f"status one of {', '.join(STATUSES)}; value_type one of {', '.join(PRECISIONS)}",
            )
        yield Value(
            measure, row["where"], row["unit"], _PERIODS[key], row["period_kind"], row["period_note"], number,
            row["value_type"], row["status"], _DATES[row["published"]], row["date_note"], row["vintage"],
            row["publisher"], row["document"], row["table"], row["url"].strip(), row["basis"], row["confidence"],
            row["note"], file.name, line,
        )  # fmt: skip
