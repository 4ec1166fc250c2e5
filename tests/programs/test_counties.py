"""Which county or state a text names."""

import pytest

from tallybook.base.catalog import Catalog
from tallybook.programs.counties import gazetteer
from tallybook.programs.placing import county_of_agency

PLACES = gazetteer(Catalog())


@pytest.mark.parametrize(
    ("state", "text", "fips"),
    [
        ("TX", "Harris County", "48201"),
        ("LA", "St. Tammany Parish", "22103"),
        ("LA", "LaSalle Parish", "22059"),
        ("FL", "DeSoto County", "12027"),
        ("MO", "St. Louis County", "29189"),
        ("MO", "St. Louis city", "29510"),
        ("VA", "Fairfax County", "51059"),
        ("VA", "Fairfax City", "51600"),
        ("MD", "Prince Georges County", "24033"),
        ("NM", "Doña Ana County", "35013"),
        ("TX", "Nowhere County", None),
    ],
)
def test_counties(state, text, fips):
    found = PLACES.county(state, text)
    assert (found and found.fips) == fips


@pytest.mark.parametrize(("text", "code"), [("texas", "TX"), ("TX", "TX"), ("PENNSLYVANIA", "PA"), ("UTAHJ", "UT")])
def test_states(text, code):
    assert PLACES.state(text).code == code


def test_a_slip_is_taken_only_where_asked_and_only_where_one_county_is_near():
    assert PLACES.county("LA", "Calacasieu Parish") is None
    assert PLACES.county("LA", "Calacasieu Parish", close=True).fips == "22019"
    assert PLACES.county("TX", "Xyz", close=True) is None


@pytest.mark.parametrize(
    ("state", "listed", "agency", "fips"),
    [
        ("AL", "", "Etowah County Sheriff's Office", "01055"),
        ("FL", "#N/A", "Tampa Police Department", None),
        ("FL", "Hillsborough County", "Tampa Police Department", "12057"),
        ("FL", "#NA", "Florida Highway Patrol", None),
        ("LA", "N/A", "East Baton Rouge Parish Sheriff's Office", "22033"),
    ],
)
def test_the_county_of_an_agency(state, listed, agency, fips):
    found = county_of_agency(PLACES, state, listed, agency)
    assert (found and found.fips) == fips
