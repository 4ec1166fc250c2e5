"""Rosters of ICE: dated, read, checked, kept, and counted by."""

import json
from datetime import date

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import InputError
from tallybook.cli import main
from tallybook.programs.agreements import agreements_on
from tallybook.programs.changes import changed
from tallybook.programs.held import ingest_rosters, rolls_with
from tallybook.programs.rosters import day_of, looks_like_roster, part_of_day, read_day, read_roster, signing_day
from tallybook.programs.spells import rolls
from tallybook.records.store import Store

CATALOG = Catalog()
NEW = [
    "ALABAMA", "Jefferson County Sheriff's Office", "County", "Jefferson County", "Task Force Model",
    date(2026, 5, 28), "link", None,
]  # fmt: skip
HEADER = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM"]


@pytest.mark.parametrize(
    ("file", "newest", "day", "how"),
    [
        ("ParticipatingEntities-20210113002027.xlsx", date(2020, 12, 23), date(2021, 1, 13), "capture"),
        ("participatingAgencies05182026am.xlsx", date(2026, 5, 17), date(2026, 5, 18), "file name"),
        ("sheets_20250519_024922__participatingAgencies05162025am.xlsx", None, date(2025, 5, 16), "file name"),
        ("participatingAgencies01052025pm.xlsx", date(2025, 12, 18), date(2026, 1, 5), "corrected"),
        ("participatingAgencies08022025pm.xlsx", date(2025, 8, 28), date(2025, 8, 28), "corrected"),
        ("participatingAgencies090022025am.xlsx", date(2025, 8, 28), None, "nothing"),
        ("roster.xlsx", date(2025, 8, 28), None, "nothing"),
    ],
)
def test_what_day_a_roster_is_of(file, newest, day, how):
    assert day_of(file, newest) == (day, how)


def test_rosters_of_one_day_in_order():
    names = ["a09302025pm2.xlsx", "a09302025pm.xlsx", "a09302025mid.xlsx", "a09302025am.xlsx"]
    assert sorted(names, key=lambda n: part_of_day(n, "file name")) == names[::-1]
    assert part_of_day("a09302025pm.xlsx", "corrected") < part_of_day("a09302025am.xlsx", "file name")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025-07-07", date(2025, 7, 7)), ("2025-07-07 00:00:00", date(2025, 7, 7)), ("7/9/2025", date(2025, 7, 9)),
     ("45000", date(2023, 3, 15)), ("2025-02-30", None), ("soon", None), ("", None)],
)  # fmt: skip
def test_days_in_cells(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize("day", [date(5025, 7, 7), date(2001, 12, 31), date(1996, 9, 30), None])
def test_signings_that_cannot_be(day):
    assert signing_day(day) is None


def test_a_new_roster_is_read_kept_and_counted_by(roster, last_lines, tmp_path):
    store = Store(tmp_path / "store")
    gone, kept = last_lines[0], last_lines[1:]
    book = roster([*kept, NEW])
    done = ingest_rosters(store, [book], CATALOG)
    assert [(b.day, len(b.lines)) for b in done.added] == [(date(2026, 6, 1), 1843)]
    held = rolls_with(CATALOG, store.folder)
    assert agreements_on(CATALOG, date(2026, 6, 1), held=held).agreements.value == 1843
    assert agreements_on(CATALOG, date(2026, 5, 20), held=held).as_of == date(2026, 5, 18)
    found = changed(CATALOG, date(2026, 5, 18), date(2026, 6, 1), held=held)
    assert [(c.what, c.spell.agency) for c in found.changes] == [("gone", gone[1]), ("new", NEW[1])]
    assert next(c.spell for c in found.changes if c.what == "new").fips == ("01073",)
    again = ingest_rosters(store, [book], CATALOG)
    assert again.added == () and again.held == ("participatingAgencies06012026am.xlsx",)
    assert rolls_with(CATALOG, tmp_path / "other") is rolls(CATALOG)


def test_a_respelt_agency_is_no_change(roster, last_lines, tmp_path):
    lines = [list(line) for line in last_lines]
    line = next(x for x in lines if x[1] == "Etowah County Sheriff's Office")
    line[1] = "Etowa County Sheriff’s Office"
    store = Store(tmp_path / "store")
    ingest_rosters(store, [roster(lines)], CATALOG)
    held = rolls_with(CATALOG, store.folder)
    found = changed(CATALOG, date(2026, 5, 18), date(2026, 6, 1), held=held)
    assert found.changes == () and found.respelt == 1
    name = next(n for _, agency, n in held.names if n.text == line[1])
    assert name.rule == "slip" and "signed" in name.evidence


def test_another_county_of_a_like_name_is_another_agency(roster, last_lines, tmp_path):
    lines = [list(line) for line in last_lines]
    line = next(x for x in lines if x[1] == "Etowah County Sheriff's Office")
    line[1], line[3] = "Escambia County Sheriff's Office", "Escambia County"
    store = Store(tmp_path / "store")
    ingest_rosters(store, [roster(lines)], CATALOG)
    found = changed(CATALOG, date(2026, 5, 18), date(2026, 6, 1), held=rolls_with(CATALOG, store.folder))
    assert (found.new, found.gone, found.respelt) == (1, 1, 0)


def test_of_two_rosters_of_one_day_the_later_counts(roster, last_lines, tmp_path):
    store = Store(tmp_path / "store")
    ingest_rosters(store, [roster([*last_lines, NEW], "participatingAgencies06012026pm.xlsx")], CATALOG)
    ingest_rosters(store, [roster(last_lines)], CATALOG)
    held = rolls_with(CATALOG, store.folder)
    assert agreements_on(CATALOG, date(2026, 6, 1), held=held).agreements.value == 1844
    assert [f.status for f in held.files if f.archive == "store"] == ["superseded", "used"]


def test_what_cannot_be_is_left_out_and_said(roster, last_lines):
    odd = list(NEW)
    odd[3], odd[5] = "Nowhere County", date(5025, 7, 7)
    book = read_roster(CATALOG, roster([*last_lines, odd]))
    assert book.lines[-1].signed is None
    assert any("signing date" in note and "5025" in note and "row 1845" in note for note in book.notes)
    assert any("no county 'Nowhere County' in Alabama" in note for note in book.notes)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows, header: (rows, [*header[:6], "OFFICERS", "ADDENDUM"]), "column G is headed 'OFFICERS'"),
        (
            lambda rows, header: (rows, ["A", "B", "C", "D", "E", "F", "G", "H"]),
            "no sheet with the columns of a roster",
        ),
        (lambda rows, header: ([], header), "has a header and no lines"),
        (lambda rows, header: ([["ATLANTIS", *rows[0][1:]]], header), "row 2: state is 'ATLANTIS'"),
        (lambda rows, header: ([[*rows[0][:4], "Sky Model", *rows[0][5:]]], header), "row 2: the model is 'Sky Model'"),
    ],
)
def test_rosters_that_are_none(roster, last_lines, change, said, tmp_path):
    rows, header = change(last_lines, HEADER)
    with pytest.raises(InputError) as found:
        ingest_rosters(Store(tmp_path / "store"), [roster(rows, header=header)], CATALOG)
    assert said in str(found.value) and "\n" not in str(found.value)
    assert not (tmp_path / "store" / "programs").exists()


