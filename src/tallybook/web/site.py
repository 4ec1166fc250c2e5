"""What one running site holds: its catalog, its store, its limits. Handed to every page and API function."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from tallybook.base.catalog import Catalog
from tallybook.base.errors import EngineError, InputError
from tallybook.records.manifest import manifest_stamp
from tallybook.web.keeping import KeptAnswers

if TYPE_CHECKING:
    from tallybook.claims.document import Document
    from tallybook.measures.opened import OpenStore
    from tallybook.publish.disclosure.store import PublishedStore


@dataclass(frozen=True)
class Limits:
    """How much one request may ask for."""

    upload_bytes: int = 5_000_000
    """The largest body of a request."""
    seconds: float = 30.0
    """The longest a request may take."""
    rows: int = 10_000
    """The most rows of one answer."""
    text: int = 1_000_000
    """The longest text that is checked, in characters: two hundred thousand words."""
    checks: int = 2
    """How many texts are checked at a time."""
    wait: float = 3.0
    """Seconds that a text waits for its turn."""


@dataclass(frozen=True, eq=False)
class Site:
    """One running site."""

    catalog: Catalog
    folder: Path
    """The folder of the record store, which may not exist yet."""
    limits: Limits = field(default_factory=Limits)
    hosts: tuple[str, ...] = ()
    """The names it answers to; none for any. Keeps other sites from reaching a private one through a browser."""
    kept: KeptAnswers = field(default_factory=KeptAnswers, repr=False)
    """Answers of the API that were given before."""
    _opened: dict[str, Any] = field(default_factory=dict, repr=False)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the few turns to check a text, so that long texts leave the rest of the site its threads.

        A check that took too long keeps its turn until its thread ends.

        Raises:
            EngineError: none came free in time.
        """
        turns = self._turns
        if not turns.acquire(timeout=self.limits.wait):
            raise EngineError("other texts are being checked now", next_step="send it again in a moment")
        try:
            yield
        finally:
            turns.release()

    def loaded(self, data: bytes, name: str, published: date | None) -> Document:
        """Return what was sent as a document.

        Raises:
            InputError: it is longer than is checked here, or no document.
        """
        from tallybook.claims.loading import load_bytes

        if not (data.startswith(b"PK") or b"%PDF-" in data[:1024]):
            self._short(len(data), name)
        document = load_bytes(data, name, published)
        self._short(len(document.raw), name)
        return document

    def _short(self, length: int, name: str) -> None:
        if length > self.limits.text:
            raise InputError(
                f"longer than {self.limits.text:,} characters", where=name[:200],
                expected="a single article, report or release", next_step="split it, or use the command for all of it",
            )  # fmt: skip

    @property
    def store(self) -> OpenStore:
        """The record store as it is now: opened again where an ingest changed it."""
        from tallybook.measures.opened import OpenStore
        from tallybook.records.store import Store

        stamp = manifest_stamp(self.folder)
        if self._opened.get("stamp", -1) != stamp:
            self._opened.update(store=OpenStore(Store(self.folder), self.catalog), stamp=stamp)
        found: OpenStore = self._opened["store"]
        return found

    @cached_property
    def _turns(self) -> BoundedSemaphore:
        return BoundedSemaphore(self.limits.checks)

    @cached_property
    def published(self) -> PublishedStore:
        """What of the records is published: the only way by which the site shows counts of them."""
        from tallybook.publish.disclosure.store import PublishedStore
        from tallybook.records.store import Store

        return PublishedStore(Store(self.folder), self.catalog)

    def warm(self) -> None:
        """Read what every answer needs, so that the first visitor does not wait for it.

        Raises:
            CatalogError: a catalog file does not fit.
            InputError: the store cannot be read.
        """
        from tallybook.claims.check import check_text

        check_text(self.catalog, "ICE removed 409,849 people in fiscal year 2012.", store=self.store.store)
        self.published.warm()


def site_of(request: Request) -> Site:
    """Return the site that a request came to."""
    found: Site = request.app.state.site
    return found


OfSite = Annotated[Site, Depends(site_of)]
"""The type of a parameter that gets the site."""
