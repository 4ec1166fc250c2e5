"""287(g) on any day: rosters exactly, the compiled list between bounds, the gap from below."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, UnknownName
from tallybook.programs.agreements import agreements_on, first_listed
from tallybook.programs.changes import changed
from tallybook.programs.models import models
from tallybook.programs.spells import early_spells, published_counts, rolls

CATALOG = Catalog()


@pytest.mark.parametrize(
    ("day", "agreements", "jem", "tfm", "wso"),
    [
        ((2021, 1, 13), 150, 74, 0, 76),
        ((2025, 1, 19), 135, 60, 0, 75),
        ((2025, 2, 18), 135, 60, 0, 75),
        ((2025, 2, 19), 145, 60, 8, 77),
        ((2025, 2, 26), 239, 65, 64, 110),
        ((2025, 3, 31), 427, 86, 169, 172),
        ((2025, 6, 27), 737, 111, 360, 266),
        ((2025, 9, 30), 1035, 133, 521, 381),
        ((2025, 12, 30), 1274, 145, 684, 445),
        ((2026, 3, 27), 1560, 158, 924, 478),
        ((2026, 5, 18), 1843, 182, 1162, 499),
    ],
)
def test_rosters(day, agreements, jem, tfm, wso):
    found = agreements_on(CATALOG, date(*day))
    assert found.evidence == "roster"
    assert found.agreements.value == agreements == len(found.listed)
    assert [found.by_model[m].value for m in ("JEM", "TFM", "WSO")] == [jem, tfm, wso]
    assert sum(b.value for b in found.by_state.values()) == agreements


def test_every_roster_used_gives_back_its_number_of_lines():
    held = rolls(CATALOG)
    lines = {f.day: f.rows for f in held.files if f.status == "used"}
    listed = dict.fromkeys(lines, 0)
    for spell in held.spells:
        for day in held.days:
            if spell.first_seen <= day <= spell.last_seen:
                listed[day] += 1
    assert listed == lines
    assert len(lines) == len(held.days) == 746


def test_agencies_states_and_spellings():
    found = agreements_on(CATALOG, date(2026, 5, 18))
    assert (found.agencies.value, found.spellings, found.states.value) == (1549, 1557, 40)
    assert {s: found.by_state[s].value for s in ("TX", "FL", "MO", "PA", "AR", "TN", "OK", "GA")} == {
        "TX": 387, "FL": 348, "MO": 103, "PA": 102, "AR": 86, "TN": 77, "OK": 69, "GA": 65,
    }  # fmt: skip
    assert found.unplaced == 239
    assert any("239 of 1,843 agreements (13%)" in note for note in found.notes())
    assert agreements_on(CATALOG, date(2021, 1, 13)).agencies.value == 147


def test_signing_days_that_earlier_rosters_contradict_are_called_doubtful():
    found = agreements_on(CATALOG, date(2026, 5, 18))
    doubtful = {x.spell.agency for x in found.listed if x.signing_doubtful}
    assert "Mohawk Village Police Department" in doubtful, "signed 2016, first listed in March 2026"
    assert 3 <= len(doubtful) <= 10
    assert any("doubtful" in note for note in found.notes())
    assert not any(x.signing_doubtful for x in agreements_on(CATALOG, date(2021, 1, 13)).listed)


def test_between_two_rosters_the_earlier_one_stands_and_both_are_named():
    found = agreements_on(CATALOG, date(2026, 4, 10))
    assert (found.as_of, found.next_roster) == (date(2026, 4, 1), date(2026, 4, 13))
    assert found.agreements.value == 1604
    assert "1 April 2026" in next(found.notes()) and "13 April 2026" in next(found.notes())


def test_after_the_last_roster_the_answer_says_that_it_is_old():
    found = agreements_on(CATALOG, date(2026, 11, 1))
    assert found.as_of == date(2026, 5, 18) and found.next_roster is None
    assert any("No later roster is held" in note for note in found.notes())
    assert any("2,510" in note for note in found.notes())


def test_task_forces_are_first_listed_again_in_february_2025():
    assert first_listed(CATALOG, "TFM") == (date(2025, 2, 19), 8)


@pytest.mark.parametrize(("day", "published"), [((2012, 10, 2), 64), ((2012, 10, 16), 57), ((2012, 12, 31), 39)])
def test_the_lapse_at_the_end_of_2012_lies_between_bounds_that_hold_the_published_number(day, published):
    found = agreements_on(CATALOG, date(*day))
    assert found.evidence == "compiled list"
    assert [c.agreements for c in found.published] == [published]
    assert found.agreements.low <= published <= found.agreements.high
    assert found.agreements.value is None


@pytest.mark.parametrize(
    ("day", "number"), [((2014, 8, 13), 35), ((2015, 7, 25), 32), ((2017, 8, 1), 58)]
)  # fmt: skip
def test_where_the_compiled_list_is_exact_it_is_the_published_number(day, number):
    found = agreements_on(CATALOG, date(*day))
    assert found.agreements.value == number == found.published[0].agreements


def test_from_august_2010_on_every_published_number_is_within_the_bounds_or_one_off():
    for count in published_counts(CATALOG):
        if date(2010, 8, 1) <= count.day.first <= date(2017, 8, 1):
            found = agreements_on(CATALOG, count.day.first).agreements
            assert found.low - 1 <= count.agreements <= found.high, count


def test_the_twenty_two_task_forces_end_between_october_2012_and_the_end_of_that_fiscal_year():
    ended = [
        s for s in early_spells(CATALOG)
        if "TFM" in s.models and s.ended_by and date(2012, 10, 2) < s.ended_by <= date(2013, 10, 1)
    ]  # fmt: skip
    assert len(ended) == 22
    assert {"AL", "AZ", "AR", "CO", "CT", "FL", "GA", "MN", "MO", "NC", "SC", "TN", "TX", "VA"} == {
        s.state for s in ended
    }
    for spell in ended:
        assert date(2012, 10, 2) <= spell.last_seen < spell.ended_by, "an interval, not a day"
        assert spell.standing(spell.last_seen) == "in force"
        assert spell.standing(spell.ended_by) is None
    danbury = next(s for s in ended if "Danbury" in s.agency)
    assert danbury.standing(date(2012, 12, 31)) == "possible"
    found = changed(CATALOG, date(2012, 10, 2), date(2013, 10, 1))
    assert sum(c.what == "gone" and "TFM" in c.spell.models for c in found.changes) == 22


def test_between_the_lists_only_a_lower_bound_is_given():
    found = agreements_on(CATALOG, date(2019, 6, 1))
    assert found.evidence == "between lists"
    assert found.agreements.high is None and 0 < found.agreements.low < 150
    assert found.agreements.low <= agreements_on(CATALOG, date(2020, 12, 31)).agreements.low <= 150
    assert str(found.agreements).startswith("at least ")


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2001, 12, 31), date(2002, 7, 1)])
def test_before_the_first_agreement_there_is_none_and_the_answer_says_so(day):
    found = agreements_on(CATALOG, day)
    assert (found.evidence, found.agreements.value, found.listed) == ("none", 0, ())
    assert "2 July 2002" in next(found.notes())


def test_the_first_agreement():
    assert [x.spell.agency for x in agreements_on(CATALOG, date(2002, 7, 2)).listed] == [
        "Florida Department of Law Enforcement"
    ]


def test_up_641_percent():
    found = changed(CATALOG, date(2024, 12, 31), date(2025, 9, 18))
    assert (found.start.agreements.value, found.end.agreements.value) == (135, 1000)
    assert round(found.percent) == 641
    assert found.new - found.gone == 865
    assert found.respelt and any("another spelling" in note for note in found.notes())


def test_changes_account_for_the_difference_between_any_two_rosters():
    held = rolls(CATALOG)
    days = held.days[:: len(held.days) // 6]
    for one, two in pairwise(days):
        found = changed(CATALOG, one, two)
        assert found.new - found.gone == found.end.agreements.value - found.start.agreements.value
        assert all(c.what != "unsure" for c in found.changes)


def test_lists_of_different_kinds_are_not_compared():
    with pytest.raises(NoValue, match="cannot be compared agreement by agreement"):
        changed(CATALOG, date(2012, 1, 1), date(2025, 1, 1))


def test_places():
    assert agreements_on(CATALOG, date(2026, 5, 18), "Florida").agreements.value == 348
    assert [x.spell.agency for x in agreements_on(CATALOG, date(2012, 1, 1), "Maricopa, AZ").listed] == [
        "City of Mesa Police Department", "City of Phoenix Police Department", "Maricopa County Sheriff's Office",
    ]  # fmt: skip
    with pytest.raises(UnknownName, match="did you mean Maricopa"):
        agreements_on(CATALOG, date(2012, 1, 1), "Maricpa, AZ")


def test_ices_misdated_workbooks():
    files = {f.file: f for f in rolls(CATALOG).files}
    for name, day in {
        "participatingAgencies01052025pm": date(2026, 1, 5),
        "participatingAgencies01062025pm": date(2026, 1, 6),
        "participatingAgencies01092025pm": date(2026, 1, 9),
        "participatingAgencies08022025pm": date(2025, 8, 28),
    }.items():
        assert (files[name].day, files[name].dated_by) == (day, "corrected")
    assert files["participatingAgencies09222025pm"].status == "cut short"
    assert files["participatingAgencies090022025am"].status == "undated"
    assert not any(s.signed and s.signed.year > 2026 for s in rolls(CATALOG).spells)


def test_most_disappearances_are_spellings_and_the_rest_are_few():
    held = rolls(CATALOG)
    last = held.days[-1]
    now = {(s.state, s.agency) for s in held.spells if s.last_seen == last}
    gone = {(s.state, s.agency) for s in held.spells} - now
    assert 60 <= len(gone) <= 100, "287g-watch counts 86 ended agencies two months later"


def test_every_join_but_of_form_has_its_evidence():
    joined = [(name, n) for _, name, n in rolls(CATALOG).names if n.rule != "form"]
    assert len(joined) > 40
    assert all(n.evidence and n.rule in ("lead", "slip", "longer") for _, n in joined)


def test_powers_by_model():
    found = models(CATALOG)
    assert set(found) == {"JEM", "TFM", "WSO"}
    assert found["TFM"].powers.arrest_without_warrant.startswith("yes")
    assert found["WSO"].powers.interrogate == found["WSO"].powers.issue_detainers == "no"
    assert found["JEM"].powers.arrest_without_warrant == "no"


@pytest.mark.real
def test_the_catalog_is_what_the_compiled_snapshots_give(shared):
    import polars as pl

    counts = pl.read_csv(shared / "facts/programs/287g_snapshot_counts.csv", infer_schema_length=0)
    archives = {"RelevantResearch": "R", "appelson": "A"}
    compiled = Counter(
        (archives[r["_src"]], r["_file"].rpartition("__")[2].removesuffix(".xlsx"), r["_asof"][:10], int(r["n"]))
        for r in counts.iter_rows(named=True)
    )
    mine = Counter((f.archive, f.file, f.day.isoformat(), f.rows) for f in rolls(CATALOG).files if f.day)
    assert mine == compiled
    early = (shared / "facts/programs/287g_agreements_2002_2017.psv").read_text(encoding="utf-8").splitlines()
    assert len(early_spells(CATALOG)) == len(early) - 1
