"""What the process gives on average, computed exactly: the funnel as shares of all bookings, without a single draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tallybook.base.catalog import Catalog
from tallybook.programs.process.cells import NOT_ASKED, OUTSIDE, POSSIBLE, WITHIN, cells
from tallybook.programs.process.clocks import DAY_HOURS, window
from tallybook.programs.process.rollout import rollout

if TYPE_CHECKING:
    from tallybook.programs.process.scenario import Delay, Scenario


@dataclass(frozen=True)
class Window:
    """Bookings from one day to another, seen up to a third; in one state where one is named."""

    start: date
    end: date
    observed_to: date
    state: str = ""

    @property
    def seen(self) -> int:
        """The days from the first to the last that is seen."""
        return (self.observed_to - self.start).days + 1


@dataclass(frozen=True)
class Flow:
    """The funnel as shares of all bookings of the country in the window."""

    submissions: float
    matches: float
    detainers: float
    booked: float
    convicted_booked: float
    removed: float
    """Removed or returned."""
    convicted_removed: float
    level_1_removed: float


def spread(delay: Delay) -> Any:
    """Return the share that waits each whole number of days (or hours)."""
    import numpy as np

    found = np.zeros(max(s.most for s in delay.spans) + 1)
    for span in delay.spans:
        found[span.least : span.most + 1] += span.share / (span.most - span.least + 1)
    return found


@lru_cache(maxsize=512)
def _ways(catalog: Catalog, asked: Window, key: str) -> tuple[float, float, float, float, float]:
    """Return submissions, and of each: booked in the clock, booked without one, and both with the case ended."""
    import numpy as np

    from tallybook.programs.process.scenario import Scenario

    item = Scenario.model_validate_json(key)
    days, length = asked.seen, (asked.end - asked.start).days + 1
    sent = np.zeros(days)
    sent[:length] = rollout(catalog).submitted(asked.start, length, asked.state) / length
    moment = np.convolve(sent, spread(item.local_case))[:days]
    held = window(catalog, asked.start, days)
    coming = spread(item.pickup)
    clocked, free = np.zeros(days), np.zeros(days)
    for wait, share in enumerate(coming):
        if not share:
            continue
        for hour in range(DAY_HOURS):
            later = (hour + wait) // DAY_HOURS
            flow = moment * share / DAY_HOURS
            kept = np.where(held[:, hour] >= wait, flow, 0.0)
            if later < days:
                clocked[later:] += kept[: days - later]
                free[later:] += flow[: days - later]
    departed = np.cumsum(spread(item.departure))
    done = departed[np.minimum(np.arange(days)[::-1], len(departed) - 1)]
    return float(sent.sum()), float(clocked.sum()), float(free.sum()), float(clocked @ done), float(free @ done)


def ways(catalog: Catalog, item: Scenario, asked: Window) -> tuple[float, float, float, float, float]:
    """Return the shares of a window that do not depend on who is asked for."""
    return _ways(catalog, asked, item.key)


def chances(answers: Any, values: Mapping[str, float]) -> Any:
    """Return the chance of a detainer by what the rule says."""
    import numpy as np

    by = np.zeros(4)
    by[WITHIN], by[POSSIBLE] = values["exercise"], values["exercise"] * values["possible"]
    by[OUTSIDE], by[NOT_ASKED] = values["outside"], 0.0
    return by[np.asarray(answers)]


def flow(
    catalog: Catalog, item: Scenario, values: Mapping[str, float], asked: Window, *, fitted: bool = False,
    changed: Mapping[str, tuple[float, ...]] | None = None,
) -> Flow:  # fmt: skip
    """Return what the process gives on average in a window.

    Args:
        catalog: the catalog.
        item: the scenario.
        values: every parameter.
        asked: the days and the place.
        fitted: whether the rule of the fitted days holds, instead of the scenario's own.
        changed: other shares of the values of some traits.
    """
    import numpy as np

    sorts = cells(catalog, item)
    share = sorts.shares(item, values["convicted"], changed)
    sent, clocked, free, clocked_done, free_done = ways(catalog, item, asked)
    if fitted or len(sorts.eras) == 1:
        answers = sorts.fitted if fitted else sorts.answers[0]
        chance = chances(answers, values)
        able = np.asarray(answers) != NOT_ASKED
    else:
        parts = [
            max((end - start).days, 0) for start, end in zip(sorts.eras, (*sorts.eras[1:], asked.end), strict=True)
        ]
        part = np.array(parts) / sum(parts)
        chance = sum(w * chances(a, values) for w, a in zip(part, sorts.answers, strict=True))
        able = np.asarray(sorts.answers[0]) != NOT_ASKED
    other = np.where(able, (1 - chance) * values["without_detainer"], 0.0)
    match = values["match"]
    per = share * match / (sent or 1.0)
    booked = per * (chance * values["honoured"] * clocked + other * free) * sent
    gone = (values["removed"] + values["returned"]) * per * sent
    removed = gone * (chance * values["honoured"] * clocked_done + other * free_done)
    convicted = np.asarray(sorts.convicted)
    first = np.asarray(sorts.levels) == 1
    return Flow(
        sent, sent * match, float(sent * match * (share * chance).sum()), float(booked.sum()),
        float(booked[convicted].sum()), float(removed.sum()), float(removed[convicted].sum()),
        float(removed[first].sum()),
    )  # fmt: skip
