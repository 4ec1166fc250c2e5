"""What was switched on or off, and when: programme events; sharing fingerprints and targeting are kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import Field, field_validator

from tallybook.base.catalog import Catalog
from tallybook.base.periods import PartialDate, partial_date
from tallybook.base.results import Column, Result, Table
from tallybook.base.strict import Strict

Program = Literal["secure-communities", "287g", "detainers"]

SWITCHES = ("sharing", "targeting")


class Reads(Strict):
    """How a text says that an event happened: a subject and a verb, in either order, then a date."""

    measure: str
    """The measure of a claim on its date. Several events may share one: any of their days makes the claim true."""
    of: tuple[str, ...]
    verbs: tuple[str, ...]


class Event(Strict):
    """One file of `catalog/programs/events`: something that happened to a programme on a day."""

    id: str
    day: str
    """A day, or the month where only that is known."""
    program: Program
    title: str
    what: str
    sets: dict[Literal["sharing", "targeting"], str] = Field(default_factory=dict)
    """What it switched: whether fingerprints are checked everywhere, and by whose priorities ICE acts on a match."""
    source: str
    url: str = ""
    basis: Literal["quoted", "recalled"] = "quoted"
    reads: Reads | None = None

    @field_validator("day", mode="before")
    @classmethod
    def _readable(cls, value: object) -> object:
        return str(partial_date(str(value)))

    @property
    def when(self) -> PartialDate:
        """The day as far as it is known."""
        return partial_date(self.day)


@dataclass(frozen=True)
class State:
    """How Secure Communities was switched on a day."""

    day: date
    sharing: str
    """`no`, `by county` or `everywhere`: checking fingerprints has never been switched off since."""
    targeting: str
    """Whose priorities said what ICE did about a match."""
    by: tuple[str, ...]
    """Ids of the events that set it so."""


@dataclass(frozen=True)
class Events(Result):
    """The events of one programme or of all, in order."""

    events: tuple[Event, ...]

    def table(self) -> Table:
        """Return one row an event."""
        columns = (
            Column("day"), Column("program"), Column("title", "event"), Column("sharing"), Column("targeting"),
            Column("what"), Column("source"), Column("basis"), Column("id"),
        )  # fmt: skip
        rows = tuple(
            (e.day, e.program, e.title, e.sets.get("sharing"), e.sets.get("targeting"), e.what, e.source, e.basis, e.id)
            for e in self.events
        )
        return Table(columns, rows, "Programme events")


@lru_cache(maxsize=4)
def events(catalog: Catalog, program: str = "") -> Events:
    """Return the events of a programme (of all, without one) in order of day.

    Raises:
        CatalogError: a file does not fit.
    """
    found = catalog.load("programs/events", Event).values()
    chosen = [e for e in found if not program or e.program == program]
    return Events(tuple(sorted(chosen, key=lambda e: (e.when.first, e.id))))


def event(catalog: Catalog, name: str) -> Event | None:
    """Return the event of an id, or None."""
    return next((e for e in events(catalog).events if e.id == name), None)


@lru_cache(maxsize=8192)
def switched(catalog: Catalog, day: date) -> State:
    """Return how Secure Communities was switched on a day."""
    now, by = {"sharing": "no", "targeting": "none"}, {}
    for item in events(catalog, "secure-communities").events:
        if item.when.last <= day:
            for name, value in item.sets.items():
                now[name], by[name] = value, item.id
    return State(day, now["sharing"], now["targeting"], tuple(sorted(set(by.values()))))
