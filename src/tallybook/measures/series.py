"""Series: the values a publisher printed, every vintage kept, and which of them was known on a day.

One file of `catalog/series` holds one measure. A row is one printed value of one period in one document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError, NoValue, PeriodError, UnknownName
from tallybook.base.periods import PartialDate, Period, partial_date

COLUMNS = tuple(
    "where unit period_kind start end period_note value value_type status published date_note vintage publisher document "
    "table url basis confidence note".split()
)
STATUSES = ("published", "research", "record_count", "claim", "withdrawn")
BASES = ("quoted", "recalled")
VALUE_TYPES = ("exact", "rounded", "approx", "derived", "partial", "floor", "ceiling", "estimate")
CONFIDENCES = ("high", "medium-high", "medium", "low", "")


@dataclass(frozen=True)
class Value:
    """One printed value. `value` is in `unit`; `period` is None where the document names no window."""

    measure: str
    where: str
    unit: str
    period_kind: str
    period: Period | None
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

    @property
    def official(self) -> bool:
        """Whether it is an agency's own published value."""
        return self.status == "published"

    def known_on(self, day: date) -> bool:
        """Whether it was certainly out by `day`: a partial date means the last day of what it names, a blank one never."""
        return self.published is not None and self.published.last <= day

    @property
    def number(self) -> int | float:
        """The value as an int where it is whole."""
        return int(self.value) if self.value == int(self.value) else self.value

    @property
    def label(self) -> str:
        """The period in the words of the series: its label, or the publisher's note where there are no dates."""
        return self.period.label if self.period else self.period_note

    def to_dict(self) -> dict[str, Any]:
        """Return a flat row: the columns of the catalog file with measure and period label."""
        return {
            "measure": self.measure,
            "where": self.where,
            "period": self.label,
            "start": self.period.start.isoformat() if self.period else None,
            "end": self.period.end.isoformat() if self.period else None,
            "value": self.number,
            "unit": self.unit,
            "value_type": self.value_type,
            "status": self.status,
            "published": str(self.published) if self.published else None,
            "vintage": self.vintage,
            "publisher": self.publisher,
            "document": self.document,
            "table": self.table,
            "url": self.url,
            "basis": self.basis,
            "confidence": self.confidence,
            "note": self.note,
        }


def rank(value: Value) -> tuple[Any, ...]:
    """Return the order in which a series answers: official first, then newest, then read over recalled, then surest."""
    return (
        value.official,
        value.status != "withdrawn",
        value.status != "claim",
        value.value_type != "partial",
        value.published is not None,
        value.published.last if value.published else date.min,
        value.basis == "quoted",
        value.value_type == "exact",
        -CONFIDENCES.index(value.confidence),
    )


