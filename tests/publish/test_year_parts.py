"""The parts of an account beyond the published figures: records, quality, policies, programmes, provenance."""

from __future__ import annotations

import io
import json
import re
import shlex
import zipfile
from datetime import date

import pytest
from tests.releases import GONE, LEVEL, removal, removals_text

from tallybook.base.catalog import Catalog
from tallybook.cli.run import main
from tallybook.measures.recounted import recounted
from tallybook.policies.policy import policies
from tallybook.publish.account import account
from tallybook.publish.html import as_html
from tallybook.publish.layout import layout
from tallybook.publish.markdown import as_markdown
from tallybook.publish.report import Amount, SpansChart
from tallybook.publish.workbook import as_workbook
from tallybook.records.ingest import ingest
from tallybook.records.manifest import StoredSheet
from tallybook.records.store import Store

CATALOG = Catalog()
NEW = ("records", "quality", "policies", "programs", "provenance")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    folder = tmp_path_factory.mktemp("held")
    rows = [
        removal("10/1/2015"), removal("10/1/2015"), removal("9/30/2016", level=LEVEL),
        removal("1/5/2016", "12/31/2015"), removal("not a date", "neither"), removal("3/3/2016", Citizenship=GONE),
    ]  # fmt: skip
    following = [removal("10/2/2016", "9/29/2016"), removal("11/1/2016")]
    held = Store(folder / "store")
    files = [
        removals_text(folder / "ICERemovals_FY2016.csv", "Removals FY2016", rows),
        removals_text(folder / "ICERemovals_FY2017.csv", "Removals FY2017", following),
    ]
    ingest(held, files, CATALOG)
    return held


@pytest.fixture(scope="module")
def own(store):
    return account(CATALOG, 2016, store=store)


@pytest.fixture(scope="module")
def bare():
    return account(CATALOG, 2016)


def part(made, name):
    return next(s for s in made.sections if s.id == name)


def grid(made, name, caption):
    return next(g for g in part(made, name).grids if caption in g.caption)


def rows(found, column):
    place = [c.name for c in found.columns].index(column)
    return [row[place] for row in found.rows]


def test_parts_and_their_order_are_data(tmp_path):
    folder = tmp_path / "accounts"
    folder.mkdir()
    text = (CATALOG.layers[0].path / "accounts" / "year-end.yml").read_text(encoding="utf-8")
    shorter = re.sub(r"^parts:\n(  - .*\n)+", "parts: [policies, side-by-side, provenance]\n", text, flags=re.MULTILINE)
    (folder / "year-end.yml").write_text("replaces: year-end\n" + shorter, encoding="utf-8")
    overlay = Catalog((tmp_path,))
    assert [s.id for s in account(overlay, 2016).sections] == ["policies", "side-by-side", "provenance"]
    for bad in ("[provenance, policies]", "[policies, policies]", "[polices]"):
        (folder / "year-end.yml").write_text(
            "replaces: year-end\n" + shorter.replace("[policies, side-by-side, provenance]", bad), encoding="utf-8"
        )
        with pytest.raises(Exception, match="parts"):
            layout(Catalog((tmp_path,)), "year-end")


def test_every_sheet_is_accounted_for_to_the_row(own, store):
    found = grid(own, "records", "Every row accounted for")
    sheets = {s.where: s for s in store.manifest.sheets}
    assert rows(found, "file") == ["ICERemovals_FY2016.csv"]
    for name, read, kept, quarantined, excluded in zip(
        *(rows(found, c) for c in ("file", "rows_read", "kept", "quarantined", "excluded")), strict=True
    ):
        sheet: StoredSheet = sheets[name]
        assert read == kept + quarantined + excluded == sheet.rows_read == 6
        assert (kept, quarantined) == (sheet.kept, sheet.quarantined)
    assert grid(own, "records", "Releases that cover the year")


def test_the_count_from_the_store_stands_beside_the_published_figure(own, bare):
    def recounts(made):
        found = grid(made, "recounts", "by rule")
        at = next(start for start, title in found.groups if title == "Removals by ICE")
        return {row[0]: (row[1], row[-1]) for row in found.rows[at : at + 4]}

    # Five removal dates lie in the year; a sixth departure is in the next year's file.
    assert recounts(own)["by removal date"] == (5, "the store")
    assert recounts(own)["by date of departure"] == (6, "the store")
    assert recounts(bare)["by removal date"] == (240_255, "shipped")


def test_what_no_record_says_is_no_count_of_none(store):
    # The threat level is redacted or not there: how many were Level 1 cannot be told, and is not 0.
    assert recounted(CATALOG, "ice.removals.level1", own_period(), store) == ()
    assert recounted(CATALOG, "ice.removals", own_period(), store)[0].complete


