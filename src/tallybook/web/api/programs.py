"""Programmes: where and when each was in force."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import Query, Response

from tallybook.web.asking import InFormat, Out, Text, example, resource

router = resource("programs")

Program = Literal["secure-communities", "287g", "detainers"]


@router.get("/programs", summary="List the programmes", responses=example({"rows": []}), response_class=Response)
def listed(out: Out) -> Response:
    """Return the programmes that can be asked about."""
    from tallybook.programs.question import PROGRAMS

    return out.json({"rows": [{"program": name} for name in PROGRAMS]})


@router.get(
    "/programs/{program}", summary="A programme on a day", responses=example({}, formats=True), response_class=Response
)
def one(
    out: Out,
    program: Program,
    on: Annotated[Text, Query(description="Day to answer for.", examples=["2012-12-31"])] = "",
    start: Annotated[Text, Query(description="With `end`: what changed between two days.")] = "",
    end: Text = "",
    period: Annotated[Text, Query(description="Of detainers.", examples=["FY2012"])] = "",
    place: Annotated[Text, Query(description="A state or county.", examples=["Harris, TX"])] = "",
    listing: Annotated[
        Literal["", "events", "published", "spellings", "rosters"], Query(description="A listing instead.")
    ] = "",
    format_: InFormat = "json",
) -> Response:
    """Return what was in force on a day, what changed between two, or a listing of the programme."""
    from tallybook.base.errors import UsageError
    from tallybook.programs.question import Asked, answer, day

    if bool(start) != bool(end):
        raise UsageError("start and end belong together", expected="both or neither")
    if sum((bool(on), bool(start), bool(listing))) > 1:
        raise UsageError("on, start with end, and listing are different questions", next_step="choose one")
    if listing in ("spellings", "rosters") and program != "287g":
        raise UsageError(f"{listing} are about 287g", expected="another listing")
    if program == "detainers" and place:
        raise UsageError("detainers of a place are not published", expected="the country, or a declared cut of count")
    asked = Asked(
        program, day(on, "on") if on else date.today(), bool(on),
        (day(start, "start"), day(end, "end")) if start else None, period, place, "", "", listing,
    )  # fmt: skip
    return out.send(answer(out.site.catalog, out.site.folder, asked), format_)
