"""287(g) agreements as spells, from two kinds of evidence.

From January 2021 on, whole rosters of ICE: a spell is a run of rosters that list the agreement, and between two rosters
the earlier one stands. For 2002 to 2017, a compiled list of agencies with first signings, the rosters and years of
removals they are known from: their ends are known to lie between two days only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tallybook.base.catalog import Catalog, read_csv
from tallybook.base.errors import CatalogError, PeriodError
from tallybook.base.periods import PartialDate, partial_date
from tallybook.programs.register import Agency, Name, Run

AGREEMENTS = (
    "state", "agency", "kind", "county", "fips", "model", "signed", "resigned", "first_seen", "last_seen",
)  # fmt: skip
NAMES = ("state", "agency", "listed_as", "rule", "first_seen", "last_seen", "evidence")
ROSTERS = ("day", "archive", "file", "dated_by", "status", "rows")
EARLY = (
    "state", "agency", "fips", "models", "first_signed", "signings", "seen_from", "seen_to", "listed_to", "ended",
    "fy_first", "fy_last", "identified", "removed", "sources", "confidence",
)  # fmt: skip
COUNTS = ("day", "agreements", "task_force", "jail", "joint", "publisher", "document", "basis")

MODELS = ("JEM", "TFM", "WSO")
ARCHIVES = {
    "R": "rosters collected by RelevantResearch/287g-DetentionData",
    "A": "rosters collected by appelson/Tracking_287g",
}

SLOW = 180
"""Days that may pass between a signing and the first roster with it before the signing day is called doubtful."""

Standing = Literal["listed", "in force", "possible"]


@dataclass(frozen=True, slots=True)
class Spell:
    """One agreement of one agency for as long as the evidence carries it."""

    state: str
    agency: str
    kind: str
    county: str
    fips: tuple[str, ...]
    models: tuple[str, ...]
    signed: date | None
    resigned: date | None
    first_seen: date
    last_seen: date | None
    """The last day it is known to have been in force; None where only the signing is known."""
    ended_by: date | None
    """The first day on which it is known to be gone; None where it is not known to have ended."""
    how: str
    """What the dates rest on."""
    early: bool = False

    def standing(self, day: date) -> Standing | None:
        """Return whether it was in force on a day: surely, possibly, or not at all (None)."""
        if day < self.first_seen or (self.ended_by is not None and day >= self.ended_by):
            return None
        if self.last_seen is not None and day <= self.last_seen:
            return "in force" if self.early else "listed"
        return "possible"


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One workbook or capture of ICE's roster: of which day, what says so, and whether it is used."""

    day: date | None
    archive: str
    file: str
    dated_by: str
    status: str
    rows: int


@dataclass(frozen=True, slots=True)
class Published:
    """A number of agreements in a published document."""

    day: PartialDate
    agreements: int
    task_force: int | None
    jail: int | None
    joint: int | None
    publisher: str
    document: str
    basis: str


@dataclass(frozen=True)
class Rolls:
    """The rosters from 2021 on: their days, their spells, and how their files came to be used or not."""

    days: tuple[date, ...]
    spells: tuple[Spell, ...]
    names: tuple[tuple[str, str, Name], ...]
    """State, agency and spelling of every agency that was listed under more than one."""
    files: tuple[RosterFile, ...]

    def spellings(self, day: date) -> int:
        """Return how many spellings of agencies the roster of a day has."""
        several = {(state, agency) for state, agency, _ in self.names}
        once = {(s.state, s.agency) for s in self.spells if s.standing(day) == "listed"} - several
        return len(once) + sum(name.first <= day <= name.last for _, _, name in self.names)

    def signing_doubtful(self, spell: Spell) -> bool:
        """Return whether rosters held from long after a signing day do not list it yet: ICE's date is likely a slip."""
        late = spell.first_seen > self.days[0] and not spell.early
        return late and spell.signed is not None and spell.signed < spell.first_seen - timedelta(days=SLOW)

    def day_on(self, day: date) -> date | None:
        """Return the day of the roster that stood on a day, or None before the first."""
        place = bisect_right(self.days, day)
        return self.days[place - 1] if place else None

    def day_after(self, day: date) -> date | None:
        """Return the day of the next roster after a day, or None after the last."""
        place = bisect_right(self.days, day)
        return self.days[place] if place < len(self.days) else None


@lru_cache(maxsize=4)
def rolls(catalog: Catalog) -> Rolls:
    """Return the rosters of the catalog.

    Raises:
        CatalogError: a file does not fit.
    """
    files: list[RosterFile] = []
    for where, row in _rows(catalog, "rosters", ROSTERS):
        try:
            day = date.fromisoformat(row["day"]) if row["day"] else None
            files.append(RosterFile(day, row["archive"], row["file"], row["dated_by"], row["status"], int(row["rows"])))
        except ValueError as error:
            raise CatalogError(str(error), where=where) from None
    days = tuple(sorted(f.day for f in files if f.status == "used" and f.day is not None))
    spells = tuple(_spell(where, row, days) for where, row in _rows(catalog, "agreements", AGREEMENTS))
    names = []
    for where, row in _rows(catalog, "names", NAMES):
        first, last = _day(where, row["first_seen"]), _day(where, row["last_seen"])
        names.append((row["state"], row["agency"], Name(row["listed_as"], row["rule"], first, last, row["evidence"])))
    return Rolls(days, spells, tuple(names), tuple(files))


