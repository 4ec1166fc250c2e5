"""Makes the catalog's programme tables again from the compiled facts beside the checkout.

    python bench/programs.py ../shared/facts/programs            writes src/tallybook/catalog/programs/**/*.csv
    python bench/programs.py --check ../shared/facts/programs    says which differ, and ends with status 1 then

Written by hand are: places/, secure-communities/*.yml, events/, models/, 287g/counts.csv,
287g/headers.csv, detainers/groups.csv.
"""

import csv
import io
import re
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from tallybook.base.catalog import SHIPPED, open_catalog
from tallybook.programs.counties import gazetteer
from tallybook.programs.placing import county_of_agency
from tallybook.programs.register import Line, Register
from tallybook.programs.rosters import day_of, part_of_day, signing_day

TARGET = SHIPPED / "programs"
CUT_SHORT = 0.5


MADE = {}


def write(name, header, rows):
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    MADE[name] = sink.getvalue()


def read(folder, name, delimiter=","):
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=delimiter))


def secure_communities(folder):
    checks = {"agree": "two sources agree", "disagree": "sources differ", "only_source1": "one source"}
    rows = []
    for row in read(folder, "sc_activation_by_county.csv"):
        check = checks[row["sources_agree"]]
        other = row["month_source2"] if check == "sources differ" else ""
        note = "day and month swapped" if "swap" in row["flag"] else ""
        rows.append((row["county_fips"], row["activation_date"], row["statewide_date"], check, other, note))
    write("secure-communities/activation.csv", ("fips", "activated", "statewide", "check", "other", "note"), rows)
    rows = [(r["month"], r["pop_share_active"]) for r in read(folder, "sc_coverage_by_month.csv")]
    write("secure-communities/population.csv", ("month", "share"), rows)


def rosters(folder):
    import polars as pl

    places = gazetteer(open_catalog())
    frame = pl.read_parquet(folder / "287g_snapshot_rows_2021_2026.parquet").filter(pl.col("kind") == "participating")
    files = defaultdict(list)
    for row in frame.iter_rows(named=True):
        files[row["src"], row["file"]].append(row)
    found = []
    for (source, file), rows in files.items():
        lines, newest = [], None
        for row in rows:
            state = places.state(row["state"])
            signed = signing_day(row["signed"].date() if row["signed"] else None)
            newest = max(newest or signed, signed) if signed else newest
            kind = {"Muncipality": "Municipality", "Municipal": "Municipality", "State": "State Agency"}
            lines.append(
                Line(
                    state.code, " ".join(row["agency"].split()),
                    kind.get(row["agency_type"], row["agency_type"] or "").replace("#NA", ""),
                    row["county"] or "", row["model_code"], signed,
                )
            )  # fmt: skip
        day, how = day_of(file, newest)
        stated = rows[0]["asof"].date() if rows[0]["asof"] else None
        assert day == stated, (file, day, stated)
        found.append([day, part_of_day(file, how), source, file, how, lines])
    found.sort(key=lambda f: (f[0] or date.max, f[1], f[2]))
    last_of_day = {f[0]: i for i, f in enumerate(found) if f[0]}
    register, listing, before = Register(places), [], 0
    for i, (day, _, source, file, how, lines) in enumerate(found):
        if day is None:
            status = "undated"
        elif len(lines) < before * CUT_SHORT:
            status = "cut short"
            if last_of_day[day] == i:
                assert all(f[0] != day for f in found[:i])
        elif last_of_day[day] != i:
            status = "superseded"
        else:
            status, before = "used", len(lines)
            register.add(day, lines)
        archive = {"RelevantResearch": "R", "appelson": "A"}[source]
        listing.append((day or "", archive, file.rpartition("__")[2].removesuffix(".xlsx"), how, status, len(lines)))
    write("287g/rosters.csv", ("day", "archive", "file", "dated_by", "status", "rows"), listing)
    spells, names = [], []
    for agency in sorted(register.agencies, key=lambda a: (a.state, a.name)):
        county = county_of_agency(places, agency.state, agency.county, agency.name)
        for run in sorted(agency.runs, key=lambda r: (r.model, r.first, r.signed or date.min)):
            spells.append(
                (
                    agency.state, agency.name, agency.kind, agency.county, county.fips if county else "", run.model,
                    run.signed or "", run.resigned if run.resigned != run.signed else "", run.first, run.last,
                )
            )  # fmt: skip
        for name in agency.names.values() if len(agency.names) > 1 else ():
            names.append((agency.state, agency.name, name.text, name.rule, name.first, name.last, name.evidence))
    header = ("state", "agency", "kind", "county", "fips", "model", "signed", "resigned", "first_seen", "last_seen")
    write("287g/agreements.csv", header, spells)
    write("287g/names.csv", ("state", "agency", "listed_as", "rule", "first_seen", "last_seen", "evidence"), names)


