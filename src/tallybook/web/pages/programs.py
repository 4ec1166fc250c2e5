"""Programs: Secure Communities, 287(g) and detainers by day, with their maps."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query, Response

from tallybook.base.catalog import Catalog
from tallybook.base.periods import fiscal_year
from tallybook.programs.agreements import agreements_on
from tallybook.programs.counties import gazetteer
from tallybook.programs.held import rolls_with
from tallybook.programs.question import Asked, answer, day
from tallybook.programs.secure_communities import counties_active
from tallybook.web.site import OfSite, Site
from tallybook.web.view import Pages, View

if TYPE_CHECKING:
    from tallybook.programs.spells import Rolls

pages = Pages("Programs", "/programs", 5)

Text = Annotated[str, Query(max_length=100)]
Mapped = Literal["secure-communities", "287g"]
TITLES = {"secure-communities": "Secure Communities", "287g": "287(g) agreements", "detainers": "Detainers"}
WHAT = {
    "secure-communities": "Fingerprints of everybody booked into a jail are checked against immigration records. It "
    "went live county by county from October 2008, and everywhere in January 2013.",
    "287g": "Agreements by which officers of local agencies carry out some of ICE’s work, named after a section of the "
    "Immigration and Nationality Act. Before 2021 no full roster is held, so numbers lie between two bounds.",
    "detainers": "Requests of ICE to a jail to hold somebody, or to say when somebody is let go. What became of them "
    "is recorded for some only.",
}
DEFAULT_DAYS = {"secure-communities": date(2013, 1, 22), "287g": date(2012, 12, 31)}


@pages.page("/programs", "programs.html")
def overview(site: OfSite, on: Text = "") -> View:
    """Return the three programmes on a day."""
    asked = day(on, "on") if on else DEFAULT_DAYS["287g"]
    active = counties_active(site.catalog, asked)
    roster = agreements_on(site.catalog, asked, "", _rolls(site))
    about = (
        "Where and when three programmes that tie local jails and police to immigration enforcement were in force. "
        "Choose a day, a programme, or a county."
    )
    data = {
        "on": asked,
        "secure_communities": {"active": active.active, "counties": active.counties, "title": active.title},
        "agreements": {"low": roster.agreements.low, "high": roster.agreements.high, "title": roster.title},
    }  # fmt: skip
    shown = {"active": active, "roster": roster, "titles": TITLES, "what": WHAT, "states": _states(site)}
    return View("Programs", about, data, shown)


@pages.page("/programs/detainers", "detainers.html")
def detainers(site: OfSite, period: Text = "") -> View:
    """Return the detainers by year and what became of them."""
    asked = Asked("detainers", date.today(), False, None, period, "", "", "")
    found: Any = answer(site.catalog, site.folder, asked)
    published = answer(
        site.catalog, site.folder, Asked("detainers", date.today(), False, None, "", "", "", "", "published")
    )
    years = sorted({o.year for o in found.outcomes})
    kinds = [(year, found.kinds(year)) for year in years]
    shown = {
        "issued": found.brief(), "kinds": kinds, "names": list(kinds[0][1]) if kinds else [], "asked": period,
        "published_table": published.table(), "titles": TITLES,
    }  # fmt: skip
    return View(TITLES["detainers"], WHAT["detainers"], found.to_dict(), shown)


@pages.page("/programs/{program}", "program.html")
def one(site: OfSite, program: Mapped, on: Text = "", place: Text = "") -> View:
    """Return a programme on a day, in the country or a place."""
    asked = day(on, "on") if on else DEFAULT_DAYS[program]
    question = Asked(program, asked, True, None, "", place, "", "")
    found: Any = answer(site.catalog, site.folder, question)
    events = answer(site.catalog, site.folder, Asked(program, asked, False, None, "", "", "", "", "events"))
    published = answer(site.catalog, site.folder, Asked(program, asked, False, None, "", "", "", "", "published"))
    data = {"on": asked, "place": place, "found": found.to_dict(), "by_year": _by_year(site, program)}
    shown = {
        "program": program, "result": found, "brief": found.brief(), "events": events.table(),
        "published_table": published.table(), "titles": TITLES, "states": _states(site), "asked_place": place,
    }  # fmt: skip
    return View(TITLES[program], WHAT[program], data, shown)


@pages.router.get("/programs/{program}/map.{form}")
def drawn(site: OfSite, program: Mapped, form: str, on: Text = "") -> Response:
    """Return the map of a day as a picture, or the map of all days as a page with a slider."""
    from tallybook.base.errors import UnknownName

    kinds = {"svg": "image/svg+xml", "png": "image/png", "html": "text/html; charset=utf-8"}
    if form not in kinds:
        raise UnknownName("form of a map", form, kinds)
    asked = day(on, "on") if on else DEFAULT_DAYS[program]
    data = _drawn(site.catalog, str(site.folder), site.store.store.manifest.generation, program, asked, form)
    headers = {"Cache-Control": "no-cache"}
    if form == "html":
        headers["Content-Security-Policy"] = _own_parts(data.decode())
    return Response(data, 200, headers, kinds[form])


@lru_cache(maxsize=64)
def _drawn(catalog: Catalog, folder: str, _generation: int, program: str, asked: date, form: str) -> bytes:
    from pathlib import Path

    from tallybook.publish.maps import draw

    return draw(catalog, program, asked, f".{form}", rolls_with(catalog, Path(folder)))


def _own_parts(page: str) -> str:
    """Return the security policy of a page that stands by itself: its own script and style by hash, nothing else."""

    def hashes(tag: str) -> str:
        found = re.findall(rf"<{tag}(?: [^>]*)?>(.*?)</{tag}>", page, re.S)
        return " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in found
        )  # fmt: skip

    return (
        f"default-src 'none'; script-src {hashes('script')}; style-src {hashes('style')}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _by_year(site: Site, program: str) -> list[dict[str, Any]]:
    """Return the programme at the end of each fiscal year."""
    first, last = (2008, 2014) if program == "secure-communities" else (2006, date.today().year)
    rows: list[dict[str, Any]] = []
    for year in range(first, last + 1):
        end = fiscal_year(year).end
        if end > date.today():
            break
        if program == "secure-communities":
            counted = counties_active(site.catalog, end)
            rows.append({"day": end, "low": counted.active, "high": counted.active, "share": counted.population_share})
        else:
            roster = agreements_on(site.catalog, end, "", _rolls(site))
            rows.append({"day": end, "low": roster.agreements.low, "high": roster.agreements.high, "share": None})
    return rows


def _rolls(site: Site) -> Rolls:
    return rolls_with(site.catalog, site.folder)


def _states(site: Site) -> list[tuple[str, str]]:
    return sorted(((s.code, s.name) for s in gazetteer(site.catalog).states.values()), key=lambda pair: pair[1])
