"""Fiscal year x area x criminality over ten million records: the tally against hand-written SQL in the same run.

    python bench/tally.py [ROWS]

The records are made in a store of their own; the SQL is what somebody would write by hand over the same Parquet files.
"""

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tallybook.base.catalog import open_catalog
from tallybook.base.engine import Local, open_engine
from tallybook.measures.choice import Part
from tallybook.measures.counting import Question, answer
from tallybook.records.coverage import held
from tallybook.records.ingest import ingest
from tallybook.records.manifest import Manifest
from tallybook.records.store import Store
from tallybook.sources.tables import record_table

HEADER = (
    "Area of Responsibility|Apprehension Date|Processing Disposition Code|Birth Date|Citizenship|Gender|"
    "RC Threat Level|Final Charge Section|Departed Date|Removal Date"
)
ROW = "Dallas Area of Responsibility|8/26/2015|ER|(b)(6)|MEXICO|Male|NA|212|10/1/2015|10/1/2015"


def made(folder: Path, rows: int) -> Store:
    """Return a store whose removals are `rows` synthetic records in ten files of one release."""
    text = folder / "ICERemovals_FY2016.csv"
    text.write_text(f"2019-ICFO-53623|||||||||\nICE Removals for FY2016|||||||||\n{HEADER}\n{ROW}\n", encoding="utf-8")
    store = Store(folder / "store")
    (sheet,) = ingest(store, [text], open_catalog()).added
    sheets = []
    with Local() as engine:
        for part in range(10):
            day = f"date '{2010 + part}-10-01' + cast(range % 365 as integer)"
            path = folder / "store" / "records" / f"part{part}.parquet"
            engine.copy(
                f"""select * replace ({day} as removal_date, {day} as departed_date,
                    'Area ' || (range * 7 % 25) as area_of_responsibility,
                    case when range % 5 < 3 then 'convicted' else 'not_convicted' end as criminality,
                    'COUNTRY ' || (range * 13 % 180) as citizenship, cast(range as integer) as "row")
                    from read_parquet($path), range({rows // 10})""",
                path,
                {"path": str(folder / "store" / sheet.records)},
            )
            year = 2011 + part
            sheets.append(
                replace(
                    sheet,
                    records=f"records/part{part}.parquet",
                    kept=rows // 10,
                    titled_year=year,
                    file=f"part{part}",
                    covers_start=f"{year - 1}-10-01",
                    covers_end=f"{year}-09-30",
                )
            )
    store.manifest = Manifest(1, tuple(sheets))
    return store


def best(run: object, times: int = 5) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        run()  # type: ignore[operator]
        found.append(time.perf_counter() - began)
    return min(found)


def main(rows: int) -> None:
    catalog = open_catalog()
    with tempfile.TemporaryDirectory() as folder:
        store = made(Path(folder), rows)
        table = record_table(catalog, "removals")
        (release,) = held(catalog, "removals", store.manifest.sheets)
        by = ("fiscal_year", "area_of_responsibility", "criminality")
        question = Question(table, table.rules["locked"], None, by, "none")
        files = ", ".join(f"'{p}'" for p in store.paths(store.manifest.sheets))
        query = f"""select year(removal_date) + (month(removal_date) >= 10)::int as fy, area_of_responsibility,
            criminality, count(*) from read_parquet([{files}]) where removal_date is not null group by all"""
        with open_engine() as engine, Local() as own:
            tally = answer(engine, store, Part(release, None), question)
            by_hand = own.sql(query).rows()
            assert sorted(map(str, tally.rows)) == sorted(map(str, by_hand))
            ours = best(lambda: answer(engine, store, Part(release, None), question))
            theirs = best(lambda: own.sql(query))
    print(f"{rows:,} records: tally {ours:.2f} s, by hand {theirs:.2f} s, ratio {ours / theirs:.2f}")
    print(json.dumps({"rows": rows, "tally": round(ours, 3), "by_hand": round(theirs, 3)}))


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 10_000_000)
