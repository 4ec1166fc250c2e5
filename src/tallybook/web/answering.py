"""The one way an answer leaves: with an ETag, and as 304 to whoever holds it already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from fastapi import Request, Response


def answered(
    request: Request, body: bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response with an ETag made of the body; empty, with 304, when the request names that ETag."""
    if request.method not in ("GET", "HEAD") or status != 200:
        return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, media_type)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # Asked for again each time: a number may be revised or a store replaced at any moment.
    own = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept", **(headers or {})}
    return tagged(request, body, media_type, own)


def tagged(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """Return an answer whose headers have its ETag; empty, with 304, when the request names that ETag."""
    held = (known.strip().removeprefix("W/") for known in request.headers.get("if-none-match", "").split(","))
    if headers["ETag"] in held:
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type)
