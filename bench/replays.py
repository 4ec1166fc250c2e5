"""Makes the shipped replays again from the record files beside the checkout, or checks that they are what comes out.

    python bench/replays.py ../shared/data/records            writes src/tallybook/catalog/replays/removals.csv
    python bench/replays.py --check ../shared/data/records    says whether it differs, and ends with status 1 then

A fiscal year is replayed through every list of priorities in force on each of its days.
"""

import csv
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from recounts import listed

from tallybook.base.catalog import SHIPPED, open_catalog
from tallybook.base.periods import fiscal_year
from tallybook.policies.force import intervals
from tallybook.policies.policy import policies
from tallybook.policies.replay import replay
from tallybook.policies.shipped import COLUMNS
from tallybook.records.ingest import ingest
from tallybook.records.store import Store

TARGET = SHIPPED / "replays" / "removals.csv"
BESIDE = {"": "ice.removals.priority", "priority_1": "ice.removals.priority1"}
"""The measure whose published values a replay stands beside, by outcome; an empty one is all within the policy."""
MOST_CAUSES = 5


def rows(store: Store) -> Iterator[dict[str, object]]:
    catalog = open_catalog()
    national = [s for s in store.manifest.of("removals") if s.scope == "national"]
    for year in sorted({s.titled_year for s in national if s.titled_year is not None}):
        whole = fiscal_year(year)
        for item in policies(catalog).values():
            stands = any(start <= whole.start and (end is None or end > whole.end) for start, end, _ in intervals(item))
            if not item.clauses or item.lanes[0].lane != "priorities" or not stands:
                continue
            for findings in ("none", "unknown"):
                found = replay(store, catalog, "removals", [item.id], period=whole, findings=findings)
                if not found.complete and found.covered_to != whole.end:
                    continue
                total = found.totals[0]
                counts = {"": (total.certain, total.certain + total.possible)}
                counts |= {o.outcome: (o.certain, o.at_most) for o in found.outcomes}
                files = sorted({f["sha256"] for f in found.provenance["files"] if str(year) in f["file"]})
                for outcome, measure in BESIDE.items():
                    if outcome in counts:
                        yield {
                            "measure": measure, "policy": item.id, "outcome": outcome, "findings": findings,
                            "release": " ".join(found.releases), "rule": found.rule, "fiscal_year": year,
                            "records": total.records, "certain": counts[outcome][0], "at_most": counts[outcome][1],
                            "causes": " ".join(c.fact for c in found.causes[:MOST_CAUSES]),
                            "source_sha256": " ".join(files),
                        }  # fmt: skip


def made(folder: Path) -> str:
    files = [f for f in listed(folder) if "Removals" in f.name]
    if not files:
        sys.exit(f"no removals of a known release under {folder}")
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as place:
        store = Store(place)
        ingest(store, files, open_catalog())
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows(store))
    return out.getvalue()


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    folders = [Path(a) for a in arguments if a != "--check"]
    if len(folders) != 1 or not folders[0].is_dir():
        sys.exit("usage: python bench/replays.py [--check] FOLDER")
    text = made(folders[0])
    if check:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        print("the shipped replays are what the files give" if same else f"different: {TARGET.name}")
        return not same
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(text.splitlines()) - 1} replays")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
