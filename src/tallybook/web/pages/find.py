"""Find: what a number is."""

from __future__ import annotations

from tallybook.web.site import OfSite
from tallybook.web.view import Pages, View

pages = Pages()


@pages.page("/find", "find.html")
def find(site: OfSite, number: str = "") -> View:
    """Return the series, years and vintages that have a number, and what it is mistaken for."""
    from tallybook.measures.lookup import find as looked_up
    from tallybook.measures.measure import measures

    about = (
        "Type a number as the text has it, and see which official figure it is, of which year and publication, and "
        "what it is often mistaken for."
    )
    found = looked_up(site.catalog, number[:100]) if number.strip() else None
    shown = {"asked": number, "table": found and found.table(), "known": measures(site.catalog)}
    return View("What is this number?", about, {"found": found}, shown)
