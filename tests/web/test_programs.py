"""Programmes on the site: the compiled numbers, every county, the map by day."""

from __future__ import annotations

import json
from datetime import date

import pytest
from fastapi.testclient import TestClient

from tallybook.base.catalog import open_catalog
from tallybook.base.results import plain_data
from tallybook.programs.agreements import agreements_on
from tallybook.programs.secure_communities import activations, counties_active

CATALOG = open_catalog()


def plain(thing: object) -> object:
    return json.loads(json.dumps(plain_data(thing)))


@pytest.mark.parametrize("day", ["2009-09-30", "2012-12-31", "2013-01-22"])
def test_a_day_is_the_librarys(client: TestClient, day: str):
    active = client.get("/programs/secure-communities.json", params={"on": day}).json()
    assert active["found"] == plain(counties_active(CATALOG, date.fromisoformat(day)).to_dict())
    roster = client.get("/programs/287g.json", params={"on": day}).json()
    assert roster["found"] == plain(agreements_on(CATALOG, date.fromisoformat(day)).to_dict())


def test_the_year_ends_and_the_published_figures_stand_on_the_page(client: TestClient):
    twin = client.get("/programs/secure-communities.json").json()
    ends = {row["day"]: row["low"] for row in twin["by_year"]}
    assert (ends["2009-09-30"], ends["2010-09-30"], ends["2011-09-30"]) == (85, 661, 1562)
    page = client.get("/programs/secure-communities").text
    for figure in ("7,225,393", "197,302", "101,741"):
        assert figure in page


def test_detainers_and_what_became_of_them(client: TestClient):
    page = client.get("/programs/detainers").text
    for figure in ("286,530", "13,595", "2,378", "942"):
        assert figure in page
    assert client.get("/api/v1/programs/detainers", params={"place": "TX"}).status_code == 422


@pytest.mark.parametrize("form", ["svg", "png", "html"])
def test_a_map_is_drawn_for_a_day(client: TestClient, form: str):
    answer = client.get(f"/programs/secure-communities/map.{form}", params={"on": "2010-09-30"})
    assert answer.status_code == 200
    if form != "png":
        assert "661" in answer.text
    if form == "html":
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert "sha256-" in answer.headers["content-security-policy"]


def test_a_county_says_when_and_how_sure(client: TestClient):
    harris = activations(CATALOG)["48201"]
    twin = client.get("/programs/counties/48201.json").json()
    assert twin["secure_communities"]["activated"] == harris.activated.isoformat()
    found = client.get("/programs/counties.json", params={"state": "TX", "name": "harr"}).json()
    assert "48201" in {row["fips"] for row in found["rows"]}
    assert client.get("/programs/counties/99999").status_code == 404
    assert client.get("/programs/counties", params={"state": "Nowhere"}).status_code == 404


def test_every_agency_of_a_state_has_a_page(client: TestClient):
    rows = client.get("/programs/agencies.json", params={"state": "AZ"}).json()["rows"]
    assert len(rows) >= 5
    for row in rows:
        twin = client.get(f"/programs/agencies/{row['slug']}.json")
        assert twin.status_code == 200
        assert twin.json()["agreements"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/programs/secure-communities", {"on": "soon"}), ("/programs/287g", {"place": "Atlantis"}),
        ("/programs/none", {}), ("/programs/287g/map.gif", {}), ("/programs/agencies/none", {}),
        ("/programs/detainers", {"period": "FY1"}),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_one_plain_line(client: TestClient, path: str, query: dict[str, str]):
    answer = client.get(path, params=query)
    assert answer.status_code in (404, 422)
    assert 'class="problem"' in answer.text
