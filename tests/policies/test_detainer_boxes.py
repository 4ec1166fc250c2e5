"""The boxes of the detainer form, in 235 real rows: each answers the clause whose words it bears."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from policy_cases import BOOK, CATALOG
from tallybook.policies.case import make_case
from tallybook.policies.decide import decide
from tallybook.policies.supply import read, sources
from tallybook.sources.tables import record_table

FIELDS = {
    "detainer_prepare_date": "prepared_date", "detainer_prepared_criminality": "criminality",
    "felon": "aggravated_felon", "processing_disposition": "disposition", "case_category": "case_category",
    "final_program": "program", "apprehension_method": "method", "final_order_yes_no_33": "final_order",
    "final_order_date": "final_order_date", "apprehension_date": "apprehension_date", "entry_date": "entry_date",
    "prior_felony_yes_no": "prior_felony", "multiple_prior_misd_yes_no": "multiple_misdemeanors",
    "violent_misdemeanor_yes_no": "violent_misdemeanor", "aggravated_felony_yes_no": "aggravated_felony",
    "deportation_ordered_yes_no": "deportation_ordered", "biometric_match_yes_no": "biometric_match",
    "statements_made_yes_no": "statements_made",
}  # fmt: skip
CLASSES = {"1 Convicted Criminal": "convicted", "2 Pending Criminal Charges": "pending"}


def typed(text: str | None, field: str) -> Any:
    if text is None or text == "NA":
        return None
    if field.endswith("date"):
        return date.fromisoformat(text[:10])
    return {"YES": True, "NO": False}.get(text, CLASSES.get(text, text))


def facts(row: dict[str, Any]) -> dict[str, Any]:
    table = record_table(CATALOG, "detainers")
    return read(sources(BOOK, table, "2024-ICFO-39357", set(row), BOOK.facts.facts), row)


@pytest.mark.parametrize(
    ("box", "clause"),
    [
        ("prior_felony", "D1"), ("multiple_misdemeanors", "D2"), ("violent_misdemeanor", "D3"), ("illegal_entry", "D4"),
        ("illegal_reentry", "D5"), ("deportation_ordered", "D6"), ("immigration_fraud", "D7"),
        ("significant_risk", "D8"),
    ],
)  # fmt: skip
def test_a_ticked_box_decides_its_clause(box: str, clause: str) -> None:
    policy = BOOK.policies["MORTON-2012D"]
    on = date(2013, 3, 1)
    plan = BOOK.plan(policy, on, policy.settings({"apply_footnote_2": False}))
    case = make_case(BOOK, on, facts({box: True}), unstated="absent")
    decision = decide(plan, case.facts, on)
    assert (decision.outcomes, decision.clause) == (("may_issue",), clause)
    nothing = make_case(BOOK, on, facts({box: None}), unstated="absent")
    assert decide(plan, nothing.facts, on).outcomes == ("not_within_guidance",)


@pytest.mark.parametrize(
    ("box", "clause"), [("prior_felony", "1(d)"), ("street_gang", "1(c)"), ("aggravated_felony", "1(e)"),
                        ("multiple_misdemeanors", "2(a)"), ("unlawful_attempt", "1(b)"), ("visa", "2(d)")],
)  # fmt: skip
def test_a_box_of_the_forms_of_2015_decides_its_priority(box: str, clause: str) -> None:
    policy = BOOK.policies["JOHNSON-2014P"]
    on = date(2015, 9, 1)
    row = {box: True, "detainer_type": "I247D - Immigration Detainer - Request for Action"}
    case = make_case(BOOK, on, facts(row), unstated="absent")
    decision = decide(BOOK.plan(policy, on, policy.settings({})), case.facts, on)
    assert decision.clause == clause


@pytest.mark.real
def test_235_real_detainers_of_2023_to_2025(shared: Path) -> None:
    file = shared / "data" / "records" / "2025-slices" / "joined_df_wa.csv"
    if not file.is_file():
        pytest.skip("the real file is not here")
    frame = pl.read_csv(file, infer_schema_length=0)
    guidance, directive = BOOK.policies["MORTON-2012D"], BOOK.policies["DETAINER-2017"]
    ticked = frame.filter(
        (pl.col("prior_felony_yes_no.detainer") == "YES")
        | (pl.col("violent_misdemeanor_yes_no.detainer") == "YES")
        | (pl.col("deportation_ordered_yes_no.detainer") == "YES")
        | pl.col("case_category.detainer").str.starts_with("[16]")  # an order is reinstated after a re-entry only
        | pl.col("processing_disposition.detainer").str.contains("REINSTATEMENT")
    )
    by_guidance: Counter[tuple[str, ...]] = Counter()
    by_directive: Counter[tuple[str, ...]] = Counter()
    for raw in frame.iter_rows(named=True):
        row = {field: typed(raw[f"{name}.detainer"], field) for name, field in FIELDS.items()}
        day = row["prepared_date"]
        case = make_case(BOOK, day, facts(row)).facts
        plan = BOOK.plan(guidance, date(2013, 3, 1), guidance.settings({}))
        by_guidance[decide(plan, case, day).outcomes] += 1
        by_directive[decide(BOOK.plan(directive, day, directive.settings({})), case, day).outcomes] += 1
    # Of the 16 with three misdemeanours, those without another box stay open: footnote 2 asks whether they are minor.
    assert by_guidance[("may_issue",)] == len(ticked) == 162
    assert by_guidance[("may_issue", "not_within_guidance")] == 235 - 162
    assert by_directive == {("may_not_issue", "may_issue"): 235}, "no row tells whether a warrant went with it"
