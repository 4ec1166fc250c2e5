"""Stands before every request: limits of size and time, the hosts it answers to, headers that keep pages inert."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallybook.web.failing import problem
from tallybook.web.site import Site

HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


class TooLarge(Exception):
    """The body of a request passed the limit while it was read."""


class Guard:
    """ASGI middleware; the outermost."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through within its limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.site.limits.upload_bytes:
                raise TooLarge
            return message

        async def sending(message: Message) -> None:
            nonlocal started
            if read > self.site.limits.upload_bytes:
                # Whoever read the body may have taken the end of it for a broken form.
                raise TooLarge
            if message["type"] == "http.response.start":
                started = True
                have = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in HEADERS.items() if n not in have)]
            await send(message)

        request = Request(scope, receive)
        line, status = self._refused(request)
        if not line:
            try:
                async with asyncio.timeout(self.site.limits.seconds):
                    await self.app(scope, counted, sending)
            except TooLarge:
                line, status = self._too_large(), 413
            except TimeoutError:
                line, status = f"took longer than {self.site.limits.seconds:g} seconds; ask for less", 503
        if line and not started:
            read = 0
            await problem(request, status, line)(scope, receive, sending)

    def _refused(self, request: Request) -> tuple[str, int]:
        host = request.headers.get("host", "").rsplit(":", 1)[0].strip("[]").lower()
        if self.site.hosts and host not in self.site.hosts:
            return f"this site does not answer to the name {host[:100]!r}; expected {', '.join(self.site.hosts)}", 421
        from_elsewhere = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
        if from_elsewhere and request.method not in ("GET", "HEAD"):
            return "a form of another site cannot be sent here", 403
        length = request.headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self.site.limits.upload_bytes:
            return self._too_large(), 413
        return "", 200

    def _too_large(self) -> str:
        return f"larger than {self.site.limits.upload_bytes / 1e6:g} MB; send a single article, report or release"
