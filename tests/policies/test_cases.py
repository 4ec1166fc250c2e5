"""The shipped cases: each policy answers its own, and each clause is seen true, false and unknown."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from policy_cases import BOOK, CATALOG, EVERY_CASE, Written
from tallybook.base.catalog import CASES, read_yaml
from tallybook.base.conditions import TRUE, holds
from tallybook.policies.case import ContradictoryFacts
from tallybook.policies.clock import deadline
from tallybook.policies.decide import decide, steps_left
from tallybook.policies.force import interval_on, segments
from tallybook.policies.policy import NOT_IN_FORCE

KEYS = {"id", "title", "date", "findings", "switches", "facts", "unknown", "expect", "text_alone", "why", "impossible"}
POSSIBLE = [case for case in EVERY_CASE if "impossible" not in case.data]


def answer(case: Written) -> tuple[list[str], str | None, set[str]]:
    if interval_on(case.policy, case.on, case.settings) is None:
        return [NOT_IN_FORCE], None, set()
    decision = decide(case.plan(), case.case().facts, case.on)
    return sorted(decision.outcomes), decision.clause, set(decision.open)


def by_the_text_alone(case: Written) -> tuple[list[str], str | None, set[str]]:
    """The answer clause by clause, without what follows from what: how the compiled cases were worked out."""
    if interval_on(case.policy, case.on, case.settings) is None:
        return [NOT_IN_FORCE], None, set()
    way = steps_left(case.plan(), case.text_alone(), case.on)
    outcomes = sorted({left.outcome for left in way})
    return outcomes, way[-1].id if len(outcomes) == 1 else None, {x.id for x in way if x.tree is not TRUE}


def check(found: tuple[list[str], str | None, set[str]], expect: dict) -> None:
    outcomes, clause, opened = found
    assert outcomes == sorted(expect.get("possible", [expect["outcome"]]))
    if "clause" in expect:
        assert clause == expect["clause"]
    assert set(expect.get("unknown", ())) <= opened


@pytest.mark.parametrize("case", POSSIBLE, ids=lambda c: c.id)
def test_a_case_is_answered_as_its_file_says(case: Written) -> None:
    assert set(case.data) <= KEYS
    assert ("text_alone" in case.data) == ("why" in case.data)
    check(answer(case), case.data["expect"])


@pytest.mark.parametrize("case", [c for c in EVERY_CASE if "impossible" in c.data], ids=lambda c: c.id)
def test_facts_that_cannot_be_are_refused_though_the_text_would_answer(case: Written) -> None:
    with pytest.raises(ContradictoryFacts, match="cannot both be so"):
        case.case()
    check(by_the_text_alone(case), case.data["expect"])


@pytest.mark.parametrize("case", EVERY_CASE, ids=lambda c: c.id)
def test_clause_by_clause_the_text_gives_what_its_file_says(case: Written) -> None:
    check(by_the_text_alone(case), case.data.get("text_alone", case.data["expect"]))


def test_every_clause_is_true_in_a_case_false_in_one_and_unknown_in_one() -> None:
    seen = defaultdict(set)
    reached = defaultdict(set)
    for case in POSSIBLE:
        if interval_on(case.policy, case.on, case.settings) is not None:
            facts = case.case().facts
            for step in case.plan().steps:
                seen[case.policy.id, step.id].add(holds(step.tree, facts))
            reached[case.policy.id].update(answer(case)[0])
    for policy in BOOK.policies.values():
        for clause in policy.clauses:
            wanted = {True} if clause.when == "true" else {True, False, None}
            assert seen[policy.id, clause.id] == wanted, (policy.id, clause.id)
        if policy.clauses:
            assert set(policy.outcomes) <= reached[policy.id]


def test_case_files_lie_beside_their_policies_and_every_policy_with_clauses_has_one() -> None:
    files = [file for _, file in CATALOG.files("policies", CASES)]
    assert {f.name.removesuffix(CASES) for f in files} == {p.id for p in BOOK.policies.values() if p.clauses}
    ids = [case.id for case in EVERY_CASE]
    assert len(set(ids)) == len(ids)
    for file in files:
        assert read_yaml(file)["policy"] == file.name.removesuffix(CASES)


CLOCK = [c for _, f in CATALOG.files("policies", CASES) for c in read_yaml(f).get("clock", ())]


@pytest.mark.parametrize("case", CLOCK, ids=lambda c: c["id"])
def test_the_clock_ends_when_its_case_says(case: dict) -> None:
    found = deadline(
        datetime.fromisoformat(case["start"]), case["rule"], observed_holidays=case.get("observed_holidays", True)
    )
    assert found.end == datetime.fromisoformat(case["expect"])


@pytest.mark.real
def test_every_compiled_case_is_carried_over_unchanged(shared: Path) -> None:
    compiled = yaml.safe_load((shared / "facts" / "policies" / "cases.yml").read_text(encoding="utf-8"))
    ours = {case.id: case for case in EVERY_CASE}
    assert len(compiled["cases"]) == 321
    for item in compiled["cases"]:
        case = ours[item["id"]]
        assert case.policy.id == item["policy"]
        assert case.on == item["decision_date"]
        assert case.data["facts"] == item["facts"]
        assert case.data.get("unknown", []) == item.get("unknown", [])
        assert case.data.get("switches", {}) == item.get("switches", {})
        assert case.data.get("findings") == item.get("judgement")
        assert case.data.get("text_alone", case.data["expect"]) == item["expect"]
    clocks = {c["id"]: c for c in CLOCK}
    assert {c["id"] for c in compiled["clock_cases"]} == set(clocks)
    for item in compiled["clock_cases"]:
        assert clocks[item["id"]]["expect"].replace("T", " ") == item["expect"]
        assert clocks[item["id"]]["start"] == item["start"]


@pytest.mark.real
def test_gaps_and_overlaps_are_those_of_the_compiled_timeline(shared: Path) -> None:
    with (shared / "facts" / "policies" / "timeline.csv").open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["row"] == "segment"]
    other_names = {"TJOHNSON-2021 (detainers)": "TJOHNSON-2021", "INA 236(c)(3)": "INA-236C"}
    checked = 0
    for lane, ours in (("priorities", "priorities"), ("detainer", "detainers")):
        for agency in ("ICE", "CBP"):
            wanted = [r for r in rows if r["lane"] == lane and r["agencies"] == agency]
            if not wanted:
                continue
            end = date.fromisoformat(wanted[-1]["to"])
            found = segments(tuple(BOOK.policies.values()), ours, agency, date(2010, 1, 1), end)
            assert len(found) == len(wanted)
            for stretch, row in zip(found, wanted, strict=True):
                names = {other_names.get(n, n) for n in row["policy"].split(" + ")} - {"(none)"}
                assert (stretch.start.isoformat(), stretch.to.isoformat()) == (row["from"], row["to"])
                assert set(stretch.policies) == names
                assert stretch.state == row["start_event_or_state"]
                checked += 1
    assert checked == len(rows)
