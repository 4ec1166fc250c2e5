"""Assess: a form that asks for the facts of a case and says what each policy makes of them. Keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import yaml
from fastapi import Query, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from tallybook.base.conditions import names
from tallybook.base.errors import TallybookError, UsageError
from tallybook.publish.policies.page import as_fragment
from tallybook.publish.policies.wording import verdict
from tallybook.web.site import OfSite, Site
from tallybook.web.view import Pages, View

if TYPE_CHECKING:
    from datetime import date

    from tallybook.policies.facts import Fact
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
FIRST = 8
"""How many facts the form puts before the rest."""


@pages.page("/policies/assess", "assess.html")
def form(site: OfSite, request: Request, on: Text = "", policy: Annotated[list[str], Query()] = []) -> View:  # noqa: B006
    """Return the form for a day; with facts in the address, its answer."""
    given = {key.removeprefix(FACT): value for key, value in request.query_params.items() if key.startswith(FACT)}
    return _view(site, on, policy, _stated(given.items()), request.query_params.get("findings", ""), bool(given))


@pages.router.post("/policies/assess")
async def answered(site: OfSite, request: Request) -> Any:
    """Return the form with its answer; what was stated is in the page only."""
    from tallybook.web.view import rendered

    sent = await request.form(max_fields=600, max_files=0)
    given = _stated((k.removeprefix(FACT), str(v)) for k, v in sent.multi_items() if k.startswith(FACT))
    policy = [str(v)[:100] for k, v in sent.multi_items() if k == "policy" and v]
    on, findings = str(sent.get("on", ""))[:40], str(sent.get("findings", ""))[:20]
    view = await run_in_threadpool(_view, site, on, policy, given, findings, True, bool(sent.get("link")))
    return rendered(view, "assess.html", request)


def _view(
    site: Site, on: str, policy: list[str], given: dict[str, str], findings: str, answer: bool, link: bool = False
) -> View:
    from tallybook.policies.case import read_date
    from tallybook.policies.force import in_force
    from tallybook.policies.policy import policies
    from tallybook.policies.policy import policy as named

    every = tuple(p for p in policies(site.catalog).values() if p.clauses or p.factors)
    day = read_date(on, "on") if on.strip() else None
    chosen = tuple(named(site.catalog, name) for name in policy if name)
    asked: tuple[Policy, ...] = chosen or (in_force(every, day) if day else ())
    shown: dict[str, Any] = {
        "on": day.isoformat() if day else "", "day": day, "every": every, "chosen": {p.id for p in chosen},
        "asked": asked, "given": given, "problem": "", "link": "", "settling": [], "summary": [],
        "themes": _themes(site, asked, day) if day else [], "fragment": "", "case": "", "findings": findings,
    }  # fmt: skip
    data: dict[str, Any] = {"assessment": None}
    if answer and day is not None:
        try:
            facts, unknown = _read(site, given)
            _answer(site, on, [p.id for p in chosen], facts, unknown, findings, data, shown)
            shown["link"] = _address(on, chosen, given, findings) if link else ""
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
    open_facts = dict.fromkeys(change.fact for answer in found.answers for change in answer.changes)
    book = found.known.facts.facts if found.known else {}
    shown["summary"] = [
        {"id": a.policy.id, "short": a.policy.short, "certain": a.certain, "answers": bool(a.outcomes), "says": says}
        for a in found.answers
        for says in (verdict(a),)
    ]
    shown["settling"] = [(name, book[name].definition) for name in open_facts if name in book]
    case = {"date": on, **({"policy": policy} if policy else {}), **({"findings": findings} if findings else {})}
    if unknown:
        case |= {"unknown": unknown, "unstated": "unknown"}
    shown["case"] = yaml.safe_dump({**case, "facts": facts}, sort_keys=False, allow_unicode=True)


def _themes(site: Site, asked: tuple[Policy, ...], day: date) -> list[dict[str, Any]]:
    """Return the facts that the policies of the day ask for, by theme."""
    from tallybook.policies.assess import LANES
    from tallybook.policies.plan import book

    known = book(site.catalog)
    lanes = sorted((p for p in asked if p.clauses), key=lambda p: (*LANES, p.lanes[0].lane).index(p.lanes[0].lane))
    plans = [known.plan(policy, day, policy.settings({})) for policy in lanes]
    wanted = {name for plan in plans for name in plan.facts}
    weighed = {n for p in asked for f in p.factors for n in names(known.tree(p, f"factor {f.id}", f.when))}

    def field(name: str) -> dict[str, Any]:
        fact = known.facts.facts[name]
        return {
            "name": name, "type": fact.type, "what": fact.definition, "values": list(fact.values), "kind": fact.kind
        }  # fmt: skip

    turns = zip_longest(*([n for n in plan.facts if not _granted(known.facts.facts[n])] for plan in plans))
    first = list(dict.fromkeys(name for turn in turns for name in turn if name))[:FIRST]
    found = [{"title": "Asked about first", "facts": [field(name) for name in first]}] if first else []
    for theme in known.facts.themes.values():
        facts = [field(name) for name in theme.facts if name in {*wanted, *weighed} - {*first}]
        if facts:
            found.append({"title": theme.title, "facts": facts})
    return found


def _granted(fact: Fact) -> bool:
    """Return whether a question gets by without a fact: it is taken for granted, or no finding is recorded."""
    return fact.presumed or fact.kind == "judgement"


def _stated(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the fields that say something."""
    return {name: text[:100] for name, text in given if text.strip()}


def _address(on: str, chosen: tuple[Policy, ...], given: dict[str, str], findings: str) -> str:
    """Return an address that asks the same again."""
    stated = [(f"{FACT}{name}", text) for name, text in given.items()]
    more = [("findings", findings)] if findings == "unknown" else []
    return f"/policies/assess?{urlencode([('on', on), *(('policy', p.id) for p in chosen), *stated, *more])}"


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
