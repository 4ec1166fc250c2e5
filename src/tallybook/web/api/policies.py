"""Policies: what is in force, what it says of a case, and what the replayed records fell under."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from tallybook.web.asking import InFormat, Out, Text, example, resource

if TYPE_CHECKING:
    from tallybook.policies.replayed import Replay

router = resource("policies")


@router.get(
    "/policies", summary="List the policies", responses=example({"rows": []}, formats=True), response_class=Response
)
def listed(
    out: Out,
    on: Annotated[Text, Query(description="Only those in force on a day.", examples=["2013-03-01"])] = "",
    format_: InFormat = "json",
) -> Response:
    """Return the policies with the days on which each stands."""
    from tallybook.base.errors import NoValue
    from tallybook.policies.case import read_date
    from tallybook.policies.force import in_force
    from tallybook.policies.policy import policies
    from tallybook.policies.timeline import listing

    every = tuple(policies(out.site.catalog).values())
    if on:
        day = read_date(on, "on")
        every = in_force(every, day)
        if not every:
            raise NoValue(f"no policy is in force on {day}")
    return out.send(listing(every), format_)


@router.get(
    "/policies/{policy}", summary="One policy's clauses", responses=example({}, formats=True), response_class=Response
)
def clauses(
    out: Out, policy: Annotated[str, Path(max_length=100, examples=["JOHNSON-2014P"])], format_: InFormat = "json"
) -> Response:
    """Return a policy clause by clause, with conditions, basis and sources."""
    from tallybook.policies.policy import policy as named
    from tallybook.policies.timeline import clauses as listed_clauses

    return out.send(listed_clauses(named(out.site.catalog, policy)), format_)


class Case(BaseModel):
    """A case as a policy asks for it: facts about it, never who it is."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, Any] = Field(
        default_factory=dict, max_length=300, description="Facts by name, as `tallybook assess --template` lists them.",
        examples=[{"felony_convictions": 1}],
    )  # fmt: skip
    on: str = Field("", max_length=40, description="The day of the decision.", examples=["2013-03-01"])
    policy: list[str] = Field(
        default_factory=list, max_length=50, description="Policies to ask; none for all in force."
    )
    findings: Literal["", "none", "unknown"] = ""
    unstated: Literal["", "unknown", "absent"] = ""
    switches: dict[str, Any] = Field(default_factory=dict, max_length=50)


@router.post("/assess", summary="What policies say of a case", responses=example({}), response_class=Response)
def assess(out: Out, case: Case) -> Response:
    """Return every outcome still possible under each policy, clause by clause. Nothing is kept; not legal advice."""
    from tallybook.policies.assess import assess as assessed

    found = assessed(
        case.facts, case.on or None, policy=case.policy, findings=case.findings, unstated=case.unstated,
        switches=case.switches, catalog=out.site.catalog,
    )  # fmt: skip
    return out.json(found.to_dict())


PUBLISHED_BY = ("fiscal_year", "area_of_responsibility")
"""What replays are published by. A verdict rests on several fields about a person: never by anything finer."""


@router.get(
    "/replay",
    summary="Records through policies",
    responses=example({"rows": []}, formats=True),
    response_class=Response,
)
def replay(
    out: Out,
    table: Annotated[str, Query(max_length=50, examples=["removals"])] = "removals",
    policy: Annotated[Text, Query(description="Policy ids, joined by commas.", examples=["JOHNSON-2014P"])] = "",
    by: Annotated[Text, Query(description="fiscal_year, area_of_responsibility.")] = "",
    period: Annotated[Text, Query(examples=["FY2016"])] = "",
    release: Text = "",
    findings: Literal["none", "unknown"] = "none",
    own_date: bool = False,
    format_: InFormat = "json",
) -> Response:
    """Return how many records certainly, possibly or not at all fell within policies, in whole fiscal years.

    An answer that would hold a small number, as the declared cuts define it, is refused. With an empty store, the
    replays that ship with Tallybook.
    """
    names = [name.strip() for name in policy.split(",") if name.strip()]
    if out.site.store.store.empty:
        return out.json(_shipped(out, table, names, period, findings))
    from tallybook.base.errors import UsageError
    from tallybook.base.periods import parse_period
    from tallybook.policies.replay import replay as replayed
    from tallybook.publish.disclosure.declared import cuts_of

    wanted = [name.strip() for name in by.split(",") if name.strip()]
    if not set(wanted) <= set(PUBLISHED_BY):
        raise UsageError(
            f"replays are not published by {', '.join(sorted(set(wanted) - set(PUBLISHED_BY)))}"[:300],
            expected=f"one of {', '.join(PUBLISHED_BY)}",
        )
    if not names:
        raise UsageError("no policy is named", expected="policy=ID, or several joined by commas")
    asked = parse_period(period) if period else None
    if asked is not None and not asked.fiscal_years():
        raise UsageError(
            f"replays are published by fiscal year only, not of {asked.label}", expected="whole fiscal years"
        )
    found = replayed(
        out.site.store.store, out.site.catalog, table, names, by=by, period=period, release=release, findings=findings,
        own_date=own_date,
    )  # fmt: skip
    _kept_apart(found, cuts_of(out.site.catalog, table).smallest)
    # Where the store lies is nobody's business.
    queries = [query.replace(f"{out.site.folder}/", "") for query in found.provenance["queries"]]
    return out.send(replace(found, provenance={**found.provenance, "queries": queries}), format_)


def _kept_apart(found: Replay, smallest: int) -> None:
    """Return nothing where no number of a replay is small.

    Refused as a whole: with one number left out, the others of the answer would give it away.

    Raises:
        UsageError: one is.
    """
    from tallybook.base.errors import UsageError

    counted = [
        *(n for r in (*found.rows, *found.totals, *found.other_findings)
          for n in (r.certain, r.possible, r.out, r.not_in_force)),
        *(n for o in found.outcomes for n in (o.certain, o.at_most)),
        *(cause.records for cause in found.causes),
        *(crossed.records for crossed in found.cross),
    ]  # fmt: skip
    if any(0 < number < smallest for number in counted):
        raise UsageError(
            f"the answer holds numbers below {smallest}, which are not published",
            expected="fewer policies, or no breakdown by area",
        )


def _shipped(out: Out, table: str, names: list[str], period: str, findings: str) -> dict[str, Any]:
    from tallybook.base.errors import NoValue
    from tallybook.base.periods import parse_period
    from tallybook.policies.policy import policy
    from tallybook.policies.shipped import shipped_replays
    from tallybook.sources.tables import record_table

    rules = record_table(out.site.catalog, table).rules
    for name in names:
        policy(out.site.catalog, name)
    asked = parse_period(period) if period else None
    rows = []
    for one in shipped_replays(out.site.catalog):
        fits = one.rule in rules and (not names or one.policy in names)
        if fits and one.findings == findings and (asked is None or one.period.overlap_days(asked)):
            rows.append(
                {
                    "measure": one.measure, "policy": one.policy, "outcome": one.outcome, "period": one.period.label,
                    "release": one.release, "rule": one.rule, "records": one.records, "certain": one.certain,
                    "at_most": one.at_most, "low_percent": round(one.low, 2), "high_percent": round(one.high, 2),
                    "causes": list(one.causes), "source_sha256": list(one.source_sha256),
                }
            )  # fmt: skip
    if not rows:
        raise NoValue(
            "the store is empty, and no shipped replay answers this", next_step="ingest a release of these records"
        )
    return {"table": table, "policies": names, "source": "shipped replay", "rows": rows}
