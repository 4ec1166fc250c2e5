"""The same account as page, Markdown and workbook: the same numbers in each, nothing fetched, nothing broken."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tallybook.base.catalog import Catalog
from tallybook.publish import charts
from tallybook.publish.account import account
from tallybook.publish.html import as_html
from tallybook.publish.markdown import as_markdown
from tallybook.publish.report import BarChart, SpansChart, StackChart, YearsChart, YearSeries
from tallybook.publish.workbook import as_workbook

CATALOG = Catalog()
CASES = [(2012, None), (2012, date(2013, 6, 30)), (2025, None), (1950, None), (1892, None), (2026, None)]
FY2012 = ("409,849", "225,390", "54.99", "1.97", "1,215", "5,557", "40,448", "36,166", "419,384", "418,397", "415,579")
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """What a test asks of a page: ids, links, every address, and tags that close."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.fetched, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found.get("href"))
        self.fetched += [
            value for name, value in found.items() if name in ("src", "srcset", "data", "poster", "action")
        ]
        if tag in ("script", "iframe", "object", "embed", "link", "img"):
            self.fetched.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module", params=CASES, ids=lambda c: f"{c[0]}{' then' if c[1] else ''}")
def made(request):
    return account(CATALOG, *request.param)


def test_the_page_is_whole_and_fetches_nothing(made):
    text = as_html(made)
    page = Page(text)
    assert page.open == []
    assert page.fetched == []
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link.startswith(("https://", "http://")) or link[1:] in page.ids, link


def test_every_figure_and_source_of_the_account_is_on_the_page(made):
    text = as_html(made)
    for amount in made.amounts():
        assert amount.text in text
    for source in made.sources:
        assert f'id="s{source.number}"' in text


def test_charts_are_well_formed_named_described_and_escaped(made):
    for section in made.sections:
        for chart in section.charts:
            for narrow in (False, True):
                svg = charts.draw(chart, narrow)
                root = ElementTree.fromstring(svg)
                space = {"s": "http://www.w3.org/2000/svg"}
                title, desc = root.find("s:title", space), root.find("s:desc", space)
                assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
                assert title.text == chart.title
                assert "nan" not in svg
                width, height = (float(n) for n in root.get("viewBox").split()[2:])
                for rect in root.iterfind("s:rect", space):
                    x, y, w, h = (float(rect.get(k)) for k in ("x", "y", "width", "height"))
                    assert min(x, y, w, h) >= 0
                    assert x + w <= width
                    assert y + h <= height


def test_the_markdown_says_the_same(made):
    text = as_markdown(made)
    for amount in made.amounts():
        assert amount.text in text
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) >= len(made.sources)
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(line) for line in block.splitlines()}) == 1, "columns line up"


def test_the_workbook_holds_numbers_as_numbers_sources_and_native_charts(made):
    from python_calamine import CalamineWorkbook

    data = as_workbook(made)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names[0] == "Summary"
    assert book.sheet_names[-1] == "Sources"
    numbers = {
        round(cell, 9) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
        if isinstance(cell, int | float) and not isinstance(cell, bool)
    }  # fmt: skip
    assert {round(a.value, 9) for a in made.amounts()} <= numbers
    listed = book.get_sheet_by_name("Sources").to_python()
    assert [row[0] for row in listed[1:]] == [s.number for s in made.sources]
    drawn = sum(not isinstance(c, SpansChart) for s in made.sections for c in s.charts)
    parts = [n for n in zipfile.ZipFile(io.BytesIO(data)).namelist() if re.match(r"xl/charts/chart\d+\.xml", n)]
    assert len(parts) == drawn
    assert as_workbook(made) == data


def test_fy2012_shows_what_the_agency_announced_in_every_rendering():
    made = account(CATALOG, 2012)
    for text in (as_html(made), as_markdown(made)):
        for number in FY2012:
            assert number in text, number
        assert "recalled" in text


def test_text_from_the_catalog_cannot_break_the_page():
    chart = BarChart("a", 'T <b> & "', "d", (("<script>", 2.0, "&"),))
    for narrow in (False, True):
        svg = charts.draw(chart, narrow)
        assert "<script>" not in svg
        ElementTree.fromstring(svg)


def test_the_year_is_told_by_more_than_colour():
    chart = YearsChart(
        "y",
        "T",
        "D",
        YearSeries("A", ((2010, 5.0), (2011, 7.0)), frozenset({2010})),
        YearSeries("B", ((2010, 6.0), (2011, 6.0))),
        2011,
    )
    svg = charts.draw(chart)
    assert 'class="tick marked"' in svg
    assert 'class="rule"' in svg
    assert "A: 7" in svg
    assert "B: 6" in svg
    assert 'class="open column"' in svg
    assert [kind for kind, _ in charts.key(chart)] == ["column", "line", "open column"]


def test_a_stack_labels_the_share_of_the_marked_year():
    chart = StackChart(
        "s",
        "T",
        "D",
        YearSeries("with", ((2011, 25.0), (2012, 55.0))),
        YearSeries("without", ((2011, 75.0), (2012, 45.0))),
        2012,
    )
    svg = charts.draw(chart)
    assert re.search(r'class="share marked"[^>]*>55 %<', svg)
    assert "url(#" in svg


@pytest.mark.parametrize("highest", [1, 7, 12, 99, 432_201, 1_676_000, 0.4])
def test_ticks_are_round_and_reach_the_highest(highest):
    found = charts.ticks(highest)
    assert found[0] == 0
    assert found[-1] >= highest
    assert found[-2] < highest
    assert 3 <= len(found) <= 9


def test_a_line_break_or_a_bar_in_a_cell_stays_in_its_row():
    from dataclasses import replace

    from tallybook.base.results import Column
    from tallybook.publish.report import Grid, Section

    made = account(CATALOG, 1892)
    odd = Grid("Odd", (Column("file"), Column("n", kind="number")), (("a\nb|c\r\nd", 7),))
    text = as_markdown(replace(made, sections=(Section("odd", "Odd", (), (), (odd,)),)))
    assert "| a b\\|c d | 7 |" in text
