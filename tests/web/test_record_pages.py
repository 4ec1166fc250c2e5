"""Years, Measures, Data and Method: every page opens over an empty store, and says what the library says."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tallybook.base.catalog import open_catalog
from tallybook.measures.listing import show_series
from tallybook.measures.measure import measures
from tallybook.sources.layout import releases

CATALOG = open_catalog()


@pytest.mark.parametrize("name", releases(CATALOG))
def test_every_release_has_a_page(client: TestClient, name: str):
    twin = client.get(f"/data/{name}.json")
    assert twin.status_code == 200
    assert name in client.get(f"/data/{name}").text


@pytest.mark.parametrize("name", ["ice.removals", "dhs.removals", "ice.detainers"])
def test_a_measure_shows_every_published_value(client: TestClient, name: str):
    page = client.get(f"/measures/{name}").text
    for value in show_series(CATALOG, name).values:
        if value.value is not None and value.value == int(value.value):
            assert f"{int(value.value):,}" in page


def test_the_list_of_measures_is_searched(client: TestClient):
    assert len(measures(CATALOG)) == client.get("/measures").text.count('href="/measures/')
    found = client.get("/measures.json", params={"agency": "DHS"}).text
    assert "dhs.removals" in found
    assert '"ice.removals"' not in found


def test_the_year_of_the_announcement_keeps_its_vintages(client: TestClient):
    page = client.get("/years/2012").text
    for figure in ("409,849", "419,384", "418,397", "415,579"):
        assert figure in page
    for form in ("html", "xlsx", "md"):
        assert client.get(f"/years/2012/report.{form}").status_code == 200


@pytest.mark.parametrize("path", ["/measures/ice.removal", "/data/nothing", "/years/2012/report.exe"])
def test_an_unknown_name_is_not_found(client: TestClient, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["as_of=soon", "by=facility", "period=%3Cscript%3E", "rule=none"])
def test_a_bad_question_is_answered_inertly(client: TestClient, query: str):
    answer = client.get(f"/measures/ice.removals?{query}")
    assert answer.status_code < 500
    assert "<script>" not in answer.text


def test_method_names_each_counting_rule(client: TestClient):
    page = client.get("/method").text
    for rule in ("locked", "same-year", "departed", "as-titled"):
        assert rule in page


def test_the_count_form_keeps_what_was_asked(client: TestClient):
    page = client.get("/measures/ice.removals?release=no-such-release&as_of=2013-06-30").text
    assert 'name="release" value="no-such-release"' in page
    assert '<input type="hidden" name="as_of" value="2013-06-30">' in page


@pytest.mark.parametrize(
    "path", ["/measures/ice.removals", "/measures/ice.removals.json", "/api/v1/count/ice.removals"]
)
def test_a_dimension_named_twice_is_said_to_be(client: TestClient, path: str):
    answer = client.get(path, params={"by": "fiscal_year,fiscal_year"})
    assert answer.status_code in (200, 422)
    assert "named twice" in answer.text or answer.json()["count"] is None
