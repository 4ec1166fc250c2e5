"""Every kind of visitor on every page of the menu: it fits, it reads, it asks nobody else, a keyboard is enough."""

from __future__ import annotations

import pytest

from browsing import DESK, PHONE

PAGES = ("/", "/check", "/nothing-here")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)])
def test_a_page_fits_and_has_no_serious_fault(visit, path: str, width: int, dark: bool):
    with visit(width=width, dark=dark) as here:
        here.go(path)
        here.trouble[:] = [t for t in here.trouble if "404" not in t]
        assert here.too_wide() == ""
        assert here.faults() == []


def test_the_first_tab_skips_to_the_content(visit):
    with visit() as here:
        page = here.go("/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
