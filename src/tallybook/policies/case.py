"""Cases: the facts somebody states, checked, with what follows from them and what is assumed where nothing is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from tallybook.base.conditions import Between
from tallybook.base.errors import UnknownName, UsageError
from tallybook.policies.facts import WORDS, Fact
from tallybook.policies.plan import Book
from tallybook.policies.web import DECISION_DATE, Contradiction

Findings = Literal["none", "unknown"]
Unstated = Literal["unknown", "absent"]

EARLIEST: Final = date(1952, 12, 24)
"""The day the Immigration and Nationality Act took effect; a date before it is a slip."""


class ContradictoryFacts(UsageError):
    """Facts that cannot all be so. Names them."""

    def __init__(self, facts: tuple[str, ...], stated: Mapping[str, Any], why: str) -> None:
        self.facts = facts
        shown = " and ".join(f"{name}: {shown_value(stated.get(name))}" for name in facts)
        super().__init__(f"{shown} cannot both be so" if len(facts) > 1 else f"{shown} cannot be so", expected=why)


@dataclass(frozen=True)
class Case:
    """A case under one way of reading what is not stated."""

    on: date
    stated: Mapping[str, Any]
    unknown: frozenset[str]
    """The facts said to be unknown."""
    findings: Findings
    unstated: Unstated
    facts: Mapping[str, Any]
    """Every fact known: stated, following from those, and assumed."""
    assumed: Mapping[str, Any]
    """What was assumed because nothing was said, with the value taken."""


def read_facts(book: Book, stated: Mapping[str, Any], where: str = "") -> dict[str, Any]:
    """Return stated facts as typed values; one given as None is left out.

    Raises:
        UnknownName: there is no such fact; the nearest is named.
        UsageError: a value is of another type, out of range or an impossible date.
    """
    found: dict[str, Any] = {}
    for name, value in stated.items():
        fact = book.facts.fact(str(name), where)
        if value is not None:
            found[str(name)] = _typed(str(name), fact, value, where)
    return found


def make_case(
    book: Book, on: date, stated: Mapping[str, Any], *,
    unknown: Iterable[str] = (), findings: Findings = "none", unstated: Unstated = "unknown",
    wanted: Iterable[str] | None = None,
) -> Case:  # fmt: skip
    """Return a case: typed facts with what follows from them, and what is assumed where nothing is said.

    Args:
        book: facts and implications.
        on: the day of the decision.
        stated: typed facts, as `read_facts` returns them.
        unknown: facts that nobody knows, which nothing is assumed of.
        findings: what is assumed of officers' findings that are not stated: that there are none, or nothing.
        unstated: what is assumed of other facts that are not stated: nothing, or that they are absent.
        wanted: the facts that matter; None for all.

    Raises:
        ContradictoryFacts: the facts cannot all be so.
    """
    facts = {**stated, DECISION_DATE: on}
    because = {name: frozenset({name}) for name in facts}
    try:
        book.web.spread(facts, tuple(facts), because)
    except Contradiction as fault:
        raise ContradictoryFacts(fault.facts, facts, fault.rule.why) from None
    hidden = frozenset(unknown)
    kept = hidden | {name for name, value in stated.items() if isinstance(value, Between)}
    assumed: dict[str, Any] = {}
    for name in book.facts.facts if wanted is None else wanted:
        fact = book.facts.facts[name]
        if name not in stated and name not in hidden and _assumes(fact, findings, unstated):
            _assume(book, facts, name, kept, assumed)
    return Case(on, stated, hidden, findings, unstated, facts, assumed)


def shown_value(value: Any) -> str:
    """Return a fact's value as a reader or a case file writes it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def plain_value(value: Any) -> Any:
    """Return a fact's value as data: a range as a mapping, a date as text."""
    if isinstance(value, Between):
        return {"min": value.low} | ({} if value.high is None else {"max": value.high})
    return value.isoformat() if isinstance(value, date) else value


def _assumes(fact: Fact, findings: Findings, unstated: Unstated) -> bool:
    if fact.absent is None:
        return False
    if fact.kind == "judgement":
        return findings == "none"
    return fact.presumed or unstated == "absent"


def _assume(book: Book, facts: dict[str, Any], name: str, kept: frozenset[str], assumed: dict[str, Any]) -> None:
    """Assume a value where that contradicts nothing known and settles nothing that is said to be open."""
    now = facts.get(name)
    if now is not None and not isinstance(now, Between):
        return
    absent: Any = book.facts.facts[name].absent
    value = max(absent, now.low) if isinstance(now, Between) else absent
    if name in book.web.of:
        trial = {**facts, name: value}
        try:
            book.web.spread(trial, (name,))
        except Contradiction:
            return
        if any(trial.get(other) != facts.get(other) for other in kept):
            return
        facts.update(trial)
    else:
        facts[name] = value
    assumed[name] = value


def _typed(name: str, fact: Fact, value: Any, where: str) -> Any:
    if fact.type == "flag" and isinstance(value, bool):
        return value
    if fact.type == "count":
        found = _count(value)
        if found is not None:
            return found
    if fact.type == "choice":
        if value in fact.values:
            return value
        if isinstance(value, str):
            raise UnknownName(f"value of {name}", value, fact.values, where=where)
    if fact.type == "date" and isinstance(value, date | str):
        return read_date(value, where or name, name)
    raise UsageError(f"{name} is {value!r}", where=where, expected=WORDS[fact.type])


def _count(value: Any) -> Any:
    if isinstance(value, bool):
        return None
    if isinstance(value, Between):
        return _count({"min": value.low} | ({} if value.high is None else {"max": value.high}))
    if isinstance(value, int):
        return value if value >= 0 else None
    if isinstance(value, Mapping) and value and set(value) <= {"min", "max"}:
        low, high = value.get("min", 0), value.get("max")
        whole = all(isinstance(v, int) and not isinstance(v, bool) for v in (low, 0 if high is None else high))
        if whole and low >= 0 and (high is None or high >= low):
            return low if low == high else Between(low, high)
    return None


def read_date(value: date | str, where: str, name: str = "date") -> date:
    """Return a day, from a date or from text as YYYY-MM-DD.

    Raises:
        UsageError: it is no day, or one before there was an Act to apply.
    """
    day: date | None = None
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    else:
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            day = None
    if day is None or not EARLIEST <= day <= date(2100, 12, 31):
        raise UsageError(
            f"{name} is {str(value)!r}", where=where if where != name else "",
            expected="a day that exists, as YYYY-MM-DD, from 1952-12-24 on",
        )  # fmt: skip
    return day
