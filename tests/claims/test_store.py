"""Claims beside the user's own records: a month that nobody published, and a count narrowed to one citizenship."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.releases import removal, removals_text

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_text
from tallybook.measures.opened import OpenStore
from tallybook.records.store import Store

TITLE = "ICE Removals: FY2016"


@pytest.fixture
def opened(tmp_path: Path) -> OpenStore:
    rows = (
        [removal("10/1/2015")] * 3 + [removal("3/10/2016")] * 2500 + [removal("3/20/2016", Citizenship="CUBA")] * 1450
    )
    rows += [removal("9/30/2016")]
    opened = OpenStore(Store(tmp_path / "store"), open_catalog())
    opened.ingest([removals_text(tmp_path / "removals.csv", TITLE, rows)])
    return opened


def verdict(opened: OpenStore, text: str) -> tuple[str, list[tuple[str, float | None]]]:
    found = check_text(opened.catalog, text, date(2020, 1, 1), store=opened.store)
    (one,) = found.claims
    return one.verdict, [(e.kind, e.value) for e in one.evidence]


def test_a_month_without_a_published_figure_is_decided_by_the_record(opened):
    assert verdict(opened, "ICE removed 3,950 people in March 2016.") == ("supported", [("recount", 3950)])
    assert verdict(opened, "ICE removed 7,500 people in March 2016.") == ("wrong", [("recount", 3950)])


def test_without_the_record_it_is_not_decided():
    found = check_text(open_catalog(), "ICE removed 3,950 people in March 2016.", date(2020, 1, 1))
    assert [j.verdict for j in found.claims] == ["uncheckable"]


def test_one_citizenship_is_counted_in_the_record(opened):
    kind, evidence = verdict(opened, "In fiscal year 2016, ICE removed 1,450 people to Cuba.")
    assert (kind, evidence) == ("supported", [("recount", 1450)])


def test_a_published_figure_is_not_overruled_by_a_smaller_record(opened):
    kind, evidence = verdict(opened, "ICE removed 240,255 people in fiscal year 2016.")
    assert kind == "supported"
    assert ("recount", 3954) in evidence
