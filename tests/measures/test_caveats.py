"""Caveats: each file's own cases and checks, what its text says against the series, matching, order and overlays."""

from __future__ import annotations

import re
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tallybook.base.catalog import Catalog, open_catalog
from tallybook.base.conditions import parse
from tallybook.base.conditions.tree import Among, Compare, Like, Literal, Name, leaves
from tallybook.base.errors import CatalogError
from tallybook.measures.assertion import evaluate, failures
from tallybook.measures.caveat import SEVERITIES, Caveat, caveat, caveats, caveats_for
from tallybook.measures.measure import measures

CATALOG = open_catalog()
ALL = caveats(CATALOG)
TRAPS = {str(n) for n in range(1, 33)} | {f"R{n}" for n in range(1, 38)} | {"G"}

VALID = """\
id: mine
title: Mine
text: One sentence.
severity: note
basis: quoted
trap: "1"
sources: [A document]
when: ["measure = 'ice.removals'"]
cases:
  shows: [{measure: ice.removals}]
  hidden: [{measure: dhs.removals}]
"""


@pytest.fixture(params=sorted(ALL))
def one(request: pytest.FixtureRequest) -> Caveat:
    return ALL[request.param]


def ids(context: dict[str, object]) -> list[str]:
    return [found.id for found in caveats_for(CATALOG, context)]


def overlay(tmp_path: Path, text: str, name: str = "mine") -> Catalog:
    folder = tmp_path / "caveats"
    folder.mkdir()
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return Catalog((tmp_path,))


# -- every file -------------------------------------------------------------------------------------------------------
def test_shows_where_its_file_says_so(one: Caveat) -> None:
    for case in one.cases.shows:
        assert one.id in ids(case), case


def test_stays_hidden_where_its_file_says_so(one: Caveat) -> None:
    for case in one.cases.hidden:
        assert one.id not in ids(case), case


def test_a_context_that_knows_nothing_shows_nothing(one: Caveat) -> None:
    assert one.id not in ids({})
    assert len(set(one.when)) == len(one.when)


def test_figures_are_those_of_the_series(one: Caveat) -> None:
    if one.check is not None:
        assert failures(CATALOG, one.check) == []


def test_a_disagreement_with_the_series_still_stands(one: Caveat) -> None:
    for item in one.disagrees:
        assert evaluate(CATALOG, item.series, {}) != item.number, f"settled: remove {item.says!r}"


NOT_A_FIGURE = re.compile(
    r"""FY\d{4}
      | \b(?:Title|Level|Levels)\ \d+(?:\ to\ \d+)?
      | \b287\(g\)
      | \b\d{1,2}\ (?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\ \d{4})?
      | (?<![\d,])(?:19|20)\d\d\b(?!,\d)
    """,
    re.VERBOSE,
)
FIGURE = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)( million| percent)?")


def figures(text: str) -> set[float]:
    found = set()
    for number, unit in FIGURE.findall(NOT_A_FIGURE.sub(" ", text)):
        value = float(number.replace(",", "")) * (1e6 if unit == " million" else 1)
        if value >= 10 or unit:
            found.add(value)
    return found


def test_every_figure_in_the_text_is_checked_or_says_why_not(one: Caveat) -> None:
    expected = " ".join(one.check.expect) if one.check else ""
    checked = {abs(float(n)) for n in re.findall(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w-])", expected)}
    excused = {item.number for item in one.unchecked}
    assert figures(one.title + " " + one.text) <= checked | excused
    assert excused <= figures(one.title + " " + one.text), "an excuse for a figure the text does not have"


def test_recognises_figures_and_leaves_dates_alone() -> None:
    text = "FY2012 gave 409,849 (55 percent) by 21 December 2012, and 1.9 million under 287(g) or Title 42 since 2008."
    assert figures(text) == {409849, 55, 1900000}


def test_text_is_one_to_three_plain_sentences(one: Caveat) -> None:
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z\"0-9])", one.text.strip())
    assert 1 <= len(sentences) <= 3
    assert one.text.strip().endswith(".")
    assert len(one.text) <= 420
    assert "http" not in one.text + one.source


def test_names_only_measures_that_exist(one: Caveat) -> None:
    known = measures(CATALOG)
    for condition in one.when:
        for leaf in leaves(parse(condition)):
            match leaf:
                case Compare(left=Name(name="measure" | "base_measure"), right=Literal(value=value)):
                    assert value in known
                case Among(name=Name(name="measure" | "base_measure"), items=items):
                    assert {item.value for item in items} <= set(known)
                case Like(name=Name(name="measure" | "base_measure"), pattern=pattern):
                    assert any(fnmatchcase(name, pattern) for name in known), pattern
    for case in (*one.cases.shows, *one.cases.hidden):
        for key in ("measure", "base_measure"):
            assert case.get(key) is None or case[key] in known


# -- together ---------------------------------------------------------------------------------------------------------
def test_every_trap_has_a_caveat() -> None:
    assert {item.trap for item in ALL.values()} - {"marks"} == TRAPS


def test_no_two_share_a_title_or_a_text() -> None:
    assert len({item.title for item in ALL.values()}) == len(ALL)
    assert len({item.text for item in ALL.values()}) == len(ALL)


