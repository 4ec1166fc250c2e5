"""Asking: a question to the published tables, and the declared cut that answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import names
from tallybook.base.errors import UnknownName, UsageError
from tallybook.base.periods import Period, fiscal_year, fiscal_year_of, month_end
from tallybook.measures.choice import Part
from tallybook.measures.dimensions import DIMENSIONS, TIME
from tallybook.measures.spelling import spelled_text
from tallybook.measures.tally import Asked, ask
from tallybook.publish.disclosure.declared import Cut, Cuts, Grain, cuts_of
from tallybook.records.coverage import Held


@dataclass(frozen=True)
class Wanted:
    """A question, with the dimensions that its answer is looked up by."""

    asked: Asked
    cuts: Cuts
    keep: Mapping[str, Any]
    needed: tuple[str, ...]
    """Every dimension but time that the breakdown, `keep` and the measure's own condition name."""
    grain: Grain

    @property
    def sensitive(self) -> tuple[str, ...]:
        """The sensitive fields among them."""
        return self.cuts.sensitive_in(self.needed)

    @property
    def protected(self) -> bool:
        """Whether the answer comes from a table with suppressed cells."""
        return len(self.sensitive) >= 2

    def without_breakdown(self) -> Wanted:
        """Return the same question for its total."""
        condition = self.asked.question.condition
        kept = dict.fromkeys((*self.keep, *(names(condition) if condition is not None else ())))
        return replace(self, needed=tuple(kept))


def wanted(
    catalog: Catalog, measure: str, *, by: Any = (), period: str | Period | None = None, rule: str = "",
    release: str = "", keep: Mapping[str, Any] | None = None,
) -> Wanted:  # fmt: skip
    """Return what a question means, after making sure that some declared cut can answer it.

    Raises:
        UsageError: it is malformed, or finer than what is published.
        NoValue: the measure is not counted from records, or nothing of its table is published.
    """
    asked = ask(catalog, measure, by=by, period=period, rule=rule, release=release)
    table, question = asked.question.table, asked.question
    cuts = cuts_of(catalog, table.id)
    kept = {
        name: spelled_text(catalog, name, value) if isinstance(value, str) else value
        for name, value in (keep or {}).items()
    }
    for name in (*question.by, *kept):
        if name not in DIMENSIONS:
            raise UnknownName("dimension", name, DIMENSIONS)
    for name in kept:
        if name in TIME or name == "release":
            raise UsageError(f"{name!r} cannot be held at a value", expected="a period or a release of the question")
    condition = names(question.condition) if question.condition is not None else ()
    needed = tuple(dict.fromkeys(n for n in (*question.by, *kept, *condition) if n not in TIME and n != "release"))
    found = Wanted(asked, cuts, kept, needed, _grain(asked))
    if not any(_answers(cut, found) for cut in cuts.cuts):
        raise _undeclared(found)
    if question.rule.titled and {"month", "calendar_year"} & set(question.by):
        raise UsageError(f"rule {asked.rule_name!r} knows the fiscal year only", expected="no month or calendar year")
    if found.protected and asked.rule_name != next(iter(table.rules)):
        raise UsageError(
            f"a breakdown by {_said(found.sensitive)} is published by one rule only, so that no difference of two rules"
            f" gives a small count away, not by {asked.rule_name!r}",
            expected=f"rule {next(iter(table.rules))}",
        )
    return found


def _answers(cut: Cut, found: Wanted) -> bool:
    return set(found.needed) <= set(cut.by) and (cut.time == "month" or found.grain == "fiscal_year")


def _grain(asked: Asked) -> Grain:
    """Return the step of time that the question needs.

    Raises:
        UsageError: a period does not consist of whole months.
    """
    period = asked.period
    if period is not None:
        start, end = period.start, period.end
        if start.day != 1 or end != month_end(end.year, end.month):
            raise UsageError(
                f"{period.label} does not consist of whole months, and nothing finer is published",
                expected="a period of whole months",
            )
    if any(name in asked.question.by for name in ("month", "calendar_year")):
        return "month"
    return "month" if period is not None and not period.fiscal_years() else "fiscal_year"


def _undeclared(found: Wanted) -> UsageError:
    """Return the error for a question that no cut answers, with those that come nearest."""
    by = [cut for cut in found.cuts.cuts if set(found.needed) <= set(cut.by)]
    if by:
        return UsageError(
            f"a breakdown by {_said(found.needed)} is published by fiscal year only",
            expected="whole fiscal years, and no month or calendar year in the breakdown",
        )
    near = sorted(
        found.cuts.cuts, key=lambda cut: (-len(set(cut.by) & set(found.needed)), len(set(cut.by) - set(found.needed)))
    )
    listed = " or ".join(f"{_said(cut.by)} ({cut.time.replace('_', ' ')})" for cut in near[:3])
    return UsageError(
        f"a breakdown of {found.cuts.table} by {_said(found.needed)} is not among the declared cuts", expected=listed
    )


def _said(by: tuple[str, ...]) -> str:
    return " and ".join(name.replace("_", " ") for name in by) or "nothing but time"


def first_in_order(found: Wanted, parts: Sequence[Part], holdings: Sequence[Held]) -> None:
    """Return nothing where each year of a protected answer comes from the release that is first for that year.

    Two releases of the same events differ a little; published side by side they would give small counts away.

    Raises:
        UsageError: another release comes first.
    """
    if not found.protected:
        return
    for part in parts:
        for year in years_of(part):
            whole = fiscal_year(year)
            if not part.held.overlap(whole):
                continue
            able = [h for h in holdings if h.overlap(whole)]
            ranked = [h for h in able if h.national and h.covers(whole)] + [h for h in able if h.national] + able
            if ranked and ranked[0].release != part.held.release:
                raise UsageError(
                    f"a breakdown by {_said(found.sensitive)} of FY{year} is published from release"
                    f" {ranked[0].release} only, not {part.held.release}",
                    expected=f"period FY{year} without a release",
                )


def years_of(part: Part) -> range:
    """Return the fiscal years that a part of an answer touches."""
    if part.period is None:
        return range(0)
    return range(fiscal_year_of(part.period.start), fiscal_year_of(part.period.end) + 1)
