"""Replays: every record judged as a case of its own would be, ranges with their causes, and what cannot be decided."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from policy_cases import BOOK, CATALOG
from releases import removal, removals_text, stored
from tallybook.base.errors import NoValue, UnknownName, UsageError
from tallybook.measures.opened import OpenStore
from tallybook.policies.case import ContradictoryFacts, make_case
from tallybook.policies.decide import decide
from tallybook.policies.judging import Judge
from tallybook.policies.replay import replay
from tallybook.policies.supply import read, sources
from tallybook.records.store import Store
from tallybook.sources.tables import record_table

LEVEL = "(B)(7)(E) "
SECTION, DISPOSITION = "Final Charge Section", "Processing Disposition Code"

ROWS = [
    removal("10/5/2016", level=LEVEL, **{SECTION: "212a9Aii", DISPOSITION: "REINST"}),
    removal("10/6/2016", level="NA", **{SECTION: "212a7AiI", DISPOSITION: "ER"}),
    removal("10/7/2016", level="NA", **{SECTION: "212a6Ai", DISPOSITION: "WA/NTA"}),
    removal("11/7/2016", level=LEVEL, area="Seattle", **{SECTION: "237a2Aiii", DISPOSITION: "ADMDPT"}),
    removal("2/25/2017", level="NA", area="Seattle", **{SECTION: "237a1B", DISPOSITION: "T"}),
    removal("2/26/2017", level="NA", area="Seattle", **{SECTION: "237a2Aiii", DISPOSITION: "T"}),
    removal("2/27/2017", level=LEVEL, area="Seattle", **{SECTION: "237a1B", DISPOSITION: ""}),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    folder = tmp_path_factory.mktemp("replay")
    opened = OpenStore(Store(folder / "store"), CATALOG)
    opened.ingest([removals_text(folder / "ICERemovals_FY2017.csv", "Removals for Fiscal Year 2017", ROWS)])
    return opened


@pytest.mark.parametrize("policy", ["JOHNSON-2014P", "KELLY-2017", "MORTON-2011P", "INA-236C", "MAYORKAS-2021"])
@pytest.mark.parametrize("findings", ["none", "unknown"])
@pytest.mark.parametrize("own_date", [False, True])
def test_a_record_is_judged_as_a_case_of_its_own(opened: OpenStore, policy: str, findings: Any, own_date: bool) -> None:
    found = replay(opened.store, CATALOG, "removals", [policy], findings=findings, own_date=own_date)
    judge = Judge(BOOK, BOOK.policies[policy], BOOK.policies[policy].settings({}), own_date=own_date)
    expected: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    rows = stored(opened)
    assert len(rows) == len(ROWS)
    for row in rows:
        on = judge.standing(row["removal_date"])
        if on is None:
            expected["not_in_force"] += 1
            continue
        plan = BOOK.plan(judge.policy, on, judge.settings)
        every = sources(BOOK, record_table(CATALOG, "removals"), "2019-ICFO-53623", set(row), BOOK.facts.facts)
        try:
            case = make_case(BOOK, row["removal_date"], read(every, row), findings=findings).facts
        except ContradictoryFacts:
            assert "237a2Aiii" in row.values()
            continue
        answer = decide(plan, case, row["removal_date"]).outcomes
        within = {False if o == "not_applicable" else judge.policy.outcomes[o].within for o in answer}
        expected["certain" if within == {True} else "out" if within == {False} else "possible"] += 1
        outcomes.update(answer if len(answer) == 1 else ())
    total = found.totals[0]
    counts = Counter({k: getattr(total, k) for k in ("certain", "possible", "out", "not_in_force")})
    assert total.records == len(ROWS)
    left = counts - expected
    assert left.total() == len(ROWS) - expected.total(), (counts, expected)
    assert counts >= expected


def test_groups_add_up_and_a_share_is_given_as_a_range(opened: OpenStore) -> None:
    found = replay(opened.store, CATALOG, "removals", ["KELLY-2017"], by="area_of_responsibility,criminality")
    assert sum(r.records for r in found.rows) == found.totals[0].records == len(ROWS)
    for row in found.rows:
        assert 0 <= row.low <= row.high <= 1
        assert row.width == pytest.approx(row.high - row.low)
    convicted = [r for r in found.rows if "convicted" in r.group]
    assert all(r.certain == r.records for r in convicted), "any conviction is enough"
    frame = found.to_polars()
    assert isinstance(frame, pl.DataFrame)
    assert frame["records"].sum() == len(ROWS)


def test_two_policies_are_set_against_each_other(opened: OpenStore) -> None:
    found = replay(opened.store, CATALOG, "removals", ["JOHNSON-2014P", "KELLY-2017"])
    assert sum(c.records for c in found.cross) == len(ROWS)
    assert {c.second for c in found.cross} >= {("priority",)}
    data = found.to_dict()
    assert len(data["totals"]) == len(data["other_findings"]) == 2


def test_the_facts_that_cause_the_width_are_named_and_would_settle_it(opened: OpenStore) -> None:
    found = replay(opened.store, CATALOG, "removals", ["KELLY-2017"])
    causes = {c.fact: c.records for c in found.causes}
    assert causes["unresolved_criminal_charges"] == found.totals[0].possible > 0
    assert "criminal_convictions" not in causes, "the records tell it"
    assert "criminal_convictions" in found.supplied


def test_what_the_records_do_not_tell_at_all_is_not_decided(opened: OpenStore) -> None:
    found = replay(opened.store, CATALOG, "removals", ["MORTON-2012D"], findings="unknown")
    assert found.totals[0].certain == found.totals[0].records - found.totals[0].possible
    nothing = replay(opened.store, CATALOG, "removals", ["REG-287-7"])
    assert not nothing.totals[0].decided
    assert "cannot be decided from these records" in " ".join(nothing.table().notes)


def test_records_that_contradict_themselves_are_counted_and_said(opened: OpenStore) -> None:
    found = replay(opened.store, CATALOG, "removals", ["KELLY-2017"])
    assert any(note.startswith("1 records say things that cannot all be so") for note in found.notes)


def test_by_its_own_day_each_record_has_the_policy_of_that_day(opened: OpenStore) -> None:
    found = replay(opened.store, CATALOG, "removals", ["in-force"])
    totals = {t.policy: t for t in found.totals}
    assert totals["JOHNSON-2014P"].asked == 4
    assert totals["KELLY-2017"].asked == 3
    assert found.own_date


def test_bad_questions_are_refused(opened: OpenStore) -> None:
    with pytest.raises(UnknownName, match="did you mean KELLY-2017"):
        replay(opened.store, CATALOG, "removals", ["KELLY-2016"])
    with pytest.raises(NoValue, match="gives no answer about a case"):
        replay(opened.store, CATALOG, "removals", ["MORTON-2011D"])
    with pytest.raises(NoValue, match="holds no detainers"):
        replay(opened.store, CATALOG, "detainers", ["PEP-2014"])
    with pytest.raises(UsageError, match="no policy is named"):
        replay(opened.store, CATALOG, "removals", [])
    with pytest.raises(NoValue, match="does not record"):
        replay(opened.store, CATALOG, "removals", ["KELLY-2017"], by="threat_level,facility")
    with pytest.raises(UnknownName, match="dimension"):
        replay(opened.store, CATALOG, "removals", ["KELLY-2017"], by="colour")


@pytest.mark.real
def test_real_removals_of_fiscal_2016_and_real_detainers(shared: Path, tmp_path: Path) -> None:
    records = shared / "data" / "records"
    files = [
        records / "2019-ICFO-53623" / "ICERemovals_FY2016.csv.gz",
        *(records / "15-87693-detainers").glob("*.xlsx"),
    ]
    if not all(f.is_file() for f in files):
        pytest.skip("the real files are not here")
    opened = OpenStore(Store(tmp_path / "store"), CATALOG)
    opened.ingest(files)
    found = replay(opened.store, CATALOG, "removals", ["JOHNSON-2014P", "KELLY-2017"], period="FY2016")
    johnson, kelly = found.totals
    assert johnson.records == kelly.records == 240_255
    assert (johnson.certain, johnson.possible, johnson.out) == (156_762, 83_493, 0)
    assert (kelly.certain, kelly.possible, kelly.out) == (185_107, 55_148, 0)
    detainers = replay(opened.store, CATALOG, "detainers", ["MORTON-2012D", "PEP-2014"], own_date=True)
    assert all(not t.decided for t in detainers.totals)
    assert [t.asked for t in detainers.totals] == [29_981, 60_973]
