"""What every API function shares: parameters that are checked by name, answers in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from tallybook.base.errors import UnknownName, UsageError
from tallybook.base.results import Result, Table, plain_data
from tallybook.web.answering import answered
from tallybook.web.site import Site, site_of

Format = Literal["json", "csv", "dictionary", "xlsx", "parquet", "dta", "package"]


class Problem(BaseModel):
    """What is wrong with a request, in one plain line."""

    error: str
    """What was found, where, what was expected, what to do next."""
    status: int
    nearest: str = ""
    """The nearest name that exists, where a name does not."""


ERRORS: Mapping[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "What was sent cannot be read."},
    404: {"model": Problem, "description": "It does not exist, or nothing that is held can answer; names the nearest."},
    413: {"model": Problem, "description": "Larger than is taken."},
    422: {"model": Problem, "description": "The question is malformed, or finer than what is published."},
    503: {"model": Problem, "description": "Took longer than is allowed, or the store was just replaced: ask again."},
}
"""The errors that every function of the API may answer with."""

FILES = (
    "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.apache.parquet",
    "application/x-stata-dta", "application/zip",
)  # fmt: skip
"""The media types of the formats other than JSON."""

InFormat = Annotated[
    Format, Query(alias="format", description="Format of the answer; `package` is a data package with its dictionary.")
]
Text = Annotated[str, Query(max_length=300)]


def resource(name: str, route: type[APIRoute] = APIRoute) -> APIRouter:
    """Return the router of one part of the API: its errors described, a parameter that does not exist refused."""
    return APIRouter(tags=[name], responses=dict(ERRORS), dependencies=[Depends(known_parameters)], route_class=route)


def known_parameters(request: Request) -> None:
    """Return nothing where every parameter of the query exists and is given once.

    Raises:
        UnknownName: one does not exist.
        UsageError: one is given twice.
    """
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in known:
            raise UnknownName("parameter", name[:100], known)
        if given.count(name) > 1 and name != "keep":
            raise UsageError(f"parameter {name!r} is given twice", expected="once")


@dataclass(frozen=True)
class Answering:
    """How the answer of one request goes out."""

    request: Request
    site: Site

    def send(self, result: Result | Table, format_: Format = "json") -> Response:
        """Return a result in a format, with what it is called and where it can be asked for again.

        Raises:
            UsageError: it has more rows than one answer may have.
            OutputError: the format cannot hold it.
        """
        if format_ == "json":
            return self.json(result.to_dict())
        from tallybook.publish.exports import export

        self.limited(len(result.table().rows))
        made = export(result, format_, catalog=self.site.catalog, query=str(self.request.url))
        headers = {"Content-Disposition": f'attachment; filename="{made.filename}"'}
        return answered(self.request, made.data, made.media_type, headers=headers)

    def json(self, data: Any) -> Response:
        """Return plain data as JSON.

        Raises:
            UsageError: it has more rows than one answer may have.
        """
        plain = plain_data(data)
        rows = plain.get("rows") if isinstance(plain, Mapping) else None
        if isinstance(rows, Sequence):
            self.limited(len(rows))
        return answered(self.request, bytes(JSONResponse(plain).body), "application/json")

    def limited(self, rows: int) -> None:
        """Return nothing where an answer has no more rows than it may.

        Raises:
            UsageError: it has more.
        """
        most = self.site.limits.rows
        if rows > most:
            raise UsageError(
                f"the answer has {rows:,} rows", expected=f"at most {most:,}",
                next_step="ask for a shorter period or a coarser breakdown",
            )  # fmt: skip


def answering(request: Request) -> Answering:
    """Return how the answer of a request goes out."""
    return Answering(request, site_of(request))


Out = Annotated[Answering, Depends(answering)]
"""The type of a parameter that gets the way out."""


def example(value: Any, *, formats: bool = False) -> dict[int | str, dict[str, Any]]:
    """Return the description of a good answer with an example, and the other formats that it can be had in."""
    content: dict[str, Any] = {"application/json": {"example": value, "schema": {"type": "object"}}}
    if formats:
        file = {"schema": {"type": "string", "format": "binary"}}
        content |= dict.fromkeys(FILES, file)
    return {200: {"description": "The answer.", "content": content}}
