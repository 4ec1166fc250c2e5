"""Every kind of visitor on every kind of page: it fits, it reads, it asks nobody else, a keyboard is enough."""

from __future__ import annotations

import pytest

from browsing import DESK, PHONE

PAGES = (
    "/", "/check?example=true", "/find?number=392862", "/years", "/years/2012", "/measures?q=removals",
    "/measures/ice.removals", "/policies?on=2013-03-01", "/policies/JOHNSON-2014P",
    "/policies/compare?a=JOHNSON-2014P&b=KELLY-2017", "/policies/assess?on=2013-03-01&fact.felony_charges=1",
    "/programs", "/programs/secure-communities", "/programs/287g", "/programs/287g/map.html", "/programs/detainers",
    "/programs/counties?state=TX&name=har", "/programs/counties/48201", "/programs/agencies?state=AZ", "/data",
    "/data/2019-ICFO-53623", "/method", "/api", "/nothing-here",
)  # fmt: skip
VISITORS = [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_has_no_serious_fault(visit, path: str):
    for width, dark in VISITORS:
        with visit(width=width, dark=dark) as here:
            page = here.go(path)
            here.trouble[:] = [t for t in here.trouble if "404" not in t or "nothing" not in path]
            assert here.too_wide() == "", (width, dark)
            assert here.faults() == [], (width, dark)
            assert page.locator("h1").count() == 1


@pytest.mark.parametrize("path", ["/", "/measures/ice.removals", "/policies/assess?on=2013-03-01"])
def test_the_first_tab_skips_to_the_content(visit, path: str):
    with visit() as here:
        page = here.go(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
