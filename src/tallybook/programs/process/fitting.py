"""Fitting by moments: the parameters that published shares settle, each solved in closed form, none tuned by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from tallybook.base.errors import CatalogError, UsageError
from tallybook.base.periods import month_end
from tallybook.programs.process.expected import Window, flow
from tallybook.programs.published import published
from tallybook.programs.secure_communities import launched

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog
    from tallybook.programs.process.scenario import Scenario

DIGITS = 9
"""Fitted values are rounded to so many, so that no machine's last bit decides a draw."""
ROUNDS = 4


@dataclass(frozen=True)
class Moment:
    """A published share: two printed figures of one window and place."""

    id: str
    top: str
    bottom: str
    period: str


MOMENTS: Final = {
    m.id: m
    for m in (
        Moment("detainers of matches", "detainers issued", "matches", "2008-10..2009-08-31"),
        Moment("convicted of booked", "convicted booked", "booked", "2008-10..2011-03-31"),
        Moment("removed of booked", "removed", "booked", "2008-10..2011-03-31"),
        Moment("booked of submissions", "booked", "submissions", "2008-10..2011-03-31"),
    )
}
SETTLES: Final = {
    "exercise": "detainers of matches", "convicted": "convicted of booked", "removed": "removed of booked",
    "match": "booked of submissions",
}  # fmt: skip


def share(catalog: Catalog, moment: Moment) -> float:
    """Return a published share.

    Raises:
        CatalogError: one of its figures is not in the catalog.
    """
    found = published(catalog, "secure-communities")
    top, bottom = found.value(moment.top, moment.period), found.value(moment.bottom, moment.period)
    if top is None or not bottom:
        raise CatalogError(
            f"the figures for '{moment.id}' are missing", where="programs/published", expected=moment.period
        )
    return top / bottom


def span(catalog: Catalog, period: str, state: str = "") -> Window:
    """Return the days of a cumulative period; from the first activation on where it names a month only."""
    first, _, last = period.partition("..")
    start = launched(catalog).activated if len(first) == 7 else date.fromisoformat(first)
    end = month_end(int(last[:4]), int(last[5:7])) if len(last) == 7 else date.fromisoformat(last)
    return Window(start, end, end, state)


def fitted(catalog: Catalog, item: Scenario, fixed: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return every parameter: as given, as fixed by the caller, or as the published shares settle it.

    Raises:
        UsageError: a published share cannot be met with these assumptions.
    """
    given = fixed or {}
    values = {n: given.get(n, p.value if p.value is not None else 0.5) for n, p in item.parameters.items()}
    free = [n for n in SETTLES if item.parameters[n].fit and n not in given]
    for name, parameter in item.parameters.items():
        if parameter.fit and SETTLES.get(name) != parameter.fit:
            raise UsageError(f"{name} cannot be fitted to {parameter.fit!r}", where=f"scenarios/{item.id}.yml",
                             expected=f"'fit: {SETTLES[name]}'" if name in SETTLES else "a value")  # fmt: skip
    for _ in range(ROUNDS):
        for name in free:
            values[name] = _solved(catalog, item, values, name)
    for name in free:
        if not 0 <= values[name] <= 1:
            raise UsageError(
                f"{name} would have to be {values[name]:.3g} to give the published {SETTLES[name]}",
                where=f"scenario {item.id}", expected="a share from 0 to 1",
                next_step="change an assumption of the scenario",
            )  # fmt: skip
        values[name] = round(values[name], DIGITS)
    total = sum(values[n] for n in ("removed", "returned", "relief", "released"))
    if total > 1 + 1e-9:
        raise UsageError(f"removed, returned, relief and released add up to {total:.3f}", where=f"scenario {item.id}",
                         expected="at most 1", next_step="lower one of the assumed shares")  # fmt: skip
    return values


def _solved(catalog: Catalog, item: Scenario, values: dict[str, float], name: str) -> float:
    moment = MOMENTS[SETTLES[name]]
    target, asked = share(catalog, moment), span(catalog, moment.period)
    if name == "exercise":
        low, high = (_detained(catalog, item, {**values, "exercise": e}, asked) for e in (0.0, 1.0))
        return (target - low) / (high - low) if high > low else 2.0
    now = flow(catalog, item, {**values, "match": values["match"] or 1.0}, asked, fitted=True)
    if name == "convicted":
        c = values["convicted"]
        with_, without = now.convicted_booked / c, (now.booked - now.convicted_booked) / (1 - c)
        return target * without / (with_ * (1 - target) + target * without)
    if name == "removed":
        return target / (now.removed / now.booked) * (values["removed"] + values["returned"]) - values["returned"]
    return target / (now.booked / now.submissions) * (values["match"] or 1.0)


def _detained(catalog: Catalog, item: Scenario, values: Mapping[str, float], asked: Window) -> float:
    found = flow(catalog, item, {**values, "match": 1.0}, asked, fitted=True)
    return found.detainers / found.matches


def window_of(item: Scenario) -> Window:
    """Return the scenario's own days."""
    return Window(item.start, item.end, item.observed_to)
