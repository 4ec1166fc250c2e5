"""Pages: one function gives the data, the page shows it and the JSON twin prints it.

A page function returns a `View`. `Pages.page` puts it at its address, and its twin at the same address with `.json`;
what the page shows of the data is all in the twin. A browser with JavaScript asks for the same page and takes from it
the part it needs, so nothing here knows whether there is any.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from tallybook import __version__
from tallybook.base.results import plain_data
from tallybook.web.answering import answered

if TYPE_CHECKING:
    from jinja2 import Environment

TWIN = ".json"
FRONT_TWIN = "/index.json"


@dataclass(frozen=True)
class View:
    """What a page says.

    Attributes:
        title: the page's title.
        about: up to three sentences that tell a stranger what they see.
        data: what the page shows, by name; this is the JSON twin.
        shown: what only the page needs: drawings, form choices, functions of words.
        status: the HTTP status.
    """

    title: str
    about: str
    data: Mapping[str, Any]
    shown: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Section:
    """An entry of the site's menu."""

    title: str
    path: str
    order: int


class Pages:
    """The pages of one section: its entry in the menu, and its addresses."""

    def __init__(self, title: str = "", path: str = "", order: int = 0) -> None:
        """Open a section; one without a title is in no menu."""
        self.section = Section(title, path, order) if title else None
        self.router = APIRouter(include_in_schema=False, default_response_class=Response)

    def page(self, path: str, template: str, methods: Sequence[str] = ("GET",)) -> Callable[..., Any]:
        """Put a function that returns a `View`, or a `Response` of its own, at an address and at that of its twin."""

        def put(function: Callable[..., View | Response]) -> Callable[..., View | Response]:
            twin = f"{path}{TWIN}" if path != "/" else FRONT_TWIN
            self.router.add_api_route(twin, _answering(function, _twin), methods=list(methods))
            shown = _answering(function, lambda view, request: rendered(view, template, request, self.section))
            self.router.add_api_route(path, shown, methods=list(methods))
            return function

        return put


def rendered(view: View, template: str, request: Request, section: Section | None = None) -> Response:
    """Return a view as its page."""
    site = request.app.state.site
    path = request.url.path
    twin = (f"{path}{TWIN}" if path != "/" else FRONT_TWIN) + (f"?{request.url.query}" if request.url.query else "")
    text = environment().get_template(template).render(
        {**view.data, **view.shown}, title=view.title, about=view.about, section=section, sections=sections(request),
        twin=twin if request.method == "GET" and view.status == 200 else "", version=__version__, site=site,
        path=path,
    )  # fmt: skip
    return answered(request, text.encode("utf-8", "replace"), "text/html; charset=utf-8", view.status)


def sections(request: Request) -> tuple[Section, ...]:
    """Return the site's menu."""
    found: tuple[Section, ...] = request.app.state.sections
    return found


@cache
def environment() -> Environment:
    """Return the templates of the site: everything escaped, an undefined name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from tallybook.web import words

    found = Environment(
        loader=PackageLoader("tallybook.web", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(words.SHARED)
    return found


def _twin(view: View, request: Request) -> Response:
    data = {"title": view.title, "about": view.about, **plain_data(view.data)}
    return answered(request, bytes(JSONResponse(data).body), "application/json", view.status)


def _answering(
    function: Callable[..., View | Response], form: Callable[[View, Request], Response]
) -> Callable[..., Response]:
    """Return an endpoint with the function's own parameters, whose view is put into a form."""
    signature = inspect.signature(function)
    own = "request" in signature.parameters

    @wraps(function)
    def endpoint(*args: Any, request: Request, **settings: Any) -> Response:
        found = function(*args, **(settings | {"request": request} if own else settings))
        return found if isinstance(found, Response) else form(found, request)

    asked = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    parameters = [*(p for name, p in signature.parameters.items() if name != "request"), asked]
    endpoint.__signature__ = signature.replace(parameters=parameters, return_annotation=Response)  # type: ignore[attr-defined]
    return endpoint
