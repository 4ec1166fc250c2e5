"""The catalogue itself: every condition reads, every fact is used, and a file of one's own needs no code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_cases import BOOK, CATALOG
from tallybook.base.catalog import Catalog
from tallybook.base.conditions import check, names, parse
from tallybook.base.errors import CatalogError
from tallybook.measures.dimensions import record_types
from tallybook.policies.assess import assess
from tallybook.policies.web import Contradiction, Web
from tallybook.sources.layout import releases
from tallybook.sources.tables import record_tables

MEMO = """\
id: MEMO-2030
title: A memo
short: Memo
citation: A memo, 1 Jan 2030
kind: memo
issued: 2030-01-01
checked: 2030-01-01
lanes: [{lane: priorities}]
decides: [removal]
agencies: [ICE]
in_force: [{from: 2030-01-01, starts: signed, ends: in force, basis: quoted}]
outcomes: {listed: {title: listed, within: true}, not_listed: {title: not listed, within: false}}
clauses:
  - {id: A, section: A, text: a felony, when: felony_convictions >= 1, outcome: listed, basis: quoted, support: report}
default: not_listed
"""


def test_every_condition_of_every_policy_reads_and_every_fact_is_asked_for() -> None:
    asked: set[str] = set()
    for policy in BOOK.policies.values():
        for place, text in [
            ("gate", policy.gate),
            *((f"clause {c.id}", c.when) for c in policy.clauses),
            *((f"factor {f.id}", f.when) for f in policy.factors),
            *((f"gives way to {g.policy}", g.when) for g in policy.gives_way),
        ]:
            asked.update(names(BOOK.tree(policy, place, text)))
        for name in policy.switches:
            used = any(name in t for t in (*policy.define.values(), *(c.when for c in policy.clauses)))
            used = (
                used
                or any(name in i.readings for i in policy.in_force)
                or any(name in g.when for g in policy.gives_way)
            )
            assert used or policy.forms, f"switch {name} of {policy.id} does nothing"
    joined = {name for rule in BOOK.web.rules for name in rule.names}
    assert set(BOOK.facts.facts) <= asked | joined | {"decision_date"}


def test_no_condition_of_records_asks_for_a_field_that_no_table_has() -> None:
    tables = record_tables(CATALOG)
    for name, fact in BOOK.facts.facts.items():
        for supply in fact.records:
            chosen = [tables[t] for t in supply.tables] or list(tables.values())
            assert set(supply.releases) <= set(releases(CATALOG))
            tree = parse(supply.when)
            fits = [t for t in chosen if set(names(tree)) & set(record_types(t)) or not names(tree)]
            assert fits, (name, supply.when)
            if supply.tables:
                assert fits == chosen, (name, supply.when)
            for table in fits:
                if set(names(tree)) <= set(record_types(table)):
                    check(tree, record_types(table))
            if supply.column:
                assert fact.type == "date"


def test_every_clause_that_was_read_cites_a_source_and_every_source_is_cited_or_named() -> None:
    for policy in BOOK.policies.values():
        for item in (*policy.clauses, *policy.factors, *policy.in_force, *policy.overlays):
            assert item.sources or item.basis == "recalled", (policy.id, item)
        cited = {k for i in (*policy.clauses, *policy.factors, *policy.in_force, *policy.overlays, *policy.exceptions,
                             *policy.forms) for k in i.sources}  # fmt: skip
        words = " ".join((*policy.notes, *(s.why for s in policy.switches.values())))
        assert {k for k in policy.sources if k not in cited and k not in words} == set(), policy.id


def test_a_memo_of_ones_own_is_a_file_and_nothing_more(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "MEMO-2030.yml").write_text(MEMO, encoding="utf-8")
    (folder / "MEMO-2030.cases.yml").write_text("policy: MEMO-2030\ncases: []\n", encoding="utf-8")
    found = assess({"felony_convictions": 1}, "2030-02-01", policy="memo-2030", catalog=Catalog((tmp_path,)))
    assert found.answer("MEMO-2030").outcomes == ("listed",)
    assert found.to_dict()["catalog"][0]["sha256"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("felony_convictions >= 1", "felony_conviction >= 1", "did you mean felony_convictions"),
        ("felony_convictions >= 1", "felony_convictions >= true", "has no order"),
        ("felony_convictions >= 1", "felony_convictions is known", "cannot be decided for a set of cases"),
        ("felony_convictions >= 1", "felony_convictions <= misd_convictions", "a comparison of one fact with a value"),
        ("outcome: listed,", "outcome: lited,", "not among its outcomes"),
        ("basis: quoted, support", "bases: quoted, support", "unknown key 'clauses.0.bases'"),
        ("default: not_listed", "default: nothing", "not among its outcomes"),
        ("starts: signed", "to: 2029-01-01, starts: signed", "before it begins"),
    ],
)
def test_a_slip_in_a_policy_is_named_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    assert old in MEMO
    (folder / "MEMO-2030.yml").write_text(MEMO.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogError) as fault:
        assess({}, "2030-02-01", policy="MEMO-2030", catalog=Catalog((tmp_path,)))
    assert said in str(fault.value)
    assert "MEMO-2030" in str(fault.value)


def test_implications_do_not_contradict_one_another() -> None:
    """Every fact can be true, and every count large, without anything breaking."""
    for name, fact in BOOK.facts.facts.items():
        if fact.type in ("flag", "count"):
            case = {name: True if fact.type == "flag" else 9, "decision_date": date(2025, 3, 1)}
            BOOK.web.spread(case, tuple(case))
            assert BOOK.web.consistent(case)
            if fact.type == "flag":
                other = {name: False}
                BOOK.web.spread(other, (name,))
                assert BOOK.web.consistent(other)


def test_two_felonies_imply_one_conviction_at_least_and_so_on() -> None:
    case = {"felony_convictions_nonstatus": 2}
    BOOK.web.spread(case, tuple(case))
    assert case["felony_convictions"].low == 2
    assert case["criminal_convictions"].low == 2
    less = {"criminal_convictions": 0}
    BOOK.web.spread(less, tuple(less))
    assert less["felony_convictions"] == 0
    assert less["misd_dui_conv"] is False
    with pytest.raises(Contradiction):
        BOOK.web.spread({**less, "convicted_1325": True}, ("convicted_1325",))


def test_implications_of_no_known_form_are_refused() -> None:
    from tallybook.policies.facts import Implication

    for item in ({"always": "a < b"}, {"if": "a or b", "then": "c"}, {"if": "a", "then": "c between 1 and 2"}):
        with pytest.raises(CatalogError):
            Web([Implication.model_validate({**item, "why": "x"})])
