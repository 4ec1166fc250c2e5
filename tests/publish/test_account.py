"""The account of a year: figures as the files have them, no part called a year, every figure with a source."""

from __future__ import annotations

from datetime import date

import pytest
from tests.series_files import every_row, out_by, rows, years

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, PeriodError, UnknownName
from tallybook.publish.account import account, year_named
from tallybook.publish.book import years_held
from tallybook.publish.layout import layout
from tallybook.publish.report import Amount, date_words, shown

CATALOG = Catalog()


@pytest.fixture(scope="module")
def made():
    return account(CATALOG, 2012)


def grid(made, section, place=0):
    return next(s for s in made.sections if s.id == section).grids[place]


def side(made, title):
    """The row of the side-by-side table."""
    return next(row for row in grid(made, "side-by-side").rows if row[0] == title)


def count(measure, year, place=0):
    return float(years(measure)[year][place]["value"])


def test_the_leading_figure(made):
    assert (
        made.title
        == f"Fiscal year 2012: {count('ice.removals', 2012):,.0f} removals"
        == "Fiscal year 2012: 409,849 removals"
    )
    assert made.notices == ()
    assert made.tiles[0].amount.value == 409849


def test_convictions_their_share_and_the_multiple_of_the_first_year(made):
    part, whole, base = (
        count("ice.removals.criminal", 2012),
        count("ice.removals", 2012),
        count("ice.removals.criminal", 2008),
    )
    assert (f"{100 * part / whole:.2f}", f"{part / base:.2f}") == ("54.99", "1.97")
    words = next(s for s in made.sections if s.id == "criminality").paragraphs[0]
    assert "225,390 of 409,849, 54.99 %" in words
    assert "1.97 times fiscal year 2008" in words
    assert "recalled" in words
    for row in grid(made, "criminality").rows:
        year = int(str(row[0])[2:])
        assert row[1].value == float(
            next(
                r["value"]
                for r in rows("ice.removals.criminal")
                if r["end"] == f"{year}-09-30" and r["value_type"] == "exact"
            )
        )
        assert row[3] == pytest.approx(100 * row[1].value / row[2].value, abs=0.0001)


def test_a_share_takes_part_and_whole_as_they_stood_together(made):
    row = grid(made, "criminality", 1).rows[0]
    assert (row[1].value, row[2].value) == (199445, 419384)


def test_the_four_offences(made):
    found = {row[0].rpartition(" ")[0]: row[1].value for row in grid(made, "offences").rows}
    held = sorted(
        float(r["value"]) for name in ("homicide", "sexual", "drugs", "dui")
        for r in rows(f"ice.removals.conviction.{name}") if r["end"] == "2012-09-30"
    )  # fmt: skip
    assert sorted(found.values()) == held == [1215, 5557, 36166, 40448]


def test_the_vintages_stand_beside_the_leading_figure(made):
    assert [row[2].value for row in grid(made, "vintages").rows] == [419384, 418397, 416324, 415636, 415579]
    words = next(s for s in made.sections if s.id == "vintages").paragraphs[0]
    assert "419,384 → 418,397 → 416,324 (recalled) → 415,636 → 415,579" in words
    row = side(made, "Removals by all of DHS")
    assert (row[2].value, row[4].value, row[5]) == (419384, 415579, 415579 - 419384)


def test_every_earlier_year_is_compared(made):
    ice = grid(made, "record")
    held = years("ice.removals")
    assert [row[0] for row in ice.rows] == [f"FY{y}" for y in range(2012, 2004, -1)]
    for row in ice.rows[1:]:
        year = int(row[0][2:])
        official = [r for r in held[year] if r["status"] == "published"] or held[year]
        then = sorted((r for r in official if out_by(r) <= "2012-12-21"), key=out_by)[-1]
        assert row[1].value == float(then["value"])
        assert row[2] == pytest.approx(409849 / float(then["value"]), abs=0.0001)
        assert row[5] == ("yes" if float(then["value"]) < 409849 else "no")
    every = next(g for g in made.grids() if g.caption == "Removals by all of DHS: every earlier year")
    assert [int(str(r[0])[2:6]) for r in every.rows] == sorted(
        (y for y in years("dhs.removals") if y <= 2012), reverse=True
    )


def test_every_recalled_figure_is_marked_and_listed(made):
    used = {
        (a.measure, a.period.label, a.value) for a in made.amounts() if a.basis == "recalled" and a.how == "published"
    }
    listed = {
        (a.measure, a.period.label, a.value)
        for row in grid(made, "recalled").rows
        for a in row
        if isinstance(a, Amount)
    }
    assert used <= listed
    assert ("ice.removals.criminal", "FY2008", 114415.0) in listed
    assert all("†" in a.marks for a in made.amounts() if a.basis == "recalled")
    recalled = {(m, float(r["value"])) for m, r in every_row() if r["basis"] == "recalled"}
    assert {(m, v) for m, _, v in listed if (m, v) in recalled} == {(m, v) for m, _, v in listed}


def test_every_figure_has_a_source_that_is_listed(made):
    numbers = {s.number for s in made.sources}
    assert numbers == set(range(1, len(numbers) + 1))
    for amount in made.amounts():
        assert amount.sources
        assert set(amount.sources) <= numbers
        assert amount.status
        assert amount.basis in ("quoted", "recalled")
    one = made.sources[side(made, "Removals by ICE")[2].sources[0] - 1]
    assert (one.published, one.basis, one.status) == ("2012-12-21", "quoted", "published")
    assert one.url.startswith("https://")


def test_every_published_figure_is_in_a_file(made):
    held = {(m, float(r["value"]), r["end"]) for m, r in every_row()}
    for amount in made.amounts():
        if amount.how == "published":
            assert (amount.measure, amount.value, amount.period.end.isoformat()) in held


