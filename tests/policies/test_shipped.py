"""Shipped replays: they are what the real files give, and stand beside official shares in a check."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

import tallybook
from policy_cases import BOOK, CATALOG
from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError
from tallybook.base.periods import fiscal_year
from tallybook.measures.measure import measures
from tallybook.policies.shipped import COLUMNS, beside, shipped_replays

BENCH = Path(__file__).resolve().parent.parent.parent / "bench"


def test_each_row_names_a_measure_a_policy_and_facts_that_exist() -> None:
    rows = shipped_replays(CATALOG)
    assert rows
    for row in rows:
        assert row.measure in measures(CATALOG)
        policy = BOOK.policies[row.policy]
        assert row.outcome == "" or row.outcome in policy.outcomes
        assert set(row.causes) <= set(BOOK.facts.facts)
        assert 0 <= row.low <= row.high <= 100
        assert all(len(digest) == 64 for digest in row.source_sha256)


def test_both_ways_of_taking_findings_are_shipped_and_leaving_them_open_is_no_narrower() -> None:
    none, unknown = beside(CATALOG, "ice.removals.priority", fiscal_year(2016))
    assert (none.findings, unknown.findings) == ("none", "unknown")
    assert unknown.low <= none.low and unknown.high >= none.high
    assert beside(CATALOG, "ice.removals.priority", fiscal_year(2012)) == ()


def test_a_check_of_a_priority_share_cites_the_range_of_the_records() -> None:
    text = "In fiscal year 2016, 99.3 percent of ICE removals fell within an enforcement priority."
    (claim,) = tallybook.check(text, published="2017-01-05").claims
    assert claim.claim.measure == "ice.removals.priority"
    ranges = [e for e in claim.evidence if e.kind == "policy"]
    assert len(ranges) == 2
    assert ranges[0].rows == 240_255
    assert ranges[0].value is None, "a range is no value to be judged by"
    assert "65.2 to 100.0 percent" in ranges[0].document
    assert claim.evidence[0].kind == "series"


def test_a_slip_in_a_row_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "replays"
    folder.mkdir()
    row = "ice.removals.priority,JOHNSON-2014P,,none,r,locked,2016,10,8,7,,"
    (folder / "x.csv").write_text(",".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(CatalogError, match="line 2: is no replay"):
        shipped_replays(Catalog((tmp_path,)))


@pytest.mark.real
def test_the_shipped_replays_are_what_the_files_give(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = shared / "data" / "records"
    if not records.is_dir():
        pytest.skip("the real files are not here")
    monkeypatch.syspath_prepend(str(BENCH))
    spec = importlib.util.spec_from_file_location("bench_replays", BENCH / "replays.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.made(records) == module.TARGET.read_text(encoding="utf-8")
    sys.modules.pop("recounts", None)