def own_period():
    return account(CATALOG, 2016).period


def test_quality_is_measured_on_what_is_held(own):
    found = grid(own, "quality", "The sheets of the year")
    assert rows(found, "kept") == [6]
    assert rows(found, "identical") == [1]
    assert rows(found, "inferred") == [1]
    assert rows(found, "unreadable")[0] > 0
    fields = grid(own, "quality", "Every field")
    shares = {row[0]: row[1:] for row in fields.rows}
    assert all(sum(share) == pytest.approx(100) for share in shares.values())
    assert shares["citizenship"] == pytest.approx((500 / 6, 0, 100 / 6, 0, 0))
    assert shares["removal date"][-1] == pytest.approx(100 / 6)
    assert any(i.lead == "Inference used" and "138,669" in i.text for i in part(own, "quality").items)


def test_an_empty_store_says_what_ingesting_would_add(bare):
    words = " ".join(part(bare, "records").paragraphs)
    assert "No records are held" in words
    assert "Ingesting a release of the list ('tallybook ingest FILE') would add here" in words
    assert "2019-ICFO-53623" in rows(grid(bare, "records", "Releases"), "release")
    assert "shipped counts" in rows(grid(bare, "records", "Releases"), "held")
    assert "nothing was measured" in part(bare, "quality").items[0].text


def test_policies_of_a_year_are_those_whose_days_meet_it():
    for year in (2011, 2012, 2015, 2017, 2021):
        made = account(CATALOG, year)
        start, end = made.period.start, made.period.end
        expected = {
            p.id for p in policies(CATALOG).values() for i in p.in_force
            if i.from_ <= end and (i.to is None or i.to > start)
        }  # fmt: skip
        assert set(rows(grid(made, "policies", "Memos"), "policy")) == expected


def test_the_days_of_a_policy_within_the_year_are_said():
    found = grid(account(CATALOG, 2015), "policies", "Memos")
    days = dict(zip(rows(found, "policy"), rows(found, "year"), strict=True))
    assert days["JOHNSON-2014P"] == "from 5 January 2015"
    assert days["MORTON-2011P"] == "to 4 January 2015"
    assert days["INA-236C"] == "all year"
    stretches = grid(account(CATALOG, 2015), "policies", "Where nothing stood")
    assert ("priorities", "to 4 January 2015") in {(row[0], row[1]) for row in stretches.rows}


def test_every_clause_in_force_is_shown_with_its_outcome_and_basis():
    found = grid(account(CATALOG, 2016), "policies", "Clause by clause")
    at = next(start for start, title in found.groups if title.startswith("JOHNSON-2014P"))
    item = policies(CATALOG)["JOHNSON-2014P"]
    shown = found.rows[at : at + len(item.clauses) + 1]
    assert [row[0] for row in shown] == [*(c.id for c in item.clauses), "otherwise"]
    assert [row[3] for row in shown[:-1]] == [item.outcomes[c.outcome].title for c in item.clauses]


def test_the_chart_of_policies_marks_the_year_and_speaks(bare):
    chart = next(c for c in part(bare, "policies").charts if isinstance(c, SpansChart))
    assert chart.marked == (date(2015, 10, 1), date(2016, 9, 30))
    text = as_html(bare)
    assert "Johnson priorities, from 5 January 2015 until 20 February 2017." in text
    assert 'class="span recalled"' in text
    assert 'class="band"' in text


def test_replays_come_from_the_store_else_as_shipped(own, bare):
    shipped = grid(bare, "policies", "within the priorities")
    assert rows(shipped, "records")[0] == 240_255
    assert all(str(text).startswith("shipped") for text in rows(shipped, "source"))
    held = grid(own, "policies", "within the priorities")
    assert set(rows(held, "records")) == {5}
    assert all(str(text).startswith("the store") for text in rows(held, "source"))
    for certain, most, records in zip(*(rows(held, c) for c in ("certain", "at_most", "records")), strict=True):
        assert 0 <= certain <= most <= records


def test_programmes_at_both_ends_of_the_year():
    from tallybook.programs.agreements import agreements_on
    from tallybook.programs.secure_communities import counties_active

    made = account(CATALOG, 2012)
    found = grid(made, "programs", "start and the end")
    by_name = {row[0]: row[1:] for row in found.rows}
    for place, day in ((0, made.period.start), (2, made.period.end)):
        counties = by_name["Counties where it was active"]
        assert counties[place].value == counties[place + 1].value == counties_active(CATALOG, day).active
        bounds = agreements_on(CATALOG, day).agreements
        agreements = by_name["Agreements"]
        assert (agreements[place].value, agreements[place + 1].value) == (bounds.low, bounds.high)
    assert "programs" not in {s.id for s in account(CATALOG, 1996).sections}


