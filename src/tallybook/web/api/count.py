"""Counts of records: declared cuts only, small cells suppressed, from memory."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Response

from tallybook.web.asking import InFormat, Out, Text, example, resource
from tallybook.web.keeping import FromRecords

router = resource("count", FromRecords)

ANSWER = {
    "measure": "ice.removals", "rule": "locked", "releases": ["2019-ICFO-53623"], "by": ["fiscal_year"],
    "complete": True, "rows": [{"fiscal_year": 2016, "value": 240255, "suppressed": False}], "total": 240255,
}  # fmt: skip


@router.get(
    "/count/{measure}",
    summary="Count a measure's records",
    responses=example(ANSWER, formats=True),
    response_class=Response,
)
def count(
    out: Out,
    measure: Annotated[str, Path(max_length=100, examples=["ice.removals"])],
    by: Annotated[Text, Query(description="Dimensions of a declared cut.", examples=["fiscal_year,gender"])] = "",
    period: Annotated[Text, Query(description="Whole months or longer.", examples=["FY2016", "2016-01..2016-06"])] = "",
    rule: Annotated[Text, Query(description="Counting rule.", examples=["locked"])] = "",
    release: Text = "",
    keep: Annotated[
        list[str], Query(max_length=8, description="A dimension at one value: name=value.", examples=[["gender=Male"]])
    ] = [],  # noqa: B006 - a query that names none
    format_: InFormat = "json",
) -> Response:
    """Return how many events a measure counts, as far as it may be published.

    There is no free condition: breakdowns are those declared for publication, by month or coarser. A count that is
    suppressed has no value and says so; the rule is in `note`. With an empty store shipped recounts answer.
    """
    found = out.site.published.count(measure, by, period=period or None, rule=rule, release=release, keep=kept(keep))
    return out.send(found, format_)


@router.get("/cuts", summary="What is published of the records", responses=example({}), response_class=Response)
def cuts(out: Out) -> Response:
    """Return the declared cuts of each record table, and the rule of disclosure control in words."""
    from tallybook.publish.disclosure.declared import declared

    found = declared(out.site.catalog)
    rows: list[dict[str, Any]] = [
        {
            "table": item.table, "rule": item.rule_text, "sensitive": list(item.sensitive),
            "cuts": [{"by": list(cut.by), "time": cut.time} for cut in item.cuts],
        }
        for item in found.values()
    ]  # fmt: skip
    return out.json({"rows": rows})


def kept(pairs: list[str]) -> dict[str, str]:
    """Return dimensions held at one value, from `name=value` texts.

    Raises:
        UsageError: one is no such text, or a name is given twice.
    """
    from tallybook.base.errors import UsageError

    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not sign or not name or not value:
            raise UsageError(f"keep is {pair[:100]!r}", expected="name=value, such as gender=Male")
        if name in found:
            raise UsageError(f"{name[:100]!r} is held at two values", expected="one")
        found[name] = value
    return found
