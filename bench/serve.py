"""What the API answers under load: ten million removals, 32 connections, 200 requests a second, also under ingests.

    python bench/serve.py [ROWS] [SECONDS]

The load comes from h2load (Debian: nghttp2-client), which is compiled and logs every request. Beside it a slow client
compares every body with what its own generation must say. During the second run files are ingested by the command.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tally import HEADER, ROW, made

from tallybook.records.manifest import NAME

CONNECTIONS, RATE = 32, 200
ADDED = {2021: 40_000, 2022: 50_000, 2023: 60_000}
"""Fiscal years that are ingested under load, and how many records each has."""
API = "/api/v1"
COUNTS = (
    *(f"{API}/count/ice.removals?period=FY{year}" for year in range(2011, 2021)),
    f"{API}/count/ice.removals?by=fiscal_year",
    f"{API}/count/ice.removals?by=month&period=FY2015",
    f"{API}/count/ice.removals?by=citizenship,criminality&period=FY2016",
    f"{API}/count/ice.removals?by=area_of_responsibility,criminality&period=FY2017",
    f"{API}/count/ice.removals.criminal?period=FY2018",
)  # fmt: skip
SERIES = (
    f"{API}/series/ice.removals", f"{API}/series/dhs.removals?period=FY2012",
    f"{API}/series/dhs.removals?as_of=2014-02-01", f"{API}/series/ice.removals.criminal?period=FY2008",
)  # fmt: skip


@contextmanager
def serving(store: Path) -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tallybook", "serve", "--port", "0", "--store", str(store)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stderr
        line = server.stderr.readline()
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield line.split(" at ")[1].split("/  ")[0]
        assert server.poll() is None, "the server ended"
    finally:
        server.terminate()
        server.wait(30)


class Checker(threading.Thread):
    """Asks for all years, four times a second, and holds each answer to the generation that it names."""

    def __init__(self, address: str, rows: int) -> None:
        super().__init__(daemon=True)
        self.address, self.rows = address, rows
        self.wrong: list[str] = []
        self.seen: dict[int, int] = {}
        self.stopped = threading.Event()

    def expected(self, generation: int) -> dict[int, int]:
        added = list(ADDED.items())[: generation - 1]
        return {**dict.fromkeys(range(2011, 2021), self.rows // 10), **dict(added)}

    def run(self) -> None:
        while not self.stopped.wait(0.25):
            try:
                with urllib.request.urlopen(f"{self.address}{API}/count/ice.removals?by=fiscal_year") as answer:
                    found = json.load(answer)
                generation = found["provenance"]["generation"]
                values = {row["fiscal_year"]: row["value"] for row in found["rows"]}
                self.seen[generation] = self.seen.get(generation, 0) + 1
                if values != self.expected(generation):
                    self.wrong.append(f"generation {generation}: {values}")
            except (OSError, KeyError, ValueError) as error:
                self.wrong.append(repr(error))


def ingesting(folder: Path, seconds: int) -> None:
    for year, rows in ADDED.items():
        text = folder / f"ICERemovals_FY{year}.csv"
        row = ROW.replace("8/26/2015", f"8/26/{year - 1}").replace("10/1/2015", f"11/1/{year - 1}")
        head = f"2019-ICFO-53623|||||||||\nICE Removals for FY{year}|||||||||\n{HEADER}\n"
        text.write_text(head + f"{row}\n" * rows, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "tallybook", "ingest", str(text), "--store", str(folder / "store")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        time.sleep(seconds / 12)


def loaded(address: str, folder: Path, seconds: int) -> dict[str, object]:
    urls, log = folder / "urls.txt", folder / "log.txt"
    log.unlink(missing_ok=True)
    mixed = [url for count in COUNTS for url in (count, SERIES[COUNTS.index(count) % len(SERIES)])]
    urls.write_text("".join(f"{address}{url}\n" for url in mixed), encoding="utf-8")
    said = subprocess.run(
        ["h2load", "--h1", f"-c{CONNECTIONS}", f"--rps={RATE / CONNECTIONS}", f"-D{seconds}", "-i", str(urls),
         f"--log-file={log}"], check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert said.returncode == 0 and log.stat().st_size, said.stdout + said.stderr
    lines = [line.split("\t") for line in log.read_text(encoding="utf-8").splitlines()]
    times = sorted(int(line[2]) / 1000 for line in lines)
    began = [int(line[0]) for line in lines]
    return {
        "requests": len(lines), "errors": sum(line[1] != "200" for line in lines),
        "per_second": round(len(lines) / ((max(began) - min(began)) / 1e6), 1),
        "p50_ms": times[len(times) // 2], "p95_ms": times[len(times) * 95 // 100],
        "p99_ms": times[len(times) * 99 // 100], "longest_ms": times[-1],
    }  # fmt: skip


def main(rows: int, seconds: int) -> None:
    figures: dict[str, object] = {"rows": rows, "connections": CONNECTIONS, "seconds": seconds}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = made(folder, rows)
        (store.folder / NAME).write_text(store.manifest.to_json(), encoding="utf-8")
        began = time.perf_counter()
        with serving(store.folder) as address:
            figures["start_seconds"] = round(time.perf_counter() - began, 1)
            for run in ("quiet", "ingesting"):
                checker = Checker(address, rows)
                checker.start()
                beside = threading.Thread(target=ingesting, args=(folder, seconds))
                if run == "ingesting":
                    beside.start()
                found = loaded(address, folder, seconds)
                if run == "ingesting":
                    beside.join()
                checker.stopped.set()
                checker.join()
                assert not checker.wrong, checker.wrong[:3]
                figures[run] = {**found, "answers_checked_by_generation": checker.seen}
                print(run, json.dumps(figures[run]), flush=True)
                assert found["errors"] == 0, run
    print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 60)
