"""287(g) on any day: agreements, agencies, states and models, exactly or between two bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tallybook.base.catalog import Catalog
from tallybook.base.periods import day_words
from tallybook.base.results import Column, Result, Table
from tallybook.programs import spelling
from tallybook.programs.counties import County, State, gazetteer
from tallybook.programs.spells import MODELS, Published, Rolls, Spell, Standing, early_spells, published_counts, rolls

EARLY_END = date(2017, 8, 1)
"""The last roster behind the compiled list of early agreements."""

NEAR = 200
"""Days within which a published number is shown beside a day that none was published for."""

Named = tuple[State, County | None] | None
"""A place: a state, perhaps a county of it; None for the whole country."""

Evidence = Literal["roster", "compiled list", "between lists", "none"]

_ROSTERS = "ICE, participating agencies, rosters archived since January 2021"
_COMPILED = (
    "Agreements of 2002 to 2017, compiled from ICE fact sheets, GAO, CRS, DHS inspector-general reports and ICE's"
    " removals by agency (transcribed from deportationdata/ice-287g)"
)
SOURCES = {
    "roster": (_ROSTERS,), "compiled list": (_COMPILED,), "between lists": (_COMPILED, _ROSTERS), "none": (_COMPILED,),
}  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """A number known exactly, or to lie between two; `high` is None where nothing limits it."""

    low: int
    high: int | None

    @property
    def value(self) -> int | None:
        """The number where it is known exactly."""
        return self.low if self.low == self.high else None

    def of(self, one: str, many: str = "") -> str:
        """Return the number with what it counts."""
        return f"{self} {one if self.value == 1 else many or f'{one}s'}"

    def __str__(self) -> str:
        if self.high is None:
            return f"at least {self.low:,}"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


@dataclass(frozen=True)
class Listed:
    """An agreement as it stood on a day."""

    spell: Spell
    standing: Standing
    signing_doubtful: bool = False
    """Whether rosters from long after the signing day do not list it yet, so that the day is likely a slip of ICE's."""