def test_a_roster_cut_short_is_refused(roster, last_lines, tmp_path):
    with pytest.raises(InputError, match=r"lists 42 agreements where the roster of 2026-05-18 lists 1,843"):
        ingest_rosters(Store(tmp_path / "store"), [roster(last_lines[:42])], CATALOG)


def test_a_workbook_cut_short_is_refused(roster, last_lines, tmp_path):
    file = roster(last_lines)
    file.write_bytes(file.read_bytes()[:20_000])
    with pytest.raises(InputError):
        ingest_rosters(Store(tmp_path / "store"), [file], CATALOG)


def test_old_undated_and_pending_rosters_are_refused(roster, last_lines, tmp_path):
    store = Store(tmp_path / "store")
    with pytest.raises(InputError, match="expected one later than 2026-05-18"):
        ingest_rosters(store, [roster(last_lines, "participatingAgencies05182026pm.xlsx")], CATALOG)
    with pytest.raises(InputError, match="has no date in its name"):
        ingest_rosters(store, [roster(last_lines, "participatingAgencies.xlsx")], CATALOG)
    with pytest.raises(InputError, match="list of pending agencies"):
        ingest_rosters(store, [roster(last_lines, "pendingAgencies06012026am.xlsx")], CATALOG)


def test_a_damaged_list_of_rosters_is_said(tmp_path):
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "rosters.json").write_text("{")
    with pytest.raises(InputError, match=r"rosters\.json: cannot be read"):
        rolls_with(CATALOG, tmp_path)


def test_the_commands(roster, last_lines, tmp_path, capsys):
    store = ["--store", str(tmp_path / "store")]
    file = roster([*last_lines, NEW])
    assert looks_like_roster(file)
    assert main(["ingest", str(file), *store, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["agreements"] == 1844
    assert main(["program", "287g", "--on", "2026-06-02", *store, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["agreements"] == {"value": 1844, "low": 1844, "high": 1844}
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n")
    assert main(["ingest", str(file), str(other), *store]) == 2
    assert "calls of their own" in capsys.readouterr().err
