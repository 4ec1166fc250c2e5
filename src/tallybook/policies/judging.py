"""Judging sorts of records: what a release tells of each, as facts, and what a policy says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from tallybook.base.errors import NoValue
from tallybook.policies.case import ContradictoryFacts, make_case
from tallybook.policies.decide import changes, decide
from tallybook.policies.force import intervals
from tallybook.policies.plan import Book, Plan
from tallybook.policies.policy import NOT_APPLICABLE, NOT_IN_FORCE, Policy, Setting
from tallybook.policies.supply import Axis, Source, axes, read, sources
from tallybook.policies.web import DECISION_DATE
from tallybook.sources.tables import RecordTable, Rule

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

Status = Literal["certain", "possible", "out", "not_in_force"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a policy says of one sort of record."""

    status: Status
    outcomes: tuple[str, ...]
    causes: tuple[str, ...]
    """The missing facts that could settle or move the answer."""
    contradictory: bool = False


class Judge:
    """One policy under one reading, to be asked about records."""

    def __init__(self, book: Book, policy: Policy, settings: Mapping[str, Setting], *, own_date: bool) -> None:
        self.book, self.policy, self.settings, self.own_date = book, policy, settings, own_date
        self.days = intervals(policy, settings)

    @property
    def bounds(self) -> tuple[date, ...]:
        """The days on which the policy, or a clause of it, begins or ends."""
        found = {d for start, end, _ in self.days for d in (start, end) if d is not None}
        found |= {d for c in self.policy.clauses for d in (c.from_, c.to) if d is not None}
        return tuple(sorted(found))

    def standing(self, day: date) -> date | None:
        """Return the day whose text is asked about a record: its own, or None where the policy is then not in force.

        Where records of any day are asked about, one outside its days is judged by the text of the nearest of them.
        """
        if any(start <= day and (end is None or day < end) for start, end, _ in self.days):
            return day
        if self.own_date:
            return None
        inside = [start for start, _, _ in self.days]
        inside += [end - timedelta(days=1) for _, end, _ in self.days if end is not None]
        return min(inside, key=lambda other: abs((other - day).days))

    def plans(self) -> tuple[Plan, ...]:
        """Return the plan of every text that the policy has had."""
        days = [start for start, _, _ in self.days] + [c.from_ for c in self.policy.clauses if c.from_ is not None]
        return tuple({id(p): p for p in (self.book.plan(self.policy, d, self.settings) for d in days)}.values())

    def view(self, table: RecordTable, release: str, fields: Collection[str]) -> View:
        """Return the policy as it can be asked about the records of one release."""
        plans = self.plans()
        wanted = tuple(dict.fromkeys(name for plan in plans for name in plan.facts))
        tied = tuple(n for n in self.book.web.of if n not in wanted and n != DECISION_DATE)
        found = sources(self.book, table, release, fields, (*wanted, *tied))
        cuts: dict[str, tuple[Any, ...]] = {}
        for plan in plans:
            for name, values in plan.cuts.items():
                cuts[name] = tuple(sorted({*cuts.get(name, ()), *values}))
        early = {c for name in self.book.web.before_decision for c in cuts.get(name, ()) if isinstance(c, date)}
        early |= {c + timedelta(days=1) for c in early}
        made = axes(found, table, cuts)
        # A day of a record is told from the decision's own wherever one of them could lie on another side of a cut.
        return View(
            self, wanted, found, made, tuple(sorted({*self.bounds, *early, *(c for a in made for c in a.cuts or ())}))
        )


