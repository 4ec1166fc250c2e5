"""The words of an assessment, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from tallybook.base.conditions import Between
from tallybook.base.periods import day_words
from tallybook.policies.answers import Answer, Assessment, ClauseRead
from tallybook.policies.case import shown_value
from tallybook.policies.decide import Change
from tallybook.policies.force import Stretch
from tallybook.policies.policy import DEFAULT, NOT_IN_FORCE, Interval, Policy

TRUTH: Final = {True: "true", False: "false", None: "unknown"}
GATE: Final = "gate"


def days(interval: Interval | None) -> str:
    """Return the days in force in words."""
    if interval is None:
        return "not in force on that day"
    start = day_words(interval.from_)
    return f"in force from {start}" + (f" until {day_words(interval.to)}" if interval.to else "")


def verdict(answer: Answer) -> str:
    """Return the answer of a policy in one line."""
    if answer.interval is None:
        return "Not in force on that day. " + dates_of(answer.policy)
    if not answer.policy.clauses:
        return "It weighs factors and gives no answer." if answer.factors else "Its text gives no answer about a case."
    titles = [answer.title(outcome) for outcome in answer.outcomes]
    if answer.certain:
        how = "no clause holds" if answer.clause == DEFAULT else f"by {place(answer, answer.clause)}"
        if answer.clause == GATE:
            how = f"it applies where {answer.policy.gate}"
        return f"{capital(titles[0])}: {how}{mark(answer)}"
    limit = "" if answer.exact else " (an upper limit)"
    return f"Cannot be told from these facts{limit}: {listed(titles, 'or')}{mark(answer)}"


def mark(answer: Answer) -> str:
    """Return what is unconfirmed about an answer, as the end of a sentence."""
    if answer.unconfirmed:
        ids = [c.clause.id for c in answer.recalled if c.clause.basis == "recalled"]
        return f". Unconfirmed: {listed(ids, 'and')} {'is' if len(ids) == 1 else 'are'} recalled"
    if answer.recalled:
        parts = [f"of {c.clause.id}, {c.clause.recalled_part}" for c in answer.recalled]
        return f". Recalled in part: {'; '.join(parts)}"
    return ""


def place(answer: Answer, clause_id: str | None) -> str:
    """Return a clause as it is cited."""
    found = next((c.clause for c in answer.clauses if c.clause.id == clause_id), None)
    if found is None:
        return "its last resort" if clause_id == DEFAULT else str(clause_id)
    return found.id if found.id in found.section else f"{found.id} ({found.section})"


def dates_of(policy: Policy) -> str:
    """Return all the days a policy is in force, in words."""
    return "; ".join(days(i).removeprefix("in force ").capitalize() for i in policy.in_force) + "."


def reading_lines(answer: Answer) -> list[str]:
    """Return the answers under the other ways of taking what is not stated."""
    lines = []
    for reading in answer.readings:
        same = reading.outcomes == answer.outcomes
        words = "the same" if same else listed([answer.title(o) for o in reading.outcomes], "or")
        lines.append(f"With {reading.label}: {words}")
    return lines


def change_line(answer: Answer, change: Change) -> str:
    """Return what a missing fact would change."""
    by_outcome: dict[tuple[str, ...], list[str]] = {}
    for value, outcomes in change.values:
        by_outcome.setdefault(outcomes, []).append(cell(value))
    parts = [
        f"{listed(values, 'or')} → {listed([answer.title(o) for o in outcomes], 'or')}"
        for outcomes, values in by_outcome.items()
    ]
    return f"{change.fact}: {'; '.join(parts)}"


def cell(value: Any) -> str:
    """Return a sort of value in words."""
    if isinstance(value, Between):
        return f"{value.low:g} or more" if value.high is None else f"{value.low:g} to {value.high:g}"
    return day_words(value) if isinstance(value, date) else shown_value(value)


def facts_of(clause: ClauseRead) -> str:
    """Return the facts that a clause asks for, with their values."""
    return ", ".join(f"{name}: {shown_value(value)}" for name, value in clause.facts.items())


def stated(assessment: Assessment) -> str:
    """Return the facts that are stated."""
    facts = assessment.question.facts
    return ", ".join(f"{name}: {shown_value(v)}" for name, v in facts.items()) or "none"


def assumed(assessment: Assessment) -> str:
    """Return what is assumed, in words: what the question takes for granted by itself, the rest by kind."""
    case = assessment.case
    facts = assessment.known.facts.facts if assessment.known else {}
    granted = {n: v for n, v in case.assumed.items() if n in facts and facts[n].presumed}
    findings = [n for n in case.assumed if n in facts and facts[n].kind == "judgement"]
    rest = [n for n in case.assumed if n not in granted and n not in findings]
    parts = []
    if granted:
        parts.append("taken for granted: " + ", ".join(f"{n}: {shown_value(v)}" for n, v in granted.items()))
    if findings:
        parts.append(f"no officer's finding recorded ({len(findings)} findings not stated)")
    if rest:
        parts.append(f"not there, as nothing says that they are: {len(rest)} other facts")
    return "; ".join(parts) or "nothing"


def stretch_line(stretch: Stretch) -> str:
    """Return a gap or an overlap in words."""
    span = f"from {day_words(stretch.start)}" + (f" until {day_words(stretch.to)}" if stretch.to else "")
    if stretch.state == "gap":
        left = f"; only what is left of {listed(stretch.remainders, 'and')}" if stretch.remainders else ""
        return f"No policy of the lane '{stretch.lane}' is in force for {stretch.agency} {span}{left}."
    names = [n for n in stretch.policies if n not in stretch.remainders]
    return f"{listed(names, 'and')} overlap in the lane '{stretch.lane}' for {stretch.agency} {span}."


def basis(clause: ClauseRead) -> str:
    """Return how a clause is known."""
    c = clause.clause
    if c.basis == "recalled":
        return "recalled"
    how = {"reproduction": "quoted, from the text", "report": "quoted, from a report", "none": "quoted"}[c.support]
    return how + (f"; recalled: {c.recalled_part}" if c.recalled_part else "")


def listed(words: Iterable[str], last: str) -> str:
    """Return words in a row, the last joined by `last`."""
    all_ = list(words)
    return all_[0] if len(all_) == 1 else f"{', '.join(all_[:-1])} {last} {all_[-1]}" if all_ else "none"


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def is_out_of_force(answer: Answer) -> bool:
    """Return whether a named policy is not in force."""
    return answer.outcomes == (NOT_IN_FORCE,)
