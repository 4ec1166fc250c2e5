"""Assessing a case: for each policy in force, the outcomes still possible, every clause, and what would change them.

It says what the text of a policy says about given facts. It takes no identity and keeps nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tallybook.base.catalog import Catalog, open_catalog
from tallybook.base.conditions import bind, holds
from tallybook.base.errors import NoValue
from tallybook.policies.answers import (
    Answer,
    Assessment,
    ClauseRead,
    FactorRead,
    OtherCases,
    case_of,
)
from tallybook.policies.case import Case
from tallybook.policies.decide import decide
from tallybook.policies.force import in_force, interval_on, overlays_on
from tallybook.policies.plan import Book, Plan, book
from tallybook.policies.policy import (
    NOT_IN_FORCE,
    Policy,
    policy,
)
from tallybook.policies.question import Question, read_question

LANES: Final = ("priorities", "levels", "detainers", "discretion", "custody", "regulation")
"""The lanes of policies that say something about a case, in the order in which they answer."""


def assess(
    facts: Mapping[str, Any], on: date | str | None = None, *,
    policy: str | Iterable[str] = (), findings: str = "", unstated: str = "", unknown: Iterable[str] | None = None,
    switches: Mapping[str, Any] | None = None, catalog: Catalog | str | Path | None = None, where: str = "the case",
) -> Assessment:  # fmt: skip
    """Return what the policies in force on a day say about a case.

    Args:
        facts: facts by name, or a whole case as `--template` writes it. A count may be `{"min": 1}`.
        on: the day of the decision, where the case does not give it.
        policy: the policies to ask, by id; none for every one in force on that day.
        findings: `none` (no finding recorded, the default) or `unknown`: officers' findings that are not stated.
        unstated: `unknown` (the default) or `absent`: other facts that are not stated.
        unknown: facts that nobody knows; listing them says that what is neither stated nor listed is absent.
        switches: readings of what a text leaves open.
        catalog: a catalog, or the folder of an overlay.
        where: how messages name the case.

    Raises:
        UsageError: a fact, value, date or policy that does not exist, or facts that contradict each other.
        NoValue: no policy is in force on that day.
    """
    chosen = catalog if isinstance(catalog, Catalog) else _opened(catalog, os.environ.get("TALLYBOOK_CATALOG", ""))
    known = book(chosen)
    names = [n.strip() for n in policy.split(",")] if isinstance(policy, str) else list(policy)
    data = facts if unknown is None else {**_whole(facts), "unknown": list(unknown)}
    question = read_question(
        known,
        data,
        where,
        on=on,
        policies=[n for n in names if n],
        findings=findings,
        unstated=unstated,
        switches=switches,
    )
    return answered(chosen, known, question)


def answered(catalog: Catalog, known: Book, question: Question) -> Assessment:
    """Return what the policies say about a question that is already read.

    Raises:
        UsageError: the facts contradict each other, or a policy does not exist.
        NoValue: no policy is in force on that day.
    """
    asked = tuple(policy(catalog, name) for name in question.policies)
    standing = (p for p in in_force(known.policies.values(), question.on) if p.clauses or p.factors)
    chosen = asked or tuple(sorted(standing, key=lambda p: (*LANES, p.lanes[0].lane).index(p.lanes[0].lane)))
    if not chosen:
        first = min(i.from_ for p in known.policies.values() if p.clauses for i in p.in_force)
        raise NoValue(f"no policy is in force on {question.on}", expected=f"a day from {first} on")
    plans = {p.id: known.plan(p, question.on, p.settings(question.switches)) for p in chosen if p.clauses}
    wanted = tuple(dict.fromkeys(n for plan in plans.values() for n in plan.facts))
    main = case_of(known, question, wanted, question.findings, question.unstated)
    others = OtherCases(known, question, wanted)
    answers = tuple(_answer(known, p, plans.get(p.id), main, others) for p in chosen)
    checked = min(p.checked for p in chosen)
    notes: tuple[str, ...] = ()
    if question.on > checked:
        notes = (f"The day lies after the catalogue was last checked, on {checked}: what changed since is not known.",)
    return Assessment(question, main, answers, checked, notes, tuple(catalog.overlays_used()), known)


@lru_cache(maxsize=4)
def _opened(folder: str | Path | None, _setting: str) -> Catalog:
    """Return the catalog of a folder, opened once, so that the second case costs a thousandth of the first."""
    return open_catalog(folder)


def _whole(facts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(facts) if "facts" in facts else {"facts": dict(facts)}


def _answer(known: Book, item: Policy, plan: Plan | None, case: Case, others: OtherCases) -> Answer:
    settings = item.settings(others.question.switches)
    interval = interval_on(item, case.on, settings)
    factors = tuple(FactorRead(f, holds(known.tree(item, f"factor {f.id}", f.when), case.facts)) for f in item.factors)
    if interval is None or plan is None:
        outcomes = (NOT_IN_FORCE,) if interval is None else ()
        return Answer(item, interval, settings, outcomes, True, None, (), (), factors if interval else (), (), ())
    decision = decide(plan, case.facts, case.on)
    clauses = tuple(
        ClauseRead(step.clause, holds(step.tree, case.facts), step.reads, step.tree, case.facts)
        for step in plan.steps
        if step.clause is not None
    )
    gives_way = tuple(
        (g.policy, g.why)
        for g in item.gives_way
        if g.from_ <= case.on
        and holds(bind(known.tree(item, f"gives way to {g.policy}", g.when), settings), case.facts)
    )
    return Answer(
        item, interval, settings, decision.outcomes, decision.exact, decision.clause,
        tuple(left.id for left in decision.way if left.outcome in decision.outcomes), clauses, factors,
        overlays_on(item, case.on), gives_way, (plan, case, decision), others,
    )  # fmt: skip
