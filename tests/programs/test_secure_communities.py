"""Where Secure Communities was active on a day, against what was published and between the two sources."""

import csv
from datetime import date

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError, NoValue, UnknownName
from tallybook.measures.series import series
from tallybook.programs.secure_communities import (
    activated_between,
    activation_of,
    activations,
    counties_active,
    launched,
    nationwide,
    share_on,
    state_status,
    status,
)

CATALOG = Catalog()


@pytest.mark.parametrize(
    ("day", "counties"),
    [
        ((2008, 10, 26), 0),
        ((2008, 10, 27), 1),
        ((2008, 12, 31), 14),
        ((2009, 9, 30), 85),
        ((2010, 9, 30), 661),
        ((2011, 9, 30), 1562),
        ((2012, 6, 30), 3037),
        ((2013, 1, 21), 3037),
        ((2013, 1, 22), 3143),
        ((2020, 1, 1), 3143),
    ],
)
def test_counties_active_at_the_ends_of_years(day, counties):
    counted = counties_active(CATALOG, date(*day))
    assert counted.active == counties == sum(active for active, _ in counted.by_state.values())
    assert counted.counties == 3143


@pytest.mark.parametrize(
    ("day", "jurisdictions", "apart"),
    [((2008, 12, 31), 14, 0), ((2009, 9, 30), 88, -3), ((2010, 9, 30), 658, 3), ((2011, 9, 30), 1595, -33),
     ((2013, 1, 22), 3181, -38)],
)  # fmt: skip
def test_counties_stay_as_far_from_jurisdictions_as_is_known(day, jurisdictions, apart):
    counted = counties_active(CATALOG, date(*day))
    assert counted.active - jurisdictions == apart
    assert any("jurisdictions" in note for note in counted.notes())


@pytest.mark.parametrize(
    ("day", "share"),
    [((2008, 12, 31), 0.034), ((2009, 9, 30), 0.171), ((2010, 9, 30), 0.471), ((2011, 9, 30), 0.697),
     ((2012, 6, 30), 0.969), ((2013, 1, 31), 1.0)],
)  # fmt: skip
def test_share_of_the_population(day, share):
    found, month = share_on(CATALOG, date(*day))
    assert found == pytest.approx(share, abs=0.0006)
    assert month == f"{day[0]}-{day[1]:02d}"


def test_a_share_is_never_of_a_month_that_is_not_over():
    assert share_on(CATALOG, date(2013, 1, 22))[1] == "2012-12"
    assert share_on(CATALOG, date(2008, 10, 1)) == (None, "")


@pytest.mark.parametrize(
    ("fips", "day"),
    [("48201", (2008, 10, 27)), ("37063", (2009, 2, 10)), ("04013", (2009, 1, 16)), ("06037", (2009, 8, 27)),
     ("51059", (2009, 3, 9)), ("06075", (2010, 6, 8)), ("36061", (2012, 5, 15)), ("25025", (2008, 11, 5)),
     ("11001", (2012, 6, 5)), ("17031", (2013, 1, 22))],
)  # fmt: skip
def test_counties_whose_day_is_known_from_elsewhere(fips, day):
    assert activation_of(CATALOG, fips).activated == date(*day)
    assert status(CATALOG, fips, date(*day)) is True
    assert status(CATALOG, fips, date(*day).replace(day=1)) is (day[2] == 1)


def test_first_and_last():
    assert (launched(CATALOG).county.label, launched(CATALOG).activated) == ("Harris, TX", date(2008, 10, 27))
    assert nationwide(CATALOG) == date(2013, 1, 22)
    last = activated_between(CATALOG, date(2013, 1, 21), date(2013, 1, 22))
    assert len(last.rows) == 106
    assert {a.county.state.code for a in last.rows} == {"IL", "AL"}
    assert activated_between(CATALOG, date(2012, 6, 30), date(2012, 12, 31)).rows == ()


def test_the_two_sources():
    checks = [a.check for a in activations(CATALOG).values()]
    assert len(checks) - checks.count("one source") == 3102
    assert checks.count("two sources agree") == 3094
    differ = [a for a in activations(CATALOG).values() if a.check == "sources differ"]
    assert sorted(a.county.fips for a in differ) == [
        "18063", "18065", "18069", "18121", "18145", "18165", "18177", "18179",
    ]  # fmt: skip
    assert {(a.activated, a.other) for a in differ} == {(date(2011, 5, 31), "2011-06")}
    swapped = [a for a in activations(CATALOG).values() if a.note]
    assert sorted(a.county.fips for a in swapped) == [
        "29177", "32015", "36009", "36031", "36057", "36095", "41029", "41033",
    ]  # fmt: skip
    assert {a.activated for a in swapped} == {date(2011, 6, 1)}
    assert all(a.conflict for a in [*differ, *swapped])
    one = [a.county.state.code for a in activations(CATALOG).values() if a.check == "one source"]
    assert {s: one.count(s) for s in set(one)} == {"AK": 27, "VA": 7, "HI": 5, "SD": 1, "WV": 1}


