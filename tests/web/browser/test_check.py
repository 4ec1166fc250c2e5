"""The whole job of the check page, as each kind of visitor does it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browsing import DESK, PHONE

ARTICLE = Path(__file__).resolve().parents[3] / "examples" / "december-2012.md"
VISITORS = [(True, DESK, False), (True, PHONE, True), (False, DESK, True), (False, PHONE, False)]


@pytest.mark.parametrize(("javascript", "width", "dark"), VISITORS)
def test_paste_read_the_verdicts_keep_them_and_delete_them(visit, javascript: bool, width: int, dark: bool):
    with visit(javascript=javascript, width=width, dark=dark) as here:
        page = here.go("/")
        page.get_by_label("The text", exact=True).fill(ARTICLE.read_text(encoding="utf-8"))
        page.get_by_role("button", name="Check the numbers").click()
        expect(page.get_by_role("heading", name="13 claims: 11 supported")).to_be_visible()
        wrong = page.locator(".card.wrong")
        expect(wrong).to_have_count(1)
        expect(wrong).to_contain_text("450,000")
        wrong.get_by_text("Evidence").click()
        expect(wrong.locator(".evidence")).to_contain_text("409,849")
        page.get_by_text("1 wrong", exact=False).last.click()
        expect(page.locator(".card.supported").first).to_be_hidden()
        expect(wrong).to_be_visible()
        assert here.too_wide() == ""
        if javascript:
            assert here.faults() == []

        page.get_by_label("Keep it under a link").check()
        page.get_by_role("button", name="Check the numbers").click()
        page.wait_for_url("**/check/*")
        expect(page.get_by_role("heading", name="13 claims: 11 supported")).to_be_visible()
        page.get_by_role("button", name="Delete it").click()
        expect(page.get_by_text("Nothing of that text is kept")).to_be_visible()


def test_a_keyboard_is_enough(visit):
    with visit() as here:
        page = here.go("/check")
        page.get_by_label("The text", exact=True).focus()
        page.keyboard.insert_text("ICE removed 409,849 people in fiscal year 2012.")
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Check the numbers":
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="1 claim: 1 supported")).to_be_visible()
        page.locator("a.claim").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".card:target")).to_be_visible()


def test_verdicts_come_soon_after_the_click(visit, record_property):
    """The figure is kept with the result; a page that never answers fails by the browser's own patience."""
    with visit() as here:
        page = here.go("/check")
        page.get_by_label("The text", exact=True).fill(ARTICLE.read_text(encoding="utf-8"))
        began = time.perf_counter()
        page.get_by_role("button", name="Check the numbers").click()
        page.locator(".card").first.wait_for()
        record_property("seconds", time.perf_counter() - began)


def test_an_uploaded_file_is_checked(visit, tmp_path):
    file = tmp_path / "said.html"
    file.write_text("<html><body><p>ICE removed 409,849 people in fiscal year 2012.</p></body></html>")
    with visit(javascript=False) as here:
        page = here.go("/check")
        page.get_by_label("or a file").set_input_files(file)
        page.get_by_role("button", name="Check the numbers").click()
        expect(page.get_by_role("heading", name="1 claim: 1 supported")).to_be_visible()


def test_scripts_in_a_text_do_not_run(visit):
    with visit() as here:
        page = here.go("/check")
        page.get_by_label("The text", exact=True).fill(
            "ICE removed 409,849 people in fiscal year 2012 <script>document.title='taken'</script>"
            "<img src=x onerror=\"document.title='taken'\">."
        )
        page.get_by_role("button", name="Check the numbers").click()
        expect(page.locator(".card").first).to_be_visible()
        assert "taken" not in page.title()
        assert page.locator("img").count() == 0
