"""The front page."""

from __future__ import annotations

from tallybook.web.site import OfSite
from tallybook.web.view import Pages, View

pages = Pages()


@pages.page("/", "home.html")
def home(site: OfSite) -> View:
    """Return what the site is and where to begin."""
    return View(
        "Tallybook",
        "Tallybook keeps the count of US immigration enforcement in the open. It checks numbers against official "
        "series and re-counts them from the public record. Every figure leads to its document, its rule and its rows.",
        {},
        {"text": "", "published": "", "empty": site.store.store.empty},
    )
