"""Official series: what is published, with every vintage."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from tallybook.web.asking import InFormat, Out, Text, example, resource
from tallybook.web.keeping import FromCatalog

router = resource("series", FromCatalog)

LISTED = {"rows": [{"measure": "ice.removals", "unit": "removals", "periods": "FY1999 to FY2024"}]}
SHOWN = {"measure": "dhs.removals", "rows": [{"period": "FY2012", "value": 419384, "vintage": "AR2012"}]}


@router.get(
    "/series", summary="List the official series", responses=example(LISTED, formats=True), response_class=Response
)
def listed(out: Out, format_: InFormat = "json") -> Response:
    """Return all series with unit, range and newest vintage."""
    from tallybook.measures.listing import list_series

    return out.send(list_series(out.site.catalog), format_)


@router.get(
    "/series/{measure}",
    summary="Every value of a series",
    responses=example(SHOWN, formats=True),
    response_class=Response,
)
def shown(
    out: Out,
    measure: Annotated[str, Path(max_length=100, examples=["dhs.removals"])],
    as_of: Annotated[Text, Query(description="As known on a day.", examples=["2014-02-01"])] = "",
    period: Annotated[Text, Query(description="One period or a range.", examples=["FY2012"])] = "",
    where: Annotated[Text, Query(description="A breakdown: name=value.", examples=["citizenship=Mexico"])] = "",
    everything: Annotated[bool, Query(description="The whole and every breakdown.")] = False,
    format_: InFormat = "json",
) -> Response:
    """Return every value of a measure with its vintage, status, document and basis, or those known on a day."""
    from tallybook.base.periods import parse_period, partial_date
    from tallybook.measures.listing import show_series

    found = show_series(
        out.site.catalog, measure, as_of=partial_date(as_of).last if as_of else None,
        period=parse_period(period) if period else None, where=where, everything=everything,
    )  # fmt: skip
    return out.send(found, format_)


@router.get(
    "/find", summary="What a number is", responses=example({"text": "392862"}, formats=True), response_class=Response
)
def find(
    out: Out,
    number: Annotated[str, Query(min_length=1, max_length=100, examples=["392,862"])],
    format_: InFormat = "json",
) -> Response:
    """Return the series, years and vintages that have a number, and what it is mistaken for."""
    from tallybook.measures.lookup import find as looked_up

    return out.send(looked_up(out.site.catalog, number), format_)
