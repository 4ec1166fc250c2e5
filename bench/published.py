"""What publishing costs: the published tables made from ten million removals, and answers given from them.

    python bench/published.py [ROWS]

The records are made in a store of their own, in ten files of one release. An answer is timed when it is first asked for
and when it was asked before.
"""

import gc
import resource
import sys
import tempfile
import time
from pathlib import Path

from tally import made

from tallybook.base.catalog import open_catalog
from tallybook.publish.disclosure.store import PublishedStore
from tallybook.records.manifest import NAME

YEARS = range(2011, 2021)


def questions() -> list[tuple[str, str, dict[str, object]]]:
    found: list[tuple[str, str, dict[str, object]]] = []
    for year in YEARS:
        period = {"period": f"FY{year}"}
        found += [
            ("ice.removals", "", period), ("ice.removals", "month", period), ("ice.removals.criminal", "", period),
            ("ice.removals", "citizenship", period), ("ice.removals", "citizenship,criminality", period),
            ("ice.removals", "area_of_responsibility,criminality", period),
            ("ice.removals", "month,criminality", {**period, "keep": {"area_of_responsibility": "Area 7"}}),
        ]  # fmt: skip
    return [*found, ("ice.removals", "fiscal_year", {}), ("ice.removals", "fiscal_year,criminality", {})]


def main(rows: int) -> None:
    catalog = open_catalog()
    with tempfile.TemporaryDirectory() as folder:
        store = made(Path(folder), rows)
        (store.folder / NAME).write_text(store.manifest.to_json(), encoding="utf-8")
        shown = PublishedStore(store, catalog)
        gc.collect()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wall, cpu = time.perf_counter(), time.process_time()
        shown.warm()
        print(f"tables of {rows:,} rows: {time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} s of CPU")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memory at its height: {after / 1024:,.0f} MiB, {(after - before) / 1024:,.0f} MiB more than before")
        for name in ("first", "again"):
            times = []
            for measure, by, rest in questions():
                began = time.process_time()
                shown.count(measure, by, **rest)  # type: ignore[arg-type]
                times.append(1000 * (time.process_time() - began))
            times.sort()
            print(
                f"asked {name}: median {times[len(times) // 2]:.3f} ms, p95 {times[len(times) * 95 // 100]:.3f} ms, "
                f"longest {times[-1]:.3f} ms of CPU over {len(times)} questions"
            )
        for number, question in ((year, f"FY{year}") for year in YEARS):
            total = shown.count("ice.removals", period=question).total
            assert total == rows // 10, (number, total)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
