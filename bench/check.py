"""How fast texts are checked: one article by the command from cold, and many in one process on one core.

    python bench/check.py FOLDER

FOLDER holds articles with their publication dates. The first round fills the caches and is not counted.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_document
from tallybook.claims.loading import documents_in, load

ROUNDS = 5


def cold(path: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "tallybook", "check", str(path), "--format", "json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main(folder: Path) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    paths = [p for p in documents_in([folder]) if p.name[:1].isdigit()]
    catalog = open_catalog()
    walls, cpus = [], []
    for _ in range(ROUNDS + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        for path in paths:
            check_document(catalog, load(path))
        walls.append(len(paths) / (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu) / len(paths))
    print(f"cold: {min(cold(paths[0]) for _ in range(ROUNDS)):.2f} s for {paths[0].name} by the command (target 1.0)")
    best, worst = max(walls[1:]), min(walls[1:])
    print(
        f"warm, one core, files read and checked: {best:.0f} articles a second at best, {worst:.0f} at worst"
        f" (target 100); {min(cpus[1:]):.1f} ms of CPU each"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
