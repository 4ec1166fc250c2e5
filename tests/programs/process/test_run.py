"""A run is the same however it is cut, loses nobody, and agrees with its exact averages."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from math import sqrt
from typing import Any

import numpy as np
import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UsageError
from tallybook.policies.clock import deadline
from tallybook.programs.process import draws
from tallybook.programs.process.expected import flow
from tallybook.programs.process.fitting import fitted, window_of
from tallybook.programs.process.run import LOCAL, NO_MATCH, NOT_SENT, RAN_OUT, STATES, simulate
from tallybook.programs.process.scenario import scenario
from tallybook.programs.process.simulation import flows, funnel, groups

NAMES = ("before-2012-guidance", "guidance-2012")


@pytest.mark.parametrize("block", [9_973, 65_536, 300_000])
def test_the_result_does_not_depend_on_the_block(catalog: Catalog, kept: Callable[[str], Any], block: int) -> None:
    whole, _ = kept("guidance-2012")
    again = simulate(catalog, scenario(catalog, "guidance-2012"), 300_000, 7, block=block)
    assert again.states == whole.states
    assert again.fiscal == whole.fiscal
    assert (again.by_cell == whole.by_cell).all()
    assert (again.detainers == whole.detainers).all()


def test_draws_are_those_of_splitmix_written_out_by_hand() -> None:
    import hashlib

    mask = (1 << 64) - 1
    key = int.from_bytes(hashlib.sha256(b"5/match").digest()[:8], "little")

    def by_hand(n: int) -> int:
        z = ((n + 1) * 0x9E3779B97F4A7C15 + key) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    numbers = np.array([0, 1, 2, 10**9, 2**40], dtype=np.uint64)
    assert [int(x) for x in draws.bits(5, "match", numbers)] == [by_hand(int(n)) for n in numbers]


def test_another_seed_is_another_run(catalog: Catalog, kept: Callable[[str], Any]) -> None:
    other = simulate(catalog, scenario(catalog, "guidance-2012"), 300_000, 8)
    assert other.states != kept("guidance-2012")[0].states


@pytest.mark.parametrize("name", NAMES)
def test_every_booking_ends_in_exactly_one_state(kept: Callable[[str], Any], name: str) -> None:
    run, blocks = kept(name)
    assert sum(run.states) == run.bookings
    assert run.submissions == run.bookings - run.states[NOT_SENT]
    assert run.matches == run.submissions - run.states[NO_MATCH] == sum(len(m.number) for m in blocks)
    ended = np.bincount(np.concatenate([m.state for m in blocks]), minlength=len(STATES))
    assert [int(x) for x in ended[2:]] == list(run.states[2:])
    numbers = np.concatenate([m.number for m in blocks])
    assert len(np.unique(numbers)) == len(numbers)


@pytest.mark.parametrize("name", NAMES)
def test_what_flows_into_a_stage_flows_out_of_it(kept: Callable[[str], Any], name: str) -> None:
    run, _ = kept(name)
    links = flows(run)
    sources = {a for a, _, _ in links}
    assert all(n >= 0 for _, _, n in links)
    for stage in sources - {"bookings"}:
        assert sum(n for _, b, n in links if b == stage) == sum(n for a, _, n in links if a == stage), stage
    assert sum(n for a, _, n in links if a == "bookings") == run.bookings
    assert sum(n for _, b, n in links if b not in sources) == run.bookings
    assert sum(run.fiscal.values()) == funnel(run)["removed or returned"]
    for kind in ("level", "standing", "charge"):
        assert sum(g[1] for g in groups(run, kind).values()) == funnel(run)["detainers"]


def test_a_county_is_checked_only_from_its_day_on(catalog: Catalog) -> None:
    early = scenario(catalog, "before-2012-guidance").model_copy(
        update={"start": date(2009, 1, 1), "end": date(2009, 12, 31), "observed_to": date(2010, 6, 30)}
    )
    blocks: list[Any] = []
    run = simulate(catalog, early, 200_000, 3, keep=blocks.append)
    from tallybook.programs.process.rollout import rollout

    active = rollout(catalog).active
    assert run.matches > 100
    assert all(
        date(2009, 1, 1) + timedelta(days=int(d)) >= active[int(c)]
        for m in blocks for c, d in zip(m.county, m.day, strict=True)
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_run_agrees_with_its_exact_averages(catalog: Catalog, kept: Callable[[str], Any], name: str) -> None:
    run, _ = kept(name)
    item = scenario(catalog, name)
    exact = flow(catalog, item, fitted(catalog, item), window_of(item))
    found = funnel(run)
    pairs = {
        "submissions": exact.submissions, "matches": exact.matches, "detainers": exact.detainers,
        "booked into custody": exact.booked, "convicted booked": exact.convicted_booked,
        "removed or returned": exact.removed, "convicted removed": exact.convicted_removed,
    }  # fmt: skip
    for step, share in pairs.items():
        assert abs(found[step] - run.bookings * share) < 4.5 * sqrt(run.bookings * share * (1 - share)), step


def test_custody_begins_within_the_hours_of_the_regulation(catalog: Catalog, kept: Callable[[str], Any]) -> None:
    run, blocks = kept("before-2012-guidance")
    start = run.scenario.start
    m = blocks[0]
    lapsed = 0
    for place in np.flatnonzero(m.honoured)[:2500]:
        if m.state[place] == LOCAL:
            continue
        moment = datetime.combine(start + timedelta(days=int(m.release_day[place])), time(int(m.release_hour[place])))
        in_time = moment + timedelta(hours=int(m.wait[place])) <= deadline(moment).end
        assert in_time == (m.state[place] != RAN_OUT)
        lapsed += not in_time
    assert lapsed > 5


@pytest.mark.parametrize(("bookings", "seed"), [(0, 1), (-5, 1), (10**15, 1), (10, -1), (10, 2**63)])
def test_numbers_out_of_range_are_refused(catalog: Catalog, bookings: int, seed: int) -> None:
    with pytest.raises(UsageError, match=r"--(bookings|seed) is"):
        simulate(catalog, scenario(catalog, "guidance-2012"), bookings, seed)


def test_a_single_booking_is_a_run(catalog: Catalog) -> None:
    assert sum(simulate(catalog, scenario(catalog, "guidance-2012"), 1, 1).states) == 1