def test_conflicts_travel_with_the_answer():
    indiana = counties_active(CATALOG, date(2011, 5, 31), "Indiana")
    assert indiana.conflicts == 8
    assert any("contradicted" in note for note in indiana.notes())
    county = counties_active(CATALOG, date(2011, 6, 15), "18063")
    assert county.brief().rows[0][-1] == "the second source says 2011-06"


def test_the_programme_and_its_fingerprint_checks_are_two_things():
    before = counties_active(CATALOG, date(2014, 11, 19))
    after = counties_active(CATALOG, date(2014, 11, 20))
    assert (before.switched.sharing, before.switched.targeting) == ("everywhere", "secure communities")
    assert (after.switched.sharing, after.switched.targeting) == ("everywhere", "priority enforcement program")
    assert before.active == after.active == 3143
    assert "not in force" in after.title and "not in force" not in before.title


def test_a_county_under_its_later_code_is_the_same_county():
    assert activation_of(CATALOG, "46102") == activation_of(CATALOG, "46113")
    assert activation_of(CATALOG, "02158").county.name == "Wade Hampton"


def test_a_state_is_in_part_between_its_first_and_last_county():
    texas = counties_active(CATALOG, date(2010, 1, 1), "TX").rows[0].county.state
    assert [state_status(CATALOG, texas, date(*d)) for d in [(2008, 10, 26), (2009, 6, 1), (2012, 1, 1)]] == [
        False, None, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "error", "said"),
    [
        ("Hariss, TX", UnknownName, "did you mean Harris?"),
        ("99999", UnknownName, "no county with the FIPS code '99999'"),
        ("Nowhere", UnknownName, "no state 'Nowhere'"),
        ("Guam", NoValue, "no county in Guam"),
    ],
)
def test_a_place_that_does_not_exist_or_has_no_dates(place, error, said):
    with pytest.raises(error, match=r".") as found:
        counties_active(CATALOG, date(2012, 1, 1), place)
    assert said in str(found.value)
    assert "\n" not in str(found.value)


def test_a_city_and_the_county_of_its_name_are_told_apart():
    city = counties_active(CATALOG, date(2012, 3, 1), "Baltimore city, MD")
    county = counties_active(CATALOG, date(2012, 3, 1), "Baltimore County, Maryland")
    assert (city.rows[0].county.fips, county.rows[0].county.fips) == ("24510", "24005")


def test_an_overlay_with_a_county_that_does_not_exist(tmp_path):
    folder = tmp_path / "programs" / "secure-communities"
    folder.mkdir(parents=True)
    (folder / "activation.csv").write_text(
        "fips,activated,statewide,check,other,note\n99999,2011-01-01,2011-01-01,one source,,\n"
    )
    with pytest.raises(CatalogError, match="there is no county '99999'"):
        counties_active(Catalog((tmp_path,)), date(2012, 1, 1))


def test_an_overlay_corrects_one_county(tmp_path):
    folder = tmp_path / "programs" / "secure-communities"
    folder.mkdir(parents=True)
    (folder / "activation.csv").write_text(
        "fips,activated,statewide,check,other,note\n48201,2008-10-28,2010-09-28,one source,,\n"
    )
    catalog = Catalog((tmp_path,))
    assert counties_active(catalog, date(2008, 10, 27)).active == 0
    assert counties_active(catalog, date(2009, 9, 30)).active == 85


def test_the_months_of_the_other_compilation_are_never_far_off():
    held = series(CATALOG, "sc.counties")
    for period in held.periods():
        other = held.current(period).value
        mine = counties_active(CATALOG, period.end).active
        assert 0 <= mine - other <= 41, period


@pytest.mark.real
def test_the_catalog_is_the_compiled_list(shared):
    with (shared / "facts/programs/sc_activation_by_county.csv").open(encoding="utf-8") as handle:
        compiled = {row["county_fips"]: row["activation_date"] for row in csv.DictReader(handle)}
    assert {fips: a.activated.isoformat() for fips, a in activations(CATALOG).items()} == compiled
