"""Answers that were given before: an answer in memory is sent again by the event loop itself, without a thread.

Only JSON answers are kept, by the exact question. What answers from records is dropped as soon as another generation of
the store is published, so that no answer outlives what it was counted from.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from tallybook.web.answering import tagged

MOST_BYTES = 64_000_000
"""How much is kept at most; what was not asked for longest goes first."""

LONGEST_QUESTION = 1_000
JSON = "application/json"
Key = tuple[str, bytes]


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was sent, and what it was counted from."""

    body: bytes
    headers: dict[str, str]
    source: object


@dataclass
class KeptAnswers:
    """The answers of one site; used by its event loop alone."""

    _held: OrderedDict[Key, KeptAnswer] = field(default_factory=OrderedDict)
    _bytes: int = 0

    def get(self, key: Key, source: object) -> KeptAnswer | None:
        """Return the answer to a question, if it was counted from what answers now."""
        found = self._held.get(key)
        if found is None:
            return None
        if found.source is not source:
            self._drop(key)
            return None
        self._held.move_to_end(key)
        return found

    def put(self, key: Key, answer: KeptAnswer) -> None:
        """Keep an answer."""
        self._drop(key)
        self._held[key] = answer
        self._bytes += len(answer.body)
        while self._bytes > MOST_BYTES:
            self._drop(next(iter(self._held)))

    def _drop(self, key: Key) -> None:
        gone = self._held.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.body)


class FromCatalog(APIRoute):
    """A route whose answers rest on the catalog alone."""

    def source(self, request: Request) -> object:
        """Return what the answers rest on."""
        return request.app.state.site.catalog

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, with the answers that were given before in front of it."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            kept: KeptAnswers = request.app.state.site.kept
            key = (request.url.path, request.scope["query_string"])
            source = self.source(request)
            found = kept.get(key, source)
            if found is not None:
                return tagged(request, found.body, JSON, found.headers)
            response = await handler(request)
            whole = response.status_code == 200 and response.headers.get("content-type") == JSON
            # An answer counted while the store was replaced may rest on either generation: it is not kept.
            if whole and request.method == "GET" and len(key[1]) <= LONGEST_QUESTION and self.source(request) is source:
                headers = {"ETag": response.headers["etag"], "Cache-Control": "no-cache", "Vary": "Accept"}
                kept.put(key, KeptAnswer(bytes(response.body), headers, source))
            return response

        return answer


class FromRecords(FromCatalog):
    """A route whose answers rest on the published tables of one generation of the store."""

    def source(self, request: Request) -> object:
        """Return what the answers rest on."""
        return request.app.state.site.published.look()
