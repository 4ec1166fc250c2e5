"""Claims on programmes: agreements, agencies and counties on days for which no figure was published."""

from __future__ import annotations

import pytest

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_text
from tallybook.measures.measure import measures
from tallybook.programs.switches import events

CATALOG = open_catalog()
LATER = "# published: 2026-03-01\n\n"


def judged(sentence: str, measure: str):
    found = [j for j in check_text(CATALOG, LATER + sentence).claims if j.claim.measure == measure]
    assert len(found) == 1, [(j.claim.quote, j.claim.measure) for j in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "measure", "verdict"),
    [
        # ICE's rosters answer any day from January 2021 on.
        ("On June 1, 2024, 134 agencies had 287(g) agreements.", "287g.agencies", "supported"),
        ("On June 1, 2024, 120 agencies had 287(g) agreements.", "287g.agencies", "wrong"),
        ("In Texas, 180 agencies had 287(g) agreements on December 1, 2025.", "287g.agencies", "supported"),
        ("In Texas, 150 agencies had 287(g) agreements on December 1, 2025.", "287g.agencies", "wrong"),
        # Before, a compiled list and printed numbers do, which may lack a few.
        ("As of September 15, 2016, there were 34 287(g) agreements.", "287g.agreements", "supported"),
        ("As of September 15, 2016, there were 35 287(g) agreements.", "287g.agreements", "approximate"),
        ("As of September 15, 2016, there were 80 287(g) agreements.", "287g.agreements", "wrong"),
        ("ICE had 64 287(g) agreements in October 2012.", "287g.agreements", "supported"),
        ("ICE had 39 287(g) agreements on December 31, 2012.", "287g.agreements", "supported"),
        # Two compilations of the activation dates differ; both are held.
        ("Secure Communities was active in 661 counties on September 30, 2010.", "sc.counties", "supported"),
        ("Secure Communities was active in 649 counties on September 30, 2010.", "sc.counties", "supported"),
        ("Secure Communities was active in 1,562 counties on September 30, 2011.", "sc.counties", "supported"),
        ("Secure Communities was active in 2,562 counties on September 30, 2011.", "sc.counties", "wrong"),
    ],
)
def test_numbers_of_programmes(sentence, measure, verdict):
    found = judged(sentence, measure)
    assert found.verdict == verdict, found.reason
    line = next(e for e in found.evidence if e.kind == "program")
    assert line.document
    assert line.period is not None
    if verdict == "wrong":
        assert found.correction
        assert "(" in found.correction


def test_between_two_bounds_nothing_is_decided():
    """The task forces of 2012 ended between two lists: neither 45 nor 50 can be called right or wrong."""
    found = judged("ICE had 45 287(g) agreements on November 20, 2012.", "287g.agreements")
    assert found.verdict == "uncheckable"
    assert "cannot be decided" in found.reason
    line = next(e for e in found.evidence if e.kind == "program")
    assert line.value is None
    assert " to " in line.role


def test_the_section_of_a_law_is_no_part_of_the_number_before_it():
    for text in ("35 287(g) agreements", "64 287(g) agreements", "1,001 287(g) agreements"):
        found = judged(f"There were {text} on September 18, 2025.", "287g.agreements")
        assert found.claim.asserted.value == float(text.split()[0].replace(",", ""))


@pytest.mark.parametrize(
    ("sentence", "measure", "verdict"),
    [
        ("Secure Communities was discontinued in November 2014.", "sc.end", "supported"),
        ("ICE ended Secure Communities in 2012.", "sc.end", "wrong"),
        ("President Trump restored Secure Communities in January 2017.", "sc.restored", "supported"),
        ("The Priority Enforcement Program began in 2015.", "pep.start", "supported"),
        ("The Priority Enforcement Program began in 2012.", "pep.start", "wrong"),
        ("The first 287(g) agreement was signed in 2002.", "287g.start", "supported"),
        ("The first 287(g) agreement was signed in 1999.", "287g.start", "wrong"),
        ("The task-force model was phased out in 2012.", "287g.task_forces.end", "supported"),
    ],
)
def test_dates_of_programmes(sentence, measure, verdict):
    found = judged(sentence, measure)
    assert (found.claim.kind, found.verdict) == ("date", verdict)
    assert all(e.kind == "program" and e.document for e in found.evidence)
    assert (found.correction is None) == (verdict == "supported")


def test_every_event_that_texts_tell_of_has_its_measure():
    named = {e.reads.measure for e in events(CATALOG).events if e.reads is not None}
    dated = {m.id for m in measures(CATALOG).values() if m.nature == "date" and not m.day}
    assert named == dated
    assert named
