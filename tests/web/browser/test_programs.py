"""The map of a programme, moved by keyboard where there is JavaScript and by the form where there is none."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browsing import DESK, PHONE


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (PHONE, True)])
def test_a_keyboard_moves_the_map_by_months(visit, width: int, dark: bool):
    with visit(width=width, dark=dark) as here:
        page = here.go("/programs/secure-communities?on=2010-09-30")
        slider = page.get_by_label("Move the map")
        slider.focus()
        with page.expect_response(lambda answer: "map.svg?on=2010-10-31" in answer.url) as drawn:
            page.keyboard.press("ArrowRight")
        assert drawn.value.status == 200
        expect(page.get_by_role("img", name="by county on 2010-10-31")).to_be_attached()
        expect(page.get_by_label("On", exact=True)).to_have_value("2010-10-31")
        with page.expect_response(lambda answer: "map.svg?on=2013-02-28" in answer.url):
            page.keyboard.press("End")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("heading", name="active in 3,143 of 3,143 counties")).to_be_visible()
        assert here.too_wide() == ""
        assert here.faults() == []


def test_without_javascript_the_form_moves_the_map(visit):
    with visit(javascript=False, width=PHONE) as here:
        page = here.go("/programs/287g")
        expect(page.get_by_label("Move the map")).to_be_hidden()
        page.get_by_label("On", exact=True).fill("2021-09-30")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("heading", name="144 agreements")).to_be_visible()
        assert "on=2021-09-30" in str(page.locator(".map img").get_attribute("src"))
        page.get_by_text("By state", exact=True).click()
        expect(page.get_by_role("cell", name="all", exact=True)).to_be_visible()


def test_a_state_has_no_map_and_no_slider(visit):
    with visit() as here:
        page = here.go("/programs/287g?on=2021-09-30&place=Arizona")
        expect(page.get_by_role("heading", name="in Arizona")).to_be_visible()
        assert page.locator(".map, [data-map]").count() == 0
