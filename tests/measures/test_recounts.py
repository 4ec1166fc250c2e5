"""Shipped recounts: what `count` answers while the store is empty."""

from pathlib import Path

import pytest

from tallybook.base.catalog import open_catalog
from tallybook.base.errors import NoValue, UsageError
from tallybook.measures.opened import OpenStore
from tallybook.measures.recount import ALL, CUBES, MERGED, cells
from tallybook.records.store import Store
from tallybook.sources.layout import releases


@pytest.fixture
def empty(tmp_path: Path) -> OpenStore:
    return OpenStore(Store(tmp_path / "nothing"), open_catalog())


def test_an_empty_store_answers_from_the_shipped_recounts_and_says_so(empty: OpenStore) -> None:
    found = empty.count("ice.removals", period="FY2016")
    assert (found.value, found.complete, found.rule) == (240_255, True, "locked")
    assert found.provenance["source"] == "shipped recount"
    assert found.caveats[0]["id"] == "shipped-recount"
    assert found.provenance["files"][0]["file"] == "ICERemovals_FY2016.csv.gz"


@pytest.mark.parametrize(
    ("measure", "rule", "period", "value", "complete"),
    [
        ("ice.removals", "locked", "FY2017", 226_119, True),
        ("ice.removals", "same-year", "FY2016", 235_524, True),
        ("ice.removals", "same-year", "FY2017", 220_649, True),
        ("ice.removals", "departed", "FY2016", 240_994, True),
        ("ice.removals", "departed", "FY2017", 220_649, False),
        ("ice.removals", "locked", "FY2019", 241_513, False),
        ("ice.removals.criminal", "locked", "FY2016", 138_669, True),
        ("ice.removals.criminal", "locked", "FY2017", 127_699, True),
        ("ice.admin_arrests", "", "FY2018", 158_581, True),
        ("ice.encounters", "", "FY2016", 368_645, True),
    ],
)
def test_what_the_recounts_give(
    empty: OpenStore, measure: str, rule: str, period: str, value: int, complete: bool
) -> None:
    found = empty.count(measure, rule=rule, period=period)
    assert (found.value, found.complete) == (value, complete)


def test_all_breakdowns_have_the_same_totals() -> None:
    for table in ("removals", "arrests", "encounters", "detentions"):
        totals: list[dict[tuple[str, str, int], int]] = [{}, {}, {}]
        for cell in cells(open_catalog(), table):
            place = 0 if cell.citizenship == ALL else 1 if cell.criminality == ALL else 2
            key = (cell.rule, cell.release, cell.year)
            totals[place][key] = totals[place].get(key, 0) + cell.value
        assert totals[0] == totals[1]
        assert totals[0]
        assert totals[2] == {key: totals[0][key] for key in totals[2]}


def test_every_recount_names_a_known_file_by_hash() -> None:
    known = {f.sha256 for release in releases(open_catalog()).values() for f in release.files if f.sha256}
    for table in ("removals", "arrests", "encounters", "detainers", "detentions"):
        for cell in cells(open_catalog(), table):
            assert set(cell.sha256.split("+")) <= known


def test_no_small_count_of_two_fields_is_shipped() -> None:
    split = [c for c in cells(open_catalog(), "removals") if ALL not in (c.citizenship, c.criminality)]
    assert {c.rule for c in split} == {"locked"}
    assert any(c.citizenship == MERGED for c in split)
    assert all(c.value >= 5 for c in split)


def test_citizenship_with_criminality_is_shipped_by_one_rule(empty: OpenStore) -> None:
    assert empty.count("ice.removals.criminal", "citizenship", period="FY2016").value == 138_669
    assert empty.count("ice.removals", "citizenship", period="FY2016", rule="departed").value == 240_994
    with pytest.raises(NoValue, match="--rule locked"):
        empty.count("ice.removals.criminal", "citizenship", period="FY2016", rule="departed")


def test_what_they_cannot_answer_is_said(empty: OpenStore) -> None:
    for question, words in [
        ({"by": "gender"}, "cannot be asked for gender"),
        ({"by": "area_of_responsibility,citizenship"}, "cannot be asked for area_of_responsibility, citizenship"),
        ({"period": "2016-03"}, "whole fiscal years only"),
        ({"period": "FY1999"}, "hold nothing of FY1999"),
        ({"dedupe": "24h"}, "cannot be de-duplicated"),
        ({"where": "citizenship = 'Mexico' and criminality = 'convicted'"}, "merge small cells"),
    ]:
        with pytest.raises(NoValue, match=words):
            empty.count("ice.removals", **question)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="--release uw-v-dhs-seattle"):
        empty.count("ice.bookins")
    assert CUBES


def test_reconcile_works_from_the_recounts_too(empty: OpenStore) -> None:
    lines = [x for x in empty.reconcile("ice.removals").lines if x.rule == "locked" and x.difference == 0]
    assert {x.period.label for x in lines} >= {"FY2016", "FY2017"}
