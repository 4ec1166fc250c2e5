"""Policies on the site: the library's own answers, nothing kept, every memo readable."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest
import yaml
from fastapi.testclient import TestClient

import tallybook as tb
from tallybook.base.catalog import open_catalog
from tallybook.base.conditions import names, parse
from tallybook.base.results import plain_data
from tallybook.policies.facts import fact_book
from tallybook.policies.force import in_force
from tallybook.policies.plan import book
from tallybook.policies.policy import policies
from tallybook.publish.policies.conditions import conditions

EVERY = policies(open_catalog())


@pytest.mark.parametrize("name", EVERY)
def test_every_policy_has_a_page_with_every_clause(client: TestClient, name: str):
    twin = client.get(f"/policies/{name}.json")
    assert twin.status_code == 200
    page = client.get(f"/policies/{name}").text
    for clause in EVERY[name].clauses:
        assert f'id="{clause.id}"' in page
        assert clause.id in {row["clause"] for row in twin.json()["clauses"]}
    for switch in EVERY[name].switches.values():
        assert switch.why[:30] in unescape(page)


def test_a_condition_is_said_in_the_words_of_its_facts(client: TestClient):
    said = client.get("/policies/JOHNSON-2014P.json").json()["conditions"]
    assert said["2(a)"]["words"] == [
        "all of:",
        "  misdemeanour convictions, leaving out minor traffic and state or local status-element offences: at least 3",
        "  separate incidents those convictions come from: at least 3",
    ]
    assert "  day the order became final: on or after 1 January 2014" in said["3"]["words"]
    assert said["2(c)"]["facts"] == ["entered_unlawfully", "presence_since_2014_01_01_shown"]
    assert "on or after 1 January 2014" in client.get("/policies/JOHNSON-2014P").text


@pytest.mark.parametrize("name", EVERY)
def test_every_condition_names_every_fact_it_asks_for(name: str):
    facts = fact_book(open_catalog()).facts
    for condition in conditions(open_catalog(), EVERY[name]).values():
        text = "\n".join(condition.words.lines())
        assert all(facts[fact].definition in text for fact in condition.facts)


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


def test_a_link_to_the_case_is_made_on_request_only_and_asks_the_same(client: TestClient):
    asked = {"on": "2013-03-01", "policy": "MORTON-2012D", "fact.felony_charges": "1+", "fact.illegal_reentry": ""}
    plain = client.post("/policies/assess", data=asked)
    assert "fact.felony_charges=" not in plain.text
    linked = client.post("/policies/assess", data={**asked, "link": "yes"})
    address = unescape(re.findall(r'href="(/policies/assess\?on=[^"]*fact[^"]*)"', linked.text)[0])
    assert "illegal_reentry" not in address
    again = client.get(address.replace("/assess?", "/assess.json?")).json()
    expected = tb.assess({"felony_charges": {"min": 1}}, on="2013-03-01", policy=["MORTON-2012D"])
    assert again["assessment"] == json.loads(json.dumps(plain_data(expected.to_dict())))


def test_the_form_asks_for_every_fact_of_the_day_once(client: TestClient):
    page = client.get("/policies/assess", params={"on": "2013-03-01"}).text
    fields = re.findall(r'name="fact\.(\w+)"', page)
    known = book(open_catalog())
    day = date(2013, 3, 1)
    standing = in_force(tuple(EVERY.values()), day)
    wanted = {n for p in standing if p.clauses for n in known.plan(p, day, p.settings({})).facts}
    weighed = {n for p in standing for f in p.factors for n in names(parse(f.when))}
    assert weighed
    wanted |= weighed
    assert sorted(fields) == sorted(wanted)
    assert page.index("Asked about first") < page.index("Convictions and charges")


def test_the_facts_that_would_settle_a_case_are_named_with_their_words(client: TestClient):
    page = client.post("/policies/assess", data={"on": "2015-06-01", "policy": "JOHNSON-2014P"}).text
    answer = tb.assess({}, on="2015-06-01", policy=["JOHNSON-2014P"]).answers[0]
    settling = unescape(page.split("What would settle it")[1].split("</details>")[0])
    facts = fact_book(open_catalog()).facts
    assert {c.fact for c in answer.changes}
    for change in answer.changes:
        assert facts[change.fact].definition in settling
