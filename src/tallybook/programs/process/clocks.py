"""The clock of a detainer as a table: the hours an agency may keep somebody, by the day and hour of release."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.policies.clock import deadline, form_on
from tallybook.policies.policy import policy

REGULATION = "REG-287-7"
DAY_HOURS = 24


@lru_cache(maxsize=8)
def window(catalog: Catalog, start: date, days: int) -> Any:
    """Return the whole hours of the hold for each day from `start` and each hour of it, by the form in use that day."""
    import numpy as np

    rules = policy(catalog, REGULATION)
    found = np.zeros((days, DAY_HOURS), dtype=np.int64)
    for number in range(days):
        day = start + timedelta(days=number)
        rule = form_on(rules, day).clock
        for hour in range(DAY_HOURS):
            moment = datetime.combine(day, time(hour))
            found[number, hour] = (deadline(moment, rule).end - moment) // timedelta(hours=1)
    return found
