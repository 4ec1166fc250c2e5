"""The register of 287(g) agencies: rosters in order of day become spells, and re-spelt names become one agency.

A spell is a run of rosters that list an agency under a model. Each new name is looked up by its form; a name not known
is compared with the agencies of its state that the same roster has dropped (`spelling` says by which rules). A join is
kept with its evidence and can be read beside the result; nothing is joined without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tallybook.programs import spelling
from tallybook.programs.counties import Gazetteer

HANDOVER = 3
"""Rosters that may pass between the last with the old spelling and the first with the new one."""

UNKNOWN_COUNTIES = frozenset({"", "n/a", "na", "#n/a", "#na"})


@dataclass(frozen=True)
class Line:
    """One line of a roster: an agency's agreement under one model."""

    state: str
    agency: str
    kind: str
    county: str
    model: str
    signed: date | None


@dataclass
class Run:
    """An agreement on consecutive rosters."""

    model: str
    first: date
    last: date
    signed: date | None
    resigned: date | None


@dataclass
class Name:
    """A spelling: when rosters bore it, and why it is taken for its agency."""

    text: str
    rule: str
    first: date
    last: date
    evidence: str = ""


@dataclass
class Agency:
    """One agency under all its spellings."""

    state: str
    names: dict[str, Name] = field(default_factory=dict)
    kind: str = ""
    county: str = ""
    runs: list[Run] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The spelling of the newest roster that lists it."""
        return max(self.names.values(), key=lambda n: (n.last, n.first)).text


class Register:
    """Agencies and their spells, built by adding rosters in order of day."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.agencies: list[Agency] = []
        self.days: list[date] = []
        self._by_form: dict[tuple[str, str], Agency] = {}
        self._by_lead: dict[tuple[str, str], Agency] = {}

    def restore(self, agencies: Iterable[Agency], days: Sequence[date]) -> None:
        """Take up agencies and days as an earlier register left them."""
        self.days = list(days)
        for agency in agencies:
            self.agencies.append(agency)
            for name in agency.names:
                self._learn(agency, name)

    def add(self, day: date, lines: Sequence[Line]) -> None:
        """Add the roster of a day that is later than all added before.

        Raises:
            ValueError: it is not later.
        """
        if self.days and day <= self.days[-1]:
            raise ValueError(f"the roster of {day} is not later than that of {self.days[-1]}")
        listed: list[tuple[Agency, Line]] = []
        strange: list[Line] = []
        for line in lines:
            agency = self._by_form.get((line.state, spelling.form(line.agency)))
            if agency is None:
                strange.append(line)
            else:
                listed.append((agency, line))
        present = {(id(agency), line.model) for agency, line in listed}
        fresh: dict[tuple[str, str], Agency] = {}
        # Lines of one new name belong together, and the one with most to go by decides for all.
        for line in strange:
            key = (line.state, spelling.form(line.agency))
            if key not in fresh:
                fresh[key] = self._met(day, [x for x in strange if (x.state, spelling.form(x.agency)) == key], present)
            listed.append((fresh[key], line))
        self._extend(day, listed)
        self.days.append(day)

    def _met(self, day: date, lines: Sequence[Line], present: set[tuple[int, str]]) -> Agency:
        """Return the agency that an unknown name stands for: a known one under a new spelling, or a new one."""
        for rule in ("lead", "slip", "longer"):
            for known in self._candidates(lines[0], rule):
                if any((id(known), line.model) in present for line in lines):
                    continue
                evidence = self._evidence(known, lines, rule)
                if evidence is not None:
                    known.names[lines[0].agency] = Name(lines[0].agency, rule, day, day, evidence)
                    self._learn(known, lines[0].agency)
                    present |= {(id(known), line.model) for line in lines}
                    return known
        made = Agency(lines[0].state)
        self.agencies.append(made)
        made.names[lines[0].agency] = Name(lines[0].agency, "form", day, day)
        self._learn(made, lines[0].agency)
        return made

    def _candidates(self, line: Line, rule: str) -> list[Agency]:
        if rule == "lead":
            found = self._by_lead.get((line.state, self._lead(line.state, line.agency)))
            return [found] if found else []
        new = spelling.form(line.agency)
        test = spelling.slip if rule == "slip" else spelling.longer
        return [
            agency
            for agency in self.agencies
            if agency.state == line.state
            and any(test(spelling.form(name), new) for name in agency.names)
            and not _contradict(agency.county, line.county)
        ]

    def _evidence(self, known: Agency, lines: Sequence[Line], rule: str) -> str | None:
        """Return what says that a known agency goes on under the new name, or None where nothing does."""
        recent = self.days[-HANDOVER:]
        best: str | None = None
        for line in lines:
            runs = [run for run in known.runs if run.model == line.model]
            if not runs:
                continue
            run = max(runs, key=lambda r: r.last)
            same_day = line.signed is not None and line.signed in (run.signed, run.resigned)
            if run.last in recent and same_day:
                return (
                    f"{line.model} signed {line.signed} under both; the old spelling last on the roster of {run.last}"
                )
            if rule == "lead":
                best = f"{line.model} under both; the old spelling last on the roster of {run.last}"
        return best

    def _extend(self, day: date, listed: Sequence[tuple[Agency, Line]]) -> None:
        before = self.days[-1] if self.days else None
        taken: set[int] = set()
        for agency, line in listed:
            name = agency.names.setdefault(line.agency, Name(line.agency, "form", day, day))
            name.last = day
            agency.kind = line.kind or agency.kind
            if line.county.casefold() not in UNKNOWN_COUNTIES:
                agency.county = line.county
            run = next(
                (r for r in agency.runs if r.model == line.model and r.last == before and id(r) not in taken), None
            )
            if run is None:
                run = Run(line.model, day, day, line.signed, line.signed)
                agency.runs.append(run)
            taken.add(id(run))
            run.last = day
            if line.signed is not None:
                run.signed = min(run.signed or line.signed, line.signed)
                run.resigned = max(run.resigned or line.signed, line.signed)

    def _learn(self, agency: Agency, name: str) -> None:
        self._by_form.setdefault((agency.state, spelling.form(name)), agency)
        self._by_lead.setdefault((agency.state, self._lead(agency.state, name)), agency)

    def _lead(self, state: str, name: str) -> str:
        return spelling.lead(name, self.gazetteer.state_name(state), state)


def _contradict(one: str, two: str) -> bool:
    """Return whether two counties as listed are both given and not the same or one misspelt."""
    if one.casefold() in UNKNOWN_COUNTIES or two.casefold() in UNKNOWN_COUNTIES:
        return False
    return not spelling.slip(spelling.form(one), spelling.form(two))
