"""Policies: the memos and rules in time, clause by clause, two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query, Response
from markupsafe import Markup

from tallybook.policies.case import shown_value
from tallybook.policies.timeline import clauses, listing, stretches
from tallybook.publish.policies.chart import timeline_svg
from tallybook.publish.policies.conditions import conditions
from tallybook.publish.policies.page import style_sheet
from tallybook.web.site import OfSite
from tallybook.web.view import Pages, View

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog
    from tallybook.policies.policy import Policy

pages = Pages("Policies", "/policies", 4)

Text = Annotated[str, Query(max_length=100)]
AGENCIES = ("ICE", "CBP", "USCIS")


@pages.page("/policies", "policies.html")
def timeline(site: OfSite, on: Text = "", agency: Text = "ICE") -> View:
    """Return the policies in time, and those in force on a day."""
    from tallybook.base.errors import UnknownName
    from tallybook.policies.case import read_date
    from tallybook.policies.force import in_force
    from tallybook.policies.policy import policies

    if agency not in AGENCIES:
        raise UnknownName("agency", agency, AGENCIES)
    every = tuple(policies(site.catalog).values())
    day = read_date(on, "on") if on else None
    standing = in_force(every, day) if day else ()
    about = (
        "The memos, orders and rules that say whom to arrest, whom to ask jails to hold and whom to leave alone, each "
        "with its days in force. Choose one to read it clause by clause, or ask what they say of a case."
    )
    data = {
        "policies": [_told(p) for p in every], "on": day, "in_force": [p.id for p in standing],
        "stretches": [
            {"lane": s.lane, "from": s.start, "to": s.to, "state": s.state, "policies": list(s.policies)}
            for s in stretches(every, agency)
        ],
    }  # fmt: skip
    shown = {
        # The drawing escapes every text it sets.
        "chart": Markup(timeline_svg(every, agency)), "agency": agency, "agencies": AGENCIES, "asked": on,  # noqa: S704
        "every": every, "standing": standing, "table": listing(every),
    }  # fmt: skip
    return View("Policies", about, data, shown)


@pages.page("/policies/compare", "compare.html")
def compared(site: OfSite, a: Text = "", b: Text = "") -> View:
    """Return two policies side by side."""
    from tallybook.policies.policy import policies, policy

    every = tuple(p for p in policies(site.catalog).values() if p.clauses)
    about = (
        "Two policies beside each other: what each decides, clause by clause in the order in which the first that "
        "holds decides, and the facts that only one of them asks about."
    )
    shown: dict[str, Any] = {"every": every, "a": a, "b": b, "pair": ()}
    if not a or not b:
        return View("Two policies side by side", about, {"pair": None}, shown)
    pair = [policy(site.catalog, name) for name in (a, b)]
    asked = [_asks(site.catalog, p) for p in pair]
    only = [sorted(asked[0] - asked[1]), sorted(asked[1] - asked[0])]
    shown |= {"pair": pair, "only": only, "both": sorted(asked[0] & asked[1]), "facts": _facts(site.catalog)}
    data = {
        "pair": [{**_told(p), "clauses": clauses(p).to_dict()["rows"]} for p in pair],
        "facts": {"only_first": only[0], "only_second": only[1], "both": shown["both"]},
    }
    return View("Two policies side by side", about, data, shown)


@pages.page("/policies/{name}", "policy.html")
def one(site: OfSite, name: Annotated[str, Path(max_length=100)]) -> View:
    """Return a policy clause by clause."""
    from tallybook.policies.policy import policy
    from tallybook.policies.shipped import shipped_replays

    found = policy(site.catalog, name)
    worded = conditions(site.catalog, found)
    replays = [r for r in shipped_replays(site.catalog) if r.policy == found.id]
    data = {
        **_told(found), "clauses": clauses(found).to_dict()["rows"], "notes": list(found.notes),
        "conditions": {key: {"words": list(c.words.lines()), "facts": list(c.facts)} for key, c in worded.items()},
        "switches": {
            key: {"usual": switch.default, "values": list(switch.values), "why": switch.why}
            for key, switch in found.switches.items()
        },
        "outcomes": {key: outcome.model_dump() for key, outcome in found.outcomes.items()},
        "sources": dict(found.sources),
        "replays": [
            {
                "measure": r.measure, "outcome": r.outcome, "period": r.period.label, "release": r.release,
                "records": r.records, "certain": r.certain, "at_most": r.at_most, "findings": r.findings,
            }
            for r in replays
        ],
    }  # fmt: skip
    shown = {
        "p": found,
        "replays_shown": replays,
        "facts": _facts(site.catalog),
        "worded": worded,
        "switched": shown_value,
    }
    about = (
        f"{found.citation}. Each clause stands with what it leads to, its condition in words, and whether the document "
        "was read for it."
    )
    return View(found.title, about, data, shown)


@pages.router.get("/static/assessment.css")
def style() -> Response:
    """Return the rules of answers and timelines, from where their own pages have them too."""
    return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": "no-cache"})


def _told(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id, "title": policy.title, "citation": policy.citation, "kind": policy.kind,
        "issued": policy.issued, "agencies": list(policy.agencies), "lanes": [lane.lane for lane in policy.lanes],
        "in_force": [
            {"from": i.from_, "to": i.to, "starts": i.starts, "ends": i.ends, "basis": i.basis}
            for i in policy.in_force
        ],
    }  # fmt: skip


def _facts(catalog: Catalog) -> dict[str, str]:
    from tallybook.policies.facts import fact_book

    return {name: fact.definition for name, fact in fact_book(catalog).facts.items()}


def _asks(catalog: Catalog, policy: Policy) -> set[str]:
    return {name for found in conditions(catalog, policy).values() for name in found.facts}
