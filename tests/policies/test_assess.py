"""Assessments: what is shown, what is refused, and the same words in every format."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from policy_cases import BOOK, CATALOG, POLICIES
from tallybook.base.catalog import yaml_load
from tallybook.base.errors import InputError, NoValue, TallybookError, UnknownName, UsageError
from tallybook.policies.answers import DISCLAIMERS
from tallybook.policies.assess import assess
from tallybook.policies.case import ContradictoryFacts
from tallybook.policies.question import template
from tallybook.publish.policies.page import as_page
from tallybook.publish.policies.text import as_markdown, as_text

FINE = {"date": "2013-03-01", "facts": {"misd_dui_conv": True}}


def test_every_policy_in_force_answers_and_says_which_clause_decides() -> None:
    found = assess({"misd_dui_conv": True}, "2013-03-01", catalog=CATALOG)
    assert [a.policy.id for a in found.answers] == [
        "MORTON-2011P", "MORTON-2011P-LEVEL", "MORTON-2012D", "MORTON-2011D", "INA-236C", "REG-287-7",
    ]  # fmt: skip
    guidance = found.answer("MORTON-2012D")
    assert (guidance.outcomes, guidance.clause, guidance.certain) == (("may_issue",), "D3c", True)
    assert {c.clause.id: c.value for c in guidance.clauses}["D1"] is None
    priorities = found.answer("MORTON-2011P")
    assert (priorities.outcomes, priorities.clause) == (("priority_1",), "P1b"), "a conviction follows from its kind"
    assert found.answer("MORTON-2011D").outcomes == (), "factors are annotations, never a verdict"


def test_both_ways_of_taking_officers_findings_are_shown() -> None:
    found = assess({}, "2013-03-01", policy="MORTON-2012D", unstated="absent", catalog=CATALOG)
    answer = found.answer("MORTON-2012D")
    assert answer.outcomes == ("not_within_guidance",)
    assert [(r.label, r.outcomes) for r in answer.readings] == [
        ("officers' findings left open", ("may_issue", "not_within_guidance"))
    ]
    other = assess({}, "2013-03-01", policy="MORTON-2012D", unstated="absent", findings="unknown", catalog=CATALOG)
    assert other.answer("MORTON-2012D").outcomes == ("may_issue", "not_within_guidance")
    assert other.answer("MORTON-2012D").readings[0].outcomes == ("not_within_guidance",)
    for text in (as_text(found), as_markdown(found), as_page(found)):
        assert "findings left open: a detainer may be issued or not within the guidance" in _flat(text)


def test_what_is_not_stated_stays_unknown_and_what_would_change_the_answer_is_named() -> None:
    found = assess({"misd_convictions": 1}, "2013-03-01", policy="MORTON-2012D", catalog=CATALOG)
    answer = found.answer("MORTON-2012D")
    assert answer.outcomes == ("may_issue", "not_within_guidance")
    changes = {c.fact: dict(c.values) for c in answer.changes}
    assert changes["has_final_order"] == {True: ("may_issue",), False: ("may_issue", "not_within_guidance")}
    assert "misd_convictions" not in changes
    assert found.case.assumed["agency"] == "ICE", "what the question takes for granted is said"
    assert "taken for granted: agency: ICE" in _flat(as_text(found))


def test_listing_what_is_unknown_says_that_the_rest_is_absent() -> None:
    found = assess(
        {"date": "2015-06-01", "facts": {"sig_misd_dui": True}, "unknown": ["felony_convictions_nonstatus"]},
        policy="JOHNSON-2014P", catalog=CATALOG,
    )  # fmt: skip
    assert found.answer("JOHNSON-2014P").outcomes == ("priority_1", "priority_2")
    same = assess({"sig_misd_dui": True}, "2015-06-01", policy="JOHNSON-2014P", catalog=CATALOG,
                  unknown=["felony_convictions_nonstatus"])  # fmt: skip
    assert same.answer("JOHNSON-2014P").outcomes == ("priority_1", "priority_2")


def test_an_answer_that_rests_on_a_recalled_clause_is_unconfirmed() -> None:
    found = assess({"status_by_fraud": True}, "2012-03-01", policy="MORTON-2011P", unstated="absent", catalog=CATALOG)
    answer = found.answer("MORTON-2011P")
    assert (answer.outcomes, answer.clause, answer.unconfirmed) == (("priority_3",), "P3iii", True)
    for text in (as_text(found), as_markdown(found), as_page(found)):
        assert "Unconfirmed: P3iii is recalled" in _flat(text)
    quoted = assess({"national_security_concern": True}, "2012-03-01", policy="MORTON-2011P", catalog=CATALOG)
    assert not quoted.answer("MORTON-2011P").unconfirmed
    in_part = assess({"misd_convictions": 3}, "2013-03-01", policy="MORTON-2012D", unstated="absent",
                     switches={"apply_footnote_2": False}, catalog=CATALOG)  # fmt: skip
    assert "Recalled in part: of D2, footnote 2" in _flat(as_text(in_part))


def test_a_switch_changes_dates_and_conditions() -> None:
    later = {"felony_charges": 1}
    plain = assess(later, "2014-12-01", policy="MORTON-2012D", catalog=CATALOG).answer("MORTON-2012D")
    early = assess(
        later, "2014-12-01", policy="MORTON-2012D", switches={"end_date_reading": "memo_date"}, catalog=CATALOG
    )
    assert plain.outcomes == ("may_issue",)
    assert early.answer("MORTON-2012D").outcomes == ("not_in_force",)
    restart = assess({"national_security_concern": True}, "2023-07-26", policy="MAYORKAS-2021",
                     switches={"restart_reading": "judgment"}, catalog=CATALOG)  # fmt: skip
    assert restart.answer("MAYORKAS-2021").outcomes == ("priority",)


def test_orders_over_a_policy_and_the_one_that_controls_instead_are_shown() -> None:
    found = assess({"national_security_concern": True}, "2021-10-01", policy="PEKOSKE-2021", catalog=CATALOG)
    answer = found.answer("PEKOSKE-2021")
    assert [name for name, _ in answer.gives_way] == ["TJOHNSON-2021"]
    assert "S.D. Tex." in answer.overlays[0].what
    other = assess({"agency": "CBP"}, "2021-10-01", policy="PEKOSKE-2021", catalog=CATALOG)
    assert other.answer("PEKOSKE-2021").gives_way == ()


def test_gaps_and_overlaps_on_the_day_are_said() -> None:
    gap = assess({}, "2022-07-15", catalog=CATALOG)
    assert [(s.lane, s.state) for s in gap.gaps] == [("priorities", "gap")]
    assert "24 June 2022 until 28 July 2023" in _flat(as_text(gap))
    overlap = assess({}, "2017-02-01", catalog=CATALOG)
    assert [s.policies for s in overlap.overlaps] == [("JOHNSON-2014P", "KELLY-2017")]


def test_a_day_after_the_last_check_says_so() -> None:
    assert "what changed since is not known" in as_text(assess({}, "2030-01-01", catalog=CATALOG))


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        ({"date": "2013-03-01", "facts": {"misd_dui_convv": True}}, UnknownName, "did you mean misd_dui_conv?"),
        ({"date": "2013-03-01", "facts": {"misd_dui_conv": "yes"}}, UsageError, "expected true or false"),
        ({"date": "2013-03-01", "facts": {"felony_convictions": -1}}, UsageError, "expected a whole number"),
        ({"date": "2013-03-01", "facts": {"felony_convictions": True}}, UsageError, "expected a whole number"),
        ({"date": "2013-03-01", "facts": {"felony_convictions": {"min": 3, "max": 1}}}, UsageError, "whole number"),
        ({"date": "2013-03-01", "facts": {"felony_convictions": {"at least": 1}}}, UsageError, "whole number"),
        ({"date": "2013-03-01", "facts": {"agency": "FBI"}}, UnknownName, "no value of agency 'FBI'"),
        ({"date": "2013-03-01", "facts": {"final_order_date": "2013-02-30"}}, UsageError, "a day that exists"),
        ({"date": "2013-02-30", "facts": {}}, UsageError, "a day that exists"),
        ({"date": "1913-03-01", "facts": {}}, UsageError, "from 1952-12-24 on"),
        ({"facts": {}}, UsageError, "add 'date: YYYY-MM-DD', or use --on"),
        ({"date": "2013-03-01", "facts": [1]}, UsageError, "facts is not a mapping"),
        ({"date": "2013-03-01", "fact": {}}, UnknownName, "did you mean facts?"),
        ({"date": "2013-03-01", "facts": {}, "policy": "MORTON-2012"}, UnknownName, "did you mean MORTON-2012D?"),
        ({"date": "2013-03-01", "facts": {}, "switches": {"gang_age": 1}}, UnknownName, "did you mean gang_age_at?"),
        (
            {"date": "2013-03-01", "facts": {}, "switches": {"gang_age_at": "birth"}},
            UsageError,
            "participation, decision",
        ),
        ({"date": "2013-03-01", "facts": {}, "findings": "maybe"}, UsageError, "one of none, unknown"),
        ({"date": "2013-03-01", "facts": {}, "unknown": ["nothing"]}, UnknownName, "no fact 'nothing'"),
        ({"date": "2013-03-01", "facts": {"removable": True}, "unknown": ["removable"]}, UsageError, "one of the two"),
        ({"date": "2013-03-01", "facts": {"decision_date": "2014-01-01"}}, UsageError, "expected one day"),
        ({"date": "1990-03-01", "facts": {}}, NoValue, "no policy is in force on 1990-03-01"),
        ({"date": "2013-03-01", "name": "Jane", "facts": {}}, UsageError, "'name' would say who somebody is"),
        ({"date": "2013-03-01", "facts": {"A-number": 123}}, UsageError, "would say who somebody is"),
        (["a list"], InputError, "expected a case"),
    ],
)
def test_bad_input_is_refused_in_one_plain_line(data: object, error: type[TallybookError], said: str) -> None:
    from tallybook.policies.question import read_question

    with pytest.raises(error) as fault:
        assess(data, catalog=CATALOG) if isinstance(data, dict) else read_question(BOOK, data, "case.yml")
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"felony_convictions": 2, "criminal_convictions": 1}, {"felony_convictions", "criminal_convictions"}),
        ({"felony_convictions_nonstatus": 1, "criminal_convictions": 0},
         {"felony_convictions_nonstatus", "criminal_convictions"}),
        ({"gang_participation_intentional": True, "gang_participation": False},
         {"gang_participation_intentional", "gang_participation"}),
        ({"final_order_date": "2013-04-01"}, {"final_order_date", "decision_date"}),
        ({"last_unlawful_entry_date": "2010-01-01", "present_before_2020_11_01": False},
         {"last_unlawful_entry_date", "present_before_2020_11_01"}),
        ({"apprehended_at_border_entering": True, "apprehended_inside_us": True},
         {"apprehended_at_border_entering", "apprehended_inside_us"}),
    ],
)  # fmt: skip
def test_facts_that_contradict_each_other_are_named(facts: dict, named: set[str]) -> None:
    with pytest.raises(ContradictoryFacts) as fault:
        assess(facts, "2013-03-01", catalog=CATALOG)
    assert set(fault.value.facts) == named
    assert all(name in str(fault.value) for name in named)


def test_a_template_lists_every_fact_and_is_itself_a_case() -> None:
    text = template(BOOK, POLICIES, date(2025, 3, 1))
    for policy in POLICIES:
        for name in BOOK.plan(policy, date(2025, 3, 1), policy.settings({})).facts:
            assert re.search(rf"^  # {name}:", text, re.MULTILINE) or name == "decision_date"
    filled = text.replace("  # misd_dui_conv:", "  misd_dui_conv: true").replace("title: ", "title: a case")
    found = assess(yaml_load(filled), catalog=CATALOG)
    assert found.question.title == "a case"
    assert found.question.facts == {"misd_dui_conv": True}
    everything = re.sub(r"^(\s*)# (\w+:)", r"\1\2", text, flags=re.MULTILINE)
    known = yaml_load(everything.replace("YYYY-MM-DD", "2025-03-01").split("switches:", 1)[0])
    assert set(known["facts"]) <= set(BOOK.facts.facts)


def test_every_format_carries_the_disclaimers_the_day_of_the_check_and_the_citations() -> None:
    found = assess(dict(FINE), catalog=CATALOG)
    data = json.loads(json.dumps(found.to_dict()))
    assert data["disclaimers"] == list(DISCLAIMERS)
    assert data["checked"] == "2026-11-23"
    guidance = next(p for p in data["policies"] if p["policy"] == "MORTON-2012D")
    assert guidance["outcomes"] == ["may_issue"]
    assert all(c["sources"] and c["basis"] == "quoted" for c in guidance["clauses"])
    assert {c["value"] for c in guidance["clauses"]} == {True, None, False}
    for text in (as_text(found), as_markdown(found), as_page(found)):
        flat = _flat(text)
        assert "Catalogue last checked on 23 November 2026" in flat
        assert all(d.split(".")[0].replace("'", "&#39;") in flat or d.split(".")[0] in flat for d in DISCLAIMERS)
        assert "Guidance on the Use of Detainers" in flat
    for source in BOOK.policies["MORTON-2012D"].sources.values():
        if source in str(data):
            assert source in as_markdown(found)
    table = found.to_polars()
    assert set(table["policy"]) == {a.policy.id for a in found.answers if a.outcomes}


def test_the_page_needs_nothing_else_and_escapes_what_was_typed() -> None:
    page = as_page(assess({**FINE, "title": "<script>alert(1)</script>"}, catalog=CATALOG))
    assert "<script" not in page
    assert "@media print" in page and "@page" in page
    assert not re.search(r"""(src|@import|url\()""", page)


def _flat(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#39;", "'").split())
