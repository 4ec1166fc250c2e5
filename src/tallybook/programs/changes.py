"""What changed in 287(g) between two days, agreement by agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue
from tallybook.base.periods import day_words
from tallybook.base.results import Column, Result, Table
from tallybook.programs.agreements import EARLY_END, Bounds, Roster, agreements_on, inside
from tallybook.programs.counties import gazetteer
from tallybook.programs.spells import MODELS, Rolls, Spell, Standing, early_spells, rolls


@dataclass(frozen=True)
class Change:
    """One agreement that came, went, or may have done either between two days."""

    what: Literal["new", "gone", "unsure"]
    spell: Spell
    at_start: Standing | None
    at_end: Standing | None


@dataclass(frozen=True)
class Changes(Result):
    """What changed in 287(g) between two days."""

    start: Roster
    end: Roster
    changes: tuple[Change, ...] = field(repr=False)
    respelt: int = 0
    """Agencies that go on under another spelling; they are no change."""

    @property
    def new(self) -> int:
        """Agreements in force at the end but not at the start."""
        return sum(c.what == "new" for c in self.changes)

    @property
    def gone(self) -> int:
        """Agreements in force at the start but not at the end."""
        return sum(c.what == "gone" for c in self.changes)

    @property
    def percent(self) -> float | None:
        """The change of the number of agreements in percent, where both numbers are known exactly."""
        before, after = self.start.agreements.value, self.end.agreements.value
        return None if not before or after is None else (after - before) / before * 100

    @property
    def title(self) -> str:
        """The answer in one line."""
        percent = f" ({self.percent:+,.0f} %)" if self.percent is not None else ""
        where = f" in {self.start.place}" if self.start.place else ""
        days = f"287(g) from {day_words(self.start.day)} to {day_words(self.end.day)}{where}"
        exact = self.start.agreements.value is not None and self.end.agreements.value is not None
        joint = " to " if exact else " agreements, then "
        return (
            f"{days}: {self.start.agreements}{joint}{self.end.agreements}{' agreements' if exact else ''}{percent};"
            f" {self.new:,} new, {self.gone:,} gone"
        )

    def notes(self) -> Iterator[str]:
        """Yield what must be known beside the numbers."""
        unsure = len(self.changes) - self.new - self.gone
        if unsure:
            yield f"{unsure} more may have come or gone: the evidence does not say on which side of a day they ended."
        if self.respelt:
            yield f"{self.respelt} agencies go on under another spelling; they are neither new nor gone."
        for roster in (self.start, self.end):
            yield from (f"{day_words(roster.day)}: {note}" for note in roster.notes())

    def table(self) -> Table:
        """Return one row an agreement that changed."""
        columns = (
            Column("change"), Column("state"), Column("agency"), Column("model"), Column("county"),
            Column("signed", kind="date"), Column("first_seen", kind="date"), Column("last_seen", kind="date"),
            Column("gone_by", kind="date"), Column("how"),
        )  # fmt: skip
        rows = tuple(
            (
                c.what, c.spell.state, c.spell.agency, " ".join(c.spell.models) or None, c.spell.county or None,
                c.spell.signed, c.spell.first_seen, c.spell.last_seen, c.spell.ended_by, c.spell.how,
            )
            for c in self.changes
        )  # fmt: skip
        return Table(columns, rows, self.title, tuple(self.notes()))

    def brief(self) -> Table:
        """Return the numbers of both days and the changes by model."""
        columns = (
            Column("model"), Column("before", day_words(self.start.day)), Column("after", day_words(self.end.day)),
            Column("new", kind="integer"), Column("gone", kind="integer"), Column("unsure", kind="integer"),
        )  # fmt: skip

        def row(name: str, before: Bounds, after: Bounds, found: list[Change]) -> tuple[str | int, ...]:
            return (
                name, str(before), str(after), *(sum(c.what == w for c in found) for w in ("new", "gone", "unsure")),
            )  # fmt: skip

        rows = [
            row(m, self.start.by_model[m], self.end.by_model[m], [c for c in self.changes if m in c.spell.models])
            for m in MODELS
        ]
        rows.append(row("all", self.start.agreements, self.end.agreements, list(self.changes)))
        return Table(columns, tuple(rows), self.title, tuple(self.notes()))


def changed(catalog: Catalog, start: date, end: date, place: str = "", held: Rolls | None = None) -> Changes:
    """Return what changed in 287(g) between two days, agreement by agreement.

    Raises:
        UnknownName: there is no such county or state.
        NoValue: the days lie in eras whose lists cannot be compared agreement by agreement.
    """
    held = held or rolls(catalog)
    before, after = agreements_on(catalog, start, place, held), agreements_on(catalog, end, place, held)
    kinds = {before.evidence, after.evidence} - {"none"}
    if len(kinds) > 1 or "between lists" in kinds:
        raise NoValue(
            f"287(g) on {start} and on {end} is known from different lists, which cannot be compared agreement by"
            " agreement",
            expected=f"two days up to {EARLY_END}, or two from {held.days[0]} on",
            next_step="ask for each day with --on to compare the numbers",
        )
    on_roster = kinds == {"roster"}
    days = (before.as_of or start, after.as_of or end) if on_roster else (start, end)
    keep = inside(gazetteer(catalog).place(place) if place else None)
    spells = [s for s in (held.spells if on_roster else early_spells(catalog)) if keep(s)]
    found = list(_changes(spells, *days))
    respelt = sum(days[0] < n.first <= days[1] and n.rule != "form" for _, _, n in held.names) if on_roster else 0
    return Changes(before, after, tuple(found), respelt if not place else 0)


def _changes(spells: list[Spell], start: date, end: date) -> Iterator[Change]:
    at: dict[tuple[str, str, tuple[str, ...]], list[Spell]] = {}
    for spell in spells:
        if spell.last_seen is not None or spell.ended_by is not None:
            at.setdefault((spell.state, spell.agency, spell.models), []).append(spell)
    for _, group in sorted(at.items()):
        first = [s for s in group if s.standing(start)]
        last = [s for s in group if s.standing(end)]
        # An agency listed twice under one model counts twice, as ICE's roster does.
        for place in range(max(len(first), len(last))):
            one = first[place].standing(start) if place < len(first) else None
            two = last[place].standing(end) if place < len(last) else None
            spell = last[place] if place < len(last) else first[place]
            if one and two:
                if "possible" in (one, two):
                    yield Change("unsure", spell, one, two)
            elif two:
                yield Change("unsure" if two == "possible" else "new", spell, one, two)
            else:
                yield Change("unsure" if one == "possible" else "gone", spell, one, two)
