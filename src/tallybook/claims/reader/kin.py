"""Kin: what families and features of measures say of one another, so that a text need not say it."""

from __future__ import annotations

from functools import lru_cache

from tallybook.measures.measure import Measure

IMPLIED: dict[str, frozenset[str]] = {
    name: frozenset({"convicted"})
    for name in (
        "homicide",
        "sexual",
        "drugs",
        "dui",
        "traffic",
        "immigration",
        "traffic_or_immigration",
        "level1",
        "level2",
    )
} | {
    "convicted_or_charged": frozenset({"convicted", "pending"}),
    "no_conviction_no_charge": frozenset({"noncriminal", "convicted", "pending", "convicted_or_charged"}),
    "noncriminal": frozenset({"convicted"}),
    "recent_border_crossers": frozenset({"border", "noncriminal"}),
    "repeat_violators": frozenset({"immigration", "noncriminal"}),
    "other_removable": frozenset({"noncriminal"}),
    "fugitives": frozenset({"noncriminal"}),
    "priority1": frozenset({"priority", "convicted"}),
    "traffic_or_immigration": frozenset({"traffic", "immigration", "convicted"}),
    "parents_of_us_citizens": frozenset({"us_citizens"}),
    "southwest": frozenset({"border"}),
    "northern": frozenset({"border"}),
    "cbp_arrested": frozenset({"border"}),
    "expedited": frozenset({"expedited_removal"}),
    "expedited_removal": frozenset({"expedited"}),
}
"""Features that another one already says, so that its words do not count against a measure without them."""

KIN = (
    frozenset({"agreements", "agencies"}),
    frozenset({"counties", "jurisdictions"}),
    frozenset({"detained", "adp"}),
    frozenset({"removals", "returns", "repatriations"}),
    frozenset({"pending", "completions", "decisions", "receipts", "orders"}),
)
"""Families that a text goes from one to the other of without saying so."""

SHARED_FAMILIES = frozenset({"removals", "arrests"})
"""Families that several agencies count, so that an agency named beside the number decides."""

THREE_CLASSES = frozenset({"detained", "bookins", "arrests", "adp"})
"""Families counted as convicted, charged, and neither: of them `no criminal record` means neither."""

OF_ITSELF = {"expulsions": frozenset({"title42"}), "arrests": frozenset({"ice_arrested"})}
"""Features that every count of a family has, so that no measure names them."""

PROGRAMME_FAMILIES = {
    "secure_communities": frozenset({"jurisdictions", "counties", "programme_start"}),
    "287g": frozenset({"agreements", "agencies"}),
}

DENIALS = frozenset({"noncriminal", "no_conviction_no_charge", "no_record"})
"""Features that deny a conviction or a charge."""


@lru_cache(maxsize=4096)
def implied(features: tuple[str, ...], denied: bool) -> frozenset[str]:
    """Return the features that these already say; what a denial says (`no conviction`) only where it is denied."""
    return frozenset().union(*(IMPLIED.get(f, frozenset()) for f in features if denied or f not in DENIALS))


def said_by(measure: Measure) -> frozenset[str]:
    """Return the features that those of a measure already say."""
    return implied(tuple(measure.features), True)


def akin(one: str, other: str) -> bool:
    """Return whether two families are one, or such that a text goes from one to the other without saying so."""
    return one == other or any({one, other} <= kin for kin in KIN)
