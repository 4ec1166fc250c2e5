"""Series: what was known when, what stands now, bad overlays, and every shipped value against its compilation."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import CatalogError, UnknownName
from tallybook.base.periods import Period, fiscal_year
from tallybook.measures.series import COLUMNS, Value, all_values, newest, plain, series, series_files

CATALOG = Catalog()
FY2012 = fiscal_year(2012)


def known(measure: str, year: int, day: date) -> Value:
    value = series(CATALOG, measure).as_of(day, fiscal_year(year))
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2014, 2, 1), 419_384),
        (date(2015, 1, 1), 418_397),
        (date(2020, 12, 31), 415_636),
        (date(2024, 1, 1), 415_579),
    ],
)
def test_a_value_is_the_newest_vintage_published_by_the_day(day, value):
    assert known("dhs.removals", 2012, day).value == value


def test_today_is_the_newest_vintage_of_all():
    today = series(CATALOG, "dhs.removals").current(FY2012)
    assert (today.value, today.vintage) == (415_579, "YB2021")
    assert [v.value for v in series(CATALOG, "dhs.removals").vintages(FY2012)][-1] == 415_579


def test_a_partial_publication_date_means_the_last_day_it_names():
    first = next(v for v in series(CATALOG, "dhs.removals").vintages(FY2012) if v.value == 419_384)
    assert str(first.published) == "2014-01"
    assert (first.known_on(date(2014, 1, 30)), first.known_on(date(2014, 1, 31))) == (False, True)
    ranged = next(v for v in series(CATALOG, "dhs.removals").vintages(FY2012) if str(v.published) == "2022..2023")
    assert (ranged.known_on(date(2023, 12, 30)), ranged.known_on(date(2023, 12, 31))) == (False, True)


def test_nothing_is_known_before_the_first_vintage():
    assert series(CATALOG, "dhs.removals").as_of(date(2012, 6, 1), FY2012) is None


def test_the_first_figure_is_kept_beside_the_restated_one():
    assert known("ice.removals", 2009, date(2009, 12, 31)).value == 387_790
    assert series(CATALOG, "ice.removals").current(fiscal_year(2009)).value == 389_834


def test_a_value_without_a_date_is_never_passed_off_as_known_then():
    undated = [v for v in all_values(CATALOG) if v.published is None]
    assert undated
    assert {v.known_on(date(2100, 1, 1)) for v in undated} == {None}
    arrests = known("ice.detainers", 2021, date(2022, 6, 1))
    assert arrests.published is None
    assert arrests.to_dict()["published"] is None


def test_a_dated_value_wins_over_an_undated_one_of_the_same_day():
    value = known("ice.admin_arrests", 2016, date(2023, 1, 1))
    assert value.published is not None
    assert value.value == 110_104


def test_an_undated_value_is_not_used_before_its_period_has_ended():
    assert series(CATALOG, "ice.detainers").as_of(date(2021, 9, 29), fiscal_year(2021)) is None


def test_withdrawn_figures_and_claims_never_stand_beside_published_ones():
    rows = series(CATALOG, "ice.removals").vintages(fiscal_year(2024))
    assert any(v.status == "withdrawn" for v in rows)
    assert newest(rows).status == "published"
    assert newest(v for v in rows if v.status == "withdrawn").value == 109_535


def test_a_count_stands_before_a_newer_estimate():
    rows = series(CATALOG, "ice.removals").vintages(fiscal_year(2025), unit="removals")
    assert rows[-1].value_type == "estimate"
    assert newest(rows).value == 329_018


def test_of_two_readings_of_one_document_the_compilation_s_own_stands():
    assert series(CATALOG, "ice.removals.interior").current(fiscal_year(2022)).value == 28_204


def test_breakdowns_stay_apart_from_the_total():
    removals = series(CATALOG, "ice.removals")
    mexico = removals.current(fiscal_year(2024), where="citizenship=Mexico")
    assert mexico is not None
    assert mexico.value < removals.current(fiscal_year(2024)).value


def test_periods_can_be_kept_by_kind():
    days = series(CATALOG, "ice.detained").periods(kind="date")
    assert days == sorted(days)
    assert all(p.days == 1 for p in days)
    years = series(CATALOG, "ice.removals").periods(kind="fiscal_year")
    assert fiscal_year(2012) in years
    assert all(p.days in (365, 366) for p in years)


def test_whole_numbers_are_printed_as_such():
    assert (plain(3.0), plain(3.5)) == (3, 3.5)
    assert isinstance(plain(3.0), int)


def test_an_unknown_series_names_the_nearest():
    with pytest.raises(UnknownName, match=r"did you mean ice\.removals\?"):
        series(CATALOG, "ice.removal")


# --- overlays

GOOD = dict.fromkeys(COLUMNS, "") | {
    "unit": "removals", "period_kind": "fiscal_year", "start": "2011-10-01", "end": "2012-09-30", "value": "7",
    "value_type": "exact", "status": "published", "published": "2030-01-01", "document": "a report", "basis": "quoted",
}  # fmt: skip


def overlay(folder: Path, *rows: dict[str, str], header: tuple[str, ...] = COLUMNS) -> Catalog:
    (folder / "series").mkdir(exist_ok=True)
    with (folder / "series" / "dhs.removals.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows([row[column] for column in COLUMNS] for row in rows)
    return Catalog((folder,))


def test_an_overlay_adds_values(tmp_path):
    added = overlay(tmp_path, GOOD)
    assert series(added, "dhs.removals").current(FY2012).value == 7
    assert series(added, "dhs.removals").as_of(date(2014, 2, 1), FY2012).value == 419_384
    assert series(CATALOG, "dhs.removals").current(FY2012).value == 415_579


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": "409,849"}, "409,849"),
        ({"value": "nan"}, "nan"),
        ({"value": "1_000"}, "1_000"),
        ({"value": ""}, "value ''"),
        ({"start": "10/1/2011"}, "ISO dates"),
        ({"start": "2012-10-01"}, "not before its start"),
        ({"end": ""}, "ISO dates"),
        ({"published": "January 2014"}, "is not a date"),
        ({"status": "official"}, "status 'official'"),
        ({"value_type": "precise"}, "value_type 'precise'"),
    ],
)
def test_a_bad_cell_of_an_overlay_is_one_plain_line_with_file_and_line(tmp_path, change, says):
    bad = overlay(tmp_path, GOOD, GOOD | change)
    with pytest.raises(CatalogError) as caught:
        series(bad, "dhs.removals")
    message = str(caught.value)
    assert says in message
    assert "dhs.removals.csv, line 3" in message
    assert "\n" not in message
    assert caught.value.exit_status == 1


def test_a_bad_header_names_the_nearest_column(tmp_path):
    bad = overlay(tmp_path, GOOD, header=("where", "units", *COLUMNS[2:]))
    with pytest.raises(
        CatalogError, match=r"dhs\.removals\.csv, line 1: unknown column 'units'; did you mean 'unit'\?"
    ):
        series(bad, "dhs.removals")


def test_columns_out_of_order_are_said_to_be(tmp_path):
    bad = overlay(tmp_path, GOOD, header=(*COLUMNS[1:], COLUMNS[0]))
    with pytest.raises(CatalogError, match="columns out of order"):
        series(bad, "dhs.removals")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'where,"unit', b""])
def test_a_file_that_is_no_csv_is_one_plain_line(tmp_path, content):
    bad = overlay(tmp_path)
    (tmp_path / "series" / "dhs.removals.csv").write_bytes(content)
    with pytest.raises(CatalogError, match=r"dhs\.removals\.csv") as caught:
        series(bad, "dhs.removals")
    assert "\n" not in str(caught.value)


def test_a_short_row_is_one_plain_line_with_file_and_line(tmp_path):
    bad = overlay(tmp_path, GOOD)
    with (tmp_path / "series" / "dhs.removals.csv").open("a", encoding="utf-8") as handle:
        handle.write("one,two\n")
    with pytest.raises(CatalogError, match=r"dhs\.removals\.csv, line 3: 2 cells; expected 19 cells"):
        series(bad, "dhs.removals")


# --- the shipped files themselves


def test_periods_are_what_their_kind_says():
    odd = []
    for v in all_values(CATALOG):
        if v.period is None:
            odd += [] if v.period_kind == "other" and v.period_note else [v]
            continue
        a, b = v.period.start, v.period.end
        fits = {
            "date": a == b,
            "month": a.day == 1 and Period(a, b).days >= 28 and (a.year, a.month) == (b.year, b.month),
            "calendar_year": (a.month, a.day, b.month, b.day) == (1, 1, 12, 31) and a.year == b.year,
            "fiscal_year": v.period == fiscal_year(b.year),
            "to_date": (a.month, a.day) in ((10, 1), (1, 1)) and v.period.days < 366,
            "interval": True,
        }.get(v.period_kind, False)
        odd += [] if fits else [v]
    assert [(v.file, v.line, v.period_kind) for v in odd] == []


def test_only_changes_are_negative_and_no_share_passes_a_hundred():
    for v in all_values(CATALOG):
        assert v.value >= 0 or v.measure.endswith(".change"), (v.file, v.line)
        assert v.unit != "percent" or v.value <= 100, (v.file, v.line)


# What the shipped files hold otherwise than the compilation they were made from, and why.
MOVED = {
    # The difference of agreements at a day is no level of agreements.
    ("287g.agreements", "-32"): "287g.agreements.change",
}
MERGED = {
    # The share of a measure is that measure in percent, as for interior criminal removals.
    "ice.admin_arrests.convicted_or_pending_pct": "ice.admin_arrests.convicted_or_pending",
}
REASONS = (
    "bonded_out", "court_ordered", "paroled", "recognizance", "release_to_remove", "relief_granted", "supervision",
    "terminated", "transfer_other_agency",
)  # fmt: skip
UNITS = {
    # One unit that the compilation spells in two ways.
    ("eoir.pending", "cases at FY end"): "cases",
    ("ice.admin_arrests", "arrests"): "administrative arrests",
    **{(f"ice.bookouts.{reason}", "bookouts"): "book-outs" for reason in REASONS},
}
DOUBTED = {
    # Cells that the sheet itself has misplaced or left out: kept, with low confidence and a note.
    ("ice.atd.participants.gps_ankle", "2023-05-20"), ("ice.atd.participants.smartlink", "2023-05-20"),
    ("ice.atd.participants.family_unit", "2022-06-20"), ("ice.atd.participants.single_adult", "2022-06-20"),
    ("ice.beds.guaranteed_minimum", "2022-08-14"),
}  # fmt: skip
KINDS = {
    # More than a year: not a fiscal year to date.
    ("ice.deaths", "2025-10-23", "to_date"): "interval",
}
SAME = ("value", "value_type", "status", "vintage", "publisher", "document", "table", "url", "basis")


def compiled(shared: Path):
    for file in sorted((shared / "facts" / "official").glob("*.csv")):
        if file.name.startswith("vintage_matrix"):
            continue
        with file.open(encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)


def shipped():
    for measure, files in series_files(CATALOG).items():
        with files[0].open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                yield measure, row


def place(measure: str) -> tuple[str, str]:
    whole, _, country = measure.partition(".country.")
    return whole, country


def slug(where: str) -> str:
    country = where.removeprefix("citizenship=").lower()
    return "_".join(country.replace("'s", "_s").replace(",", "").replace(" ", "_").split("__"))


@pytest.mark.real
def test_every_shipped_value_is_the_compiled_one_row_by_row(shared):
    theirs: Counter[tuple[str, ...]] = Counter()
    for row in compiled(shared):
        measure, country = place(row["measure"])
        measure = MERGED.get(measure, MOVED.get((measure, row["value"]), measure))
        unit = UNITS.get((measure, row["unit"]), row["unit"])
        kind = KINDS.get((measure, row["period_end"], row["period_kind"]), row["period_kind"])
        theirs[(measure, country, unit, kind, row["period_start"], row["period_end"], *(row[c] for c in SAME))] += 1
    ours: Counter[tuple[str, ...]] = Counter()
    for measure, row in shipped():
        ours[
            (
                measure,
                slug(row["where"]),
                row["unit"],
                row["period_kind"],
                row["start"],
                row["end"],
                *(row[c] for c in SAME),
            )
        ] += 1
    assert sum(theirs.values()) == sum(ours.values()) == 7_370
    assert list((theirs - ours).elements()) == []
    assert list((ours - theirs).elements()) == []


@pytest.mark.real
def test_notes_and_confidence_are_the_compiled_ones_but_for_doubted_cells(shared):
    theirs = Counter(
        (place(r["measure"])[0], r["period_end"], r["value"], r["confidence"], r["note"]) for r in compiled(shared)
    )
    for measure, row in shipped():
        names = {
            measure,
            *(k for k, v in MERGED.items() if v == measure),
            *(k for (k, _), v in MOVED.items() if v == measure),
        }
        same = any(theirs[(n, row["end"], row["value"], row["confidence"], row["note"])] for n in names)
        assert same or (measure, row["end"]) in DOUBTED, (measure, row["end"], row["value"])
        assert not ((measure, row["end"]) in DOUBTED and row["confidence"] != "low")


@pytest.mark.real
def test_publication_dates_differ_only_where_the_compilation_has_none_or_a_span(shared):
    theirs: dict[tuple[str, ...], set[str]] = {}
    for row in compiled(shared):
        measure, country = place(row["measure"])
        measure = MERGED.get(measure, MOVED.get((measure, row["value"]), measure))
        key = (measure, country, row["period_start"], row["period_end"], *(row[c] for c in SAME))
        theirs.setdefault(key, set()).add(row["as_published_date"])
    for measure, row in shipped():
        key = (measure, slug(row["where"]), row["start"], row["end"], *(row[c] for c in SAME))
        if row["published"] not in theirs[key]:
            span = any(len(text) == 7 and int(text[5:]) > 12 for text in theirs[key])
            assert ".." in row["published"] if span else "" in theirs[key] and row["date_note"], key


@pytest.mark.real
def test_every_revision_of_the_yearbook_is_there(shared):
    removals = series(CATALOG, "dhs.removals")
    with (shared / "facts" / "official" / "vintage_matrix_dhs_removals.csv").open(
        encoding="utf-8", newline=""
    ) as handle:
        rows = list(csv.DictReader(handle))
    checked = 0
    for row in rows:
        held = {(v.vintage, v.value) for v in removals.vintages(fiscal_year(int(row["fiscal_year"])))}
        for vintage, cell in row.items():
            if vintage != "fiscal_year" and cell:
                assert (vintage, float(cell.removesuffix("(m)"))) in held, (row["fiscal_year"], vintage)
                checked += 1
    assert checked > 50