def test_what_cannot_be_limited_has_no_upper_number():
    found = grid(account(CATALOG, 2019), "programs", "start and the end")
    row = next(row for row in found.rows if row[0] == "Agreements")
    assert isinstance(row[3], Amount)
    assert row[4] is None


def test_outcomes_of_detainers_add_up_and_only_days_of_the_extract_count():
    found = grid(account(CATALOG, 2012), "programs", "What became of detainers")
    for year in (2011, 2012):
        from tallybook.programs.detainers import detainers

        kinds = detainers(CATALOG).kinds(year)
        assert [a.value for a in rows(found, f"count_{year}")] == list(kinds.values())
        assert sum(rows(found, f"share_{year}")) == pytest.approx(100)
    partial = grid(account(CATALOG, 2015), "programs", "What became of detainers")
    assert "1 January to 19 July" in next(c.title for c in partial.columns if c.name == "count_2015")
    assert not any("What became" in g.caption for g in part(account(CATALOG, 2016), "programs").grids)


def test_events_of_the_year_are_told():
    said = " ".join(i.lead for i in part(account(CATALOG, 2015), "programs").items)
    assert "20 November 2014: Secure Communities discontinued" in said


def test_the_appendix_has_every_figure_once_and_every_file(own, store, bare):
    for made in (own, bare):
        figures = rows(grid(made, "provenance", "Every figure"), "value")
        elsewhere = {
            cell for s in made.sections if s.id != "provenance" for g in s.grids for row in g.rows for cell in row
            if isinstance(cell, Amount)
        }  # fmt: skip
        assert set(figures) == elsewhere
        assert len(figures) == len(elsewhere)
    files = grid(own, "provenance", "Every file")
    held = {(s.source_sha256, s.kept) for s in store.manifest.sheets}
    assert held <= set(zip(rows(files, "sha256"), rows(files, "rows"), strict=True)), "the next year's file counts too"
    shipped = rows(grid(bare, "provenance", "Every file"), "sha256")
    assert all(re.fullmatch("[0-9a-f]{64}", sha) for sha in shipped)


def test_every_count_can_be_had_again(own, store, capsys):
    found = grid(own, "provenance", "had again")
    counted = rows(grid(own, "recounts", "by rule"), "recount")
    for command, query, value in zip(rows(found, "command"), rows(found, "query"), counted, strict=True):
        shipped = query.startswith("shipped")
        assert shipped == ("--store no-records" in command)
        place = [] if shipped else ["--store", str(store.folder)]
        assert main([*shlex.split(command)[1:], *place, "--format", "json"]) == 0
        assert sum(row["value"] for row in json.loads(capsys.readouterr().out)["rows"]) == value
        assert str(store.folder) not in query
        assert shipped or "records/removals/" in query
    assert any(query.startswith("shipped") for query in rows(found, "query"))


def test_the_account_of_a_store_is_the_same_each_time_and_says_which_records(own, store):
    assert account(CATALOG, 2016, store=store) == own
    assert "2 sheets, 8 records" in own.rerun.store
    assert account(CATALOG, 2016).rerun.store == ""
    for text in (as_html(own), as_markdown(own)):
        assert own.rerun.store in text


def test_json_holds_every_table(own):
    data = json.loads(json.dumps(own.to_dict()))
    ids = [s["id"] for s in data["sections"]]
    assert set(NEW) <= set(ids)
    records = data["sections"][ids.index("records")]["tables"][-1]
    assert records["rows"][0]["rows_read"] == 6


def test_a_hostile_file_name_is_text_in_every_rendering(tmp_path):
    name = "=cmd|' /C calc'!A0 <script>alert(1)</script> ICERemovals_FY2016.csv".replace("/", "")
    held = Store(tmp_path / "store")
    ingest(held, [removals_text(tmp_path / name, "Removals FY2016", [removal("10/1/2015")])], CATALOG)
    made = account(CATALOG, 2016, store=held)
    assert "<script>" not in as_html(made)
    with zipfile.ZipFile(io.BytesIO(as_workbook(made))) as book:
        sheets = [book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_the_page_prints_with_repeated_heads_and_every_part_open():
    css = as_html(account(CATALOG, 2012)).partition("<style>")[2].partition("</style>")[0]
    printed = css[css.index("@media print") :]
    for rule in ("thead { display: table-header-group; }", "details::details-content", "break-before: page"):
        assert rule in printed
    assert "counter(page)" in css
