"""Secure Communities: in which counties it was active on a day, and what two sources say of each county's date.

The date of a county is that of the first source, the only one with days. Where the second source names another month,
or the first contradicts itself, the date still stands and the row says so: see `RULE`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError, NoValue
from tallybook.base.periods import day_words, month_end
from tallybook.base.results import Column, Result, Table
from tallybook.programs.counties import County, State, gazetteer
from tallybook.programs.switches import State as Switched
from tallybook.programs.switches import events, switched

ACTIVATION = ("fips", "activated", "statewide", "check", "other", "note")
POPULATION = ("month", "share")
CHECKS = ("two sources agree", "sources differ", "one source")

RULE = (
    "A county's date is that of the source with exact days; a second source that knows months confirms it, differs"
    " from it or has no date, and the row says which."
)
SOURCES = (
    "Activation dates by county compiled from ICE's list of activated jurisdictions: Alsan and Yang (2018), as updated"
    " by Asad and Baer-Bositis (2025), in the data of Vargas Nuñez et al. (2026)",
    "Second source, months only: activation dates of the immigration-enforcement-project (hhadah)",
)
NOT_JURISDICTIONS = (
    "Counties, not ICE's jurisdictions: ICE also counts places in the territories and others that are no counties"
    " (3,181 against 3,143 at the end)."
)


@dataclass(frozen=True, slots=True)
class Activation:
    """One county: when the programme went live there, and how sure that is."""

    county: County
    activated: date
    statewide: date
    """The day the last county of its state went live."""
    check: str
    other: str
    """The month of the second source where it differs."""
    note: str

    @property
    def conflict(self) -> str:
        """What is wrong or contradicted about the date, in words; empty where nothing is."""
        if self.note:
            return f"the first source's parts of the date disagree ({self.note}); the second has this month"
        return f"the second source says {self.other}" if self.other else ""


@dataclass(frozen=True)
class Counted(Result):
    """The counties active on a day, in all and by state, with what is not sure about them."""

    day: date
    place: str
    active: int
    counties: int
    """Counties on the list for the place."""
    switched: Switched
    population_share: float | None
    """Share of the population (Census 2010) in active counties at the end of the month before or of that day."""
    population_month: str
    by_state: dict[str, tuple[int, int]]
    """Active counties and all counties by state."""
    conflicts: int
    unchecked: int
    rows: tuple[Activation, ...] = field(repr=False)

    def table(self) -> Table:
        """Return one row a county: active or not, since when, and how its date was checked."""
        columns = (
            Column("fips"), Column("county"), Column("state"), Column("active", kind="flag"),
            Column("activated", kind="date"), Column("check"), Column("conflict"),
        )  # fmt: skip
        rows = tuple(
            (
                a.county.fips, a.county.name, a.county.state.code, a.activated <= self.day, a.activated, a.check,
                a.conflict or None,
            )
            for a in self.rows
        )  # fmt: skip
        return Table(columns, rows, self.title, tuple(self.notes()), SOURCES)

    def brief(self) -> Table:
        """Return one row a state, or the county itself where one is asked for."""
        if len(self.rows) == 1:
            return self.table()
        columns = (Column("state"), Column("active", "active counties", "integer"), Column("of", kind="integer"))
        rows = tuple((state, *numbers) for state, numbers in sorted(self.by_state.items()))
        if len(rows) > 1:
            rows = (*rows, ("all", self.active, self.counties))
        return Table(columns, rows, self.title, tuple(self.notes()), SOURCES)

    @property
    def in_force(self) -> bool:
        """Whether the programme was not discontinued on that day; its check of fingerprints goes on without it."""
        return self.switched.sharing == "no" or self.switched.targeting == "secure communities"

    @property
    def title(self) -> str:
        """The answer in one line."""
        where = f" in {self.place}" if self.place else ""
        reach = f"{self.active:,} of {self.counties:,} counties{where}"
        if self.in_force:
            return f"Secure Communities on {day_words(self.day)}: active in {reach}"
        return (
            f"Secure Communities on {day_words(self.day)}: not in force; its check of fingerprints went on in {reach}"
        )

    def notes(self) -> Iterator[str]:
        """Yield what must be known beside the count."""
        if self.population_share is not None and not self.place:
            yield f"Share of the population in active counties, {self.population_month}: {self.population_share:.1%}."
        yield (
            f"Fingerprints checked: {self.switched.sharing}. Targeting by: {self.switched.targeting}."
            " The two are separate: checking went on when the programme was discontinued in 2014 and in 2021."
        )
        yield NOT_JURISDICTIONS
        if self.conflicts:
            yield f"{self.conflicts} of these dates are contradicted in part; {RULE[0].lower()}{RULE[1:]}"
        if self.unchecked:
            yield f"{self.unchecked} of these dates have one source only."

    def to_dict(self) -> dict[str, object]:
        """Return the counts and the counties as plain data."""
        return {
            "program": "secure-communities", "day": self.day.isoformat(), "place": self.place, "active": self.active,
            "counties": self.counties, "population_share": self.population_share,
            "population_month": self.population_month, "sharing": self.switched.sharing,
            "targeting": self.switched.targeting, "switched_by": list(self.switched.by),
            "by_state": {s: {"active": a, "counties": n} for s, (a, n) in sorted(self.by_state.items())},
            "conflicts": self.conflicts, "unchecked": self.unchecked, "rows": self.table().to_dict()["rows"],
            "notes": list(self.notes()), "sources": list(SOURCES),
        }  # fmt: skip


@lru_cache(maxsize=4)
def activations(catalog: Catalog) -> dict[str, Activation]:
    """Return every county's activation by FIPS code; an overlay's rows take the place of shipped ones.

    Raises:
        CatalogError: a row does not fit, or names a county that does not exist.
    """
    counties = gazetteer(catalog).counties
    found: dict[str, Activation] = {}
    for _, file in catalog.files("programs/secure-communities", ".csv"):
        if file.stem != "activation":
            continue
        for line, row in read_csv(file, ACTIVATION):
            where = f"{file}, line {line}"
            if row["fips"] not in counties:
                raise CatalogError(
                    f"there is no county {row['fips']!r}",
                    where=where,
                    expected="a code of programs/places/counties.csv",
                )
            if row["check"] not in CHECKS:
                raise CatalogError(f"check is {row['check']!r}", where=where, expected=f"one of {', '.join(CHECKS)}")
            try:
                days = date.fromisoformat(row["activated"]), date.fromisoformat(row["statewide"])
            except ValueError as error:
                raise CatalogError(str(error), where=where, expected="two dates as YYYY-MM-DD") from None
            found[row["fips"]] = Activation(counties[row["fips"]], *days, row["check"], row["other"], row["note"])
    return dict(sorted(found.items()))


@lru_cache(maxsize=4)
def population_shares(catalog: Catalog) -> tuple[tuple[date, float], ...]:
    """Return the last day of each month and the share of the population that lived in active counties on it."""
    found = []
    for _, file in catalog.files("programs/secure-communities", ".csv"):
        if file.stem == "population":
            for line, row in read_csv(file, POPULATION):
                try:
                    year, month = (int(part) for part in row["month"].split("-"))
                    found.append((month_end(year, month), float(row["share"])))
                except ValueError as error:
                    raise CatalogError(str(error), where=f"{file}, line {line}") from None
    return tuple(sorted(found))


def counties_active(catalog: Catalog, day: date, place: str = "") -> Counted:
    """Return the counties in which Secure Communities was active on a day.

    Args:
        catalog: the catalog.
        day: the day, that of activation included.
        place: a state or a county, as `Gazetteer.place` reads it; empty for the whole country.

    Raises:
        UnknownName: there is no such county or state.
        NoValue: the list has no county there.
    """
    rows, name = within(catalog, place)
    by_state: dict[str, list[int]] = {}
    for row in rows:
        numbers = by_state.setdefault(row.county.state.code, [0, 0])
        numbers[0] += row.activated <= day
        numbers[1] += 1
    share, month = share_on(catalog, day)
    return Counted(
        day, name, sum(r.activated <= day for r in rows), len(rows), switched(catalog, day), share, month,
        {state: (a, n) for state, (a, n) in by_state.items()},
        sum(bool(r.conflict) for r in rows), sum(r.check == "one source" for r in rows), rows,
    )  # fmt: skip


def within(catalog: Catalog, place: str) -> tuple[tuple[Activation, ...], str]:
    """Return the activations of a place and the place's name.

    Raises:
        UnknownName: there is no such county or state.
        NoValue: the list has no county there.
    """
    every = activations(catalog)
    if not place:
        return tuple(every.values()), ""
    state, county = gazetteer(catalog).place(place)
    if county is not None:
        found = activation_of(catalog, county.fips)
        rows = tuple(a for a in (found,) if a)
        name = county.label
    else:
        rows = tuple(a for a in every.values() if a.county.state == state)
        name = state.name
    if not rows:
        raise NoValue(f"the list of activations has no county in {name}", expected="one of the 50 states or DC")
    return rows, name


@lru_cache(maxsize=4)
def _by_ground(catalog: Catalog) -> dict[str, Activation]:
    """Return activations by the codes of later years for the same ground."""
    return {code: a for a in activations(catalog).values() for code in a.county.now}


def activation_of(catalog: Catalog, fips: str) -> Activation | None:
    """Return the activation of a county by its code of the time or of today, or None where the list has none."""
    return activations(catalog).get(fips) or _by_ground(catalog).get(fips)


def share_on(catalog: Catalog, day: date) -> tuple[float | None, str]:
    """Return the share of the population in active counties at the last end of a month up to a day, and that month."""
    months = population_shares(catalog)
    place = bisect_right([end for end, _ in months], day)
    if place == 0:
        return None, ""
    end, share = months[place - 1]
    return share, f"{end.year}-{end.month:02d}"


def launched(catalog: Catalog) -> Activation:
    """Return the first activation: the county and the day the programme went live."""
    return min(activations(catalog).values(), key=lambda a: (a.activated, a.county.fips))


def nationwide(catalog: Catalog) -> date:
    """Return the day on which the last county went live."""
    return max(a.activated for a in activations(catalog).values())


@dataclass(frozen=True)
class Activated(Result):
    """The counties that went live between two days: after the first, up to the second."""

    start: date
    end: date
    place: str
    before: int
    after: int
    rows: tuple[Activation, ...] = field(repr=False)
    switches: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return one row a county, in order of day."""
        columns = (
            Column("activated", kind="date"), Column("fips"), Column("county"), Column("state"), Column("check"),
            Column("conflict"),
        )  # fmt: skip
        rows = tuple(
            (a.activated, a.county.fips, a.county.name, a.county.state.code, a.check, a.conflict or None)
            for a in self.rows
        )
        return Table(columns, rows, self.title, (*self.switches, NOT_JURISDICTIONS), SOURCES)

    def brief(self) -> Table:
        """Return the counties by state."""
        columns = (Column("state"), Column("activated", "counties that went live", "integer"))
        found = Counter(a.county.state.code for a in self.rows)
        return Table(columns, tuple(sorted(found.items())), self.title, (*self.switches, NOT_JURISDICTIONS), SOURCES)

    @property
    def title(self) -> str:
        """The answer in one line."""
        where = f" in {self.place}" if self.place else ""
        return (
            f"Secure Communities went live in {len(self.rows):,} counties{where} after {day_words(self.start)} and up"
            f" to {day_words(self.end)}: from {self.before:,} to {self.after:,}"
        )


