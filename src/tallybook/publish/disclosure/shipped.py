"""Shipped recounts as published counts: what answers while the store is empty."""

from __future__ import annotations

from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.measures.recount import MERGED, from_recounts
from tallybook.publish.disclosure.asking import Wanted
from tallybook.publish.disclosure.published import Published


def from_shipped(catalog: Catalog, question: Wanted) -> Published:
    """Return a published count from the shipped recounts, whose small cells were merged when they were made.

    Raises:
        NoValue: they do not hold the table, the rule, the period or the breakdown.
    """
    asked = question.asked
    kept = tuple(name for name in question.keep if name not in asked.question.by)
    tally = from_recounts(
        catalog, asked.item, asked.question.table, asked.rule_name, by=(*asked.question.by, *kept),
        condition=asked.question.condition, period=asked.period, release=asked.release,
    )  # fmt: skip
    by = asked.question.by
    totals: dict[tuple[Any, ...], int] = {}
    hidden: set[tuple[Any, ...]] = set()
    for row in tally.rows:
        key = tuple(row[name] for name in by)
        if all(row[name] == value for name, value in question.keep.items()):
            totals[key] = totals.get(key, 0) + int(row["value"])
        elif all(row[name] in (value, MERGED) for name, value in question.keep.items()):
            hidden.add(key)
    # A line of its own is the whole count of that value; only where there is none may it stand among the merged.
    hidden -= set(totals)
    if not by and not totals and not hidden:
        totals[()] = 0
    keys = sorted({*totals, *hidden}, key=lambda key: tuple((v is None, str(v)) for v in key))
    rows = tuple(
        {**dict(zip(by, key, strict=True)), "value": totals.get(key), "suppressed": key in hidden} for key in keys
    )
    return Published(
        measure=tally.measure, rule=tally.rule, releases=tally.releases, period=tally.period, by=by,
        keep=dict(question.keep), complete=tally.complete, covered_to=tally.covered_to, rows=rows,
        total=None if hidden else sum(totals.values()), suppressed=len(hidden), note=question.cuts.rule_text,
        cut={"by": list(question.needed), "time": "fiscal_year"}, caveats=tally.caveats,
        provenance={**tally.provenance, "keep": dict(question.keep)}, unit=tally.unit, incomplete=tally.incomplete,
    )  # fmt: skip