@dataclass
class View:
    """A policy as it can be asked about the records of one release."""

    judge: Judge
    wanted: tuple[str, ...]
    found: tuple[Source, ...]
    axes: tuple[Axis, ...]
    days: tuple[date, ...]
    made: dict[tuple[Any, ...], Judged] = field(default_factory=dict)
    asked: dict[tuple[Any, ...], Judged] = field(default_factory=dict)

    @property
    def told(self) -> set[str]:
        """The facts asked for that the records tell at least of some."""
        return {source.fact for source in self.found if source.fact in self.wanted}

    @property
    def day(self) -> Axis:
        """The sorts of days of the decision."""
        return Axis(DECISION_DATE, self.days)

    def expressions(self, rule: Rule, table: RecordTable, fields: Collection[str]) -> dict[str, nw.Expr]:
        """Return what records are counted by, by name.

        Raises:
            NoValue: no date of the records says when they were decided.
        """
        import narwhals.stable.v2 as nw

        dates = [d for d in (rule.within, *table.dates) if d and d in fields]
        if not dates:
            raise NoValue(f"these {table.id} have no date", expected=f"one of {', '.join(table.dates)}")
        first = list(dict.fromkeys(dates))
        when = nw.coalesce(*(nw.col(d) for d in first)) if len(first) > 1 else nw.col(first[0])
        own = {axis.name: axis.expression() for axis in self.axes}
        return own | {self.day.name: self.day.expression(when)}

    def judged(self, codes: Mapping[str, Any], findings: str) -> Judged:
        """Return what the policy says of records of one sort, given the codes that they were counted by."""
        key = (findings, codes[self.day.name], *(codes[axis.name] for axis in self.axes))
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = self._judged(codes, findings)
        return found

    def _judged(self, codes: Mapping[str, Any], findings: str) -> Judged:
        day = self.day.value(codes[self.day.name])
        if day is not None:
            return self._asked(self._facts(codes, day), day, findings)
        # A record without a date could be of any day: every answer it could get is possible.
        each = [self._asked(self._facts(codes, other), other, findings) for other in self.judge.bounds]
        outcomes = tuple(dict.fromkeys(o for one in each for o in one.outcomes))
        statuses = {one.status for one in each}
        return Judged(statuses.pop() if len(statuses) == 1 else "possible", outcomes, (DECISION_DATE,))

    def _facts(self, codes: Mapping[str, Any], day: date) -> dict[str, Any]:
        return read(self.found, {axis.column: axis.value(codes[axis.name], day) for axis in self.axes})

    def _asked(self, facts: Mapping[str, Any], day: date, findings: str) -> Judged:
        key = (findings, day, frozenset(facts.items()))
        found = self.asked.get(key)
        if found is None:
            found = self.asked[key] = self._answer(facts, day, findings)
        return found

    def _answer(self, facts: Mapping[str, Any], day: date, findings: str) -> Judged:
        judge = self.judge
        on = judge.standing(day)
        if on is None:
            return Judged("not_in_force", (NOT_IN_FORCE,), ())
        plan = judge.book.plan(judge.policy, on, judge.settings)
        contradictory = False
        try:
            case = make_case(
                judge.book, day, facts, findings="none" if findings == "none" else "unknown", wanted=self.wanted
            ).facts
        except ContradictoryFacts:
            contradictory = True
            case = {**facts, DECISION_DATE: day} | self._assumed(facts, findings)
        decision = decide(plan, case, day)
        status = self._status(decision.outcomes)
        causes: tuple[str, ...] = ()
        if status == "possible":
            moved = changes(plan, case, day, decision)
            causes = tuple(c.fact for c in moved if any(self._status(o) != status for _, o in c.values))
            causes = causes or tuple(c.fact for c in changes(plan, case, day, decision))
        return Judged(status, decision.outcomes, causes, contradictory)

    def _assumed(self, facts: Mapping[str, Any], findings: str) -> dict[str, Any]:
        book = self.judge.book.facts.facts
        return {
            name: book[name].absent for name in self.wanted
            if name not in facts and (book[name].presumed or (findings == "none" and book[name].kind == "judgement"))
        }  # fmt: skip

    def _status(self, outcomes: Iterable[str]) -> Status:
        kinds = {False if o == NOT_APPLICABLE else self.judge.policy.outcomes[o].within for o in outcomes}
        return "certain" if kinds == {True} else "out" if kinds == {False} else "possible"
