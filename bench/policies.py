"""Times a case through every policy, and ten million records through one beside SQL written by hand.

    python bench/policies.py [ROWS]

The rows are made up, with values as real removals have them. Both questions read the same Parquet file in one process,
the best of three runs each; the SQL says for each record whether the policy certainly, possibly or not
at all applies, clause by clause.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tallybook.base.catalog import Catalog
from tallybook.base.engine import open_engine
from tallybook.measures.counting import within
from tallybook.policies.assess import assess
from tallybook.policies.judging import Judge
from tallybook.policies.plan import book
from tallybook.sources.tables import record_table

CASE = {"misd_dui_conv": True, "criminal_convictions": 1, "has_final_order": True}

SECTIONS = (
    "212a7AiI",
    "212a9Aii",
    "212a6Ai",
    "212a9CiII",
    "212a9Ai",
    "237a2Aiii",
    "237a1B",
    "212a2AiI",
    "237a2Bi",
    None,
)
DISPOSITIONS = ("REINST", "ER", "WA/NTA", "T", "ER/CF", "B", "ADMDPT", "V", "NTA/DT", "REINRF", None)

SQL = """
with judged as (select case
  when charge_section like '212a2%' or charge_section like '212a3%' or charge_section like '212a6C%'
    or disposition_code in ('ER', 'ER/CF', 'ER/LR')
    or charge_section like '237a2%' or charge_section like '241a2%' or charge_section like '237a4%'
    then 'certain'  -- K0
  when criminality = 'convicted' or charge_section in ('237a2Aiii', '241a2Aiii')
    or disposition_code = 'ADMDPT' then 'certain'  -- K1
  when criminality = 'pending' then 'certain'  -- K2
  else 'possible' end as status,  -- K3 to K7 and KX ask for what no removal records
  case when removal_date between date '2017-01-25' and date '2021-01-19' then 'in' else 'before or after' end as days
  from read_parquet('{path}') where removal_date is not null)
select status, days, count(*) from judged group by all
"""


def best(run: Callable[[], object], times: int = 3) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def made_up(path: Path, rows: int) -> None:
    mixed = pl.int_range(rows, eager=True) * 2654435761 % 1_000_003
    removed = (mixed % 1400 + 16709).cast(pl.Int32)
    sections = pl.Series(SECTIONS).gather(mixed % len(SECTIONS))
    dispositions = pl.Series(DISPOSITIONS).gather((mixed // 11) % len(DISPOSITIONS))
    # Nobody here is removed for an aggravated felony without a conviction: rows that contradict themselves are rare.
    convicted = sections.eq_missing("237a2Aiii") | dispositions.eq_missing("ADMDPT") | ((mixed // 13) % 2 == 0)
    pl.DataFrame(
        {
            "removal_date": removed.cast(pl.Date),
            "apprehension_date": (removed - ((mixed // 7) % 900).cast(pl.Int32)).cast(pl.Date),
            "charge_section": sections,
            "disposition_code": dispositions,
            "criminality": convicted.replace_strict({True: "convicted", False: "not_convicted"}),
        }
    ).write_parquet(path)


def replayed(path: Path, policy: str) -> int:
    import narwhals.stable.v2 as nw

    catalog = Catalog()
    known = book(catalog)
    table = record_table(catalog, "removals")
    fields = ("removal_date", "apprehension_date", "charge_section", "disposition_code", "criminality")
    item = known.policies[policy]
    rule = table.rules["locked"]
    with open_engine() as engine:
        view = Judge(known, item, item.settings({}), own_date=False).view(table, "", fields)
        columns = view.expressions(rule, table, fields)
        frame = within(engine.scan([path]), rule, None, frozenset(fields))
        counts = engine.collect(frame.with_columns(*columns.values()).group_by(*columns).agg(nw.len().alias("n")))
        sure = 0
        for row in counts.iter_rows(named=True):
            sure += row["n"] * (view.judged(row, "none").status == "certain")
        return sure


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    catalog = Catalog()
    every = [p.id for p in book(catalog).policies.values()]
    figures: dict[str, float] = {}
    for label, policies in (("in force", ()), ("all named", tuple(every))):

        def once(policies: tuple[str, ...] = policies) -> None:
            for _ in range(200):
                assess(CASE, "2016-03-01", policy=policies, catalog=catalog)

        once()
        figures[f"one case, policies {label}, ms"] = round(best(once) / 200 * 1000, 3)
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.yml"
        case.write_text("date: 2016-03-01\nfacts: {misd_dui_conv: true}\n", encoding="utf-8")
        command = [sys.executable, "-m", "tallybook", "assess", str(case)]
        figures["cold command, s"] = round(best(lambda: subprocess.run(command, check=True, capture_output=True), 5), 3)
        path = Path(folder) / "removals.parquet"
        made_up(path, rows)
        with open_engine() as engine:
            by_hand = SQL.format(path=path)
            answer = {tuple(r[:2]): r[2] for r in engine.sql(by_hand).iter_rows()}
            sql = best(lambda: engine.sql(by_hand))
        ours = best(lambda: replayed(path, "KELLY-2017"))
        sure = sum(n for (status, _), n in answer.items() if status == "certain")
        assert sure == replayed(path, "KELLY-2017"), "the two do not agree"
        figures |= {
            "rows": rows,
            "SQL by hand, s": round(sql, 3),
            "replay, s": round(ours, 3),
            "ratio": round(ours / sql, 2),
        }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