@dataclass(frozen=True)
class Roster(Result):
    """The agreements in force on a day, on the evidence held."""

    day: date
    place: str
    evidence: Evidence
    as_of: date | None
    """The day of the roster that stood on the day, or the last day of the compiled list."""
    next_roster: date | None
    agreements: Bounds
    agencies: Bounds
    spellings: int
    """Agencies as ICE spells them on that roster, before spellings of one agency are joined."""
    states: Bounds
    by_model: dict[str, Bounds]
    by_state: dict[str, Bounds]
    unplaced: int
    """Agreements of agencies that no roster and no name puts in a county."""
    published: tuple[Published, ...]
    """The published numbers next to the day."""
    listed: tuple[Listed, ...] = field(repr=False)
    remarks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The answer in one line."""
        where = f" in {self.place}" if self.place else ""
        return (
            f"287(g) on {day_words(self.day)}{where}: {self.agreements.of('agreement')} of"
            f" {self.agencies.of('agency', 'agencies')} in {self.states.of('state')}"
        )

    def notes(self) -> Iterator[str]:
        """Yield what must be known beside the numbers."""
        if self.evidence == "roster" and self.as_of is not None:
            then = f"; the next one held is of {day_words(self.next_roster)}" if self.next_roster else ""
            yield f"ICE's roster of {day_words(self.as_of)}{then}. Signed agreements only, none that are pending."
        yield from self.remarks
        for count in self.published:
            parts = [
                f"{number} {name}"
                for number, name in ((count.task_force, "task force"), (count.jail, "jail"), (count.joint, "joint"))
                if number is not None
            ]
            split = f" ({', '.join(parts)})" if parts else ""
            yield f"Published for {count.day}: {count.agreements:,}{split}, {count.publisher}, {count.document}."
        if self.evidence == "roster" and self.spellings > self.agencies.low and not self.place:
            yield (
                f"ICE spells the agencies in {self.spellings:,} ways; with re-spellings joined they are"
                f" {self.agencies.low:,}. An agency can have an agreement under each model."
            )
        if doubtful := sum(x.signing_doubtful for x in self.listed):
            yield (
                f"{doubtful} signing {'day is' if doubtful == 1 else 'days are'} doubtful: rosters from half a year"
                " later do not list the agreement yet."
            )
        if self.unplaced:
            share = self.unplaced / max(1, len(self.listed))
            yield (
                f"{self.unplaced:,} of {len(self.listed):,} agreements ({share:.0%}) are of agencies that no roster and"
                " no name puts in a county: states' agencies and police of towns."
            )

    def brief(self) -> Table:
        """Return the numbers by state and model."""
        exact = self.agreements.value is not None
        columns = (
            Column("state"), Column("agreements", kind="integer" if exact else "text"),
            *(Column(m, kind="integer" if exact else "text") for m in MODELS),
        )  # fmt: skip

        def row(name: str, agreements: Bounds, state: str) -> tuple[int | str | None, ...]:
            found = [agreements, *(self._of_model(model, state) for model in MODELS)]
            return (name, *(b.value if exact else None if b.high == 0 else str(b) for b in found))

        rows = [row(state, bounds, state) for state, bounds in sorted(self.by_state.items())]
        if len(rows) > 1:
            rows.append(row("all", self.agreements, ""))
        return Table(columns, tuple(rows), self.title, tuple(self.notes()), SOURCES[self.evidence])

    def _of_model(self, model: str, state: str) -> Bounds:
        """Return the agreements under a model, in a state or (without one) in all."""
        if not state:
            return self.by_model[model]
        standings = [x.standing for x in self.listed if x.spell.state == state and model in x.spell.models]
        sure = len(standings) - standings.count("possible")
        return Bounds(sure, None if self.agreements.high is None else len(standings))

    def table(self) -> Table:
        """Return one row an agreement."""
        columns = (
            Column("state"), Column("agency"), Column("kind"), Column("model"), Column("county"), Column("fips"),
            Column("standing"), Column("signed", kind="date"), Column("signed_again", kind="date"),
            Column("signing_doubtful", kind="flag"), Column("first_seen", kind="date"),
            Column("last_seen", kind="date"), Column("gone_by", kind="date"), Column("how"),
        )  # fmt: skip
        rows = tuple(
            (
                s.state, s.agency, s.kind or None, " ".join(s.models) or None, s.county or None,
                " ".join(s.fips) or None, x.standing, s.signed, s.resigned, x.signing_doubtful, s.first_seen,
                s.last_seen, s.ended_by, s.how,
            )
            for x in self.listed
            for s in (x.spell,)
        )  # fmt: skip
        return Table(columns, rows, self.title, tuple(self.notes()), SOURCES[self.evidence])

    def to_dict(self) -> dict[str, object]:
        """Return the numbers and the agreements as plain data."""

        def plain(bounds: Bounds) -> dict[str, int | None]:
            return {"value": bounds.value, "low": bounds.low, "high": bounds.high}

        return {
            "program": "287g", "day": self.day.isoformat(), "place": self.place, "evidence": self.evidence,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "next_roster": self.next_roster.isoformat() if self.next_roster else None,
            "agreements": plain(self.agreements), "agencies": plain(self.agencies), "spellings": self.spellings,
            "states": plain(self.states), "by_model": {m: plain(b) for m, b in self.by_model.items()},
            "by_state": {s: plain(b) for s, b in sorted(self.by_state.items())}, "unplaced": self.unplaced,
            "published": [
                {
                    "day": str(c.day), "agreements": c.agreements, "task_force": c.task_force, "jail": c.jail,
                    "joint": c.joint, "publisher": c.publisher, "document": c.document, "basis": c.basis,
                }
                for c in self.published
            ],
            "rows": self.table().to_dict()["rows"], "notes": list(self.notes()),
        }  # fmt: skip


def agreements_on(catalog: Catalog, day: date, place: str = "", held: Rolls | None = None) -> Roster:
    """Return the agreements in force on a day.

    From 2021 on the roster of ICE that stood that day answers. For 2002 to 2017 a compiled list does, with bounds:
    those surely in force, and those that may have been. Between August 2017 and January 2021 only what both ends
    establish is known, as a lower bound.

    Args:
        catalog: the catalog.
        day: the day.
        place: a state or a county, as `Gazetteer.place` reads it; empty for the whole country.
        held: the rosters to use, where some have been ingested; else the catalog's own.

    Raises:
        UnknownName: there is no such county or state.
    """
    named = gazetteer(catalog).place(place) if place else None
    keep = inside(named)
    held = held or rolls(catalog)
    as_of = held.day_on(day)
    if as_of is not None:
        standing = [s for s in held.spells if s.standing(as_of) == "listed" and keep(s)]
        found = [Listed(s, "listed", held.signing_doubtful(s)) for s in standing]
        remarks = [] if held.day_after(day) or day == as_of else [_stale(as_of)]
        spellings = held.spellings(as_of) if named is None else 0
        return _roster(
            catalog, day, named, evidence="roster", between=(as_of, held.day_after(day)), sure=found, all_=found,
            remarks=remarks, shown=found, spellings=spellings,
        )  # fmt: skip
    early = [s for s in early_spells(catalog) if keep(s)]
    if day > EARLY_END:
        later = [s for s in held.spells if keep(s)]
        return _between(catalog, day, named, early=early, later=later, first=held.days[0])
    found = [Listed(s, x) for s in early if (x := s.standing(day))]
    alone = sum(x.spell.last_seen is None and x.spell.ended_by is None for x in found)
    counted = [x for x in found if x.spell.last_seen is not None or x.spell.ended_by is not None]
    sure = [x for x in counted if x.standing == "in force"]
    remarks = [
        "Compiled list, not a roster: the lower number is surely in force, the higher adds agreements whose end is only"
        " known to lie between two days (at the end of 2012 above all) or in a fiscal year. The list is incomplete"
        " before 2010."
    ]
    if alone:
        remarks.append(f"{alone} known from a signing alone are listed as possible but in neither number.")
    if not found and not place:
        remarks = ["The first agreement was signed on 2 July 2002."]
    return _roster(
        catalog, day, named, evidence="compiled list" if found else "none",
        between=(EARLY_END if found else None, held.days[0]), sure=sure, all_=counted, remarks=remarks, shown=found,
    )  # fmt: skip


def _stale(as_of: date) -> str:
    return (
        f"No later roster is held than that of {day_words(as_of)}: what ICE has signed or ended since is not counted;"
        " 'tallybook ingest' takes a newer workbook."
    )


def inside(named: Named) -> Callable[[Spell], bool]:
    """Return the test of whether a spell's agency is in a place."""
    if named is None:
        return lambda _spell: True
    state, county = named
    if county is None:
        return lambda spell: spell.state == state.code
    return lambda spell: county.fips in spell.fips or bool(set(county.now) & set(spell.fips))


