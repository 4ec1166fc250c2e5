"""Every part of every condition matters: change any one of them, and some case is answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from policy_cases import EVERY_CASE, POLICIES, Written
from tallybook.base.conditions import FALSE, TRUE, Tree, bind, expand, parse
from tallybook.base.conditions.tree import Among, And, Compare, Literal, Not, Or
from tallybook.policies.decide import steps_left
from tallybook.policies.force import interval_on
from tallybook.policies.plan import Plan, Step
from tallybook.policies.policy import Policy


def changed(tree: Tree) -> Iterator[Tree]:
    """Yield the condition with one part of it changed: a test negated, a limit moved by one, an `and` for an `or`."""
    if isinstance(tree, And | Or):
        other = Or if isinstance(tree, And) else And
        yield other(tree.parts)
        for place, part in enumerate(tree.parts):
            for new in changed(part):
                yield replace(tree, parts=(*tree.parts[:place], new, *tree.parts[place + 1 :]))
    elif isinstance(tree, Not):
        yield tree.part
        yield from (Not(new) for new in changed(tree.part) if not isinstance(new, Not))
    elif isinstance(tree, Compare) and isinstance(tree.right, Literal):
        value = tree.right.value
        yield Not(tree)
        if isinstance(value, date):
            yield from (replace(tree, right=Literal(value + timedelta(days=d))) for d in (-1, 1))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield from (replace(tree, right=Literal(value + d)) for d in (-1, 1))
    elif isinstance(tree, Among):
        for place in range(len(tree.items)):
            items = (*tree.items[:place], *tree.items[place + 1 :])
            yield replace(tree, items=items) if items else FALSE
    elif tree is not TRUE and not isinstance(tree, Literal):
        yield Not(tree)


Texts = tuple[str, Mapping[str, str], Mapping[str, str]]
"""The gate of a policy, its definitions and its clauses' conditions by id."""

REDUNDANT = {("REG-287-7", "H2", "> 47")}
"""Changes that no case can notice: H2 comes after H1, which holds at 48 hours and less."""


def variants(policy: Policy) -> Iterator[tuple[str, str, Texts]]:
    """Yield the policy's conditions with one of them changed in one part, with where and how."""
    define, clauses = dict(policy.define), {c.id: c.when for c in policy.clauses}
    for new in map(str, changed(parse(policy.gate))):
        yield "gate", new, (new, define, clauses)
    for name, text in define.items():
        for new in map(str, changed(parse(text))):
            yield name, new, (policy.gate, {**define, name: new}, clauses)
    for name, text in clauses.items():
        for new in map(str, changed(parse(text))):
            yield name, new, (policy.gate, define, {**clauses, name: new})


def steps_of(plan: Plan, texts: Texts) -> tuple[Step, ...]:
    gate, define, clauses = texts
    defined = {name: parse(text) for name, text in define.items()}
    found = []
    for step in plan.steps:
        if step.id == "gate":
            found.append(replace(step, tree=bind(Not(expand(parse(gate), defined)), plan.settings)))
        elif step.clause is not None:
            found.append(replace(step, tree=bind(expand(parse(clauses[step.id]), defined), plan.settings)))
        else:
            found.append(step)
    return tuple(found)


def answers(case: Written, plan: Plan) -> list[tuple[str, bool]]:
    return [(left.id, left.tree is TRUE) for left in steps_left(plan, case.text_alone(), case.on)]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.id)
def test_a_change_to_any_part_of_a_condition_is_noticed_by_some_case(policy: Policy) -> None:
    cases = [
        c for c in EVERY_CASE if c.policy is policy and interval_on(policy, c.on, c.settings) is not None
    ]  # fmt: skip
    before = [answers(c, c.plan()) for c in cases]
    tried, unnoticed = 0, []
    for place, text, texts in variants(policy):
        tried += 1
        if not any(
            answers(c, replace(c.plan(), steps=steps_of(c.plan(), texts))) != old
            for c, old in zip(cases, before, strict=True)
        ) and not any((policy.id, place) == known[:2] and known[2] in text for known in REDUNDANT):
            unnoticed.append((place, text))
    assert unnoticed == []
    assert tried >= 5
