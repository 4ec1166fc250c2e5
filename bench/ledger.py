"""Measures the figures of `results/ledger.json` again, or with `--check` says whether they are older than the code.

Each figure stands in the ledger once, with the commit it was measured at. The check compares hashes of the files
themselves, so it needs no history and imports nothing of the project.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from sources import ROOT, commit, sources_sha256

LEDGER = ROOT / "results" / "ledger.json"

LOOKUPS = (
    ("ice.removals", 2012, None),
    ("ice.removals", 2012, date(2012, 12, 21)),
    ("ice.removals.criminal", 2012, date(2012, 12, 21)),
    ("ice.removals.criminal", 2008, date(2012, 12, 21)),
    ("ice.removals.conviction.homicide", 2012, date(2012, 12, 21)),
    ("ice.removals.conviction.sexual", 2012, date(2012, 12, 21)),
    ("ice.removals.conviction.drugs", 2012, date(2012, 12, 21)),
    ("ice.removals.conviction.dui", 2012, date(2012, 12, 21)),
    ("dhs.removals", 2012, date(2014, 2, 1)),
    ("dhs.removals", 2012, None),
)
"""Measure, fiscal year and day of knowledge (None: now) of the look-ups that the ledger shows."""

NUMBERS = (392862,)
"""Numbers whose identity the ledger shows."""


def series_figures() -> dict[str, Any]:
    """Return how many series and values are held and how sure they are."""
    from tallybook.base.catalog import open_catalog
    from tallybook.measures.measure import measures
    from tallybook.measures.series import all_values, series_files

    catalog = open_catalog()
    values = list(all_values(catalog))
    periods = [value.period for value in values if value.period]
    return {
        "measures": len(measures(catalog)),
        "series": len(series_files(catalog)),
        "values": len(values),
        "quoted": sum(value.basis == "quoted" for value in values),
        "recalled": sum(value.basis == "recalled" for value in values),
        "official": sum(value.official for value in values),
        "first_day": min(period.start for period in periods).isoformat(),
        "last_day": max(period.end for period in periods).isoformat(),
    }


def lookup_figures() -> list[dict[str, Any]]:
    """Return the value of each look-up with its vintage and basis."""
    from tallybook.base.catalog import open_catalog
    from tallybook.base.periods import fiscal_year
    from tallybook.base.results import plain_data
    from tallybook.measures.figures import figure

    rows = []
    for measure, year, day in LOOKUPS:
        found = figure(open_catalog(), measure, fiscal_year(year), day)
        rows.append(
            {
                "measure": measure,
                "period": fiscal_year(year).label,
                "as_of": day.isoformat() if day else None,
                "value": plain_data(found.value) if found else None,
                "vintage": found.vintage if found else None,
                "basis": found.basis if found else None,
            }
        )
    return rows


def find_figures() -> list[dict[str, Any]]:
    """Return what each number is found to be and what it is mistaken for."""
    from tallybook.base.catalog import open_catalog
    from tallybook.measures.lookup import find

    rows = []
    for number in NUMBERS:
        found = find(open_catalog(), str(number))
        rows.append(
            {
                "number": number,
                "is": [f"{m.measure} {m.label}" for m in found.matches if m.relation == "is"],
                "mistakes": [item.mistake for item in found.mistakes],
            }
        )
    return rows


def accuracy_figures(articles: Path) -> dict[str, Any] | None:
    """Return the counts on the development set, or None where it is not there."""
    from accuracy import score

    found = score(articles)
    return found[1] if found else None


def measure(articles: Path, earlier: dict[str, Any]) -> dict[str, Any]:
    """Return the new ledger; figures that cannot be measured here stay as they were, with their own commit."""
    at = commit()
    figures: dict[str, Any] = dict(earlier.get("figures", {}))
    for name, found in {
        "series": series_figures(),
        "lookups": lookup_figures(),
        "find": find_figures(),
        "accuracy": accuracy_figures(articles),
    }.items():
        if found is not None:
            figures[name] = {"commit": at, "measured": found}
    return {"made_by": "make ledger", "sources_sha256": sources_sha256(), "figures": figures}


def check(ledger: Path, now: str) -> str:
    """Return what is wrong with the ledger in one line, or an empty string."""
    name = ledger.name
    if not ledger.is_file():
        return f"{name} is missing; run make ledger"
    held = json.loads(ledger.read_text(encoding="utf-8")).get("sources_sha256")
    return "" if held == now else f"{name} is older than the code and catalog it measures; run make ledger"


def main(words: list[str]) -> int:
    """Measure or check; return the exit status."""
    if words == ["--check"]:
        fault = check(LEDGER, sources_sha256())
        if fault:
            print(f"ledger: {fault}", file=sys.stderr)
        return 1 if fault else 0
    earlier = json.loads(LEDGER.read_text(encoding="utf-8")) if LEDGER.is_file() else {}
    LEDGER.parent.mkdir(exist_ok=True)
    ledger = measure(Path(words[0]), earlier)
    LEDGER.write_text(json.dumps(ledger, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for name, entry in ledger["figures"].items():
        print(f"{name}: {json.dumps(entry['measured'], ensure_ascii=False)[:200]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
