"""Programmes beside a claim: lists of agreements and counties, where no published figure settles a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.base.periods import Period, day_words, on
from tallybook.claims.model import Claim, Evidence, Judged, Verdict
from tallybook.claims.weigh.fit import Fit, fit_change, fit_count, fit_ratio
from tallybook.claims.weigh.say import asserted, number
from tallybook.programs.spells import Published, published_counts
from tallybook.programs.standing import MEASURES, Standing, standing

_HELD = ("supported", "supported_at_publication", "disputed")

_PLACES = ("state", "county")

NEAR = timedelta(days=100)
"""A number published this near to a day without one speaks for it: before 2021 agreements changed seldom."""

ROOM = 0.1
"""A compiled list may miss or add this share of what was in force: within it an exact number is not called wrong."""

_UNITS = {
    "287g.agreements": "287(g) agreements",
    "287g.agencies": "agencies with a 287(g) agreement",
    "287g.states": "states with a 287(g) agreement",
    "sc.counties": "counties with Secure Communities active",
    "sc.population_share": "of the population in counties with Secure Communities active",
}

_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|now|today|currently|current|yesterday|last|this)\b",
    re.I,
)
"""A sentence that says when: only such a one is called wrong by a list, for another may count a part."""


@dataclass(frozen=True)
class _Known:
    """What the lists say of the end of a claim's period, and what was published near it."""

    list_: Standing
    printed: tuple[Published, ...]
    place: str = ""
    earlier: Standing | None = None
    """The list at the start of a period of several days."""

    def after(self, first: _Known) -> _Known:
        """Return this with what was known at the start of the period."""
        return replace(self, printed=tuple(dict.fromkeys((*first.printed, *self.printed))), earlier=first.list_)

    @property
    def values(self) -> list[float]:
        """Every number that is known exactly, the list's own first."""
        own = [s.value for s in (self.list_, self.earlier) if s is not None and s.value is not None]
        return own + [float(p.agreements) for p in self.printed]


def with_programs(catalog: Catalog, judged: Judged) -> Judged:
    """Return a judged claim on agreements, agencies or counties with what the programme's own lists say.

    A verdict that holds by published figures stays and gains the evidence. One that fails or cannot be decided by them
    is decided by the list of the day: exactly from ICE's rosters, between bounds from compiled lists.
    """
    claim = judged.claim
    if claim.measure not in MEASURES or claim.period is None or not set(claim.where) <= set(_PLACES) or claim.modal:
        return judged
    if claim.kind == "count":
        known = _known(catalog, claim, claim.period)
        if claim.period.days > 1:
            known = known.after(_known(catalog, claim, on(claim.period.start)))
        if judged.verdict in _HELD or judged.verdict == "misleading":
            return replace(judged, evidence=(*judged.evidence, *_evidence(known)))
        return _weighed(judged, known)
    if claim.kind in ("change", "ratio") and claim.base_period is not None and judged.verdict not in _HELD:
        before = _known(catalog, claim, claim.base_period)
        return _compared(judged, before, _known(catalog, claim, claim.period))
    return judged


def _known(catalog: Catalog, claim: Claim, period: Period) -> _Known:
    assert claim.measure is not None
    day = period.end
    place = ", ".join(claim.where[name] for name in reversed(_PLACES) if name in claim.where)
    found = _standing(catalog, claim.measure, day, place)
    printed: tuple[Published, ...] = ()
    # Until the rosters begin, sources count agencies and agreements as one.
    if claim.measure.startswith("287g.a") and not place and found.status != "record_count":
        printed = _printed(catalog, period)
    return _Known(found, printed, place)


@lru_cache(maxsize=1024)
def _standing(catalog: Catalog, measure: str, day: date, place: str) -> Standing:
    return standing(catalog, measure, day, {"place": place} if place else None)


def _printed(catalog: Catalog, period: Period) -> tuple[Published, ...]:
    """Return the numbers published for days of a period, else the last one before its end, else the first one after."""
    counts, day = published_counts(catalog), period.end
    same = tuple(p for p in counts if p.day.first <= day and p.day.last >= period.start)
    before = [p for p in counts if day - NEAR <= p.day.last < day]
    after = [p for p in counts if day < p.day.first <= day + NEAR]
    return same or tuple(before[-1:] or after[:1])


