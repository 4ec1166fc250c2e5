"""The county of an agency, from what ICE lists or, where it lists none, from a county in the agency's own name."""

from __future__ import annotations

import re

from tallybook.programs.counties import County, Gazetteer
from tallybook.programs.register import UNKNOWN_COUNTIES

NAMED = re.compile(r"^(?:city of |the )?(.+? (?:county|parish|borough))\b", re.IGNORECASE)
SHERIFF = re.compile(r"^(.+?) sheriff", re.IGNORECASE)


def county_of_agency(places: Gazetteer, state: str, listed: str, agency: str) -> County | None:
    """Return the county an agency belongs to, or None where neither the roster nor its name says.

    A police department or a state's agency is not placed by a name that merely begins like a county's.
    """
    if listed.casefold() not in UNKNOWN_COUNTIES and (found := places.county(state, listed, close=True)):
        return found
    for pattern in (NAMED, SHERIFF):
        if (match := pattern.match(agency)) and (found := places.county(state, match[1], close=True)):
            return found
    return None
