"""Check: a text pasted or uploaded, its claims with their verdicts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form

from tallybook.web.site import OfSite
from tallybook.web.view import Pages, View

pages = Pages("Check", "/check", 1)

ABOUT = (
    "Paste a text and every checkable number in it is held against the official series. Each claim gets a verdict with "
    "the figures it rests on. Nothing you paste is kept."
)


@pages.page("/check", "check.html")
def form() -> View:
    """Return the empty form."""
    return View("Check a text", ABOUT, {"check": None}, {"text": "", "published": ""})


@pages.page("/check", "check.html", methods=("POST",))
def checked(site: OfSite, text: Annotated[str, Form()] = "", published: Annotated[str, Form()] = "") -> View:
    """Return the text with its verdicts."""
    from tallybook.base.periods import partial_date
    from tallybook.claims.check import check_text

    day = partial_date(published).last if published else None
    check = check_text(site.catalog, text, day, name="pasted text", store=site.store.store)
    return View("Check a text", ABOUT, {"check": check}, {"text": text, "published": published})
