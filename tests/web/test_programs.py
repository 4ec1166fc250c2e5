"""Programmes on the site: the compiled numbers, every county, the map by day."""

from __future__ import annotations

import json
from datetime import date
from html import unescape

import pytest
from fastapi.testclient import TestClient

from tallybook.base.catalog import open_catalog
from tallybook.base.periods import day_words, fiscal_year, partial_date
from tallybook.base.results import plain_data
from tallybook.programs.agreements import agreements_on
from tallybook.programs.detainers import EXTRACT, detainers
from tallybook.programs.published import published
from tallybook.programs.secure_communities import activations, counties_active
from tallybook.programs.spells import published_counts, rolls
from tallybook.programs.switches import events

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


@pytest.mark.parametrize(("day", "running"), [("2012-12-31", True), ("2015-06-01", False), ("2018-01-01", True)])
def test_a_programme_that_was_discontinued_is_not_shown_as_running(client: TestClient, day: str, running: bool):
    twin = client.get("/programs.json", params={"on": day}).json()["secure_communities"]
    assert twin["in_force"] is running
    assert (twin["active"] > 0) is running
    assert twin["fingerprints_checked"] == counties_active(CATALOG, date.fromisoformat(day)).active
    assert (">not in force</dd>" in client.get("/programs", params={"on": day}).text) is not running


def test_the_detainers_of_a_day_are_those_of_its_fiscal_year(client: TestClient):
    found = client.get("/programs.json", params={"on": "2012-03-01"}).json()["detainers"]
    whole = [i for i in detainers(CATALOG, fiscal_year(2012)).issued if i.complete and i.period == fiscal_year(2012)]
    quoted = [i.count for i in whole if i.basis == "quoted"]
    assert found["year"] == 2012
    assert (found["low"], found["high"]) == (min(quoted), max(quoted))
    assert len(quoted) > 1
    assert client.get("/programs.json", params={"on": "1999-01-01"}).json()["detainers"] is None


def test_a_year_end_after_the_last_roster_says_so(client: TestClient):
    last = rolls(CATALOG).days[-1]
    rows = client.get("/programs/287g.json").json()["by_year"]
    for row in rows:
        after = row["evidence"] == "roster" and row["day"] > last.isoformat()
        assert row["stale"] is after
        if after:
            assert row["as_of"] == last.isoformat()
    assert {r["evidence"] for r in rows} >= {"roster", "compiled list", "between lists"}
    page = client.get("/programs/287g").text
    assert page.count("the last one held") >= sum(r["stale"] for r in rows)


def test_published_numbers_stand_beside_the_compiled_ones_of_their_day(client: TestClient):
    counties = {row["day"]: row for row in client.get("/programs/secure-communities.json").json()["beside"]}
    assert (counties["2010-09-30"]["published"], counties["2010-09-30"]["compiled"]) == (658, "661")
    agreements = {row["day"]: row for row in client.get("/programs/287g.json").json()["beside"]}
    assert len(agreements) == len({str(c.day) for c in published_counts(CATALOG)})
    for text, row in agreements.items():
        compiled = agreements_on(CATALOG, partial_date(text).last).agreements
        assert row["compiled"].startswith(str(compiled))
    assert "35 to 56" in client.get("/programs/287g").text.split('id="beside"')[1]


def test_the_year_ends_are_drawn_without_what_nobody_knows(client: TestClient):
    page = client.get("/programs/287g").text
    chart = page.split('<svg class="chart wide"')[1].split("</svg>")[0]
    assert "surely 58 agreements" in chart
    assert "at most 69 agreements" in chart
    assert "30 September 2018" not in chart


def test_an_agency_names_its_counties(client: TestClient):
    page = client.get("/programs/counties/48201").text
    slug = page.split('href="/programs/agencies/')[1].split('"')[0]
    assert "Harris, TX" in client.get(f"/programs/agencies/{slug}").text


def test_a_published_share_is_not_rounded_away(client: TestClient):
    page = client.get("/programs/detainers").text
    for figure in published(CATALOG, "detainers").figures:
        assert f">{figure.value:,.12g}</td>" in page


def test_the_outcomes_of_a_part_of_a_year_say_which_part(client: TestClient):
    page = client.get("/programs/detainers").text
    assert f"{EXTRACT.start.year}, from {day_words(EXTRACT.start)}" in page
    assert f"{EXTRACT.end.year}, to {day_words(EXTRACT.end)}" in page
    assert '<th scope="row">2012</th>' in page


def test_what_happened_stands_with_its_source(client: TestClient):
    for program in ("secure-communities", "287g"):
        page = unescape(client.get(f"/programs/{program}").text)
        for event in events(CATALOG, program).events:
            assert event.title in page
            assert event.what in page
            assert event.source in page
