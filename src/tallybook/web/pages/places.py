"""Places: what each programme did in a county, and the agreements of an agency."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query

from tallybook.base.errors import UnknownName
from tallybook.programs.counties import gazetteer
from tallybook.programs.held import rolls_with
from tallybook.programs.secure_communities import activation_of
from tallybook.programs.spells import early_spells
from tallybook.web.site import OfSite, Site
from tallybook.web.view import Pages, View

if TYPE_CHECKING:
    from tallybook.programs.spells import Spell

pages = Pages()

Text = Annotated[str, Query(max_length=100)]


@pages.page("/programs/counties", "counties.html")
def counties(site: OfSite, state: Text = "", name: Text = "") -> View:
    """Return the counties that a state and a name find."""
    known = gazetteer(site.catalog)
    states = sorted(known.states.values(), key=lambda s: s.name)
    found = []
    if state or name:
        wanted = known.state(state) if state else None
        if state and wanted is None:
            raise UnknownName("state", state, [s.name for s in states])
        words = name.casefold().split()
        found = [
            c for c in known.counties.values()
            if (wanted is None or c.state == wanted) and all(w in c.name.casefold() for w in words)
        ]  # fmt: skip
    rows = []
    for county in sorted(found, key=lambda c: (c.state.name, c.name)):
        activation = activation_of(site.catalog, county.fips)
        rows.append(
            {
                "fips": county.fips, "name": county.name, "state": county.state.code,
                "activated": activation.activated if activation else None,
            }
        )  # fmt: skip
    about = "Find a county to see when Secure Communities went live there and which agencies had 287(g) agreements."
    shown = {"states": states, "state": state, "name": name, "asked": bool(state or name)}
    return View("Counties", about, {"rows": rows}, shown)


@pages.page("/programs/counties/{fips}", "county.html")
def county(site: OfSite, fips: Annotated[str, Path(max_length=10)]) -> View:
    """Return what the programmes did in a county."""
    known = gazetteer(site.catalog).counties
    if fips not in known:
        raise UnknownName("county code", fips, known)
    found = known[fips]
    activation = activation_of(site.catalog, fips)
    ground = {fips, *found.now}
    spells = [s for s in _spells(site) if ground & set(s.fips)]
    data: dict[str, Any] = {
        "fips": fips, "name": found.name, "state": found.state.name,
        "secure_communities": {
            "activated": activation.activated, "statewide": activation.statewide, "check": activation.check,
            "conflict": activation.conflict,
        } if activation else None,
        "agreements": [_told(s) for s in spells],
    }  # fmt: skip
    about = f"What is held of the programmes in {found.name}, {found.state.name} (code {fips})."
    return View(f"{found.name}, {found.state.name}", about, data, {"county": found})


@pages.page("/programs/agencies", "agencies.html")
def agencies(site: OfSite, state: Text = "") -> View:
    """Return the agencies that had agreements, by state."""
    known = gazetteer(site.catalog)
    states = sorted(known.states.values(), key=lambda s: s.name)
    wanted = known.state(state) if state else None
    if state and wanted is None:
        raise UnknownName("state", state, [s.name for s in states])
    rows: dict[str, dict[str, Any]] = {}
    for spell in _spells(site):
        if wanted is not None and spell.state == wanted.code:
            row = rows.setdefault(
                slug(spell), {"slug": slug(spell), "agency": spell.agency, "state": spell.state, "models": set()}
            )
            row["models"] |= set(spell.models)
    listed = sorted(rows.values(), key=lambda r: r["agency"])
    about = "Agencies that had 287(g) agreements, by state: from ICE’s rosters, and before them from compiled lists."
    return View("Agencies with 287(g) agreements", about, {"rows": listed}, {"states": states, "state": state})


@pages.page("/programs/agencies/{name}", "agency.html")
def agency(site: OfSite, name: Annotated[str, Path(max_length=200)]) -> View:
    """Return the agreements of an agency."""
    spells = [s for s in _spells(site) if slug(s) == name]
    if not spells:
        raise UnknownName("agency", name, {slug(s) for s in _spells(site)})
    first = spells[0]
    data = {"slug": name, "agency": first.agency, "state": first.state, "agreements": [_told(s) for s in spells]}
    about = f"The 287(g) agreements of this agency in {first.state}, as far as rosters and compiled lists show them."
    known = gazetteer(site.catalog).counties
    codes = sorted({f for s in spells for f in s.fips})
    places = [(code, known[code].label if code in known else f"county {code}") for code in codes]
    return View(first.agency, about, data, {"places": places})


def slug(spell: Spell) -> str:
    """Return an agency's name in addresses: its state's code and its name, in plain letters."""
    plain = unicodedata.normalize("NFKD", f"{spell.state} {spell.agency}").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _spells(site: Site) -> tuple[Spell, ...]:
    return (*early_spells(site.catalog), *rolls_with(site.catalog, site.folder).spells)


def _told(spell: Spell) -> dict[str, Any]:
    return {
        "agency": spell.agency, "slug": slug(spell), "models": list(spell.models), "county": spell.county,
        "signed": spell.signed, "signed_again": spell.resigned, "first_seen": spell.first_seen,
        "last_seen": spell.last_seen, "gone_by": spell.ended_by, "how": spell.how,
    }  # fmt: skip
