"""The front page."""

from __future__ import annotations

from tallybook.web.site import OfSite
from tallybook.web.view import Pages, View

pages = Pages()

ABOUT = (
    "Tallybook checks what is said about removals, detentions, arrests and detainers against the official series and "
    "the public record. Every figure leads to its document, its rule and its rows. It counts events; it never looks "
    "for people."
)
DOORS = {
    "/years": "A fiscal year at a glance: totals, convictions, records, and every revision since.",
    "/measures": "What each figure counts, all its published values, and counts from the record to take away.",
    "/policies": "The priority and detainer memos, clause by clause, and what they say of a case.",
    "/programs": "Secure Communities, 287(g) agreements and detainers by place and day.",
    "/data": "The record files: where they come from, what they cover, what is missing in them.",
    "/method": "How verdicts are reached, how events are counted, and what is never done here.",
}


@pages.page("/", "home.html")
def home(site: OfSite) -> View:
    """Return what the site is and where to begin."""
    return View(
        "Tallybook",
        ABOUT,
        {"sections": DOORS},
        {"text": "", "published": "", "empty": site.store.store.empty, "doors": DOORS},
    )
