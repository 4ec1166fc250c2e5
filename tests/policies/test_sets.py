"""Sets of outcomes: equal to trying every completion, never widened by a further fact."""

from __future__ import annotations

from math import prod
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policy_cases import BOOK, POLICIES, candidates, completions, outcome
from tallybook.base.conditions import Between
from tallybook.policies.case import ContradictoryFacts, make_case
from tallybook.policies.decide import changes, decide
from tallybook.policies.plan import Plan

MOST = 20_000
"""How many completions one example may have."""

profile = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Plan, Any, dict[str, Any], list[str]]:
    """A policy under some reading on some day, with facts stated and up to eight facts unknown."""
    policy = draw(st.sampled_from(POLICIES))
    interval = draw(st.sampled_from(policy.in_force))
    first = max(interval.from_, draw(st.sampled_from([interval.from_, *(c.from_ for c in policy.clauses if c.from_)])))
    on = first
    readings = {name: draw(st.sampled_from(switch.values)) for name, switch in policy.switches.items()}
    plan = BOOK.plan(policy, on, policy.settings(readings))
    asked = [name for name in plan.facts if name != "decision_date"]
    unknown = draw(st.lists(st.sampled_from(asked), max_size=8, unique=True))
    stated: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(asked), max_size=5, unique=True)):
        if name in unknown:
            continue
        value = draw(st.sampled_from(plan.domain(name, {}, on)))
        stated[name] = value if not isinstance(value, Between) or draw(st.booleans()) else int(value.low)
    return plan, on, stated, unknown


def closed(plan: Plan, on: Any, stated: dict[str, Any], unknown: list[str]) -> dict[str, Any]:
    try:
        return dict(make_case(BOOK, on, stated, unknown=unknown, unstated="absent").facts)
    except ContradictoryFacts:
        assume(False)
        raise


@given(questions())
@profile
def test_the_set_is_what_all_consistent_completions_reach(question: tuple) -> None:
    plan, on, stated, unknown = question
    case = closed(plan, on, stated, unknown)
    tried = candidates(plan, case, on)
    assume(prod(map(len, tried.values())) <= MOST)
    reached = {outcome(plan, completed) for completed in completions(case, tried)}
    decision = decide(plan, case, on)
    assert decision.exact
    assert set(decision.outcomes) == reached


@given(questions(), st.data())
@profile
def test_a_further_fact_never_widens_the_set(question: tuple, data: st.DataObject) -> None:
    plan, on, stated, _ = question
    asked = [n for n in plan.facts if n != "decision_date" and n not in stated]
    assume(asked)
    name = data.draw(st.sampled_from(asked))
    try:
        before = make_case(BOOK, on, stated, wanted=()).facts
        value = data.draw(st.sampled_from(plan.domain(name, before, on)))
        after = make_case(BOOK, on, {**stated, name: value}, wanted=()).facts
    except ContradictoryFacts:
        assume(False)
        raise
    assert set(decide(plan, after, on).outcomes) <= set(decide(plan, before, on).outcomes)


@given(questions())
@settings(profile, max_examples=60)
def test_what_would_change_the_answer_does_and_nothing_else(question: tuple) -> None:
    plan, on, stated, unknown = question
    case = closed(plan, on, stated, unknown)
    now = decide(plan, case, on)
    named = {change.fact: change for change in changes(plan, case, on, now)}
    for change in named.values():
        assert any(set(outcomes) < set(now.outcomes) for _, outcomes in change.values)
        assert set().union(*(outcomes for _, outcomes in change.values)) == set(now.outcomes)
    for name in plan.facts:
        if name in named or (case.get(name) is not None and not isinstance(case[name], Between)):
            continue
        for value in plan.domain(name, case, on):
            trial = {**case, name: value}
            if BOOK.web.consistent(trial):
                assert set(decide(plan, trial, on).outcomes) <= set(now.outcomes)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.id)
def test_with_nothing_known_every_outcome_is_possible_and_exactly_so(policy: Any) -> None:
    on = max([policy.in_force[-1].from_, *(c.from_ for c in policy.clauses if c.from_)])
    plan = BOOK.plan(policy, on, policy.settings({}))
    decision = decide(plan, {"decision_date": on}, on)
    assert decision.exact
    possible = set(policy.outcomes) | ({"not_applicable"} if policy.gate != "true" else set())
    assert set(decision.outcomes) == possible