def agencies(held: Rolls) -> list[Agency]:
    """Return the agencies as a register takes them up again."""
    found: dict[tuple[str, str], Agency] = {}
    for spell in held.spells:
        agency = found.setdefault(
            (spell.state, spell.agency), Agency(spell.state, kind=spell.kind, county=spell.county)
        )
        assert spell.last_seen is not None
        agency.runs.append(
            Run(spell.models[0], spell.first_seen, spell.last_seen, spell.signed, spell.resigned or spell.signed)
        )
    for state, name, spelling in held.names:
        if (state, name) in found:
            found[state, name].names[spelling.text] = spelling
    for (_, name), agency in found.items():
        first, last = min(r.first for r in agency.runs), max(r.last for r in agency.runs)
        agency.names.setdefault(name, Name(name, "form", first, last))
    return list(found.values())


def spell_of(agency: Agency, run: Run, fips: tuple[str, ...], days: tuple[date, ...]) -> Spell:
    """Return a run of a register as a spell."""
    resigned = run.resigned if run.resigned != run.signed else None
    return Spell(
        agency.state, agency.name, agency.kind, agency.county, fips, (run.model,), run.signed, resigned, run.first,
        run.last, _next(days, run.last), "rosters of ICE",
    )  # fmt: skip


@lru_cache(maxsize=4)
def early_spells(catalog: Catalog) -> tuple[Spell, ...]:
    """Return the compiled spells of 2002 to 2017, their ends as the interval in which they must lie.

    An end that rests on rosters lies between the last that lists the agency and the next one held; an end that rests on
    a fiscal year of removals lies before that year's end, since a removal can follow an agreement that is over. Spells
    known from a signing alone carry no end and are `possible` from then on.

    Raises:
        CatalogError: a row does not fit.
    """
    rows = list(_rows(catalog, "early", EARLY))
    rosters = {d for _, row in rows for d in (row["seen_from"], row["listed_to"]) if d and d[5:] != "10-01"}
    rosters |= {str(c.day) for c in published_counts(catalog) if c.publisher == "ICE" and len(str(c.day)) == 10}
    days = tuple(sorted(date.fromisoformat(d) for d in rosters))
    found = []
    for where, row in rows:
        signings = [_day(where, text) for text in row["signings"].split()]
        signed = _day(where, row["first_signed"])
        listed = _day(where, row["listed_to"]) if row["listed_to"] else None
        by_year = bool(row["seen_to"]) and row["seen_to"] != row["listed_to"]
        ended_by = None
        if row["ended"] == "yes":
            ended_by = _day(where, row["seen_to"]) + timedelta(days=1) if by_year else _next(days, listed or signed)
        how = "a signing alone"
        if by_year:
            how = f"removals recorded in FY{row['fy_last']}"
        elif listed is not None:
            how = f"roster of {listed}"
        found.append(
            Spell(
                row["state"], row["agency"], "", "", tuple(row["fips"].split()), tuple(row["models"].split()), signed,
                max(signings) if len(signings) > 1 else None, signed, listed, ended_by,
                f"{how}; {row['sources']} sources, confidence {row['confidence']}", True,
            )
        )  # fmt: skip
    return tuple(found)


def early_removals(catalog: Catalog) -> tuple[int, int, int]:
    """Return how many early agencies have records of removals, and the people identified and removed under them.

    ICE's own records by agency, FY2006 to FY2013; an agency that the compiled list lacks is not in them.
    """
    rows = [row for _, row in _rows(catalog, "early", EARLY) if row["identified"]]
    return len(rows), sum(int(row["identified"]) for row in rows), sum(int(row["removed"]) for row in rows)


@lru_cache(maxsize=4)
def published_counts(catalog: Catalog) -> tuple[Published, ...]:
    """Return the numbers of agreements in published documents, in order of day."""
    found = []
    for where, row in _rows(catalog, "counts", COUNTS):
        try:
            force, jail, joint = (int(row[name]) if row[name] else None for name in ("task_force", "jail", "joint"))
            found.append(
                Published(
                    partial_date(row["day"]), int(row["agreements"]), force, jail, joint, row["publisher"],
                    row["document"], row["basis"],
                )
            )  # fmt: skip
        except (ValueError, PeriodError) as error:
            raise CatalogError(str(error), where=where) from None
    return tuple(sorted(found, key=lambda c: c.day.first))


def _spell(where: str, row: dict[str, str], days: tuple[date, ...]) -> Spell:
    if row["model"] not in MODELS:
        raise CatalogError(f"model is {row['model']!r}", where=where, expected=f"one of {', '.join(MODELS)}")
    last = _day(where, row["last_seen"])
    return Spell(
        row["state"], row["agency"], row["kind"], row["county"], (row["fips"],) if row["fips"] else (), (row["model"],),
        _day(where, row["signed"]) if row["signed"] else None,
        _day(where, row["resigned"]) if row["resigned"] else None,
        _day(where, row["first_seen"]), last, _next(days, last), "rosters of ICE",
    )  # fmt: skip


def _next(days: tuple[date, ...], day: date) -> date | None:
    place = bisect_right(days, day)
    return days[place] if place < len(days) else None


def _rows(catalog: Catalog, stem: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    for _, file in catalog.files("programs/287g", ".csv"):
        if file.stem == stem:
            for line, row in read_csv(file, columns):
                yield f"{file}, line {line}", row


def _day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CatalogError(f"{text!r} is no day", where=where, expected="YYYY-MM-DD") from None
