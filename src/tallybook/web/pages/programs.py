"""Programs: Secure Communities, 287(g) and detainers by day, with their maps."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query, Response
from markupsafe import Markup

from tallybook.base.catalog import Catalog
from tallybook.base.periods import calendar_year, day_words, fiscal_year, fiscal_year_of
from tallybook.programs.agreements import agreements_on
from tallybook.programs.beside import beside
from tallybook.programs.counties import gazetteer
from tallybook.programs.held import rolls_with
from tallybook.programs.question import Asked, answer, day
from tallybook.programs.secure_communities import counties_active
from tallybook.programs.switches import events
from tallybook.publish.points import Point, draw_points
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
FIRST_MONTHS = {"secure-communities": date(2008, 10, 1), "287g": date(2002, 7, 1)}
LAST_MONTH = date(2013, 2, 1)
"""The month in which every county had Secure Communities: the map stays as it is from then on."""
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
        "secure_communities": {
            "in_force": active.in_force, "active": active.active if active.in_force else 0,
            "fingerprints_checked": active.active, "counties": active.counties, "title": active.title,
        },
        "agreements": {
            "low": roster.agreements.low, "high": roster.agreements.high, "title": roster.title,
            "evidence": roster.evidence, "as_of": roster.as_of, "notes": list(roster.notes()),
        },
        "detainers": _issued(site, fiscal_year_of(asked)),
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
    kinds = [(_covered(year), found.kinds(year)) for year in years]
    shown = {
        # Its notes say by year what the table of outcomes has.
        "issued": replace(found.brief(), notes=()), "kinds": kinds, "names": list(kinds[0][1]) if kinds else [],
        "asked": period, "published_table": published.table(), "titles": TITLES,
    }  # fmt: skip
    return View(TITLES["detainers"], WHAT["detainers"], found.to_dict(), shown)


def _covered(year: int) -> str:
    """Return a year with the part of it that the extract of the detainers covers, where that is not all."""
    from tallybook.programs.detainers import EXTRACT

    whole = calendar_year(year)
    first, last = max(whole.start, EXTRACT.start), min(whole.end, EXTRACT.end)
    if first > whole.start:
        return f"{year}, from {day_words(first)}"
    return f"{year}, to {day_words(last)}" if last < whole.end else str(year)


@pages.page("/programs/{program}", "program.html")
def one(site: OfSite, program: Mapped, on: Text = "", place: Text = "") -> View:
    """Return a programme on a day, in the country or a place."""
    asked = day(on, "on") if on else DEFAULT_DAYS[program]
    question = Asked(program, asked, True, None, "", place, "", "")
    found: Any = answer(site.catalog, site.folder, question)
    happened = events(site.catalog, program)
    published = answer(site.catalog, site.folder, Asked(program, asked, False, None, "", "", "", "", "published"))
    years = _by_year(site, program)
    compared = beside(site.catalog, program, _rolls(site))
    data = {
        "on": asked, "place": place, "found": found.to_dict(), "by_year": years,
        "beside": compared.to_dict()["rows"], "events": happened.to_dict(), "published": published.to_dict(),
    }  # fmt: skip
    shown = {
        "program": program, "result": found, "brief": found.brief(), "events": happened.events,
        "published_table": published.table(), "titles": TITLES, "states": _states(site), "asked_place": place,
        "compared": compared, "chart": _chart(program, years), "months": _months(program, asked),
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
            rows.append(
                {
                    "day": end, "low": counted.active, "high": counted.active, "share": counted.population_share,
                    "evidence": "list of counties", "as_of": end, "stale": False,
                }
            )  # fmt: skip
        else:
            roster = agreements_on(site.catalog, end, "", _rolls(site))
            rows.append(
                {
                    "day": end, "low": roster.agreements.low, "high": roster.agreements.high, "share": None,
                    "evidence": roster.evidence, "as_of": roster.as_of,
                    # What was signed or ended after the last roster held is not in its number.
                    "stale": roster.evidence == "roster" and roster.next_roster is None and roster.as_of != end,
                }
            )  # fmt: skip
    return rows


def _chart(program: Mapped, years: list[dict[str, Any]]) -> Markup:
    """Return the year ends as a chart; what has no upper bound, or no roster of its own, is in the table only."""
    unit = "counties" if program == "secure-communities" else "agreements"
    points = []
    for row in years:
        if row["high"] is None or row["stale"]:
            continue
        when, low, high = day_words(row["day"]), row["low"], row["high"]
        if low == high:
            points.append(Point(row["day"], low, True, f"{when}: {low:,} {unit}"))
        else:
            points.append(Point(row["day"], low, True, f"{when}: surely {low:,} {unit}"))
            points.append(Point(row["day"], high, False, f"{when}: at most {high:,} {unit}"))
    title = f"{TITLES[program]}: {unit} at the end of each fiscal year"
    # The drawing escapes every text it sets.
    return Markup("".join(draw_points("years", title, points, narrow) for narrow in (False, True)))  # noqa: S704


def _months(program: Mapped, asked: date) -> dict[str, Any]:
    """Return the months that the map moves through, and where it stands among them."""
    first = FIRST_MONTHS[program]
    last = LAST_MONTH if program == "secure-communities" else date.today()

    def steps(day: date) -> int:
        return (day.year - first.year) * 12 + day.month - first.month

    return {"first": f"{first:%Y-%m}", "most": steps(last), "at": min(max(steps(asked), 0), steps(last))}


def _issued(site: Site, year: int) -> dict[str, Any] | None:
    """Return the detainers issued in a fiscal year by the sources that cover it whole and whose words were read."""
    from tallybook.base.errors import NoValue
    from tallybook.programs.detainers import detainers as issued

    try:
        every = issued(site.catalog, fiscal_year(year)).issued
    except NoValue:
        return None
    found = [
        one for one in every
        if one.period == fiscal_year(year) and one.complete and one.basis == "quoted"
    ]  # fmt: skip
    if not found:
        return None
    counts = [one.count for one in found]
    return {"year": year, "low": min(counts), "high": max(counts), "sources": [one.source for one in found]}


def _rolls(site: Site) -> Rolls:
    return rolls_with(site.catalog, site.folder)


def _states(site: Site) -> list[tuple[str, str]]:
    return sorted(((s.code, s.name) for s in gazetteer(site.catalog).states.values()), key=lambda pair: pair[1])
