"""Recounts as evidence: beside a claim, and for a number that somebody has."""

from tallybook.base.catalog import open_catalog
from tallybook.base.periods import fiscal_year, month
from tallybook.claims.check import check_text
from tallybook.measures.lookup import find
from tallybook.measures.recounted import recounted


def test_a_year_has_a_count_by_each_rule_its_own_first() -> None:
    found = recounted(open_catalog(), "ice.removals", fiscal_year(2016))
    assert [(r.rule, r.value, r.is_default, r.complete) for r in found] == [
        ("locked", 240_255, True, True), ("same-year", 235_524, False, True), ("departed", 240_994, False, True),
        ("as-titled", 240_255, False, True),
    ]  # fmt: skip
    assert recounted(open_catalog(), "ice.removals", month(2016, 3)) == ()
    assert recounted(open_catalog(), "dhs.removals", fiscal_year(2016)) == ()


def test_a_number_that_only_the_record_gives_is_found() -> None:
    (match,) = [m for m in find(open_catalog(), "235,524").matches if m.relation == "is"]
    assert (match.measure, match.label, match.status) == ("ice.removals", "FY2016", "record_count")
    assert "same-year" in match.standing
    published = [
        m for m in find(open_catalog(), "240,255").matches if m.relation == "is" and m.measure == "ice.removals"
    ]
    assert all(m.status == "published" for m in published)


def test_a_claim_carries_the_recount_and_the_rule_under_which_it_would_hold() -> None:
    check = check_text(open_catalog(), "ICE removed exactly 235,524 people in fiscal year 2016.")
    (one,) = check.claims
    recounts = {e.rule: e for e in one.evidence if e.kind == "recount"}
    assert recounts["locked"].value == 240_255
    assert recounts["locked"].rows == 240_255
    assert one.verdict == "misleading"
    assert one.would_hold_for is not None
    assert (one.would_hold_for.rule, one.would_hold_for.value) == ("same-year", 235_524)