@dataclass(frozen=True)
class Series:
    """Every printed value of one measure."""

    measure: str
    values: tuple[Value, ...] = field(repr=False)

    @cached_property
    def _by_period(self) -> dict[Period, tuple[Value, ...]]:
        found: dict[Period, list[Value]] = {}
        for value in self.values:
            if value.period is not None:
                found.setdefault(value.period, []).append(value)
        return {period: tuple(sorted(vs, key=rank, reverse=True)) for period, vs in found.items()}

    def periods(self, kind: str = "", where: str = "") -> list[Period]:
        """Return the periods that have a value, in order of time, of one `period_kind` if given."""
        return sorted(
            p
            for p, vs in self._by_period.items()
            if any((not kind or v.period_kind == kind) and v.where == where for v in vs)
        )

    def vintages(self, period: Period, where: str = "", unit: str | None = None) -> list[Value]:
        """Return every printed value of a period, oldest publication first, undated ones last."""
        chosen = [v for v in self._by_period.get(period, ()) if v.where == where and (unit is None or v.unit == unit)]
        return sorted(chosen, key=lambda v: (v.published is None, v.published.last if v.published else date.max))

    def at(
        self, period: Period, *, on: date | None = None, where: str = "", unit: str | None = None, official: bool = False
    ) -> Value | None:
        """Return the value of a period as known on a day, or today where `on` is None; None where there is none.

        Only a dated value can be "as then known"; today any may answer. Published values answer before research and
        record counts; a withdrawn or claimed value never answers. With `official` nothing but a published value does.
        """
        for value in self._by_period.get(period, ()):
            if value.where != where or (unit is not None and value.unit != unit):
                continue
            if value.status in ("withdrawn", "claim") or (official and not value.official):
                continue
            if on is None or value.known_on(on):
                return value
        return None

    def as_of(self, on: date | None, *, kind: str = "", where: str = "", unit: str | None = None) -> list[Value]:
        """Return one value per period, in order of time, as known on a day (None: today)."""
        found = (self.at(p, on=on, where=where, unit=unit) for p in self.periods(kind, where))
        return [v for v in found if v is not None]

    def wheres(self) -> list[str]:
        """Return the breakdowns that have values (`citizenship=Mexico` …), without the blank whole."""
        return sorted({v.where for v in self.values if v.where})

    def require(self, period: Period, *, on: date | None = None, where: str = "", unit: str | None = None) -> Value:
        """Return the value of a period.

        Raises:
            NoValue: there is none; says which periods there are.
        """
        value = self.at(period, on=on, where=where, unit=unit)
        if value is None:
            have = self.as_of(on, where=where, unit=unit)
            span = f"{have[0].label} to {have[-1].label}" if have else "no period at all"
            raise NoValue(
                f"no value for {period.label}" + (f" as known on {on}" if on else ""),
                where=self.measure,
                expected=span,
                next_step=f"'tallybook series {self.measure}' lists every value",
            )
        return value


class Shelf:
    """The series of a catalog, each read when first asked for."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._read: dict[str, Series] = {}

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for _, file in self.catalog.files("series", ".csv"):
            found.setdefault(file.stem, []).append(file)
        return found

    @property
    def names(self) -> list[str]:
        """The measures that have a series."""
        return sorted(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __getitem__(self, name: str) -> Series:
        if name not in self._read:
            if name not in self._files:
                raise UnknownName("series", name, self._files, listing="'tallybook series' lists all")
            self._read[name] = Series(name, tuple(v for file in self._files[name] for v in _read(name, file)))
        return self._read[name]

    def get(self, name: str) -> Series | None:
        """Return a series, or None where the measure has none."""
        return self[name] if name in self else None

    def all(self) -> Iterator[Series]:
        """Yield every series in order of name."""
        for name in self.names:
            yield self[name]


def _read(name: str, file: Path) -> Iterator[Value]:
    for line, row in read_csv(file, COLUMNS):
        place = f"{file}, line {line}"
        try:
            yield Value(
                measure=name,
                where=row["where"],
                unit=row["unit"],
                period_kind=row["period_kind"],
                period=Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) if row["start"] else None,
                period_note=row["period_note"],
                value=float(row["value"]),
                value_type=_one_of(row["value_type"], VALUE_TYPES, "value_type", place),
                status=_one_of(row["status"], STATUSES, "status", place),
                published=partial_date(row["published"]) if row["published"] else None,
                date_note=row["date_note"],
                vintage=row["vintage"],
                publisher=row["publisher"],
                document=row["document"],
                table=row["table"],
                url=row["url"],
                basis=_one_of(row["basis"], BASES, "basis", place),
                confidence=_one_of(row["confidence"], CONFIDENCES, "confidence", place),
                note=row["note"],
            )
        except (ValueError, PeriodError) as error:
            raise CatalogError(str(error), where=place, expected="ISO dates and a plain number") from None


def _one_of(text: str, valid: Iterable[str], key: str, place: str) -> str:
    if text not in tuple(valid):
        raise CatalogError(f"{key} is {text!r}", where=place, expected=", ".join(v for v in valid if v))
    return text


Chooser = Callable[[Period], Value | None]
