"""Scores `tallybook check` on the development set beside the checkout and prints the scorer's table.

The set and its scorer are not part of the project; where they are missing, this says so and is done.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

COLUMNS = ("claims_found", "claims_right", "measure_right", "period_right", "verdict_exact", "verdict_coarse")
"""The scorer's columns of counts, each `right/out of`, in its order."""

COUNTED = ("docs", "errors", "false_positives", "wrong_passed_as_supported", "supported_called_wrong")
"""What the scorer's last line gives as plain counts."""


def score(articles: Path) -> tuple[str, dict[str, Any]] | None:
    """Return the scorer's printed report and its counts, or None where the set is not there."""
    scorer = articles / "score.py"
    if not scorer.is_file():
        return None
    tool = f"{sys.executable} -m tallybook check {{doc}} --format json"
    done = subprocess.run(
        [sys.executable, str(scorer), str(articles), "--cmd", tool], capture_output=True, text=True, check=True
    )
    return done.stdout, counts(done.stdout)


def counts(report: str) -> dict[str, Any]:
    """Return the counts of a printed report: its rows added up, each column as right and out of, and the plain ones."""
    totals = [[0, 0] for _ in COLUMNS]
    for line in report.splitlines():
        pairs = re.findall(r"(\d+)/(\d+)", line)
        if re.match(r"\d+\s", line) and len(pairs) >= len(COLUMNS):
            for total, (right, of) in zip(totals, pairs):
                total[0] += int(right)
                total[1] += int(of)
    summary = json.loads(report.strip().splitlines()[-1])
    return {
        **{name: summary[name] for name in COUNTED},
        **{name: {"right": right, "of": of} for name, (right, of) in zip(COLUMNS, totals)},
    }


def main(articles: Path) -> int:
    """Print the report; return the exit status."""
    found = score(articles)
    print(found[0].rstrip() if found else f"accuracy: no development set at {articles}; nothing to score")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
