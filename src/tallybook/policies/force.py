"""Force: which policies are in force on a day, and where in time there are gaps and overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tallybook.policies.policy import Dates, Interval, Overlay, Policy, Setting

State = Literal["gap", "one", "overlap"]


@dataclass(frozen=True)
class Stretch:
    """Days for which the same policies stand in one lane: half open, without end where `to` is None."""

    lane: str
    agency: str
    start: date
    to: date | None
    policies: tuple[str, ...]
    remainders: tuple[str, ...]
    """Those of which only what a newer one left stays in force."""
    state: State


def intervals(
    policy: Policy, settings: Mapping[str, Setting] | None = None
) -> tuple[tuple[date, date | None, Interval], ...]:
    """Return the days a policy is in force, under a choice of readings where the text leaves them open."""
    chosen = settings if settings is not None else {n: s.default for n, s in policy.switches.items()}
    found = []
    for interval in policy.in_force:
        start, end = interval.from_, interval.to
        for switch, readings in interval.readings.items():
            other = readings.get(str(chosen[switch]), Dates())
            start, end = other.from_ or start, other.to or end
        found.append((start, end, interval))
    return tuple(found)


def interval_on(policy: Policy, on: date, settings: Mapping[str, Setting] | None = None) -> Interval | None:
    """Return the interval in which a policy is in force on a day, or None where it is not."""
    for start, end, interval in intervals(policy, settings):
        if start <= on and (end is None or on < end):
            return interval
    return None


def overlays_on(policy: Policy, on: date) -> tuple[Overlay, ...]:
    """Return the orders that lie over a policy on a day."""
    return tuple(o for o in policy.overlays if o.from_ <= on and (o.to is None or on < o.to))


def in_force(
    policies: Iterable[Policy], on: date, agency: str | None = None, lane: str | None = None
) -> tuple[Policy, ...]:
    """Return the policies in force on a day, for one agency and in one lane where they are given."""
    return tuple(
        p
        for p in policies
        if (agency is None or agency in p.agencies)
        and (lane is None or lane in lanes_on(p, on))
        and interval_on(p, on) is not None
    )


def lanes_on(policy: Policy, on: date) -> tuple[str, ...]:
    """Return the lanes in which a policy stands on a day."""
    return tuple(lane.lane for lane in policy.lanes if lane.from_ is None or lane.from_ <= on)


def segments(
    policies: Sequence[Policy], lane: str, agency: str, start: date, end: date | None = None
) -> tuple[Stretch, ...]:
    """Return the stretches of a lane for an agency from a day on: what stands, where nothing does, where two do."""
    own = [p for p in policies if agency in p.agencies and any(item.lane == lane for item in p.lanes)]
    days = {start}
    for p in own:
        for first, after, _ in intervals(p):
            days |= {first} | ({after} if after else set())
        days |= {item.from_ for item in p.lanes if item.lane == lane and item.from_}
    bounds = sorted(day for day in days if day >= start and (end is None or day < end))
    found: list[Stretch] = []
    for first, after in zip(bounds, [*bounds[1:], end], strict=True):
        standing = in_force(own, first, agency, lane)
        left = tuple(p.id for p in standing if (now := interval_on(p, first)) and now.remainder)
        full = [p.id for p in standing if p.id not in left]
        state: State = "gap" if not full else "one" if len(full) == 1 else "overlap"
        names = tuple(p.id for p in standing)
        last = found[-1] if found else None
        if last is not None and (last.policies, last.remainders) == (names, left):
            found[-1] = Stretch(lane, agency, last.start, after, names, left, state)
        else:
            found.append(Stretch(lane, agency, first, after, names, left, state))
    return tuple(found)


def stretch_on(policies: Sequence[Policy], lane: str, agency: str, on: date) -> Stretch:
    """Return the stretch of a lane for an agency that a day falls in, from its own first day."""
    own = [p for p in policies if agency in p.agencies and any(item.lane == lane for item in p.lanes)]
    first = min((i.from_ for p in own for i in p.in_force), default=on)
    return next(s for s in segments(own, lane, agency, min(first, on)) if s.start <= on and (s.to is None or on < s.to))


def lanes(policies: Iterable[Policy]) -> tuple[str, ...]:
    """Return every lane, in the order the policies come."""
    return tuple(dict.fromkeys(lane.lane for p in policies for lane in p.lanes))