def early(folder):
    rows = []
    models = {
        "Jail Enforcement": "JEM", "Task Force": "TFM", "Jail Enforcement -> Task Force": "JEM TFM", "": "",
    }  # fmt: skip
    for row in read(folder, "287g_agreements_2002_2017.psv", "|"):
        agency = re.sub(r"( UT)?( \(AR; source merges UT 49053\))?$", "", row["agency"])
        counties = row["county_fips"].split("; ")
        # The compiled list shows 30 September where its last evidence is a fiscal year of removals. Task forces were
        # all on the roster of 2 October 2012 (programs.md 2.3); of the others only the year is known.
        by_year = row["active_to"].endswith("09-30")
        after = (
            row["active_to"]
            if not by_year
            else "2012-10-02"
            if "Task" in row["models"] and row["active_to"] == "2013-09-30"
            else ""
        )
        if "source merges" in row["agency"]:
            counties = ["05143"]
        signings = row["signing_dates"].replace(
            "2008-09-22; ", "" if "source merges" in row["agency"] else "2008-09-22; "
        )
        rows.append(
            (
                row["state"], agency, " ".join(counties), models[row["models"]], row["first_signed_best"],
                signings.replace(";", ""), row["active_from"], row["active_to"], after,
                {"TRUE": "yes", "FALSE": "no", "": ""}[row["terminated"]], row["rem_fy_first"], row["rem_fy_last"],
                row["rem_identified"], row["rem_removed"], row["n_sources"], row["confidence"],
            )
        )  # fmt: skip
    header = (
        "state", "agency", "fips", "models", "first_signed", "signings", "seen_from", "seen_to",
        "listed_to", "ended", "fy_first",
        "fy_last", "identified", "removed", "sources", "confidence",
    )  # fmt: skip
    write("287g/early.csv", header, rows)


def published(folder):
    # The numbers of 287(g) agreements are in 287g/counts.csv.
    programs = {"Secure Communities": "secure-communities", "Detainers": "detainers"}
    steps = {
        "fingerprint submissions": "submissions", "arrested or booked into ICE custody": "booked",
        "removed or returned": "removed", "convicted criminals removed": "convicted removed",
        "convicted criminals booked into ICE custody": "convicted booked", "IDENT database matches": "matches",
        "fingerprint submissions (more than)": "submissions (more than)",
    }  # fmt: skip
    rows, known = [], {}
    for row in read(folder, "anchors_published.csv"):
        same = re.match(r"same as (\w+)(.*)", row["source"])
        source = known[same[1]][0] + same[2] if same else row["source"]
        url = row["url"] or (known[same[1]][1] if same else "")
        known[row["id"]] = source, url
        if row["programme"] in programs and row["evidence_grade"] != "computed":
            metric = row["metric"].replace(" cumulative", "")
            place = "CA" if metric.startswith("California ") else ""
            metric = metric.removeprefix("California ")
            metric = steps.get(metric, metric)
            rows.append(
                (programs[row["programme"]], metric, place, row["period"], row["value"], row["unit"], source, url)
            )
    write("published/figures.csv", ("program", "metric", "place", "period", "value", "unit", "source", "url"), rows)


def detainers(folder):
    rows = [
        (r["year"], r["lift_reason"], r["count"]) for r in read(folder, "npr_detainers_by_lift_reason_and_year.csv")
    ]
    write("detainers/outcomes.csv", ("year", "lift_reason", "count"), sorted(rows))
    rows = [(r["year"], r["detainer_type"], r["count"]) for r in read(folder, "npr_detainers_by_type_and_year.csv")]
    write("detainers/types.csv", ("year", "type", "count"), sorted(rows))
    rows = [(r["year"], r["count"]) for r in read(folder, "npr_all_detainers_by_year.csv")]
    write("detainers/issued.csv", ("year", "count"), rows)


def main(arguments):
    check = "--check" in arguments
    folder = Path(next(a for a in arguments if a != "--check"))
    for part in (secure_communities, rosters, early, published, detainers):
        part(folder)
    if check:
        different = sorted(
            name for name, text in MADE.items()
            if not (TARGET / name).exists() or (TARGET / name).read_text(encoding="utf-8") != text
        )  # fmt: skip
        print(f"different: {', '.join(different)}" if different else "the shipped tables are what the facts give")
        return bool(different)
    for name, text in MADE.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / name).write_text(text, encoding="utf-8")
        print(f"{name}: {text.count(chr(10)) - 1:,} rows, {len(text) // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
