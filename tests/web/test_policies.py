"""Policies on the site: the library's own answers, nothing kept, every memo readable."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from fastapi.testclient import TestClient

import tallybook as tb
from tallybook.base.catalog import open_catalog
from tallybook.base.results import plain_data
from tallybook.policies.force import in_force
from tallybook.policies.policy import policies

EVERY = policies(open_catalog())


@pytest.mark.parametrize("name", EVERY)
def test_every_policy_has_a_page_with_every_clause(client: TestClient, name: str):
    twin = client.get(f"/policies/{name}.json")
    assert twin.status_code == 200
    page = client.get(f"/policies/{name}").text
    for clause in EVERY[name].clauses:
        assert f'id="{clause.id}"' in page
        assert clause.id in {row["clause"] for row in twin.json()["clauses"]}


def test_what_was_in_force_on_a_day(client: TestClient):
    found = client.get("/policies.json", params={"on": "2013-03-01"}).json()
    assert found["in_force"] == [p.id for p in in_force(tuple(EVERY.values()), date(2013, 3, 1))]
    assert client.get("/policies", params={"on": "no day"}).status_code == 422
    assert client.get("/policies", params={"agency": "FBI"}).status_code == 404
    assert "JOHNSON-2014P" in client.get("/policies/JOHNSON-2014").text


def test_two_side_by_side_name_the_facts_of_one_only(client: TestClient):
    found = client.get("/policies/compare.json", params={"a": "JOHNSON-2014P", "b": "KELLY-2017"}).json()
    assert set(found["facts"]["only_first"]).isdisjoint(found["facts"]["both"])
    assert [p["id"] for p in found["pair"]] == ["JOHNSON-2014P", "KELLY-2017"]
    assert client.get("/policies/compare", params={"a": "JOHNSON-2014P", "b": "none"}).status_code == 404


CASES = [
    ("2013-03-01", [], {"felony_charges": 1}, {"felony_charges": "1"}),
    ("2013-03-01", ["MORTON-2012D"], {"felony_convictions": {"min": 1}}, {"felony_convictions": "1+"}),
    ("2015-06-01", ["JOHNSON-2014P"], {"felony_convictions": 0, "entered_unlawfully": True},
     {"felony_convictions": "0", "entered_unlawfully": "yes"}),
]  # fmt: skip


@pytest.mark.parametrize(("on", "policy", "facts", "form"), CASES)
def test_the_form_answers_as_the_library_does(client: TestClient, on, policy, facts, form):
    expected = json.loads(json.dumps(plain_data(tb.assess(facts, on=on, policy=policy).to_dict())))
    asked = {"on": on, "policy": policy, **{f"fact.{k}": v for k, v in form.items()}}
    twin = client.get("/policies/assess.json", params=asked).json()
    assert twin["assessment"] == expected
    page = client.post("/policies/assess", data=asked)
    assert page.status_code == 200
    for answer in expected["policies"]:
        assert answer["policy"] in page.text


def test_the_case_of_the_form_is_a_file_for_the_command(client: TestClient, tmp_path):
    page = client.post("/policies/assess", data={"on": "2013-03-01", "fact.felony_charges": "1+"}).text
    text = page.split('<pre tabindex="0">')[-1].split("</pre>")[0].replace("&#39;", "'")
    case = yaml.safe_load(text)
    assert case == {"date": "2013-03-01", "facts": {"felony_charges": {"min": 1}}}
    assert tb.assess(case).to_dict() == tb.assess({"felony_charges": {"min": 1}}, on="2013-03-01").to_dict()


def test_a_slip_in_the_form_is_said_in_the_form(client: TestClient):
    page = client.post("/policies/assess", data={"on": "2013-03-01", "fact.felony_charges": "many"})
    assert page.status_code == 422
    assert "expected a number" in page.text
    assert 'value="many"' in page.text
    page = client.post("/policies/assess", data={"on": "2013-03-01", "fact.name": "x"})
    assert page.status_code == 422
    hostile = client.post(
        "/policies/assess", data={"on": "2013-03-01", "fact.felony_charges": "<script>alert(1)</script>"}
    )
    assert "<script>alert" not in hostile.text