def _weighed(judged: Judged, known: _Known) -> Judged:
    claim, found, values = judged.claim, known.list_, known.values
    best = max(values, key=lambda v: fit_count(claim.asserted, v), default=None)
    fit = fit_count(claim.asserted, best) if best is not None else Fit.NO
    said = _said(known)
    evidence = (*judged.evidence, *_evidence(known))
    if fit is Fit.YES:
        return replace(
            judged, verdict="supported", reason=said, correction=None, would_hold_for=None, evidence=evidence
        )
    settled = any(e.period is not None and claim.period is not None and e.period.overlap_days(claim.period)
                  for e in judged.evidence)  # fmt: skip
    if judged.verdict in ("wrong", "approximate") and settled and found.status != "record_count":
        return replace(judged, evidence=evidence)
    verdict: Verdict
    low, high = min([found.low, *values]), max([found.high or found.low, *values])
    if found.value is None:
        inside = low <= (claim.asserted.value or 0) <= high
        if inside or found.high is None or not found.complete:
            reason = f"{said}: cannot be decided from the lists that are held"
            return replace(judged, verdict="uncheckable", reason=reason, correction=None, evidence=evidence)
        verdict = "wrong"
    elif fit is Fit.NO and not _DATED.search(claim.sentence):
        return replace(judged, reason=f"{said}; the sentence names no day for another number", evidence=evidence)
    elif not found.complete:
        return replace(judged, reason=f"{said}: the list may lack some", evidence=evidence)
    elif fit is Fit.NEAR or (found.status != "record_count" and _within_room(claim, low, high)):
        verdict = "approximate"
    else:
        verdict = "wrong"
    fix = f"{_what(known)} ({found.document})."
    return replace(
        judged, verdict=verdict, reason=f"{said}; the text has {asserted(claim)}", correction=fix, evidence=evidence
    )


def _within_room(claim: Claim, low: float, high: float) -> bool:
    return low * (1 - ROOM) <= (claim.asserted.value or 0) <= high * (1 + ROOM)


def _what(known: _Known) -> str:
    found = known.list_
    where = f" in {known.place}" if known.place else ""
    return f"{_amount(found)} {_UNITS[found.measure]}{where} on {day_words(found.day)}"


def _amount(found: Standing) -> str:
    if found.measure == "sc.population_share":
        return f"{100 * found.low:.1f} percent"
    if found.high is None:
        return f"at least {number(found.low)}"
    return number(found.low) if found.value is not None else f"{number(found.low)} to {number(found.high)}"


def _said(known: _Known) -> str:
    parts = [f"{_what(known)} ({known.list_.document})"]
    parts += [f"{p.agreements:,} published for {p.day} ({p.publisher}, {p.document})" for p in known.printed]
    return "; ".join(parts)


def _evidence(known: _Known) -> list[Evidence]:
    found = known.list_
    bounds = "" if found.value is not None else _amount(found)
    lines = [
        Evidence(
            "program", found.measure, on(found.day), found.value, _unit(found.measure), "", found.document,
            status=found.status, basis=found.basis, complete=found.complete, role=bounds,
        )
    ]  # fmt: skip
    lines += [
        Evidence(
            "program", found.measure, on(p.day.last), float(p.agreements), _unit(found.measure), "",
            f"{p.publisher}, {p.document}", status="published", basis=p.basis, role="published near that day",
        )
        for p in known.printed
    ]  # fmt: skip
    return lines


def _unit(measure: str) -> str:
    return {"sc.population_share": "percent"}.get(measure, measure.rpartition(".")[2])


def _compared(judged: Judged, before: _Known, after: _Known) -> Judged:
    claim = judged.claim
    pairs = [(a, b) for a in after.values for b in before.values if b > 0]
    evidence = (*judged.evidence, *_evidence(after), *_evidence(before))
    weigh = fit_ratio if claim.kind == "ratio" else fit_change if claim.asserted.unit == "percent" else fit_count
    worked = [(weigh(claim.asserted, _result(claim, a, b)), a, b) for a, b in pairs]
    if not worked:
        return judged
    fit, a, b = max(worked, key=lambda w: w[0])
    value = _result(claim, a, b)
    shown = _shown(claim, value)
    reason = f"{number(b)} to {number(a)} = {shown} ({_said(before)}; {_said(after)})"
    if fit is Fit.YES:
        return replace(
            judged, verdict="supported", reason=reason, correction=None, would_hold_for=None, evidence=evidence
        )
    if judged.verdict != "uncheckable":
        return replace(judged, evidence=evidence)
    sure = before.list_.complete and after.list_.complete
    if not sure:
        return replace(judged, reason=f"{reason}: the lists may lack some", evidence=evidence)
    verdict: Verdict = "approximate" if fit is Fit.NEAR else "wrong"
    fix = f"{_UNITS[after.list_.measure].capitalize()}: {number(b)} to {number(a)}, {shown} ({after.list_.document})."
    return replace(judged, verdict=verdict, reason=reason, correction=fix, evidence=evidence)


def _result(claim: Claim, after: float, before: float) -> float:
    if claim.kind == "ratio":
        return after / before
    return 100 * (after / before - 1) if claim.asserted.unit == "percent" else after - before


def _shown(claim: Claim, value: float) -> str:
    if claim.kind == "ratio":
        return f"{value:.2f} times"
    return f"{value:+.1f}%" if claim.asserted.unit == "percent" else f"{value:+,.0f}"
