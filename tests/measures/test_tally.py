"""Tallies: rules, completeness, which release answers, breakdowns, conditions, repeats."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from releases import LEVEL, preamble, removal, removals_text, workbook
from tallybook.base.catalog import open_catalog
from tallybook.base.errors import ConditionError, NoValue, UnknownName, UsageError
from tallybook.measures.opened import OpenStore
from tallybook.records.store import Store

Y16, Y17 = "ICE Removals for FY2016", "ICE Removals for FY2017"


@pytest.fixture
def opened(tmp_path: Path) -> OpenStore:
    return OpenStore(Store(tmp_path / "store"), open_catalog())


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def make(title: str, rows: Sequence[Sequence[str]], name: str = "") -> Path:
        return removals_text(tmp_path / (name or f"{title}.csv"), title, rows)

    return make


# Of FY2016 as removed: three, one of which left in FY2015. Of FY2017: two, one of which left in FY2016.
IN_16 = [
    removal("10/1/2015", "9/30/2015", LEVEL), removal("1/5/2016", level="NA"),
    removal("9/30/2016", level=LEVEL, area="Boston"),
]  # fmt: skip
IN_17 = [removal("10/1/2016", "9/29/2016", LEVEL), removal("3/4/2017", level="", area="Boston")]


def by_year(opened: OpenStore, **question: Any) -> dict[int, int]:
    return {row["fiscal_year"]: row["value"] for row in opened.count("ice.removals", "fiscal_year", **question).rows}


def test_four_rules_count_four_ways(opened: OpenStore, file: Callable[..., Path]) -> None:
    opened.ingest([file(Y16, IN_16), file(Y17, IN_17)])
    assert by_year(opened) == {2016: 3, 2017: 2}
    assert by_year(opened, rule="same-year") == {2016: 2, 2017: 1}
    assert opened.count("ice.removals", rule="departed", period="FY2016").value == 3
    assert by_year(opened, rule="as-titled") == {2016: 3, 2017: 2}


def test_departures_of_a_year_are_complete_only_with_the_next_years_file(
    opened: OpenStore, file: Callable[..., Path]
) -> None:
    opened.ingest([file(Y16, IN_16)])
    alone = opened.count("ice.removals", rule="departed", period="FY2016")
    assert (alone.value, alone.complete, alone.incomplete) == (2, False, ("FY2016",))
    assert next(c["id"] for c in alone.caveats) == "lag-not-held"
    opened.ingest([file(Y17, IN_17)])
    both = opened.count("ice.removals", rule="departed", period="FY2016")
    assert (both.value, both.complete) == (3, True)
    assert opened.count("ice.removals", rule="locked", period="FY2016").complete


def test_a_year_to_date_says_how_far_it_reaches(opened: OpenStore, file: Callable[..., Path]) -> None:
    rows = [removal("10/1/2018"), removal("8/31/2019"), removal("9/1/2019")]
    opened.ingest([file("ICE Removals for FY2019 (10/1/2018 - 8/31/2019)", rows, "19.csv")])
    found = opened.count("ice.removals", period="FY2019")
    assert (found.value, found.complete, found.covered_to) == (3, False, dt.date(2019, 8, 31))
    assert opened.count("ice.removals", period="2018-10..2019-08").complete
    everything = opened.count("ice.removals", "fiscal_year")
    assert (everything.complete, everything.covered_to) == (False, dt.date(2019, 8, 31))
    assert everything.period and everything.period.label == "FY2019"


def test_a_gap_between_years_is_not_complete(opened: OpenStore, file: Callable[..., Path]) -> None:
    last = [removal("10/1/2017"), removal("9/1/2018")]
    opened.ingest([file(Y16, IN_16), file("ICE Removals for FY2018", last)])
    found = opened.count("ice.removals", "fiscal_year")
    assert (found.complete, found.incomplete) == (False, ("FY2017",))
    with pytest.raises(NoValue, match="no removals of FY2017 are held"):
        opened.count("ice.removals", period="FY2017")
    assert opened.count("ice.removals", period="FY2016..FY2018").complete is False


def test_the_contract_of_the_json(opened: OpenStore, file: Callable[..., Path]) -> None:
    opened.ingest([file(Y16, IN_16)])
    data = json.loads(json.dumps(opened.count("ice.removals", "area_of_responsibility", period="FY2016").to_dict()))
    assert set(data) == {
        "measure", "rule", "releases", "period", "by", "complete", "covered_to", "rows", "caveats", "provenance",
    }  # fmt: skip
    assert data["rows"] == [
        {"area_of_responsibility": "Boston", "value": 1},
        {"area_of_responsibility": "Dallas", "value": 2},
    ]
    assert data["period"] == {"start": "2015-10-01", "end": "2016-09-30", "label": "FY2016"}
    assert data["provenance"]["files"][0]["sha256"]
    assert data["provenance"]["queries"]


def test_breakdowns_by_time_and_by_what_follows_from_redaction(opened: OpenStore, file: Callable[..., Path]) -> None:
    opened.ingest([file(Y16, IN_16), file(Y17, IN_17)])
    found = opened.count("ice.removals", "month", period="FY2016")
    assert [tuple(r.values()) for r in found.rows] == [("2015-10", 1), ("2016-01", 1), ("2016-09", 1)]
    found = opened.count("ice.removals", "calendar_year,criminality")
    assert [tuple(r.values()) for r in found.rows] == [
        (2015, "convicted", 1), (2016, "convicted", 2), (2016, "not_convicted", 1), (2017, None, 1),
    ]  # fmt: skip
    assert "inferred-from-redaction" in {c["id"] for c in found.caveats}
    convicted = opened.count("ice.removals.criminal", period="FY2017")
    assert convicted.value == 1
    assert "1 records of the period do not say" in next(
        c["text"] for c in convicted.caveats if c["id"] == "condition-unknown"
    )
    assert "inferred-from-redaction" not in {c["id"] for c in opened.count("ice.removals").caveats}


def test_conditions_are_checked_before_they_run(opened: OpenStore, file: Callable[..., Path]) -> None:
    opened.ingest([file(Y16, IN_16)])
    assert opened.count("ice.removals", where="gender = 'Male' and area_of_responsibility = 'Boston'").value == 1
    assert opened.count("ice.removals", where="departed_date < 2015-10-01").value == 1
    assert opened.count("ice.removals", where="citizenship = 'MEXICO'").value == 3
    assert opened.count("ice.removals", where="area_of_responsibility = 'Boston Area of Responsibility'").value == 1
    nobody = opened.count("ice.removals", where="citizenship in ('Mexcio', 'Mexico') and gender = 'Male'")
    assert nobody.value == 3
    assert [c["text"] for c in nobody.caveats if c["id"] == "value-not-found"] == [
        "No record of the period has citizenship 'Mexcio'. Did you mean 'Mexico'?"
    ]
    with pytest.raises(ConditionError, match="citizenship"):
        opened.count("ice.removals", where="citizenshp = 'Mexico'")
    with pytest.raises(NoValue, match="does not record birth year"):
        opened.count("ice.removals", where="birth_year = 1990")
    with pytest.raises(UnknownName, match="did you mean citizenship"):
        opened.count("ice.removals", "citizensip")
    with pytest.raises(UnknownName, match="counting rule"):
        opened.count("ice.removals", rule="by-moon")
    with pytest.raises(NoValue, match="does not record program"):
        opened.count("ice.removals", "program")
    with pytest.raises(NoValue, match="not counted from records"):
        opened.count("dhs.removals")


def area_file(tmp_path: Path) -> Path:
    title = "FY2012 - FY2016 (01/01/2012 - 09/30/2016) ICE Expedited Removals for the Seattle Area of Responsibility"
    head = [["ERO-LESA Statistical Tracking Unit"], ["FOUO"], ["UW v. DHS - ICE Productions"], [], [], [title],
            ["Departed Date", "Date of Birth", "Gender", "Country of Citizenship", "Event Number",
             "Most Serious Conviction", "Case Category"]]  # fmt: skip
    row = ["1/3/2016", "(b)(6)", "Male", "FRANCE", "(b)(7)e)", "", "[8F] Expedited Removal"]
    return workbook(tmp_path / "area.xlsx", {"Expedited Removals": [*head, row]})


def test_a_narrower_release_never_answers_a_wider_question_by_itself(
    opened: OpenStore, file: Callable[..., Path], tmp_path: Path
) -> None:
    opened.ingest([area_file(tmp_path)])
    with pytest.raises(UsageError, match="--release uw-v-dhs-seattle"):
        opened.count("ice.removals", rule="departed")
    found = opened.count("ice.removals", rule="departed", release="uw-v-dhs-seattle")
    assert (found.value, found.complete) == (1, False)
    assert "scope" in {c["id"] for c in found.caveats}
    assert opened.count("ice.removals", rule="departed", where="area_of_responsibility = 'Seattle'").value == 1
    with pytest.raises(NoValue, match=r"rule 'locked' is unavailable .* no removal date; expected --rule departed"):
        opened.count("ice.removals", release="uw-v-dhs-seattle")
    opened.ingest([file(Y16, IN_16)])
    national = opened.count("ice.removals", period="FY2016")
    assert national.releases == ("2019-ICFO-53623",)
    assert national.value == 3
    assert "uw-v-dhs-seattle" in next(c["text"] for c in national.caveats if c["id"] == "other-releases")


def test_two_national_releases_are_never_added_for_the_same_days(
    opened: OpenStore, file: Callable[..., Path], tmp_path: Path
) -> None:
    header = ["Departure Date", "Departure Country", "Case Threat Level", "Anonymized Identifer"]
    rows = [[dt.datetime(2016, 1, 5), "MEXICO", "1", "a"], [dt.datetime(2014, 1, 5), "MEXICO", None, "b"]]
    old = workbook(
        tmp_path / "2023-ICFO_42034_Removals_FY16-14.xlsx",
        {"FY14-16": [*preamble("Removals FY2014-FY2016", "2023-ICFO-42034"), header, *rows]},
    )
    opened.ingest([file(Y16, IN_16), file(Y17, IN_17), old])
    found = opened.count("ice.removals", "fiscal_year,release", rule="departed")
    assert [tuple(r.values()) for r in found.rows] == [
        (2014, "2023-ICFO-42034", 1), (2016, "2019-ICFO-53623", 3), (2017, "2019-ICFO-53623", 1),
    ]  # fmt: skip
    assert opened.count("ice.removals", rule="departed", period="FY2014").releases == ("2023-ICFO-42034",)
    with pytest.raises(NoValue, match="release 2023-ICFO-42034: it has no removal date"):
        opened.count("ice.removals", period="FY2014")


def test_a_date_that_some_years_of_a_release_lack_is_not_counted_by_there(opened: OpenStore, tmp_path: Path) -> None:
    def sheet(year: int, header: list[str]) -> list[list[str]]:
        rows = [*preamble(f"ICE Removals FY{year}", "2022-ICFO-09023"), ["Area of Responsibility", *header, "Gender"]]
        return [*rows, *([["Dallas Area of Responsibility", *[f"1/5/{year}"] * len(header), "Male"]] * 3)]

    sheets = {
        "FY2013": sheet(2013, ["Departed Date", "Case Close Date"]),
        "FY2014": sheet(2014, ["Departed Date", "Case Close Date", "Removal Date"]),
    }
    opened.ingest([workbook(tmp_path / "ICE_Removals_FY2012-FY2014-REDACTED_raw.xlsx", sheets)])
    assert opened.count("ice.removals", period="FY2014").value == 3
    with pytest.raises(NoValue, match="release 2022-ICFO-09023: it has no removal date; expected --rule departed"):
        opened.count("ice.removals", period="FY2013")
    with pytest.raises(
        NoValue, match=r"part of release .*sheet 'FY2013' has no removal date; expected --period FY2014"
    ):
        opened.count("ice.removals", "fiscal_year")
    assert opened.count("ice.removals", rule="departed").value == 6


def test_repeats_of_a_person_can_be_left_out_where_there_is_an_id(opened: OpenStore, tmp_path: Path) -> None:
    header = ["Apprehension Date", "Apprehension Method", "Arrest Created By", "Anonymized Identifier"]
    days = [("1/1/2016 08:00", "a"), ("1/1/2016 20:00", "a"), ("1/2/2016 19:00", "a"), ("1/5/2016", "a"),
            ("1/1/2016", "b"), ("1/1/2016", None), ("1/1/2016", None)]  # fmt: skip
    rows = [*preamble("Admin Arrests FY2016", "2023-ICFO-42034"), header, *([d, "Located", "ERO", p] for d, p in days)]
    opened.ingest([workbook(tmp_path / "a.xlsx", {"FY2016": rows})])
    count = {how: opened.count("ice.admin_arrests", dedupe=how).value for how in ("none", "same-day", "24h")}
    assert count == {"none": 7, "same-day": 6, "24h": 5}


def test_no_repeats_can_be_told_without_an_id(opened: OpenStore, file: Callable[..., Path]) -> None:
    opened.ingest([file(Y16, IN_16)])
    with pytest.raises(NoValue, match="no person id that can be trusted"):
        opened.count("ice.removals", dedupe="same-day")


def test_the_results_come_as_frames_and_a_table(opened: OpenStore, file: Callable[..., Path]) -> None:
    opened.ingest([file(Y16, IN_16)])
    found = opened.count("ice.removals", "gender", period="FY2016")
    assert found.to_polars().to_dicts() == [{"gender": "Male", "value": 3}]
    assert any("complete" in note for note in found.table().notes)


def test_reconcile_sets_counts_beside_every_vintage(opened: OpenStore, file: Callable[..., Path]) -> None:
    opened.ingest([file(Y16, IN_16)])
    lines = opened.reconcile("ice.removals").lines
    (line,) = [x for x in lines if x.rule == "locked" and x.official == 240_255]
    assert (line.counted, line.difference, line.complete, line.vintage) == (3, 3 - 240_255, True, "ICE2016")
    with pytest.raises(NoValue, match="not counted from records"):
        opened.reconcile("dhs.removals")
