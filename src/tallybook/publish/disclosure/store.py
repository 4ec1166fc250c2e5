"""The published store: counts as they may be published, answered from memory while ingests replace what is beneath."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.errors import EngineError, InputError, TallybookError
from tallybook.base.periods import Period
from tallybook.publish.disclosure.base import Base
from tallybook.publish.disclosure.published import Published
from tallybook.publish.disclosure.snapshot import BaseKey, Snapshot
from tallybook.records.manifest import manifest_stamp
from tallybook.records.store import Store

ATTEMPTS = 8
"""How often a generation that is replaced while it is read is tried again."""

PAUSE = 0.5
"""Seconds between two looks at the manifest."""


class PublishedStore:
    """Published counts of a store that may change. Safe to ask from many threads.

    A question is answered from tables in memory, never from records. After an ingest the tables of the new generation
    are made in another process; until they are ready the old ones answer, and every answer names its generation.
    """

    def __init__(self, store: Store, catalog: Catalog) -> None:
        """Take a store as it is; nothing is built before it is asked for, or `warm` is called."""
        self.catalog = catalog
        self._store = store
        self._stamp = manifest_stamp(store.folder)
        self._snapshot = Snapshot(store, catalog)
        self._lock = threading.Lock()
        self._builder: threading.Thread | None = None
        self._looked = time.monotonic()
        self.trouble: TallybookError | None = None
        """Why the newest generation could not be taken over, if it could not."""

    @property
    def generation(self) -> int:
        """The generation that answers now."""
        return self._snapshot.manifest.generation

    @property
    def empty(self) -> bool:
        """Whether shipped recounts answer, because the store holds no records."""
        return not self._snapshot.manifest.sheets

    def count(
        self, measure: str, by: str | Iterable[str] = (), *, period: str | Period | None = None, rule: str = "",
        release: str = "", keep: Mapping[str, Any] | None = None,
    ) -> Published:  # fmt: skip
        """Return a published count; see `published_count`.

        Raises:
            UsageError: the question is malformed, or finer than what is published.
            NoValue: the measure is not counted from records, or nothing that is held can answer.
            EngineError: the store changes too often to be read.
        """
        self.look()
        for _ in range(ATTEMPTS):
            snapshot = self._snapshot
            try:
                return snapshot.count(measure, by, period=period, rule=rule, release=release, keep=keep)
            except InputError:
                # Its files went while they were read. A store that did not change is damaged, which is worth saying.
                if manifest_stamp(self._store.folder) == self._stamp and snapshot is self._snapshot:
                    raise
                self._take(wait=True)
        raise EngineError("the store was changed while it was read", next_step="ask again")

    def look(self) -> Snapshot:
        """Return what answers now; whether the store has changed is looked at now and then."""
        if time.monotonic() - self._looked > PAUSE:
            self.refresh()
        return self._snapshot

    def refresh(self, *, wait: bool = False) -> bool:
        """Return whether the store has changed; if so, its new generation is made ready, in the background or now."""
        self._looked = time.monotonic()
        if manifest_stamp(self._store.folder) == self._stamp:
            if wait and self._builder is not None:
                self._builder.join()
            return False
        self._take(wait=wait)
        return True

    def warm(self) -> None:
        """Build the tables of everything that is held, so that the first question does not wait.

        Raises:
            InputError: the records of the store cannot be read.
        """
        for _ in range(ATTEMPTS):
            try:
                self._snapshot.build_all()
            except InputError:
                if not self.refresh(wait=True):
                    raise
            else:
                return

    def _take(self, *, wait: bool) -> None:
        """Start to take over the newest generation, unless that is under way."""
        with self._lock:
            if self._builder is None or not self._builder.is_alive():
                self._builder = threading.Thread(target=self._renew, name="tallybook-published", daemon=True)
                self._builder.start()
            builder = self._builder
        if wait:
            builder.join()

    def _renew(self) -> None:
        try:
            for _ in range(ATTEMPTS):
                stamp = manifest_stamp(self._store.folder)
                if stamp == self._stamp:
                    return
                try:
                    made = _made_apart(self._store.folder, self.catalog, self._snapshot.bases)
                except InputError as error:
                    self.trouble = error
                    continue
                fresh = Snapshot(self._store, self.catalog, made)
                if manifest_stamp(self._store.folder) != stamp:
                    continue
                self._snapshot, self._stamp, self.trouble = fresh, stamp, None
                return
        except TallybookError as error:
            self.trouble = error


def _made_apart(folder: Path, catalog: Catalog, bases: Mapping[BaseKey, Base]) -> dict[BaseKey, Base]:
    """Return the bases of the newest generation; new ones are made in another process, so that answers do not wait.

    Raises:
        InputError: a record file went while it was read.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    fresh = Snapshot(Store(folder), catalog, bases)
    missing = [key for key in fresh.keys if key not in fresh.bases]
    if not missing:
        return fresh.bases
    overlays = tuple(layer.path for layer in catalog.layers[1:])
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_politely) as pool:
            made = pool.submit(_make, folder, overlays, missing).result()
    except BrokenProcessPool:
        raise EngineError("the process that reads the new records ended", next_step="check the memory") from None
    return {**fresh.bases, **made}


def _politely() -> None:
    """Let those who answer questions go first."""
    if hasattr(os, "nice"):
        os.nice(10)


def _make(folder: Path, overlays: tuple[Path, ...], wanted: list[BaseKey]) -> dict[BaseKey, Base]:
    from tallybook.base.catalog import open_catalog

    catalog = Catalog(overlays) if overlays else open_catalog()
    fresh = Snapshot(Store(folder), catalog)
    fresh.build_all(set(wanted))
    return fresh.bases


@lru_cache(maxsize=2)
def _snapshot(store: Store, generation: int, catalog: Catalog) -> Snapshot:
    """Return one generation of a store as it is published, once."""
    del generation
    return Snapshot(store, catalog)


def published_count(
    store: Store, catalog: Catalog, measure: str, by: str | Iterable[str] = (), *, period: str | Period | None = None,
    rule: str = "", release: str = "", keep: Mapping[str, Any] | None = None,
) -> Published:  # fmt: skip
    """Return how many events a measure counts, as far as it may be published.

    Args:
        store: the records; while it is empty the shipped recounts answer.
        catalog: the catalog, which declares the cuts.
        measure: the measure's id.
        by: dimensions, as names or joined by commas.
        period: the period, of whole months or coarser; None for all that is held.
        rule: the counting rule; empty for the measure's own.
        release: the release to count in; empty to choose.
        keep: dimensions held at one value each, such as `{"citizenship": "MEXICO"}`: a slice of a declared cut.

    Raises:
        UsageError: the question is malformed, or finer than what is published.
        NoValue: the measure is not counted from records, or nothing that is held can answer.
    """
    found = _snapshot(store, store.manifest.generation, catalog)
    return found.count(measure, by, period=period, rule=rule, release=release, keep=keep)
