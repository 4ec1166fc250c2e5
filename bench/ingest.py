"""Speed and memory of ingestion: a synthetic workbook against other readers in the same run, and growth with size.

    python bench/ingest.py [ROWS] [COLUMNS]     100,000 x 39 unless told otherwise

Each reader runs in a process of its own; its time and its largest resident memory are printed. `tallybook` is all in:
read, type, account, quarantine and write. pandas with openpyxl runs only where both are installed.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADERS = [
    "Departed Date", "Port of Departure", "Departure Country", "Case AOR", "State", "County", "Case Status", "Gender",
    "Birth Country", "Citizenship Country", "Birth Date", "Birth Year", "Entry Date", "Entry Status",
    "Known Terrorist Yes No", "Suspected Gang Yes No", "MSC Charge", "MSC Charge Date", "MSC Criminal Charge Status",
    "MSC Charge Code", "MSC Conviction Date", "Case Criminality", "Case Threat Level", "Aggravated Felon Yes No",
    "Processing Disposition", "Case Category", "Final Program", "Final Program Code", "Arresting Agency",
    "TOA Case Category", "Latest Apprehension Final Program", "Latest Arresting Agency", "Latest Apprehension Date",
    "Final Order Yes No", "Final Order Date", "Final Charge Code", "Final Charge Section", "Prior Deport Yes No",
    "Anonymized Identifier",
]  # fmt: skip

BLANK = {
    "State": 0.76, "County": 1.0, "Entry Date": 0.24, "Entry Status": 0.02, "MSC Charge": 0.67, "MSC Charge Date": 0.68,
    "MSC Criminal Charge Status": 0.67, "MSC Charge Code": 0.67, "MSC Conviction Date": 0.67,
    "Aggravated Felon Yes No": 0.49, "Final Order Date": 0.05,
}  # fmt: skip
"""Shares of blank cells as in the removals released in July 2025."""


def make(path: Path, rows: int, columns: int) -> None:
    import datetime as dt

    import xlsxwriter

    chance = random.Random(39)
    start = dt.datetime(2023, 10, 1)
    words = [f"TEXT OF SOME LENGTH {n}" for n in range(60)]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.use_zip64()
        sheet = book.add_worksheet("FY2024")
        day = book.add_format({"num_format": "m/d/yyyy"})
        for r, line in enumerate(["Unit", "FOUO", "2026-ICLI-00005", "", "", "ICE Removals FY2024"]):
            sheet.write_string(r, 0, line)
        names = HEADERS[: columns - 1] + HEADERS[-1:]
        for c, name in enumerate(names):
            sheet.write_string(6, c, name)
        for r in range(7, rows + 7):
            for c, name in enumerate(names):
                if chance.random() < BLANK.get(name, 0):
                    continue
                if name.endswith("Date") and name != "Birth Date":
                    if chance.random() < 0.01:
                        sheet.write_string(r, c, "(b)(6), (b)(7)(C)")
                    else:
                        sheet.write_datetime(r, c, start + dt.timedelta(days=chance.randrange(366)), day)
                elif name == "Birth Year":
                    sheet.write_number(r, c, 1950 + chance.randrange(55))
                elif name == "Birth Date":
                    sheet.write_string(r, c, "(b)(6), (b)(7)(C)")
                elif name == "Case Threat Level":
                    sheet.write_string(r, c, chance.choice("123 "))
                elif name == "Case Criminality":
                    sheet.write_string(r, c, chance.choice(["1 Convicted Criminal", "3 Other Immigration Violator"]))
                elif name.endswith("Yes No"):
                    sheet.write_string(r, c, chance.choice(["YES", "NO"]))
                elif name == "Anonymized Identifier":
                    sheet.write_string(r, c, f"{chance.getrandbits(160):040x}")
                else:
                    sheet.write_string(r, c, chance.choice(words))


READERS = {
    "tallybook": (
        "from pathlib import Path; from tallybook.records.store import Store;"
        "from tallybook.records.ingest import ingest;"
        "from tallybook.base.catalog import open_catalog;"
        "print(ingest(Store(store), [Path(path)], open_catalog()).added[0].kept)"
    ),
    "fastexcel parse": (
        "import fastexcel; s = fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0, dtypes='string');"
        "print(s.to_arrow().num_rows - 7)"
    ),
    "polars.read_excel": (
        "import polars as pl; print(pl.read_excel(path, read_options={'header_row': 6}).height)"
    ),
    "pandas+openpyxl": "import pandas as pd; print(len(pd.read_excel(path, skiprows=6, engine='openpyxl')))",
}  # fmt: skip


def run(name: str, path: Path) -> dict[str, float] | None:
    with tempfile.TemporaryDirectory() as store:
        code = (
            f"import resource, sys, time; path, store = {str(path)!r}, {store!r}; began = time.perf_counter();"
            f"{READERS[name]}; took = time.perf_counter() - began;"
            "print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name:<20} not run: {done.stderr.strip().splitlines()[-1]}")
        return None
    took, memory = map(float, done.stdout.split()[-2:])
    return {"rows": int(done.stdout.split()[0]), "seconds": round(took, 2), "MB": round(memory / 1024)}


def main(rows: int, columns: int, readers: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2026-ICLI-00005_Removals_FY24_Redacted.xlsx"
        began = time.perf_counter()
        make(path, rows, columns)
        size = path.stat().st_size / 2**20
        print(f"{rows:,} x {columns}: {size:.0f} MB, made in {time.perf_counter() - began:.0f} s")
        results = {}
        for name in readers:
            best = None
            for _ in range(1 if rows > 200_000 or name == "pandas+openpyxl" else 3):
                one = run(name, path)
                if one and (best is None or one["seconds"] < best["seconds"]):
                    best = one
            if best:
                results[name] = best
                rate = rows / best["seconds"]
                print(f"{name:<20} {best['seconds']:>8.2f} s  {rate:>10,.0f} rows/s  {best['MB']:>6,.0f} MB")
        if {"tallybook", "pandas+openpyxl"} <= set(results):
            ratio = results["pandas+openpyxl"]["seconds"] / results["tallybook"]["seconds"]
            print(f"tallybook is {ratio:.1f} times as fast as pandas+openpyxl")
        print(json.dumps({"rows": rows, "columns": columns, "results": results}))


if __name__ == "__main__":
    arguments = [int(a.replace(",", "")) for a in sys.argv[1:3]]
    chosen = sys.argv[3:] or list(READERS)
    main(arguments[0] if arguments else 100_000, arguments[1] if len(arguments) > 1 else 39, chosen)
