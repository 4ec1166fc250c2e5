"""Measures how long the command line takes to answer, and which imports that time goes to."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time

RUNS = 11
BUDGET = 0.35
SHOWN = 8


def seconds(*words: str) -> float:
    """Return the median wall time of a command line over several runs."""
    taken = []
    for _ in range(RUNS):
        before = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tallybook", *words], capture_output=True, check=True)
        taken.append(time.perf_counter() - before)
    return statistics.median(taken)


def slowest_imports(*words: str) -> list[tuple[float, str]]:
    """Return the modules that take most time of their own to import, in milliseconds."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tallybook", *words], capture_output=True, text=True, check=True
    )
    rows = re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", done.stderr)
    return sorted(((int(own) / 1000, name) for own, name in rows), reverse=True)[:SHOWN]


def main() -> int:
    """Print the times; return 1 when one is over the budget."""
    late = False
    for words in (("--version",), ("--help",)):
        median = seconds(*words)
        late = late or median > BUDGET
        print(f"tallybook {' '.join(words):12} {median:.3f} s (median of {RUNS}; budget {BUDGET} s)")
    for own, name in slowest_imports("--help"):
        print(f"  {own:6.1f} ms  {name}")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