def _between(
    catalog: Catalog,
    day: date,
    named: Named,
    *,
    early: list[Spell],
    later: list[Spell],
    first: date,
) -> Roster:
    """Return what is known of a day between the compiled list and the first roster: a lower bound."""
    signed = [Listed(s, "in force") for s in later if s.first_seen == first and s.signed and s.signed <= day]
    sure = {_name(catalog, x.spell) for x in signed}
    names = {_name(catalog, s) for s in later if s.first_seen == first}
    before = [s for s in early if s.standing(EARLY_END) == "in force"]
    both = sum(_name(catalog, s) in names - sure for s in before)
    gone = sum(_name(catalog, s) not in names for s in before)
    remarks = [
        f"No roster is held between {day_words(EARLY_END)} and {day_words(first)}: counted are agreements signed by the"
        f" day and still listed at the end. {both} more agencies are on the lists at both ends, and {gone} on the"
        " first only; ICE puts the day of a new signing in place of the old one."
    ]
    return _roster(
        catalog, day, named, evidence="between lists", between=(EARLY_END, first), sure=signed, all_=None,
        remarks=remarks, shown=signed,
    )  # fmt: skip


def _name(catalog: Catalog, spell: Spell) -> tuple[str, str]:
    return spell.state, spelling.lead(spell.agency, gazetteer(catalog).state_name(spell.state), spell.state)


def _roster(
    catalog: Catalog,
    day: date,
    named: Named,
    *,
    evidence: Evidence,
    between: tuple[date | None, date | None],
    sure: list[Listed],
    all_: list[Listed] | None,
    remarks: list[str],
    shown: list[Listed],
    spellings: int = 0,
) -> Roster:
    """Return a roster whose numbers lie between the sure agreements and all that may have been in force."""
    as_of, following = between

    def bounds(number: Callable[[Iterable[Spell]], int]) -> Bounds:
        return Bounds(number(x.spell for x in sure), None if all_ is None else number(x.spell for x in all_))

    listed = sorted(shown, key=lambda x: (x.spell.state, x.spell.agency, x.spell.models))
    found_states = sorted({x.spell.state for x in (all_ if all_ is not None else sure)})
    place = "" if named is None else named[1].label if named[1] else named[0].name
    return Roster(
        day, place, evidence, as_of, following,
        bounds(lambda spells: sum(1 for _ in spells)),
        bounds(lambda spells: len({(s.state, s.agency) for s in spells})),
        spellings,
        bounds(lambda spells: len({s.state for s in spells})),
        {m: bounds(lambda spells, m=m: sum(m in s.models for s in spells)) for m in MODELS},  # type: ignore[misc]
        {c: bounds(lambda spells, c=c: sum(s.state == c for s in spells)) for c in found_states},  # type: ignore[misc]
        sum(not x.spell.fips for x in listed), _published(catalog, day) if named is None else (), tuple(listed),
        tuple(remarks),
    )  # fmt: skip


def _published(catalog: Catalog, day: date) -> tuple[Published, ...]:
    """Return the published numbers of the day, or else the one before it and the one after it."""
    counts = published_counts(catalog)
    same = [c for c in counts if c.day.first <= day <= c.day.last]
    if same:
        return tuple(same)
    before = [c for c in counts if c.day.last < day][-1:]
    after = [c for c in counts if c.day.first > day][:1]
    return tuple(c for c in (*before, *after) if abs((c.day.first - day).days) <= NEAR)


def first_listed(catalog: Catalog, model: str) -> tuple[date, int]:
    """Return the day of the first roster since 2021 that lists a model, and how many agreements it lists under it."""
    held = rolls(catalog)
    first = min(s.first_seen for s in held.spells if model in s.models)
    return first, sum(model in s.models and s.standing(first) == "listed" for s in held.spells)
