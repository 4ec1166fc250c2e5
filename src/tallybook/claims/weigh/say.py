"""Words: numbers and sentences of reasons and corrections."""

from __future__ import annotations

from tallybook.base.periods import Kind, Period
from tallybook.claims.model import Claim
from tallybook.measures.figures import Figure
from tallybook.measures.measure import Measure


def number(value: float) -> str:
    """Return a count with separators, or a decimal with at most two places."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """Return a percentage with one decimal, two below one."""
    return f"{value:.1f}%" if abs(value) >= 1 else f"{value:.2f}%"


def asserted(claim: Claim) -> str:
    """Return the claimed value as the text means it."""
    a = claim.asserted
    if a.value is None:
        return claim.quote
    hedge = {"exact": "", "about": "about ", "nearly": "nearly ", "more_than": "more than ", "at_least": "at least ",
             "less_than": "less than ", "up_to": "up to "}[a.hedge]  # fmt: skip
    if a.unit == "percent":
        return f"{hedge}{number(a.value)}%"
    if a.unit == "x":
        return f"{hedge}{number(a.value)} times"
    return f"{hedge}{number(a.value)}"


def when(period: Period | None) -> str:
    """Return a period as it stands in a sentence."""
    if period is None:
        return "an unnamed period"
    return f"on {period.words}" if period.kind is Kind.DATE else f"in {period.words}"


def cited(figure: Figure) -> str:
    """Return where a figure comes from, short."""
    if figure.how != "published":
        return f"{figure.how}; {figure.vintage}"
    value = figure.parts[0]
    source = value.document or value.publisher or value.vintage_label
    dated = f", {value.published}" if value.published else ""
    mark = " (recalled, not confirmed)" if value.basis == "recalled" else ""
    return f"{source}{dated}{mark}"


def correction(measure: Measure, figure: Figure) -> str:
    """Return one sentence ready to paste: what the official figure is, and where it stands."""
    subject = measure.title[0].lower() + measure.title[1:] if not measure.title[:2].isupper() else measure.title
    amount = percent(figure.value) if figure.unit == "percent" else number(figure.value)
    return f"{amount} is the official figure for {subject} {when(figure.period)} ({cited(figure)})."
