"""Which release answers: never two for the same events, never a narrower scope than the question, never silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.base.errors import NoValue, UnknownName, UsageError
from tallybook.base.periods import Period, fiscal_year, fiscal_year_of
from tallybook.records.coverage import Held, joined
from tallybook.sources.tables import RecordTable, Rule


@dataclass(frozen=True)
class Part:
    """A stretch of the question's period and the release that answers for it; no period means all that it holds."""

    held: Held
    period: Period | None


@dataclass(frozen=True)
class Choice:
    """The releases that answer a question, and those that could have."""

    parts: tuple[Part, ...]
    others: tuple[Held, ...]


def choose(
    table: RecordTable,
    rule_name: str,
    rule: Rule,
    holdings: Sequence[Held],
    *,
    period: Period | None,
    wanted: str,
    area: str,
) -> Choice:
    """Return which release answers for which days.

    Args:
        table: the table that is counted.
        rule_name: the counting rule's id.
        rule: the counting rule.
        holdings: what the store holds of the table, in order of preference.
        period: the question's period; None for all that is held.
        wanted: the release that the user names; empty to choose.
        area: the one area that the question is about, where it is about one.

    Raises:
        UnknownName: the store holds no such release.
        UsageError: the only releases held are narrower than the question, or two undeclared ones overlap.
        NoValue: nothing is held for the period, or the release lacks a date the rule counts by.
    """
    if wanted:
        named = [h for h in holdings if h.release == wanted]
        if not named:
            raise UnknownName(f"release of {table.id} in this store", wanted, [h.release for h in holdings])
        if period is not None:
            _reaches(table, named[0], period)
        _available(table, rule_name, rule, named[0], period)
        return Choice((Part(named[0], period),), tuple(h for h in holdings if h is not named[0]))
    able = [h for h in holdings if h.national or (area and h.scope == area)]
    if not able:
        scopes = "; ".join(
            f"{h.release} ({h.scope if h.scope != 'unknown' else 'scope not described'})" for h in holdings
        )
        raise UsageError(
            f"the store holds no national release of {table.id}, only {scopes}",
            expected="a release as wide as the question",
            next_step=f"pass --release {holdings[0].release} to count within that one",
        )
    _declared(table, able, period)
    if period is None:
        return _everything(table, rule_name, rule, able, holdings)
    touching = [h for h in able if h.overlap(period)]
    if not touching:
        raise _nothing(table, able, period)
    best = next((h for h in touching if h.covers(period)), None)
    if best is None:
        years = _split(touching, period)
        for part in years:
            _available(table, rule_name, rule, part.held, part.period)
        return Choice(years, tuple(h for h in holdings if all(h is not p.held for p in years)))
    _available(table, rule_name, rule, best, period)
    return Choice((Part(best, period),), tuple(h for h in holdings if h is not best))


def _everything(
    table: RecordTable, rule_name: str, rule: Rule, able: Sequence[Held], holdings: Sequence[Held]
) -> Choice:
    """Return the choice for a question without a period: one release whole, or for each year the first it has."""
    if len(able) == 1:
        _available(table, rule_name, rule, able[0], None)
        return Choice((Part(able[0], None),), tuple(h for h in holdings if h is not able[0]))
    windows = [w for h in able for w in h.windows]
    if not windows:
        raise UsageError(
            f"{', '.join(h.release for h in able)} hold {table.id} and none says which days it covers",
            next_step=f"name one with --release, such as --release {able[0].release}",
        )
    whole = Period(min(w.start for w in windows), max(w.end for w in windows))
    parts = _split(able, whole)
    for part in parts:
        _available(table, rule_name, rule, part.held, part.period)
    return Choice(parts, tuple(h for h in holdings if all(h is not p.held for p in parts)))


def _split(able: Sequence[Held], period: Period) -> tuple[Part, ...]:
    """Give each fiscal year to the first release that covers it whole, else to the one that covers most of it."""
    found: list[Part] = []
    for year in range(fiscal_year_of(period.start), fiscal_year_of(period.end) + 1):
        whole = fiscal_year(year)
        stretch = Period(max(whole.start, period.start), min(whole.end, period.end))
        best = next((h for h in able if h.covers(stretch)), None) or max(able, key=lambda h: h.overlap(stretch))
        if not best.overlap(stretch):
            continue
        last = found[-1] if found else None
        if last and last.held is best and last.period and (stretch.start - last.period.end).days == 1:
            found[-1] = Part(best, Period(last.period.start, stretch.end))
        else:
            found.append(Part(best, stretch))
    if len({p.held.release for p in found}) == 1 and found:
        return (Part(found[0].held, Period(period.start, period.end)),)
    return tuple(found)


def _available(table: RecordTable, name: str, rule: Rule, chosen: Held, period: Period | None) -> None:
    """Refuse a rule whose date some file of the period lacks: a count of the others alone would look like a total."""
    asked = [s for s in chosen.sheets if period is None or s.covers is None or s.covers.overlap_days(period)]
    lacking = [s for s in asked if not set(rule.needs) <= set(s.fields) or (rule.titled and s.titled_year is None)]
    if not lacking:
        return
    others = [
        other
        for other, r in table.rules.items()
        if all(set(r.needs) <= set(s.fields) and not (r.titled and s.titled_year is None) for s in asked)
    ]
    missing = sorted({need for s in lacking for need in rule.needs if need not in s.fields})
    what = (
        f"no {' and no '.join(m.replace('_', ' ') for m in missing)}"
        if missing
        else "no title that names one fiscal year"
    )
    if len(lacking) == len(asked):
        raise NoValue(
            f"rule {name!r} is unavailable for release {chosen.release}: it has {what}",
            expected=f"--rule {' or --rule '.join(others)}" if others else "",
            next_step="" if others else "ask of another release with --release",
        )
    able = joined(s.covers for s in asked if s not in lacking and s.covers)
    hints = [*(f"--period {w.label.replace('-', '..') if w.fiscal_years() else w.label}" for w in able)]
    hints += [f"--rule {other}" for other in others]
    raise NoValue(
        f"rule {name!r} is unavailable for part of release {chosen.release}: {lacking[0].where} has {what}",
        expected=" or ".join(hints),
    )


def _declared(table: RecordTable, able: Sequence[Held], period: Period | None) -> None:
    """Refuse to choose between overlapping releases of which the catalog does not say which comes first."""
    for place, one in enumerate(able):
        for other in able[place + 1 :]:
            if one.rank is not None and other.rank is not None:
                continue
            clash = any(
                a.overlap_days(b) and (period is None or (period.overlap_days(a) and period.overlap_days(b)))
                for a in one.windows
                for b in other.windows
            )
            if clash:
                raise UsageError(
                    f"{one.release} and {other.release} both cover these {table.id}, and no order is declared",
                    expected="--release with one of them",
                    next_step=f"or add a line to coverage/{table.id}.yml in a folder given with --catalog",
                )


def _reaches(table: RecordTable, chosen: Held, period: Period) -> None:
    if chosen.windows and not chosen.overlap(period):
        raise _nothing(table, [chosen], period)


def _nothing(table: RecordTable, able: Sequence[Held], period: Period) -> NoValue:
    have = "; ".join(f"{h.release}: {', '.join(w.label for w in h.windows) or 'days not stated'}" for h in able)
    return NoValue(
        f"no {table.id} of {period.label} are held",
        expected=f"a period within {have}",
        next_step="ingest the release that covers it ('tallybook sources' lists them)",
    )
