"""Answers: what one policy, and all that were asked, say about a case, as a result for every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from tallybook.base.conditions import Tree, explain
from tallybook.base.errors import NoValue
from tallybook.base.results import Column, Result, Table
from tallybook.policies.case import Case, Findings, Unstated, make_case, plain_value
from tallybook.policies.decide import Change, Decision, changes, decide
from tallybook.policies.force import Stretch, stretch_on
from tallybook.policies.plan import Book, Plan
from tallybook.policies.policy import (
    RESERVED,
    Clause,
    Factor,
    Interval,
    Overlay,
    Policy,
    Setting,
    WayOut,
)
from tallybook.policies.question import Question

DISCLAIMERS: Final = (
    "This says what the text of a policy says about the facts given. It is not legal advice, and it does not say what "
    "an agency did or will do.",
    "What is not stated stays unknown, unless it is listed under what is assumed. An answer that rests on a recalled "
    "clause is unconfirmed.",
    "No identity is asked for or kept. Not affiliated with any agency.",
)


@dataclass(frozen=True)
class ClauseRead:
    """A clause with its truth for a case: true, false, or None where that cannot be told."""

    clause: Clause
    value: bool | None
    reads: tuple[str, ...]
    tree: Tree = field(repr=False)
    case: Mapping[str, Any] = field(repr=False)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts it asks for, with their values; None for unknown."""
        return {name: self.case.get(name) for name in self.reads}

    def explanation(self) -> list[str]:
        """Return why it is true, false or unknown, part by part."""
        return explain(self.tree, self.case).lines()


@dataclass(frozen=True)
class FactorRead:
    """Something a memo weighs, with whether it is there. It decides nothing."""

    factor: Factor
    value: bool | None


@dataclass(frozen=True)
class Reading:
    """The answer under another way of taking what is not stated."""

    label: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class OtherCases:
    """The case again, under the other ways of taking what is not stated; made when somebody looks."""

    known: Book
    question: Question
    wanted: tuple[str, ...]

    @cached_property
    def cases(self) -> tuple[tuple[str, Case], ...]:
        """What each way is called, and the case."""
        return tuple(
            (label, case_of(self.known, self.question, self.wanted, findings, unstated))
            for label, findings, unstated in other_ways(self.question)
        )


@dataclass(frozen=True)
class Answer:
    """What one policy says about the case."""

    policy: Policy
    interval: Interval | None
    """The days in force that the decision falls in; None where the policy is named and not in force."""
    settings: Mapping[str, Setting]
    outcomes: tuple[str, ...]
    exact: bool
    clause: str | None
    """The clause that decides where the outcome is certain; `default` where none of them holds."""
    may_decide: tuple[str, ...]
    clauses: tuple[ClauseRead, ...]
    factors: tuple[FactorRead, ...]
    overlays: tuple[Overlay, ...]
    gives_way: tuple[tuple[str, str], ...]
    """Policies that control instead, and why."""
    decided: tuple[Plan, Case, Decision] | None = field(repr=False, default=None)
    others: OtherCases | None = field(repr=False, default=None)

    @property
    def certain(self) -> bool:
        """Whether one outcome is left."""
        return len(self.outcomes) == 1

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The missing facts that would change the answer, each with what every sort of value would leave possible."""
        if self.decided is None:
            return ()
        plan, case, decision = self.decided
        return tuple(changes(plan, case.facts, case.on, decision))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The answer under the other ways of taking what is not stated."""
        if self.decided is None or self.others is None:
            return ()
        plan, case, _ = self.decided
        return tuple(Reading(label, decide(plan, other.facts, case.on).outcomes) for label, other in self.others.cases)

    @property
    def recalled(self) -> tuple[ClauseRead, ...]:
        """The clauses the answer may rest on that are recalled, in whole or in part."""
        return tuple(
            c for c in self.clauses
            if c.clause.id in self.may_decide and (c.clause.basis == "recalled" or c.clause.recalled_part)
        )  # fmt: skip

    @property
    def unconfirmed(self) -> bool:
        """Whether the answer may rest on a clause that no document confirms."""
        return any(c.clause.basis == "recalled" for c in self.recalled)

    @property
    def ways_out(self) -> tuple[WayOut, ...]:
        """Ways out that the text leaves to an official, of the outcomes still possible."""
        return tuple(w for w in self.policy.exceptions if w.outcome in self.outcomes)

    def title(self, outcome: str) -> str:
        """Return an outcome in words."""
        return RESERVED.get(outcome) or self.policy.outcomes[outcome].title

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        p = self.policy
        return {
            "policy": p.id, "title": p.title, "citation": p.citation, "checked": p.checked.isoformat(),
            "in_force": _interval(self.interval), "outcomes": list(self.outcomes),
            "titles": {name: self.title(name) for name in self.outcomes},
            "certain": self.certain, "exact": self.exact, "clause": self.clause, "may_decide": list(self.may_decide),
            "unconfirmed": self.unconfirmed,
            "recalled": [
                {"clause": c.clause.id, "part": c.clause.recalled_part or "the whole clause"} for c in self.recalled
            ],
            "clauses": [
                {
                    "id": c.clause.id, "section": c.clause.section, "text": c.clause.text, "condition": str(c.tree),
                    "value": c.value, "outcome": c.clause.outcome, "basis": c.clause.basis, "support": c.clause.support,
                    "recalled_part": c.clause.recalled_part, "sources": cited(p, c.clause.sources),
                    "facts": {name: plain_value(value) for name, value in c.facts.items()},
                }
                for c in self.clauses
            ],
            "changes": [
                {
                    "fact": change.fact,
                    "values": [{"value": plain_value(v), "outcomes": list(o)} for v, o in change.values],
                }
                for change in self.changes
            ],
            "factors": [
                {"id": f.factor.id, "text": f.factor.text, "weighs": f.factor.weighs, "care": f.factor.care,
                 "value": f.value, "basis": f.factor.basis, "sources": cited(p, f.factor.sources)}
                for f in self.factors
            ],
            "readings": [{"label": r.label, "outcomes": list(r.outcomes)} for r in self.readings],
            "switches": {
                name: {"value": self.settings[name], "values": list(s.values), "why": s.why}
                for name, s in p.switches.items()
            },
            "exceptions": [{"outcome": w.outcome, "text": w.text, "basis": w.basis} for w in self.ways_out],
            "overlays": [{"what": o.what, "basis": o.basis, "sources": cited(p, o.sources)} for o in self.overlays],
            "gives_way": [{"policy": name, "why": why} for name, why in self.gives_way],
            "notes": list(p.notes),
        }  # fmt: skip


