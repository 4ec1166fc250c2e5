"""Detainer decisions in columns are those of single cases, and of the clauses read over columns."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.conditions.columns import expr
from tallybook.base.errors import NoValue, UnknownName
from tallybook.policies.assess import assess
from tallybook.policies.plan import book
from tallybook.programs.process.asking import under
from tallybook.programs.process.cells import NOT_ASKED, OUTSIDE, POSSIBLE, WITHIN, cells
from tallybook.programs.process.scenario import scenario


def test_sampled_people_are_decided_as_single_cases(catalog: Catalog, kept: Callable[[str], Any]) -> None:
    run, blocks = kept("guidance-2012")
    m, sorts = blocks[0], run.cells
    seen = {WITHIN: 0, POSSIBLE: 0, OUTSIDE: 0, NOT_ASKED: 0}
    outcomes: dict[tuple[str, ...], int] = {
        ("may_issue",): WITHIN, ("not_within_guidance",): OUTSIDE, ("not_applicable",): NOT_ASKED,
    }  # fmt: skip
    places = [p for a in seen for p in np.flatnonzero(m.answer == a)[:60]]
    for place in places:
        cell = sorts.cells[int(m.cell[place])]
        day = run.scenario.start + timedelta(days=int(m.day[place]))
        answer = assess(
            cell.facts,
            day,
            policy="MORTON-2012D",
            findings="none",
            unstated="absent",
            unknown=cell.unknown or None,
            catalog=catalog,
        ).answers[0]
        expected = outcomes.get(answer.outcomes, POSSIBLE)
        assert int(m.answer[place]) == expected, (cell.facts, cell.unknown)
        seen[expected] += 1
    assert min(seen.values()) >= 20


def test_clauses_read_over_columns_decide_alike(catalog: Catalog) -> None:
    known = book(catalog)
    item = scenario(catalog, "guidance-2012")
    sorts = cells(catalog, item)
    policy = known.policies["MORTON-2012D"]
    plan = known.plan(policy, item.start, policy.settings({}))
    rows = []
    for cell in sorts.cells:
        facts = {n: known.facts.facts[n].absent for n in plan.facts}
        facts |= {n: v for n, v in cell.facts.items() if n in facts}
        rows.append(facts | dict.fromkeys((n for n in cell.unknown if n in facts), None))
    types = {n: known.facts.types[n] for n in plan.facts}
    frame = nw.from_native(pl.DataFrame(rows, infer_schema_length=None))
    steps = frame.select(**{f"s{n}": expr(s.tree, types) for n, s in enumerate(plan.steps)}).rows()
    for row, said in zip(steps, sorts.outcomes[0], strict=True):
        found: list[str] = []
        for holds, step in zip(row, plan.steps, strict=True):
            if holds is not False:
                found.append(step.outcome)
            if holds is True:
                break
        assert set(found) == set(said)


def test_the_rule_before_is_anybody_thought_removable(catalog: Catalog) -> None:
    sorts = cells(catalog, scenario(catalog, "before-2012-guidance"))
    removable = sorts.labels("standing").index("removable")
    said = [a == WITHIN for a in sorts.answers[0]]
    assert said == [code == removable for code in sorts.code("standing")]


def test_levels_are_those_of_the_catalog(catalog: Catalog) -> None:
    sorts = cells(catalog, scenario(catalog, "guidance-2012"))
    by_record = dict(zip((sorts.labels("record")[c] for c in sorts.code("record")), sorts.levels, strict=True))
    removable = {
        sorts.labels("record")[r]: level
        for r, s, level in zip(sorts.code("record"), sorts.code("standing"), sorts.levels, strict=True)
        if sorts.labels("standing")[s] == "removable"
    }
    assert removable == {
        "none": 0, "aggravated felony": 1, "two felonies": 1, "one felony": 2, "three misdemeanours": 2,
        "one or two misdemeanours": 3,
    }  # fmt: skip
    assert set(by_record) == set(removable)


@pytest.mark.parametrize("name", ["DETAINER-2010", "REG-287-7", "MORTON-2011P", "INA-236C"])
def test_a_policy_with_no_clause_for_detainers_is_refused(catalog: Catalog, name: str) -> None:
    with pytest.raises(NoValue, match="no clause that says for whom") as fault:
        cells(catalog, under(catalog, scenario(catalog, "guidance-2012"), name))
    assert "MORTON-2012D" in str(fault.value)
    assert "REG-287-7," not in str(fault.value)


@pytest.mark.parametrize("name", ["PEP-2014", "DETAINER-2017", "TJOHNSON-2021", "PEKOSKE-2021"])
def test_any_policy_about_detainers_decides(catalog: Catalog, name: str) -> None:
    sorts = cells(catalog, under(catalog, scenario(catalog, "guidance-2012"), name))
    assert set(sorts.answers[0]) - {NOT_ASKED}


def test_an_unknown_policy_names_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(UnknownName, match="MORTON-2012D"):
        under(catalog, scenario(catalog, "guidance-2012"), "MORTON-2012")
