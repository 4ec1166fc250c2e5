"""One number of a programme on a day, with what it rests on: the form in which `check` weighs a claim against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UnknownName, UsageError
from tallybook.programs.agreements import SOURCES, Bounds, Roster, agreements_on
from tallybook.programs.secure_communities import SOURCES as COUNTY_SOURCES
from tallybook.programs.secure_communities import counties_active
from tallybook.programs.spells import MODELS, Rolls

MEASURES = ("287g.agreements", "287g.agencies", "287g.states", "sc.counties", "sc.population_share")


@dataclass(frozen=True)
class Standing:
    """A number that stood on a day, exactly or between two bounds."""

    measure: str
    day: date
    low: float
    high: float | None
    """None where nothing limits it from above."""
    as_of: date | None
    """The day of the list that answered."""
    complete: bool
    """Whether the list is whole for that day: no claim is wrong on one that is not."""
    document: str
    status: str
    basis: str
    notes: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """The number where it is known exactly."""
        return self.low if self.low == self.high else None

    def allows(self, low: float, high: float) -> bool | None:
        """Return whether a claim between two bounds can be true; None where the evidence does not say.

        Example:
            >>> from datetime import date
            >>> s = Standing("287g.agreements", date(2012, 12, 31), 35, 56, None, True, "", "", "", ())
            >>> s.allows(39, 39), s.allows(30, 34), s.allows(64, 64)
            (None, False, False)
        """
        if (self.high is not None and low > self.high) or high < self.low:
            return False if self.complete else None
        inside = low <= self.low and self.high is not None and self.high <= high
        return True if inside else None


def standing(
    catalog: Catalog, measure: str, day: date, where: Mapping[str, str] | None = None, held: Rolls | None = None
) -> Standing:
    """Return a programme's number on a day.

    Args:
        catalog: the catalog.
        measure: one of `MEASURES`.
        day: the day.
        where: `place` (a state or county) and, for agreements, `model` (JEM, TFM or WSO); empty for all.
        held: rosters to use, where some have been ingested.

    Raises:
        UnknownName: there is no such measure, place or model.
        UsageError: the measure cannot be broken down so.
    """
    if measure not in MEASURES:
        raise UnknownName("measure of a programme", measure, MEASURES)
    asked = dict(where or {})
    place, model = asked.pop("place", ""), asked.pop("model", "")
    if asked or (model and measure != "287g.agreements") or (place and measure == "sc.population_share"):
        named = ", ".join([*asked, *(["model"] if model else []), *(["place"] if place else [])])
        raise UsageError(f"{measure} is not broken down by {named}")
    if model and model not in MODELS:
        raise UnknownName("model", model, MODELS)
    if measure.startswith("sc."):
        return _secure_communities(catalog, measure, day, place)
    roster = agreements_on(catalog, day, place, held)
    bounds = _bounds(roster, measure, model)
    # The early list lacks agencies before 2010, and nobody knows what was signed after the last roster.
    whole = {
        "roster": roster.next_roster is not None or roster.as_of == day,
        "compiled list": day >= date(2010, 8, 1), "between lists": False, "none": True,
    }[roster.evidence]  # fmt: skip
    return Standing(
        measure, day, bounds.low, bounds.high, roster.as_of, whole, "; ".join(SOURCES[roster.evidence]),
        "record_count" if roster.evidence == "roster" else "research", "quoted", tuple(roster.notes()),
    )  # fmt: skip


def _bounds(roster: Roster, measure: str, model: str) -> Bounds:
    if measure == "287g.agreements":
        return roster.by_model[model] if model else roster.agreements
    if measure == "287g.states":
        return roster.states
    low, high = roster.agencies.low, roster.agencies.high
    # Whoever counts names as ICE spells them gets the higher number.
    return Bounds(low, None if high is None else max(high, roster.spellings))


def _secure_communities(catalog: Catalog, measure: str, day: date, place: str) -> Standing:
    counted = counties_active(catalog, day, place)
    document = "; ".join(COUNTY_SOURCES)
    if measure == "sc.counties":
        number = float(counted.active)
        return Standing(measure, day, number, number, day, True, document, "research", "quoted", tuple(counted.notes()))
    share = counted.population_share or 0.0
    return Standing(measure, day, share, share, day, True, document, "research", "quoted", tuple(counted.notes()))


def change(
    catalog: Catalog, measure: str, start: date, end: date, where: Mapping[str, str] | None = None
) -> tuple[float, float | None] | None:
    """Return the least and the most, in percent, by which a number changed; None where it began at nothing.

    Raises:
        UnknownName: there is no such measure, place or model.
    """
    before, after = standing(catalog, measure, start, where), standing(catalog, measure, end, where)
    if before.low <= 0 or before.high is None:
        return None
    least = (after.low / before.high - 1) * 100
    return least, None if after.high is None else (after.high / before.low - 1) * 100
