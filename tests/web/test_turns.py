"""Texts are checked a few at a time; the others are asked to come again, and the rest of the site goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tallybook.base.catalog import open_catalog
from tallybook.web.app import create_app
from tallybook.web.site import Limits, Site

TEXT = "ICE removed 409,849 people in fiscal year 2012."


def ask(client: TestClient, path: str) -> int:
    if path.endswith("/file"):
        return client.post(path, files={"file": ("a.txt", TEXT)}).status_code
    if path.startswith("/api/"):
        return client.post(path, json={"text": TEXT}).status_code
    return client.post(path, data={"text": TEXT}).status_code


@pytest.mark.parametrize("path", ["/check", "/check/as/json", "/api/v1/check", "/api/v1/check/file"])
def test_a_text_for_which_there_is_no_turn_is_refused_and_later_taken(tmp_path: Path, path: str):
    site = Site(open_catalog(), tmp_path / "store", Limits(checks=1, wait=0.01))
    with TestClient(create_app(site)) as client:
        with site.turn():
            assert ask(client, path) == 503
            assert client.get("/years").status_code == 200
        assert ask(client, path) == 200
        assert ask(client, path) == 200


def test_a_text_that_cannot_be_read_gives_its_turn_back(tmp_path: Path):
    site = Site(open_catalog(), tmp_path / "store", Limits(checks=1, wait=0.01))
    with TestClient(create_app(site)) as client:
        assert client.post("/check", files={"upload": ("a.docx", b"PK")}).status_code == 400
        assert ask(client, "/check") == 200
