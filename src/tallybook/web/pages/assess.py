"""Assess: a form that asks for the facts of a case and says what each policy makes of them. Keeps nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from fastapi import Query, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from tallybook.base.errors import TallybookError, UsageError
from tallybook.publish.policies.page import as_fragment
from tallybook.web.site import OfSite, Site
from tallybook.web.view import Pages, View

if TYPE_CHECKING:
    from datetime import date

    from tallybook.policies.policy import Policy

pages = Pages()

Text = Annotated[str, Query(max_length=300)]
TITLE = "What do the policies say of a case?"
ABOUT = (
    "Choose the day of the decision, say what is known of the case, and leave the rest open: the answer is every "
    "outcome that is still possible, and the facts that would settle it. No name or number is asked for, and nothing "
    "is kept."
)
FACT = "fact."
RANGE = re.compile(r"(?P<min>\d{1,6})\s*(?:(?P<more>\+|or more)|(?:-|–|to)\s*(?P<max>\d{1,6}))?")
UNKNOWN = "unknown"


@pages.page("/policies/assess", "assess.html")
def form(site: OfSite, request: Request, on: Text = "", policy: Annotated[list[str], Query()] = []) -> View:  # noqa: B006
    """Return the form for a day; with facts in the address, its answer."""
    given = {key.removeprefix(FACT): value for key, value in request.query_params.items() if key.startswith(FACT)}
    return _view(site, on, policy, given, request.query_params.get("findings", ""), bool(given))


@pages.router.post("/policies/assess")
async def answered(site: OfSite, request: Request) -> Any:
    """Return the form with its answer; what was stated is in the page only."""
    from tallybook.web.view import rendered

    sent = await request.form(max_fields=600, max_files=0)
    given = {k.removeprefix(FACT): str(v)[:100] for k, v in sent.multi_items() if k.startswith(FACT)}
    policy = [str(v)[:100] for k, v in sent.multi_items() if k == "policy" and v]
    view = await run_in_threadpool(
        _view, site, str(sent.get("on", ""))[:40], policy, given, str(sent.get("findings", ""))[:20], True
    )
    return rendered(view, "assess.html", request)


def _view(
    site: Site, on: str, policy: list[str], given: dict[str, str], findings: str, answer: bool
) -> View:  # fmt: skip
    from tallybook.policies.case import read_date
    from tallybook.policies.force import in_force
    from tallybook.policies.policy import policies
    from tallybook.policies.policy import policy as named

    every = tuple(p for p in policies(site.catalog).values() if p.clauses)
    day = read_date(on, "on") if on.strip() else None
    chosen = tuple(named(site.catalog, name) for name in policy if name)
    asked: tuple[Policy, ...] = chosen or (tuple(p for p in in_force(every, day) if p.clauses) if day else ())
    shown: dict[str, Any] = {
        "on": day.isoformat() if day else "", "day": day, "every": every, "chosen": {p.id for p in chosen},
        "asked": asked, "given": given, "problem": "",
        "themes": _themes(site, asked, day) if day else [], "fragment": "", "case": "", "findings": findings,
    }  # fmt: skip
    data: dict[str, Any] = {"assessment": None}
    if answer and day is not None:
        try:
            facts, unknown = _read(site, given)
            _answer(site, on, [p.id for p in chosen], facts, unknown, findings, data, shown)
        except TallybookError as error:
            shown["problem"] = str(error)
    return View(TITLE, ABOUT, data, shown, 422 if shown["problem"] else 200)


def _answer(
    site: Site, on: str, policy: list[str], facts: dict[str, Any], unknown: list[str], findings: str,
    data: dict[str, Any], shown: dict[str, Any],
) -> None:  # fmt: skip
    from tallybook.policies.assess import assess

    found = assess(
        {"facts": facts, **({"unknown": unknown, "unstated": "unknown"} if unknown else {})}, on, policy=policy,
        findings=findings if findings in ("none", "unknown") else "", catalog=site.catalog, where="the form",
    )  # fmt: skip
    data["assessment"] = found.to_dict()
    # The answers' own templates escape every text of them.
    shown["fragment"] = Markup(as_fragment(found))  # noqa: S704
    case = {"date": on, **({"policy": policy} if policy else {}), **({"findings": findings} if findings else {})}
    if unknown:
        case |= {"unknown": unknown, "unstated": "unknown"}
    shown["case"] = yaml.safe_dump({**case, "facts": facts}, sort_keys=False, allow_unicode=True)


def _themes(site: Site, asked: tuple[Policy, ...], day: date) -> list[dict[str, Any]]:
    """Return the facts that the policies of the day ask for, by theme."""
    from tallybook.policies.plan import book

    known = book(site.catalog)
    wanted: dict[str, None] = {}
    for policy in asked:
        wanted |= dict.fromkeys(known.plan(policy, day, policy.settings({})).facts)
    found = []
    for theme in known.facts.themes.values():
        facts = [
            {"name": name, "type": fact.type, "what": fact.definition, "values": list(fact.values), "kind": fact.kind}
            for name, fact in theme.facts.items()
            if name in wanted
        ]
        if facts:
            found.append({"title": theme.title, "facts": facts})
    return found


def _read(site: Site, given: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the facts of the form as a case states them, and those said to be unknown.

    Raises:
        UsageError: a fact does not exist, or a value is none.
    """
    from tallybook.policies.facts import fact_book

    book = fact_book(site.catalog)
    facts: dict[str, Any] = {}
    unknown: list[str] = []
    for name, text in given.items():
        fact, value = book.fact(name, "the form"), text.strip()
        if not value:
            continue
        if value.lower() == UNKNOWN:
            unknown.append(name)
        elif fact.type == "count":
            facts[name] = _count(name, value)
        elif fact.type == "flag":
            if value not in ("yes", "no"):
                raise UsageError(f"{name} is {value!r}", where="the form", expected="yes, no or nothing")
            facts[name] = value == "yes"
        else:
            facts[name] = value
    return facts, unknown


def _count(name: str, text: str) -> int | dict[str, int]:
    found = RANGE.fullmatch(text)
    if found is None:
        raise UsageError(f"{name} is {text!r}", where="the form", expected="a number, 1+, 2-4, unknown or nothing")
    low = int(found["min"])
    if found["more"]:
        return {"min": low}
    return {"min": low, "max": int(found["max"])} if found["max"] else low
