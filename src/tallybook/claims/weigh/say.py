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
    hedge = "" if a.hedge == "exact" else a.hedge.replace("_", " ") + " "
    if claim.kind == "change":
        unit = {"percent": "%", "percentage points": " percentage points"}.get(a.unit, "")
        return f"a {'fall' if a.value < 0 else 'rise'} of {hedge}{number(abs(a.value))}{unit}"
    if a.unit == "percent":
        return f"{hedge}{number(a.value)}%"
    if a.unit == "x":
        return f"{hedge}{number(a.value)} times"
    return f"{hedge}{number(a.value)}"


def when(period: Period | None) -> str:
    """Return a period as it stands in a sentence: `in fiscal year 2012`, `on 4 March 2012`, `from … to …`."""
    if period is None:
        return "in an unnamed period"
    if period.kind is Kind.DATE:
        return f"on {period.words}"
    return f"from {period.words}" if period.words[:1].isdigit() else f"in {period.words}"


def named(measure: Measure) -> str:
    """Return a measure's title as it stands inside a sentence: `removals by ICE`, `ICE removals from the interior`."""
    first, _, rest = measure.title.partition(" ")
    proper = not first[1:].islower() or rest[:1].isupper() or rest[:1].isdigit()
    return measure.title if proper and "-" not in first else f"{first[:1].lower()}{first[1:]} {rest}"


def cited(figure: Figure) -> str:
    """Return where a figure comes from, short."""
    if figure.how != "published":
        sources = list(dict.fromkeys(v.document or v.publisher or v.vintage_label for v in figure.parts))
        more = f" and {len(sources) - 2} more" if len(sources) > 2 else ""
        return f"{_MADE.get(figure.how, figure.how)} {', '.join(sources[:2])}{more}"
    value = figure.parts[0]
    source = value.document or value.publisher or value.vintage_label
    dated = f", {value.published}" if value.published else ""
    return f"{source}{dated}{', recalled, not confirmed' if value.basis == 'recalled' else ''}"


_MADE = {
    "sum over periods": "added up from",
    "sum of measures": "added up from",
    "difference of measures": "the difference of two figures in",
    "difference of running totals": "the difference of two figures in",
    "yearly average": "yearly average from",
}
"""How a figure that was not published as such was made."""


def correction(measure: Measure, figure: Figure) -> str:
    """Return one sentence ready to paste: what the official figure is, and where it stands."""
    amount = percent(figure.value) if figure.unit == "percent" else number(figure.value)
    return f"{amount} is the official figure for {named(measure)} {when(figure.period)} ({cited(figure)})."
