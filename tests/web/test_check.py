"""The check page: text in, verdicts out, nothing kept unless asked, everything inert."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import tallybook as tb

TEXT = "ICE removed 409,849 people in fiscal year 2012. In fiscal year 2011 it removed 409,500."


def kept_files(client: TestClient) -> list[Path]:
    folder = client.app.state.site.folder / "shared-checks"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_pasted_text_gets_the_verdicts_of_the_library(client: TestClient):
    answer = client.post("/check.json", data={"text": TEXT, "published": "2012-12-21"})
    assert answer.status_code == 200
    expected = tb.check(TEXT, "2012-12-21").to_dict()
    assert answer.json()["check"]["claims"] == expected["claims"]
    assert [c["verdict"] for c in expected["claims"]] == ["supported", "wrong"]


def test_the_page_marks_the_claims_and_offers_the_correction(client: TestClient):
    page = client.post("/check", data={"text": TEXT}).text
    assert 'class="claim supported"' in page
    assert "409,849" in page
    assert "Corrections, ready to paste" in page
    assert "396,906" in page


def test_nothing_is_kept_unless_asked(client: TestClient):
    before = kept_files(client)
    client.post("/check", data={"text": TEXT})
    client.post("/check", files={"upload": ("a.txt", TEXT.encode())})
    assert kept_files(client) == before


def test_a_kept_check_is_at_its_link_until_it_is_deleted(client: TestClient):
    answer = client.post("/check", data={"text": TEXT, "published": "2012-12-21", "keep": "yes"})
    assert answer.status_code == 200
    link = answer.url.path
    assert link.startswith("/check/")
    assert 'class="claim supported"' in client.get(link).text
    twin = client.get(f"{link}.json").json()
    assert [c["verdict"] for c in twin["check"]["claims"]] == ["supported", "wrong"]
    assert client.get(f"{link}/as/html").text.startswith("<!doctype html>")
    assert client.post(f"{link}/delete").status_code == 200
    assert client.get(link).status_code == 404
    assert client.get(f"{link}.json").json()["status"] == 404


def test_an_upload_is_read_by_what_it_is(client: TestClient):
    html = b"<html><body><p>ICE removed 409,849 people in fiscal year 2012.</p></body></html>"
    answer = client.post("/check.json", files={"upload": ("a.html", html)})
    assert [c["verdict"] for c in answer.json()["check"]["claims"]] == ["supported"]
    refused = client.post("/check.json", files={"upload": ("a.pdf", b"no pdf at all, just words")})
    assert refused.status_code == 400
    assert "not a PDF inside" in refused.json()["error"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.txt", "a\0b.txt", "/etc/passwd", "<script>.txt", "x" * 5000]
)
def test_a_file_name_opens_nothing_and_shows_inert(client: TestClient, name: str):
    answer = client.post("/check", files={"upload": (name, TEXT.encode())})
    assert answer.status_code in (200, 400)
    assert "root:" not in answer.text
    assert "<script>.txt" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> ICE removed 409,849 people in fiscal year 2012.",
        'ICE removed 409,849 "><img src=x onerror=alert(1)> people in fiscal year 2012.',
        "ICE removed {{ 7*7 }} 409,849 people in fiscal year 2012 </textarea><script>alert(1)</script>",
    ],
)
def test_markup_in_a_text_is_shown_not_run(client: TestClient, text: str):
    page = client.post("/check", data={"text": text}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "409,849" in page


def test_no_text_no_day_and_a_text_without_claims_say_so(client: TestClient):
    assert client.post("/check", data={"text": "  "}).status_code == 422
    assert client.post("/check", data={"text": TEXT, "published": "someday"}).status_code == 422
    page = client.post("/check", data={"text": "It rained for 3 days."})
    assert page.status_code == 200
    assert "No checkable claims" in page.text


def test_a_body_over_the_limit_is_refused_before_it_is_read(client: TestClient):
    limit = client.app.state.site.limits.upload_bytes
    answer = client.post("/check", data={"text": "a" * (limit + 10)})
    assert answer.status_code == 413
    assert "MB" in answer.text


def test_a_body_without_a_length_is_cut_off_at_the_limit(client: TestClient):
    limit = client.app.state.site.limits.upload_bytes
    chunks = (b"x" * 100_000 for _ in range(limit // 100_000 + 2))
    answer = client.post("/check", content=chunks, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413


def test_a_form_of_another_site_is_refused(client: TestClient):
    answer = client.post("/check", data={"text": TEXT, "keep": "yes"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("form", ["html", "json", "claimreview"])
def test_a_check_can_be_taken_away(client: TestClient, form: str):
    answer = client.post(f"/check/as/{form}", data={"text": TEXT, "published": "2012-12-21"})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    if form == "json":
        assert json.loads(answer.content) | {"document": 0} == tb.check(TEXT, "2012-12-21").to_dict() | {"document": 0}
    assert client.post("/check/as/docx", data={"text": TEXT}).status_code == 404


def test_a_page_seen_before_is_not_sent_again(client: TestClient):
    first = client.get("/check")
    again = client.get("/check", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("key", ["x", "../../secret", "%2e%2e%2fsecret", "a" * 22, "a" * 4000])
def test_a_link_that_was_never_given_leads_nowhere(client: TestClient, key: str):
    assert client.get(f"/check/{key}").status_code == 404


def test_what_is_this_number(client: TestClient):
    page = client.get("/find", params={"number": "392,862"})
    assert page.status_code == 200
    assert "FY2010" in page.text
    assert client.get("/find.json", params={"number": "392,862"}).json()["found"] == json.loads(
        json.dumps(tb.find("392,862").to_dict())
    )
    assert client.get("/find", params={"number": "no number"}).status_code == 422


def test_a_text_longer_than_is_checked_is_said_to_be(client: TestClient):
    limit = client.app.state.site.limits.text
    long = b"9," * (limit // 2 + 1)
    answer = client.post("/check.json", files={"upload": ("a.txt", long)})
    assert answer.status_code == 400
    assert "longer than 1,000,000 characters" in answer.json()["error"]
    answer = client.post("/api/v1/check/file", files={"file": ("a.md", long)})
    assert answer.status_code == 400