@dataclass(frozen=True)
class Assessment(Result):
    """What the policies say about a case."""

    question: Question
    case: Case
    answers: tuple[Answer, ...]
    checked: date
    """The day the oldest of the policies was last checked."""
    notes: tuple[str, ...] = ()
    overlays_used: tuple[Mapping[str, str], ...] = ()
    known: Book | None = field(repr=False, default=None)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """How priorities and detainer rules stood on that day for the agency."""
        if self.known is None:
            return ()
        everything = tuple(self.known.policies.values())
        agency = str(self.case.facts.get("agency") or "ICE")
        return tuple(stretch_on(everything, lane, agency, self.on) for lane in ("priorities", "detainers"))

    @property
    def gaps(self) -> tuple[Stretch, ...]:
        """The lanes in which nothing was in force on that day for the agency."""
        return tuple(s for s in self.stretches if s.state == "gap")

    @property
    def overlaps(self) -> tuple[Stretch, ...]:
        """The lanes in which more than one policy was in force on that day for the agency."""
        return tuple(s for s in self.stretches if s.state == "overlap")

    @property
    def on(self) -> date:
        """The day of the decision."""
        return self.question.on

    def answer(self, policy_id: str) -> Answer:
        """Return the answer of one policy.

        Raises:
            NoValue: it was not asked.
        """
        for answer in self.answers:
            if answer.policy.id == policy_id:
                return answer
        raise NoValue(f"{policy_id} was not asked", expected=f"one of {', '.join(a.policy.id for a in self.answers)}")

    def to_dict(self) -> dict[str, Any]:
        """Return the assessment as plain data."""
        from tallybook import __version__

        return {
            "tallybook": __version__,
            "contract": 1,
            "title": self.question.title,
            "on": self.on.isoformat(),
            "case": {
                "stated": {name: plain_value(v) for name, v in self.question.facts.items()},
                "unknown": sorted(self.case.unknown),
                "assumed": {name: plain_value(v) for name, v in self.case.assumed.items()},
                "findings": self.case.findings,
                "unstated": self.case.unstated,
            },
            "policies": [answer.to_dict() for answer in self.answers],
            "gaps": [_stretch(s) for s in self.gaps],
            "overlaps": [_stretch(s) for s in self.overlaps],
            "notes": list(self.notes),
            "checked": self.checked.isoformat(),
            "disclaimers": list(DISCLAIMERS),
            "catalog": [dict(item) for item in self.overlays_used],
        }

    def table(self) -> Table:
        """Return one row for each policy and outcome still possible."""
        columns = (
            Column("policy"), Column("outcome"), Column("words"), Column("certain", kind="flag"), Column("clause"),
            Column("basis"), Column("citation"),
        )  # fmt: skip
        rows = tuple(
            (
                a.policy.id, outcome, a.title(outcome), a.certain, a.clause or ", ".join(a.may_decide),
                "recalled" if a.unconfirmed else "quoted in part" if a.recalled else "quoted", a.policy.citation,
            )
            for a in self.answers
            for outcome in a.outcomes
        )  # fmt: skip
        return Table(columns, rows, title=f"Policies on {self.on}", notes=(*self.notes, *DISCLAIMERS))


def cited(policy: Policy, keys: Iterable[str]) -> list[str]:
    """Return sources as they are named in a policy's file."""
    return [policy.sources[key] for key in keys]


def case_of(known: Book, question: Question, wanted: Iterable[str], findings: Findings, unstated: Unstated) -> Case:
    """Return the case of a question under one way of taking what is not stated."""
    return make_case(
        known,
        question.on,
        question.facts,
        unknown=question.unknown,
        findings=findings,
        unstated=unstated,
        wanted=wanted,
    )


def other_ways(question: Question) -> list[tuple[str, Findings, Unstated]]:
    """Return the other ways of taking what is not stated: how each is called, findings, other facts."""
    found: list[tuple[str, Findings, Unstated]] = []
    if question.findings == "none":
        found.append(("officers' findings left open", "unknown", question.unstated))
    else:
        found.append(("no officer's finding recorded", "none", question.unstated))
    if question.unstated == "unknown":
        found.append(("nothing there but what is stated", "none", "absent"))
    return found


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {
        "from": interval.from_.isoformat(), "to": interval.to.isoformat() if interval.to else None,
        "starts": interval.starts, "ends": interval.ends, "basis": interval.basis,
    }  # fmt: skip


def _stretch(s: Stretch) -> dict[str, Any]:
    return {
        "lane": s.lane, "agency": s.agency, "from": s.start.isoformat(), "to": s.to.isoformat() if s.to else None,
        "policies": list(s.policies), "remainders": list(s.remainders), "state": s.state,
    }  # fmt: skip
