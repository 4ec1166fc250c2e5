"""Times ten million bookings through Secure Communities, and a plain generation of the same rows beside it.

    python bench/simulate.py [BOOKINGS]

Prints seconds of processor and of wall time, peak memory, how the cost of another ten million compares with the first
(linear: 1, what is made ready once left out), and the ratio to a peer that draws as many random columns with numpy
itself and keeps no rule at all.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

import numpy as np

from tallybook.base.catalog import Catalog
from tallybook.programs.process.run import BLOCK, simulate
from tallybook.programs.process.scenario import scenario

SUBMITTED_COLUMNS = 3
MATCHED_COLUMNS = 18


def run(bookings: int) -> int:
    """Run the scenario; return its matches."""
    return simulate(Catalog(), scenario(Catalog(), "guidance-2012"), bookings, 1).matches


def plain(bookings: int) -> int:
    """Draw as many columns for as many rows, block by block, and count one of them."""
    made = np.random.default_rng(1)
    total = 0
    for first in range(0, bookings, BLOCK):
        size = min(BLOCK, bookings - first)
        columns = [made.random(size) for _ in range(SUBMITTED_COLUMNS)]
        matched = int((columns[-1] < 0.15).sum())
        rows = [made.random(matched) for _ in range(MATCHED_COLUMNS)]
        total += sum(int((r < 0.5).sum()) for r in rows)
    return total


def measured(work: Callable[[int], int], bookings: int) -> dict[str, float]:
    """Return seconds and peak memory of some work in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_inside, (work, bookings))


def _inside(work: Callable[[int], int], bookings: int) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work(bookings)
    return {
        "seconds": round(time.perf_counter() - wall, 2),
        "processor_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Print the figures as JSON."""
    bookings = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    found = {
        "ready": measured(run, 1),
        "whole": measured(run, bookings),
        "twice": measured(run, bookings * 2),
        "plain": measured(plain, bookings),
    }
    ready, whole, twice = (found[name]["processor_seconds"] for name in ("ready", "whole", "twice"))
    ratios = {
        "bookings": bookings,
        "second_to_first": round((twice - whole) / (whole - ready), 2),
        "to_plain": round(whole / found["plain"]["processor_seconds"], 2),
    }
    print(json.dumps({**ratios, **found}, indent=1))


if __name__ == "__main__":
    main()
