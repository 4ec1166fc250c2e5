"""How a request that cannot be answered ends: one plain line with the nearest valid value, as a page or as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from tallybook.base.errors import EngineError, NoValue, TallybookError, UnknownName, UsageError
from tallybook.web.view import TWIN, View, rendered


def put_handlers(app: FastAPI) -> None:
    """Give the site its answers to every error a visitor can cause."""
    app.add_exception_handler(TallybookError, _own)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _malformed)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]


def problem(request: Request, status: int, line: str, **more: Any) -> Response:
    """Return an error as JSON under the API and at a twin, else as a page."""
    if request.url.path.startswith("/api/") or request.url.path.endswith(TWIN):
        return JSONResponse({"error": line, "status": status, **more}, status, {"Cache-Control": "no-store"})
    title = {404: "Not found", 413: "Too large", 503: "Not answered in time"}.get(status, "This cannot be answered")
    view = View(title, "", {"line": line, **more}, {"nearest": more.get("nearest", "")}, status)
    return rendered(view, "problem.html", request)


def status_of(error: TallybookError) -> int:
    """Return the HTTP status of an error: 404 for what does not exist, 422 for a bad question, 400 for bad input.

    503 for what can be asked again later.
    """
    if isinstance(error, EngineError):
        return 503
    if isinstance(error, UnknownName | NoValue):
        return 404
    return 422 if isinstance(error, UsageError) else 400


def _own(request: Request, error: TallybookError) -> Response:
    more = {"nearest": error.nearest} if isinstance(error, UnknownName) and error.nearest else {}
    return problem(request, status_of(error), str(error), **more)


def _malformed(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"][1:]) or str(first["loc"][0])
    return problem(request, 422, f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}")


def _http(request: Request, error: HTTPException) -> Response:
    line = error.detail if error.detail != HTTPStatus(error.status_code).phrase else ""
    if error.status_code == 404 and not line:
        line = "there is no such page"
    return problem(request, error.status_code, line or HTTPStatus(error.status_code).phrase.lower())
