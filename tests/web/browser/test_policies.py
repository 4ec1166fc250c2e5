"""Policies in a browser: a case by keyboard alone, a link on request, the facts that would settle it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browsing import DESK, PHONE


def test_a_keyboard_is_enough_to_ask_about_a_case(visit):
    with visit(dark=True) as here:
        page = here.go("/policies/assess?on=2013-03-01&policy=MORTON-2012D")
        page.get_by_label("Pending felony charges").focus()
        page.keyboard.type("1+")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "What does it say?":
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="In short")).to_contain_text("A detainer may be issued")
        assert page.url.endswith("/policies/assess#answer")
        expect(page.get_by_label("Pending felony charges")).to_have_value("1+")
        assert here.faults() == []


@pytest.mark.parametrize(("javascript", "width"), [(True, DESK), (False, PHONE)])
def test_a_link_on_request_and_the_facts_that_would_settle_it(visit, javascript: bool, width: int):
    with visit(javascript=javascript, width=width) as here:
        page = here.go("/policies/assess?on=2015-06-01&policy=JOHNSON-2014P")
        page.get_by_text("Entry, apprehension and presence").click()
        page.get_by_label("Last entry was unlawful entry").select_option("yes")
        page.get_by_label("with a link").check()
        page.get_by_role("button", name="What does it say?").click()
        expect(page.get_by_text("Cannot be told").first).to_be_visible()
        page.get_by_text("What would settle it").click()
        page.get_by_role("link", name="aggravated_felony_convictions").click()
        expect(page.get_by_label("Convictions within INA 101(a)(43)")).to_be_visible()
        page.locator("#answer").get_by_role("link", name="/policies/assess?on=2015-06-01").click()
        assert "fact.entered_unlawfully=yes" in page.url
        expect(page.get_by_role("region", name="In short")).to_contain_text("Cannot be told")
        assert here.too_wide() == ""


def test_a_condition_opens_in_words(visit):
    with visit(width=PHONE) as here:
        page = here.go("/policies/JOHNSON-2014P")
        clause = page.locator("li[id='2(a)']")
        clause.get_by_text("Condition, facts and sources").click()
        expect(clause.locator(".words")).to_contain_text("separate incidents those convictions come from: at least 3")
        assert here.too_wide() == ""
        assert here.faults() == []
