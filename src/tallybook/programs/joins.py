"""Records by programme: how many were made where and when a programme was in force, and how many cannot be placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, UsageError
from tallybook.base.periods import Period, parse_period
from tallybook.base.results import Column, Result, Table
from tallybook.measures.measure import measure
from tallybook.measures.tally import count
from tallybook.programs.agreements import EARLY_END
from tallybook.programs.finding import Finder, Found
from tallybook.programs.held import rolls_with
from tallybook.programs.secure_communities import state_status, status
from tallybook.programs.spells import Rolls, Spell, early_spells
from tallybook.programs.switches import switched
from tallybook.records.store import Store
from tallybook.sources.tables import record_table

STATUSES = ("in force", "sharing only", "not in force", "unknown", "not placed")
"""`sharing only`: fingerprints were checked there, but Secure Communities itself was not in force that day."""

WORDS = {
    "recorded": "county recorded", "facility's name": "county in the facility's name",
    "state": "state alone, which is all in or all out", "nothing": "",
}  # fmt: skip


@dataclass(frozen=True)
class Joined(Result):
    """Records of a measure by whether a programme was in force where and when they were made."""

    measure: str
    program: str
    period: Period | None
    place: str
    counts: dict[str, int]
    """By status; together they add up to all records."""
    placed_by: dict[str, int]
    rows: tuple[tuple[int, str, str, int], ...] = field(repr=False)
    """Calendar year, state, status, count."""
    complete: bool
    releases: tuple[str, ...]
    caveats: tuple[str, ...]

    @property
    def total(self) -> int:
        """All records of the question."""
        return sum(self.counts.values())

    @property
    def share_not_placed(self) -> float:
        """The share of records that cannot be placed in a county, nor in a state that is all in or all out."""
        return self.counts["not placed"] / self.total if self.total else 0.0

    @property
    def title(self) -> str:
        """The question in one line."""
        when = f", {self.period.words}" if self.period else ""
        where = f" in {self.place}" if self.place else ""
        return f"{self.measure} by {self.program}{where}{when}: {self.total:,} records"

    def _notes(self) -> tuple[str, ...]:
        ways = ", ".join(f"{WORDS[by]} {number:,}" for by, number in self.placed_by.items() if WORDS[by] and number)
        whole = "complete" if self.complete else "NOT complete"
        said = [
            f"{self.counts['not placed']:,} of {self.total:,} records ({self.share_not_placed:.1%}) cannot be placed.",
            f"Placed by: {ways or 'nothing'}.",
            f"release {', '.join(self.releases)}; {whole}",
        ]
        if self.program == "287g":
            said.append(
                "In force: an agency placed in the county had an agreement. Agencies of states, and police of towns"
                " that ICE lists without a county, are not counted; so 'not in force' is at most what it says."
            )
        return (*said, *self.caveats)

    def brief(self) -> Table:
        """Return one row a status."""
        columns = (Column("status"), Column("records", kind="integer"), Column("share", kind="number", digits=3))
        named = [s for s in STATUSES if s != "sharing only" or self.program == "secure-communities"]
        rows = tuple((s, self.counts[s], self.counts[s] / self.total if self.total else 0.0) for s in named)
        return Table(columns, rows, self.title, self._notes())

    def table(self) -> Table:
        """Return one row a year, state and status."""
        columns = (Column("year", kind="year"), Column("state"), Column("status"), Column("records", kind="integer"))
        return Table(columns, self.rows, self.title, self._notes())


def join(
    store: Store, catalog: Catalog, name: str, program: str, *, period: str | Period = "", release: str = "",
    place: str = "",
) -> Joined:  # fmt: skip
    """Return the records of a measure by whether a programme was in force where and when they were made.

    A record is placed by its county, by a county in its facility's name, or by its state where the programme was in
    force in all of it or in none; else it is not placed, and counts as that.

    Args:
        store: the records.
        catalog: the catalog.
        name: the measure, counted by its default rule.
        program: `secure-communities` or `287g`.
        period: the period; all that is held without one.
        release: the release to count in; chosen without one.
        place: a state or county to keep to.

    Raises:
        UsageError: the programme has no places.
        NoValue: the store is empty, or the measure's records say nothing of where they were made.
    """
    if program not in ("secure-communities", "287g"):
        raise UsageError(f"{program} has no places to join by", expected="secure-communities or 287g")
    item = measure(catalog, name)
    if item.records is None or store.empty:
        raise NoValue(
            f"{name} is not counted from records" if item.records is None else "the store is empty",
            next_step="name a measure that 'tallybook count' counts"
            if item.records is None
            else "ingest a release; shipped recounts are not by place",
        )
    finder = Finder(catalog)
    fields = finder.fields(store, catalog, name)
    if not set(fields) & {"county_fips", "state"}:
        raise NoValue(
            f"the records of {name} do not say in which state or county they were made",
            expected="a release with a state, a county or a county code",
        )
    table = record_table(catalog, item.records.table)
    _, rule = table.rule(item.records.rule)
    wanted = finder.places.place(place) if place else None
    asked = parse_period(period) if isinstance(period, str) and period else period or None
    assert not isinstance(asked, str)
    tally = count(store, catalog, name, by=(rule.within, *fields), period=asked, release=release)
    test = (
        _secure_communities(catalog)
        if program == "secure-communities"
        else _agreements(catalog, rolls_with(catalog, store.folder))
    )
    counts, placed = dict.fromkeys(STATUSES, 0), dict.fromkeys(WORDS, 0)
    rows: Counter[tuple[int, str, str]] = Counter()
    known: dict[tuple[Found, date], str] = {}
    for row in tally.rows:
        if wanted is not None and not finder.inside(row, wanted):
            continue
        found, day, number = finder.find(row), row[rule.within], int(row["value"])
        if (found, day) not in known:
            known[found, day] = test(found, day)
        state = known[found, day]
        counts[state] += number
        placed["nothing" if state == "not placed" else found.by] += number
        rows[day.year, found.state.code if found.state else "", state] += number
    label = "" if wanted is None else wanted[1].label if wanted[1] else wanted[0].name
    return Joined(
        name, program, asked, label, counts, placed, tuple((*key, n) for key, n in sorted(rows.items())),
        tally.complete, tally.releases, tuple(c["text"] for c in tally.caveats),
    )  # fmt: skip


def _secure_communities(catalog: Catalog) -> Callable[[Found, date], str]:
    def test(found: Found, day: date) -> str:
        if found.county is not None:
            active = status(catalog, found.county.fips, day)
            nothing = "unknown"
        else:
            active = state_status(catalog, found.state, day) if found.state else None
            nothing = "not placed"
        if active is None:
            return nothing
        if not active:
            return "not in force"
        return "in force" if switched(catalog, day).targeting == "secure communities" else "sharing only"

    return test


def _agreements(catalog: Catalog, held: Rolls) -> Callable[[Found, date], str]:
    by_county: dict[str, list[Spell]] = {}
    for spell in (*early_spells(catalog), *held.spells):
        for fips in spell.fips:
            by_county.setdefault(fips, []).append(spell)

    def test(found: Found, day: date) -> str:
        if found.county is None:
            return "not placed"
        spells = [s for code in (found.county.fips, *found.county.now) for s in by_county.get(code, ())]
        as_of = held.day_on(day)
        if as_of is not None:
            return "in force" if any(not s.early and s.standing(as_of) for s in spells) else "not in force"
        standings = {s.standing(day) for s in spells if s.early}
        if "in force" in standings:
            return "in force"
        if day > EARLY_END:
            return "unknown"
        return "unknown" if "possible" in standings else "not in force"

    return test
