"""Policies: the model of one catalog file: a memo, order, statute or regulation with dates, clauses and switches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UnknownName, UsageError
from tallybook.base.strict import Strict

Basis = Literal["quoted", "recalled"]
Setting = bool | int | str

NOT_APPLICABLE = "not_applicable"
NOT_IN_FORCE = "not_in_force"
DEFAULT = "default"
RESERVED: Mapping[str, str] = {
    NOT_APPLICABLE: "the policy does not apply to this decision", NOT_IN_FORCE: "not in force on that day",
}  # fmt: skip


class Cited(Strict):
    """Something with a basis and sources: keys of the file's own `sources`."""

    basis: Basis
    sources: tuple[str, ...] = ()


class Dates(Strict):
    """Other ends of an interval, under one reading of a switch."""

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None


class Interval(Cited):
    """Days in force, half open: `from` is the first day, `to` the first day no longer."""

    from_: date = Field(alias="from")
    to: date | None = None
    starts: str
    ends: str
    remainder: bool = False
    """Whether only what a newer one left of it stays in force."""
    readings: Mapping[str, Mapping[str, Dates]] = {}

    @model_validator(mode="after")
    def _forward(self) -> Interval:
        if self.to is not None and self.to <= self.from_:
            raise ValueError(f"ends on {self.to}, before it begins")
        return self


class Overlay(Cited):
    """An order of a court, or the like, that lies over a policy for some days without ending it."""

    from_: date = Field(alias="from")
    to: date | None = None
    what: str


class Lane(Strict):
    """A row of the timeline in which the policy stands, from a day on where only a part of it belongs there."""

    lane: str
    from_: date | None = Field(default=None, alias="from")
    by: str = ""


class Switch(Strict):
    """A question the text leaves open, with its readings."""

    default: Setting
    values: tuple[Setting, ...]
    why: str

    @model_validator(mode="after")
    def _listed(self) -> Switch:
        if self.default not in self.values or len({type(v) for v in self.values}) > 1:
            raise ValueError("the default must be one of the values, and they must be of one kind")
        return self


class Outcome(Strict):
    """One answer the policy can give. `within` is none where the text itself leaves it open."""

    title: str
    within: bool | None


class Clause(Cited):
    """One numbered part, with its condition."""

    id: str
    section: str
    text: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    when: str
    outcome: str
    support: Literal["reproduction", "report", "none"]
    """Whether the document's own words were read, a report of them, or neither."""
    recalled_part: str = ""
    """The bit of a quoted clause that is not confirmed."""
    loose: str = ""
    """Why the set of outcomes may be wider than the facts allow, where it may."""

    def stands(self, on: date) -> bool:
        """Return whether the clause is part of the policy on a day."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on < self.to)


class Factor(Cited):
    """Something a memo weighs. It annotates a case and never decides it."""

    id: str
    text: str
    when: str
    weighs: Literal["for", "against", "either"]
    """For or against discretion in the person's favour."""
    care: bool = False
    """Whether the memo asks for particular care."""


class WayOut(Cited):
    """A way out of an outcome that the text leaves to a named official."""

    outcome: str
    text: str


class Form(Cited):
    """A version of a form and the clock it states."""

    form: str
    from_: date = Field(alias="from")
    to: date | None = None
    clock: Literal["regulation", "flat_48h"]
    text: str


class GivesWay(Strict):
    """Another policy that controls instead, from a day on, where a condition holds."""

    policy: str
    from_: date = Field(alias="from")
    when: str
    why: str


class Policy(Strict):
    """One policy. Without clauses it gives no answer: it has factors to annotate with, or only its dates are known."""

    id: str
    title: str
    short: str
    citation: str
    kind: Literal["memo", "order", "directive", "statute", "regulation"]
    issued: date
    checked: date
    lanes: tuple[Lane, ...]
    decides: tuple[str, ...]
    agencies: tuple[str, ...]
    in_force: tuple[Interval, ...]
    overlays: tuple[Overlay, ...] = ()
    gate: str = "true"
    switches: Mapping[str, Switch] = {}
    define: Mapping[str, str] = {}
    gives_way: tuple[GivesWay, ...] = ()
    outcomes: Mapping[str, Outcome] = {}
    clauses: tuple[Clause, ...] = ()
    default: str = ""
    exceptions: tuple[WayOut, ...] = ()
    factors: tuple[Factor, ...] = ()
    forms: tuple[Form, ...] = ()
    notes: tuple[str, ...] = ()
    sources: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _whole(self) -> Policy:
        if bool(self.clauses) != bool(self.outcomes) or bool(self.clauses) != bool(self.default):
            raise ValueError("clauses, outcomes and default belong together")
        ids = [c.id for c in self.clauses] + [f.id for f in self.factors]
        if len(set(ids)) != len(ids) or DEFAULT in ids:
            raise ValueError("every clause and factor needs an id of its own")
        for name in (*(c.outcome for c in self.clauses), *([self.default] if self.default else [])):
            if name not in self.outcomes:
                raise ValueError(f"outcome {name!r} is not among its outcomes ({', '.join(self.outcomes)})")
        if unused := set(self.outcomes) - {self.default, *(c.outcome for c in self.clauses)}:
            raise ValueError(f"no clause leads to {', '.join(sorted(unused))}")
        cited = (*self.in_force, *self.overlays, *self.clauses, *self.exceptions, *self.factors, *self.forms)
        for key in (key for item in cited for key in item.sources):
            if key not in self.sources:
                raise ValueError(f"source {key!r} is not among its sources")
        for interval in self.in_force:
            for switch, readings in interval.readings.items():
                if switch not in self.switches or not set(readings) <= set(self.switches[switch].values):
                    raise ValueError(f"the readings of {switch!r} are not those of a switch")
        for earlier, later in zip(self.in_force, self.in_force[1:], strict=False):
            if earlier.to is None or later.from_ < earlier.to:
                raise ValueError("its intervals overlap or are out of order")
        return self

    def settings(self, chosen: Mapping[str, object]) -> dict[str, Setting]:
        """Return the value of each switch: as chosen, else its default.

        Raises:
            UsageError: a switch never takes the value chosen.
        """
        found: dict[str, Setting] = {}
        for name, switch in self.switches.items():
            value = chosen.get(name, switch.default)
            match = next((v for v in switch.values if v == value and type(v) is type(value)), None)
            if match is None:
                shown = ", ".join(str(v).lower() if isinstance(v, bool) else str(v) for v in switch.values)
                raise UsageError(f"switch {name!r} is {value!r}", where=self.id, expected=f"one of {shown}")
            found[name] = match
        return found


@lru_cache(maxsize=4)
def policies(catalog: Catalog) -> dict[str, Policy]:
    """Return every policy by id, in order of its first day in force.

    Raises:
        CatalogError: a file does not fit.
    """
    found = catalog.load("policies", Policy)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].in_force[0].from_, pair[0])))


def policy(catalog: Catalog, name: str) -> Policy:
    """Return a policy by its id, in any case.

    Raises:
        UnknownName: there is none; the nearest is named.
    """
    known = policies(catalog)
    found = known.get(name) or next((p for i, p in known.items() if i.casefold() == name.strip().casefold()), None)
    if found is None:
        raise UnknownName("policy", name, known, listing="'tallybook policies' lists all")
    return found