def test_gravest_first_then_the_most_specific_then_by_name() -> None:
    context = {
        "measure": "ice.removals", "kind": "change", "fiscal_year": 2014, "start": date(2013, 10, 1),
        "end": date(2014, 9, 30), "base_start": date(2009, 10, 1), "base_end": date(2010, 9, 30),
        "base_fiscal_year": 2010, "people": True, "vintages": 2, "status": "published",
    }  # fmt: skip
    found = caveats_for(CATALOG, context)
    assert [item.id for item in found] == [
        "method-change-2013", "counting-lag-2010", "events-not-people", "vintage-revised",
    ]  # fmt: skip
    assert [SEVERITIES.index(item.severity) for item in found] == sorted(SEVERITIES.index(i.severity) for i in found)


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({}, ["two-official-families", "atep-in-totals"]),
        ({"people": True}, ["events-not-people", "two-official-families", "atep-in-totals"]),
        ({"basis": "recalled"}, ["recalled-not-confirmed", "two-official-families", "atep-in-totals"]),
        (
            {"measure": "dhs.removals", "vintages": 5, "status": "published"},
            ["two-official-families", "vintage-revised"],
        ),
        (
            {"measure": "ice.removals.criminal", "kind": "share"},
            ["convictions-include-traffic", "conviction-not-ground"],
        ),
    ],
)
def test_a_claim_about_fy2012_gets_a_few_that_fit(context: dict[str, object], expected: list[str]) -> None:
    base = {
        "measure": "ice.removals", "kind": "count", "fiscal_year": 2012, "period_kind": "fiscal_year",
        "start": date(2011, 10, 1), "end": date(2012, 9, 30), "people": False, "basis": "quoted",
        "vintages": 1, "value_type": "exact", "status": "published", "value": 409849, "published": date(2012, 12, 21),
    }  # fmt: skip
    found = ids(base | context)
    assert sorted(found) == sorted(expected)


def test_unknown_shows_nothing_and_none_is_unknown() -> None:
    assert ids({"measure": "ice.removals"}) == []
    assert ids({"measure": "ice.removals", "people": None, "vintages": None, "kind": None, "start": None}) == []
    assert ids({"measure": None, "people": True, "value": 999}) == []


def test_what_the_measure_rules_out_changes_nothing_else() -> None:
    """Narrowing by measure first must give what trying every condition gives."""
    from tallybook.base.conditions import holds

    for item in ALL.values():
        for case in (*item.cases.shows, *item.cases.hidden):
            every = {c.id for c in ALL.values() if any(holds(parse(w), case) is True for w in c.when)}
            assert set(ids(case)) == every, case


def test_one_caveat_by_name() -> None:
    assert caveat(CATALOG, "events-not-people").severity == "warning"
    with pytest.raises(CatalogError, match="did you mean events-not-people"):
        caveat(CATALOG, "event-not-people")


# -- overlays ---------------------------------------------------------------------------------------------------------
def test_an_overlay_adds_one(tmp_path: Path) -> None:
    catalog = overlay(tmp_path, VALID)
    assert "mine" in [item.id for item in caveats_for(catalog, {"measure": "ice.removals"})]
    assert "mine" not in ids({"measure": "ice.removals"})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("severity: note", "severty: note", r"unknown key 'severty'; did you mean 'severity'"),
        ("severity: note", "severity: grave", r"severity.*'grave'"),
        ("sources: [A document]", "sources: []", r"sources"),
        ("measure = 'ice.removals'", "mesure = 'ice.removals'", r"there is no 'mesure'; did you mean measure"),
        ("measure = 'ice.removals'", "measure = ", r"the condition ends here"),
        ("measure = 'ice.removals'", "start > '2012'", r"'start' is a date"),
        ("measure = 'ice.removals'", "kind = 'counts'", r"did you mean 'count'"),
        ("shows: [{measure: ice.removals}]", "shows: []", r"cases\.shows"),
        ("shows: [{measure: ice.removals}]", "shows: [{peple: true}]", r"there is no 'peple'.*did you mean 'people'"),
        ("shows: [{measure: ice.removals}]", "shows: [{people: 1}]", r"people is 1, expected bool"),
        ("shows: [{measure: ice.removals}]", "shows: [{value: true}]", r"value is True, expected float"),
        ('trap: "1"', 'trap: "X1"', r"trap"),
        ("id: mine", "id: Mine", r"id"),
        ("title: Mine", "title: Mine\ncheck: {given: {a: {sum: [1], days: FY2012}}, expect: [a = 1]}", r"2 operations"),
        ("title: Mine", "title: Mine\ncheck: {given: {a: {}}, expect: [a = 1]}", r"0 operations"),
        ("title: Mine", "title: Mine\ntitle: Again", r"given twice"),
    ],
)
def test_a_malformed_overlay_is_one_plain_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in VALID
    catalog = overlay(tmp_path, VALID.replace(old, new, 1))
    with pytest.raises(CatalogError, match=says) as caught:
        caveats(catalog)
    assert "mine.yml" in str(caught.value)
    assert "\n" not in str(caught.value)