def activated_between(catalog: Catalog, start: date, end: date, place: str = "") -> Activated:
    """Return the counties that went live after one day and up to another.

    Raises:
        UnknownName: there is no such county or state.
        NoValue: the list has no county there.
    """
    rows, name = within(catalog, place)
    chosen = sorted((a for a in rows if start < a.activated <= end), key=lambda a: (a.activated, a.county.fips))
    said = tuple(
        f"{e.day}: {e.title}." for e in events(catalog, "secure-communities").events if start < e.when.last <= end
    )
    return Activated(
        start, end, name, sum(a.activated <= start for a in rows), sum(a.activated <= end for a in rows),
        tuple(chosen), said,
    )  # fmt: skip


def status(catalog: Catalog, fips: str, day: date) -> bool | None:
    """Return whether the programme was active in a county on a day; None where the list has no such county."""
    found = activation_of(catalog, fips)
    return None if found is None else found.activated <= day


@lru_cache(maxsize=4)
def _state_days(catalog: Catalog) -> dict[str, tuple[date, date]]:
    """Return the first and the last activation in each state."""
    found: dict[str, list[date]] = {}
    for activation in activations(catalog).values():
        found.setdefault(activation.county.state.code, []).append(activation.activated)
    return {state: (min(days), max(days)) for state, days in found.items()}


def state_status(catalog: Catalog, state: State, day: date) -> bool | None:
    """Return whether it was active in all of a state on a day (True), in none of it (False), or in part (None)."""
    first, last = _state_days(catalog).get(state.code, (None, None))
    if first is None or last is None or first <= day < last:
        return None
    return day >= last
