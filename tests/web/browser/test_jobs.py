"""The whole job of each section, as each kind of visitor does it: with JavaScript at a desk, without it on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browsing import DESK, PHONE

VISITORS = [(True, DESK, False), (False, PHONE, True)]
each = pytest.mark.parametrize(("javascript", "width", "dark"), VISITORS)


@each
def test_years_from_the_list_to_the_workbook(visit, javascript: bool, width: int, dark: bool):
    with visit(javascript=javascript, width=width, dark=dark) as here:
        page = here.go("/")
        page.get_by_role("navigation").get_by_role("link", name="Years").click()
        page.get_by_role("link", name="FY2012").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("409,849")
        expect(page.get_by_text("415,579").first).to_be_attached()
        with page.expect_download() as got:
            page.get_by_role("link", name="workbook").click()
        assert got.value.suggested_filename == "tallybook-fy2012.xlsx"
        page.get_by_role("link", name="FY2011").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("396,906")


@each
def test_a_measure_from_the_search_to_a_count_to_take_away(visit, javascript: bool, width: int, dark: bool):
    with visit(javascript=javascript, width=width, dark=dark) as here:
        page = here.go("/measures")
        page.get_by_label("Search").fill("convict removals ICE")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("link", name="ICE removals of people with a conviction", exact=True).click()
        expect(page.get_by_role("region", name="Published values")).to_contain_text("225,390")
        page.get_by_label("By", exact=True).select_option("fiscal_year,area_of_responsibility")
        page.get_by_label("Period", exact=True).fill("FY2016")
        page.get_by_role("button", name="Count").click()
        counts = page.get_by_role("region", name="Counts")
        expect(counts).to_contain_text("Atlanta")
        assert "by=fiscal_year%2Carea_of_responsibility" in page.url
        with page.expect_download() as got:
            page.get_by_role("link", name="CSV of the count").click()
        text = got.value.path().read_text(encoding="utf-8-sig")
        assert "Atlanta" in text
        page.get_by_label("As known on").fill("2012-12-31")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("region", name="Published values")).not_to_contain_text("FY2013")


@each
def test_a_memo_from_the_timeline_to_the_answer_on_a_case(visit, javascript: bool, width: int, dark: bool):
    with visit(javascript=javascript, width=width, dark=dark) as here:
        page = here.go("/policies")
        page.get_by_label("In force on").fill("2013-03-01")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("link", name="National detainer guidance").first.click()
        expect(page.get_by_role("heading", name="Clause by clause")).to_be_visible()
        page.get_by_role("link", name="Ask it about a case").click()
        page.get_by_label("Pending felony charges").fill("1")
        page.get_by_role("button", name="What does it say?").click()
        answer = page.locator("#answer")
        expect(answer).to_contain_text("A detainer may be issued")
        expect(answer).to_contain_text("not legal advice")
        assert "felony" not in page.url


@each
def test_a_programme_from_the_day_to_the_county(visit, javascript: bool, width: int, dark: bool):
    with visit(javascript=javascript, width=width, dark=dark) as here:
        page = here.go("/programs")
        page.get_by_label("On", exact=True).fill("2010-09-30")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_text("661")).to_be_visible()
        page.get_by_role("link", name="Secure Communities", exact=True).click()
        picture = page.get_by_role("img", name="Map of Secure Communities")
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        page.get_by_role("link", name="Find a county").click()
        page.get_by_label("State").select_option("TX")
        page.get_by_label("County").fill("harris")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name="Harris", exact=True).click()
        expect(page.get_by_text("27 October 2008")).to_be_visible()


def test_the_map_moves_through_time(visit):
    with visit() as here:
        page = here.go("/programs/secure-communities/map.html?on=2010-09-30")
        expect(page.locator("#day")).to_have_text("30 September 2010")
        page.locator("#slider").focus()
        page.keyboard.press("End")
        expect(page.locator("#day")).not_to_have_text("30 September 2010")
        expect(page.locator("#head")).to_contain_text("3,143")


@each
def test_data_from_the_list_to_the_codebook_and_the_method(visit, javascript: bool, width: int, dark: bool):
    with visit(javascript=javascript, width=width, dark=dark) as here:
        page = here.go("/data")
        expect(page.get_by_text("No records are held here")).to_be_visible()
        page.get_by_role("link", name="2019-ICFO-53623").first.click()
        expect(page.get_by_role("heading", name="Codebook")).to_be_visible()
        expect(page.get_by_text("RC Threat Level").first).to_be_attached()
        page.get_by_role("contentinfo").get_by_role("link", name="Method").click()
        expect(page.get_by_role("heading", name="What is never done")).to_be_visible()


def test_every_page_has_its_twin(visit):
    with visit() as here:
        for path in ("/years/2012", "/measures/ice.removals", "/policies/KELLY-2017", "/programs/287g", "/data"):
            page = here.go(path)
            twin = page.get_by_role("link", name="This page as JSON").get_attribute("href")
            assert page.request.get(here.site + str(twin)).json()["title"]