def test_conflicts_show_both_sources(made):
    values = {row[0].value for row in grid(made, "conflicts").rows}
    assert {273982.0, 276181.0} <= values
    assert 199000.0 not in values, "a rounded value does not contradict the exact one"


def test_caveats_apply_and_say_who_says_so(made):
    items = next(s for s in made.sections if s.id == "caveats").items
    assert any("Events, not people" in i.lead for i in items)
    assert all(i.text and i.source for i in items)


def test_how_to_run_it_again(made):
    assert made.rerun.command == "tallybook report --fiscal-year 2012 --out fy2012.html"
    assert made.rerun.catalog_sha256 == CATALOG.layers[0].sha256
    assert account(CATALOG, 2012) == made


def test_a_part_of_a_year_is_never_called_a_year():
    made = account(CATALOG, 2025)
    assert made.title.replace("\u00a0", " ") == "Fiscal year 2025 to 20 September: 319,980 removals"
    assert "355 of the 365 days" in made.notices[0]
    assert "329,018" in made.notices[1]
    assert not any(s.id == "record" and any("Removals by ICE" in p for p in s.paragraphs) for s in made.sections)
    row = side(made, "Removals by ICE")
    assert "20 September 2025 (355 days)" in row[1]
    partial = {m for m, r in every_row() if r["value_type"] == "partial" and r["end"].startswith("2025-09")}
    for a in made.amounts():
        if a.measure in partial and a.status == "published" and a.period.label == "FY2025":
            assert a.value in {float(r["value"]) for r in rows(a.measure) if r["period_kind"] == "fiscal_year"}


def test_as_of_a_day_shows_what_was_known_beside_today():
    made = account(CATALOG, 2012, date(2015, 1, 1))
    row = side(made, "Removals by all of DHS")
    assert (row[2].value, row[4].value) == (418397, 415579)
    early = account(CATALOG, 2012, date(2013, 6, 30))
    row = side(early, "Removals by all of DHS")
    assert (row[2], row[4].value) == (None, 415579)
    assert "had published no figure by 30 June 2013" in " ".join(early.standfirst)
    assert "--as-of 2013-06-30" in early.rerun.command
    for a in (cell for row in grid(early, "side-by-side").rows for cell in row[2:3] if cell is not None):
        assert a.published is None or out_by({"published": a.published}) <= "2013-06-30"


@pytest.mark.parametrize("year", [1892, 1925, 1950, 1976, 1996, 2003, 2008, 2009, 2016, 2020, 2021, 2022, 2024, 2026])
def test_every_kind_of_year_has_an_account(year):
    made = account(CATALOG, year)
    assert made.sections
    assert made.sources
    assert str(year) in made.title
    fy = [float(r["value"]) for m in ("ice.removals", "dhs.removals") for r in years(m).get(year, [])]
    lead = made.tiles[0].amount
    assert (lead.value in fy) or made.notices


def test_fifteen_months_are_said():
    assert any("fifteen months" in n for n in account(CATALOG, 1976).notices)


def test_years_held_are_all_years_any_series_lies_in():
    assert (years_held(CATALOG)[0], years_held(CATALOG)[-1]) == (1892, 2026)


@pytest.mark.parametrize("year", [1891, 1700, 2040])
def test_a_year_with_nothing_says_which_years_have_something(year):
    with pytest.raises(NoValue, match=f"fiscal year {year}; expected a year from 1892 to 2026"):
        account(CATALOG, year)


def test_a_day_before_anything_was_out_is_refused():
    with pytest.raises(NoValue, match="began on 1 October 2011"):
        account(CATALOG, 2012, date(2001, 1, 1))
    with pytest.raises(NoValue, match="was out by 5 October 2011"):
        account(CATALOG, 2012, date(2011, 10, 5))


def test_years_are_named_as_people_name_them():
    assert year_named(CATALOG, "2012") == year_named(CATALOG, "FY2012") == year_named(CATALOG, "fy12") == 2012
    last = max(y for y, found in years("ice.removals").items() if any(r["status"] == "published" for r in found))
    assert year_named(CATALOG, None) == last
    for text in ("CY2012", "FY2009..FY2012", "2012-03"):
        with pytest.raises(PeriodError, match="not a fiscal year"):
            year_named(CATALOG, text)


def test_layouts_come_from_the_catalog_and_faults_are_named(tmp_path):
    with pytest.raises(UnknownName, match="year-end"):
        layout(CATALOG, "yearend")
    folder = tmp_path / "accounts"
    folder.mkdir()
    text = (CATALOG.layers[0].path / "accounts" / "year-end.yml").read_text(encoding="utf-8")
    (folder / "year-end.yml").write_text(
        "replaces: year-end\n" + text.replace("[ice.removals, dhs.removals]", "[ice.removal, dhs.removals]", 1),
        encoding="utf-8",
    )
    with pytest.raises(Exception, match=r"'ice.removal', which does not exist; did you mean 'ice.removals'"):
        layout(Catalog((tmp_path,)), "year-end")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2012-12-21", "21 December 2012"),
        ("2014-01", "January 2014"),
        ("2014", "2014"),
        ("2022..2023", "2022 to 2023"),
        (None, "undated"),
    ],
)
def test_dates_in_words(text, words):
    assert date_words(text) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (409849.0, "", "409,849"),
        (48404.48, "", "48,404.48"),
        (-3805.0, "", "−3,805"),
        (54.9934, "percent", "54.99 %"),
        (96.0, "percent", "96 %"),
    ],
)
def test_numbers_as_read(value, unit, words):
    assert shown(value, unit) == words
