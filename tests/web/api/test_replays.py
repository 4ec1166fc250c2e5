"""Replays of one's own records: whole fiscal years, no small number, nothing about the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from releases import LEVEL, removal, removals_text
from tallybook.base.catalog import open_catalog
from tallybook.measures.opened import OpenStore
from tallybook.records.store import Store
from tallybook.web.app import create_app
from tallybook.web.site import Site

ASKED = {"table": "removals", "policy": "JOHNSON-2014P"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which Boston has two records of a kind, and Dallas many of each."""
    folder = tmp_path_factory.mktemp("replays")
    rows = [
        removal("1/5/2016", level=level, area=area)
        for area, level, number in (("Dallas", LEVEL, 60), ("Dallas", "NA", 40), ("Boston", LEVEL, 2))
        for _ in range(number)
    ]
    store = OpenStore(Store(folder / "store"), open_catalog())
    store.ingest([removals_text(folder / "a.csv", "ICE Removals for FY2016", rows)])
    return folder / "store"


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Site(open_catalog(), folder))) as made:
        yield made


def test_a_whole_year_is_answered_without_the_folder_of_the_store(client: TestClient, folder: Path) -> None:
    answer = client.get("/api/v1/replay", params={**ASKED, "period": "FY2016"})
    assert answer.json()["totals"][0]["records"] == 102
    assert answer.json()["provenance"]["queries"]
    assert str(folder) not in answer.text


@pytest.mark.parametrize("period", ["2016-01-05", "2016-01", "CY2016", "FY2016Q2"])
def test_nothing_finer_than_a_fiscal_year_is_answered(client: TestClient, period: str) -> None:
    answer = client.get("/api/v1/replay", params={**ASKED, "period": period})
    assert answer.status_code == 422
    assert "whole fiscal years" in answer.json()["error"]


@pytest.mark.parametrize("by", ["month", "fiscal_year,citizenship"])
def test_nothing_finer_than_an_area_is_answered(client: TestClient, by: str) -> None:
    assert client.get("/api/v1/replay", params={**ASKED, "by": by}).status_code == 422


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_an_answer_with_a_small_number_is_refused_as_a_whole(client: TestClient, format_: str) -> None:
    answer = client.get("/api/v1/replay", params={**ASKED, "by": "area_of_responsibility", "format": format_})
    assert answer.status_code == 422
    assert "below 5" in answer.json()["error"]
