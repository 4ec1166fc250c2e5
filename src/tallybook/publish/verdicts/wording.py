"""The words that every form of a check shares: verdict signs, values, evidence, counts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tallybook.base.periods import day_words
from tallybook.claims.document import Document
from tallybook.claims.model import VERDICTS, Asserted, Check, Claim, Evidence, Judged, Verdict, WouldHold
from tallybook.publish.report import date_words

SIGNS: dict[Verdict, str] = {
    "supported": "✓",
    "supported_at_publication": "✓",
    "approximate": "≈",
    "misleading": "▲",
    "wrong": "✗",
    "disputed": "⇄",
    "uncheckable": "○",
}
"""A sign for each verdict, so that no colour is needed to tell them apart."""
WORDS: dict[Verdict, str] = {
    "supported": "supported",
    "supported_at_publication": "supported then, revised since",
    "approximate": "approximate",
    "misleading": "misleading",
    "wrong": "wrong",
    "disputed": "disputed",
    "uncheckable": "not checkable",
}
HEDGES = {
    "exact": "",
    "about": "about ",
    "nearly": "nearly ",
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "less than ",
    "up_to": "up to ",
}
RANKS = {
    "rank_max": "the highest on record",
    "rank_min": "the lowest on record",
    "rank_max_since": "the highest since then",
    "rank_min_since": "the lowest since then",
    "greater_than": "more than in the period compared with",
    "less_than": "less than in the period compared with",
    "increase": "an increase",
    "decrease": "a decrease",
    "first_decrease": "the first decrease",
    "sign_change": "a change of direction",
    "consecutive_increases": "{} increases in a row",
    "consecutive_decreases": "{} decreases in a row",
    "consecutive_records": "{} records in a row",
    "consecutive_below": "{} times in a row below",
    "consecutive_above": "{} times in a row above",
}
ROLES = {
    "as then known": "as known when the text appeared",
    "now": "as published now",
    "base": "compared with",
    "part": "part",
    "whole": "whole",
    "nearest": "nearest",
}
MOST_DIGITS = 1e15
NO_CLAIMS = "no checkable claims"


@dataclass(frozen=True)
class Checked:
    """A document with its check."""

    document: Document
    check: Check


@dataclass(frozen=True)
class Unread:
    """A document that could not be read, with the reason in one line."""

    name: str
    reason: str


def value_words(value: float | None, unit: str, signed: bool = False) -> str:
    """Return a value with its unit as it reads in a sentence."""
    if value is None:
        return unit
    if unit in RANKS:
        return RANKS[unit].format(f"{value:g}")
    if unit == "year":
        return f"{value:.0f}"
    number = plain_number(value).replace("-", "−")
    if signed and value > 0:
        number = f"+{number}"
    if unit == "x":
        return f"{number} times"
    if unit == "percent":
        return f"{number} percent"
    return f"{number} {unit}".strip()


def plain_number(value: float) -> str:
    """Return a number with thousands separators and at most two digits after the point."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) < MOST_DIGITS else f"{value:g}"


def asserted_words(asserted: Asserted, kind: str) -> str:
    """Return what the text says, in words."""
    hedge = "" if asserted.unit in RANKS else HEDGES[asserted.hedge]
    return hedge + value_words(asserted.value, asserted.unit, signed=kind == "change")


def measure_words(measure: str | None, titles: Mapping[str, str]) -> str:
    """Return a measure's title; its id where the catalog has none."""
    return titles.get(measure, measure) if measure else ""


def evidence_value(evidence: Evidence) -> str:
    """Return an evidence value in words, with what it covers."""
    value = value_words(evidence.value, evidence.unit) if evidence.value is not None else ""
    return ", ".join(part for part in (value, evidence.period.words if evidence.period else "") if part)


def evidence_source(evidence: Evidence) -> str:
    """Return where an evidence value comes from: document, date, vintage, status and basis."""
    parts = [evidence.document or evidence.vintage]
    if evidence.document and evidence.vintage and evidence.vintage not in evidence.document:
        parts.append(evidence.vintage)
    if evidence.published:
        parts.append(_dated(evidence.published))
    if evidence.kind == "recount":
        rows = f"{evidence.rows:,} rows" if evidence.rows is not None else ""
        parts += ["recount of the record", f"rule {evidence.rule}" if evidence.rule else "", rows]
    if evidence.status and evidence.status != "published":
        parts.append(evidence.status.replace("_", " "))
    if evidence.basis == "recalled":
        parts.append("recalled: not yet confirmed against a document")
    if not evidence.complete:
        parts.append("period not wholly covered")
    return "; ".join(part for part in parts if part)


def would_hold_words(would: WouldHold, titles: Mapping[str, str]) -> str:
    """Return the nearest definition under which a failed claim would hold, in words."""
    value = value_words(would.value, "")
    words = f"{measure_words(would.measure, titles)}, {would.period.words}: {value}"
    if would.rule:
        words += f" (rule {would.rule})"
    return f"{would.how}: {words}" if would.how else words


def counts(judged: Iterable[Judged]) -> list[tuple[Verdict, int]]:
    """Return how many claims have each verdict, in the verdicts' order, absent ones left out."""
    found = Counter(j.verdict for j in judged)
    return [(verdict, found[verdict]) for verdict in VERDICTS if found[verdict]]


def summary(judged: tuple[Judged, ...]) -> str:
    """Return the line that counts the claims by verdict, or says that there are none."""
    if not judged:
        return NO_CLAIMS
    listed = ", ".join(f"{number} {WORDS[verdict]}" for verdict, number in counts(judged))
    return f"{len(judged)} {'claim' if len(judged) == 1 else 'claims'}: {listed}"


def dated(check: Check) -> str:
    """Return the line that says which date the claims were judged against."""
    if check.published is None:
        return "no publication date"
    source = {"option": "as given", "html": "from the page's markup"}.get(
        check.published_from, f"from the {check.published_from}"
    )
    return f"published {day_words(check.published)} ({source})"


def quote_words(document: Document, claim: Claim) -> str:
    """Return a claim's quote as a reader of the document sees it: without its markup, entities decoded."""
    if document.kind not in ("html", "markdown"):
        return claim.quote
    for block in document.blocks:
        first = bisect_left(block.offsets, claim.start)
        last = bisect_left(block.offsets, claim.end)
        if first < last:
            return block.text[first:last].strip()
    return claim.quote


def attribution(judged: Judged) -> str:
    """Return who says it and whether the text asserts, quotes or rejects it; nothing for a plain assertion."""
    speaker, stance = judged.claim.attribution.speaker, judged.claim.attribution.stance
    if stance == "rejected":
        return f"quoted from {speaker} and rejected by the text" if speaker else "rejected by the text itself"
    if stance == "quoted":
        return f"quoted from {speaker}" if speaker else "quoted"
    return f"said by {speaker}" if speaker else ""


def _dated(published: str) -> str:
    try:
        return date_words(published)
    except ValueError:
        return published
