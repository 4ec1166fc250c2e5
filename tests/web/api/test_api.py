"""The API: the same answers as the library, plain errors, nothing that is asked reaches a path or a query."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from fastapi.testclient import TestClient

import tallybook as tb
from tallybook.base.results import plain_data

TEXT = "ICE removed 409,849 people in fiscal year 2012. In fiscal year 2011 it removed 409,500."


def plain(thing: Any) -> Any:
    return json.loads(json.dumps(plain_data(thing)))


def get(client: TestClient, path: str, **question: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=question)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_text_is_checked_as_the_command_checks_it(client: TestClient):
    answer = client.post("/api/v1/check", json={"text": TEXT, "published": "2012-12-21"})
    assert answer.json() == plain(tb.check(TEXT, "2012-12-21").to_dict())
    upload = client.post("/api/v1/check/file", files={"file": ("a.txt", TEXT)}, data={"published": "2012-12-21"})
    assert upload.json()["claims"] == answer.json()["claims"]


def test_series_then_and_now(client: TestClient):
    then = get(client, "/series/dhs.removals", as_of="2014-02-01", period="FY2012")
    assert then == plain(tb.series("dhs.removals", as_of="2014-02-01", period="FY2012").to_dict())
    assert get(client, "/series") == plain(tb.series().to_dict())


def test_find_assess_and_programs_are_the_librarys(client: TestClient):
    assert get(client, "/find", number="392,862") == plain(tb.find("392,862").to_dict())
    facts = {"felony_charges": 1}
    answer = client.post("/api/v1/assess", json={"facts": facts, "on": "2013-03-01", "policy": ["MORTON-2012D"]})
    assert answer.json() == plain(tb.assess(facts, on="2013-03-01", policy="MORTON-2012D").to_dict())
    found = get(client, "/programs/secure-communities", on="2013-01-22")
    from tallybook.base.catalog import open_catalog
    from tallybook.programs.secure_communities import counties_active

    assert found == plain(counties_active(open_catalog(), date(2013, 1, 22)).to_dict())


def test_a_count_is_the_published_one(client: TestClient):
    found = get(client, "/count/ice.removals", by="fiscal_year")
    assert {row["fiscal_year"]: row["value"] for row in found["rows"]}[2016] == 240255
    assert found["provenance"]["source"] == "shipped recount"
    assert {cut["table"] for cut in get(client, "/cuts")["rows"]} >= {"removals", "arrests", "detainers"}
    for question in ({"by": "facility,birth_year"}, {"period": "2016-01-05..2016-02-10"}, {"where": "gender = 'Male'"}):
        answer = client.get("/api/v1/count/ice.removals", params=question)
        assert answer.status_code in (404, 422)


def test_policies_measures_sources_and_shipped_replays(client: TestClient):
    assert {r["id"] if "id" in r else r["policy"] for r in get(client, "/policies", on="2013-03-01")["rows"]}
    assert get(client, "/policies/JOHNSON-2014P")["rows"]
    assert get(client, "/measures/ice.removals")["unit"] == "removals"
    assert len(get(client, "/measures")["rows"]) > 150
    assert "2019-ICFO-53623" in json.dumps(get(client, "/sources"))
    replay = get(client, "/replay", table="removals", policy="JOHNSON-2014P", period="FY2016", findings="none")
    assert {row["records"] for row in replay["rows"]} == {240255}
    assert all(row["certain"] <= row["at_most"] <= row["records"] for row in replay["rows"])
    assert get(client, "/")["generation"] == 0


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet", "dta", "package", "dictionary"])
def test_an_answer_can_be_taken_in_every_format(client: TestClient, format_: str):
    answer = client.get("/api/v1/series/ice.removals", params={"format": format_})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    if format_ == "parquet":
        values = pl.read_parquet(io.BytesIO(answer.content))
        assert values.filter(pl.col("period") == "FY2012")["value"].max() == 409849


def test_an_answer_seen_before_is_not_sent_again(client: TestClient):
    first = client.get("/api/v1/series/ice.removals")
    again = client.get("/api/v1/series/ice.removals", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "question", "status", "says"),
    [
        ("/series/ice.removal", {}, 404, "ice.removals"),
        ("/series/ice.removals", {"as-of": "2014"}, 404, "as_of"),
        ("/series/ice.removals", {"period": "FY20122"}, 422, "FY20122"),
        ("/find", {"number": "none"}, 422, "number"),
        ("/find", {}, 422, "number"),
        ("/programs/secure-comunities", {}, 422, "secure-communities"),
        ("/programs/287g", {"on": "yesterday"}, 422, "yesterday"),
        ("/policies/JOHNSON-2014", {}, 404, "JOHNSON-2014P"),
        ("/replay", {"table": "removal"}, 422, "removals"),
        ("/nothing", {}, 404, ""),
    ],
)
def test_errors_are_one_plain_line_with_the_nearest_name(
    client: TestClient, path: str, question: dict[str, str], status: int, says: str
):
    answer = client.get(f"/api/v1{path}", params=question)
    assert answer.status_code == status, answer.text
    assert says in answer.text
    assert set(answer.json()) >= {"error", "status"}
    assert "\n" not in answer.json()["error"]
    assert "Traceback" not in answer.text


HOSTILE = [
    "../../etc/passwd", "..%2f..%2fetc", "'; drop table x; --", "\x00", "a" * 5000, "\u202e", "{{7*7}}", "${jndi:x}",
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "1e999", "-1", "9" * 400, "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_are_refused_or_answered(client: TestClient, hostile: str):
    text = hostile.encode("utf-8", "replace").decode("utf-8", "replace")
    for path, name in (
        ("/series/ice.removals", "period"), ("/series/ice.removals", "as_of"), ("/series/ice.removals", "where"),
        ("/find", "number"), ("/programs/287g", "place"), ("/programs/detainers", "period"), ("/policies", "on"),
        ("/replay", "policy"), ("/replay", "release"), ("/count/ice.removals", "by"),
        ("/count/ice.removals", "period"), ("/count/ice.removals", "release"), ("/count/ice.removals", "rule"),
    ):  # fmt: skip
        answer = client.get(f"/api/v1{path}", params={name: text})
        assert answer.status_code in (200, 400, 404, 422), (path, name, answer.status_code)
    for path in ("/series/", "/measures/", "/policies/", "/programs/", "/count/"):
        assert client.get(f"/api/v1{path}{quote(text[:200], safe='')}").status_code in (200, 400, 404, 422)
    for body in ({"facts": {text: text}}, {"on": text}, {"policy": [text]}, {"switches": {text: text}}):
        assert client.post("/api/v1/assess", json=body).status_code in (200, 400, 404, 422)


def test_broken_bodies_are_plain_errors(client: TestClient):
    deep = "[" * 20_000 + "]" * 20_000
    for body, kind in (
        (b"{", "application/json"), (deep.encode(), "application/json"), (b"\xff\xfe", "application/json"),
        (b"text=x", "application/x-www-form-urlencoded"), (b"--x\r\n", "multipart/form-data; boundary=x"),
    ):  # fmt: skip
        answer = client.post("/api/v1/check", content=body, headers={"content-type": kind})
        assert 400 <= answer.status_code < 500, (body[:20], answer.status_code)
    assert client.post("/api/v1/check", json={"text": "x" * 6_000_000}).status_code == 413
    assert client.post("/api/v1/check", json={"text": "x", "name": "y"}).status_code == 422
