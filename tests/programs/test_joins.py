"""Records by programme, and the share of them that cannot be placed."""

from datetime import date

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, UsageError
from tallybook.programs.finding import Finder
from tallybook.programs.joins import join
from tallybook.programs.outcomes import outcomes
from tallybook.records.ingest import ingest
from tallybook.records.store import Store

CATALOG = Catalog()
HEADER = "Prepare Date,Detainer Type,Detainer Detention Facility,State,City,Detainer Lift Reason"
ROWS = (
    ("2010-05-10", "HARRIS COUNTY JAIL", "TEXAS", "Booked into Detention"),
    ("2010-05-10", "DALLAS COUNTY JAIL", "TEXAS", ""),
    ("2010-05-10", "SOME JAIL", "TEXAS", "Detainer Declined by LEA"),
    ("2010-05-10", "COOK COUNTY JAIL", "ILLINOIS", "Detainer Declined by LEA"),
    ("2010-05-10", "ANY JAIL", "ALASKA", "Lifted"),
    ("2010-05-10", "NO STATE JAIL", "", ""),
    ("2014-11-19", "COOK COUNTY JAIL", "ILLINOIS", "Detainer Declined by LEA"),
    ("2014-11-20", "COOK COUNTY JAIL", "ILLINOIS", "Detainer Declined by LEA"),
    ("2013-06-01", "GWINNETT COUNTY SHERIFF", "GEORGIA", "Case Closed"),
)
FORM = "I247 - Immigration Detainer - Notice of Action (prior to March 2013)"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    folder = tmp_path_factory.mktemp("joins")
    file = folder / "detainers.csv"
    lines = [f"{day},{FORM},{jail},{state},,{reason}" for day, jail, state, reason in ROWS]
    file.write_text("\n".join([HEADER, *lines]) + "\n")
    store = Store(folder / "store")
    ingest(store, [file], CATALOG, "15-87693")
    return store


def test_secure_communities_by_place_and_date(store):
    found = join(store, CATALOG, "ice.detainers", "secure-communities", release="15-87693")
    # In May 2010 live in Harris and Dallas, not yet in Cook, nowhere in Alaska, in parts of Texas.
    assert found.counts == {
        "in force": 4, "sharing only": 1, "not in force": 2, "unknown": 0, "not placed": 2,
    }  # fmt: skip
    assert found.total == len(ROWS)
    assert found.placed_by["state"] == 1
    assert found.table().notes[0] == "2 of 9 records (22.2%) cannot be placed."
    assert found.brief().notes == found.table().notes


def test_agreements_by_place_and_date(store):
    found = join(store, CATALOG, "ice.detainers", "287g", release="15-87693", period="2010-05..2014-12")
    assert found.counts["in force"] == 3, "Harris and Dallas (police of two towns) in 2010, Gwinnett in 2013"
    assert found.counts["not placed"] == 3, "a county is needed"
    assert any("Agencies of states" in note for note in found.table().notes)


def test_a_place(store):
    found = join(store, CATALOG, "ice.detainers", "secure-communities", release="15-87693", place="IL")
    assert (found.counts["not in force"], found.counts["in force"], found.counts["sharing only"]) == (1, 1, 1)


def test_outcomes_by_place(store):
    found = outcomes(store, CATALOG, None, "Cook, IL")
    assert found.kinds == {
        "booked into ICE custody": 0, "declined": 3, "lifted": 0, "other": 0, "not recorded": 0,
    }  # fmt: skip
    assert (found.unplaced, found.total) == (1, 9)
    assert any("1 of 9 detainers (11.1%) cannot be placed" in note for note in found.brief().notes)
    everywhere = outcomes(store, CATALOG)
    assert sum(everywhere.kinds.values()) == 9 and everywhere.kinds["not recorded"] == 2


def test_questions_that_cannot_be_asked(store, tmp_path):
    with pytest.raises(UsageError, match="no places to join by"):
        join(store, CATALOG, "ice.detainers", "detainers")
    with pytest.raises(NoValue, match="the store is empty"):
        join(Store(tmp_path / "none"), CATALOG, "ice.detainers", "287g")
    with pytest.raises(NoValue, match="is not counted from records"):
        join(store, CATALOG, "sc.counties", "287g")
    with pytest.raises(NoValue, match="the store is empty"):
        outcomes(Store(tmp_path / "none"), CATALOG, None, "TX")


def test_records_without_a_place(tmp_path):
    file = tmp_path / "arrests.csv"
    file.write_text(
        "Apprehension Date,Area of Responsibility,Citizenship\n2016-01-05,Dallas Area of Responsibility,MEXICO\n"
    )
    store = Store(tmp_path / "store")
    ingest(store, [file], CATALOG, "2019-ICFO-53623")
    with pytest.raises(NoValue, match="do not say in which state or county"):
        join(store, CATALOG, "ice.admin_arrests", "287g")


@pytest.mark.parametrize(
    ("row", "fips", "by"),
    [
        ({"county_fips": "48201"}, "48201", "recorded"),
        ({"county_fips": "1001"}, "01001", "recorded"),
        ({"state": "TX", "county": "Harris"}, "48201", "recorded"),
        ({"state": "LOUISIANA", "facility": "ORLEANS PARISH PRISON"}, "22071", "facility's name"),
        ({"state": "TEXAS", "facility": "HARRIS CO. JAIL"}, "48201", "facility's name"),
        ({"state": "TEXAS", "facility": "COUNTY JAIL"}, None, "state"),
        ({"state": "ATLANTIS"}, None, "nothing"),
        ({}, None, "nothing"),
    ],
)
def test_where_a_record_is(row, fips, by):
    found = Finder(CATALOG).find(row)
    assert (found.county and found.county.fips, found.by) == (fips, by)


@pytest.mark.real
def test_the_real_detainers_of_fy2015(shared, tmp_path):
    [file] = (shared / "data/records/15-87693-detainers").glob("*.xlsx")
    store = Store(tmp_path)
    ingest(store, [file], CATALOG)
    found = join(store, CATALOG, "ice.detainers", "secure-communities", period="2014-10-01..2015-07-19")
    assert found.total == 79_053 and found.counts["not in force"] == 0
    assert found.counts["not placed"] == 9_153
    result = outcomes(store, CATALOG)
    assert sum(result.kinds.values()) == 79_053
    assert (result.kinds["declined"], result.kinds["not recorded"]) == (5_501, 52_263)
    assert {m for m, _, _, _ in result.counts} == {
        f"{d.year}-{d.month:02d}" for d in (date(2014 + (n > 12), (n - 1) % 12 + 1, 1) for n in range(10, 20))
    }
