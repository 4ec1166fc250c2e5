"""An opened store: the object that Python users hold, with the functions that the commands call."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.base.catalog import Catalog, open_catalog
from tallybook.base.places import default_store
from tallybook.records.store import Store

if TYPE_CHECKING:
    from tallybook.base.periods import Period
    from tallybook.measures.reconcile import Reconciliation
    from tallybook.measures.tally import Tally
    from tallybook.records.ingest import Ingested


class OpenStore:
    """A record store with a catalog to read it by."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self.store, self.catalog = store, catalog

    def count(
        self,
        measure: str,
        by: str | Iterable[str] = (),
        *,
        where: str = "",
        period: str | Period | None = None,
        rule: str = "",
        release: str = "",
        dedupe: str = "none",
    ) -> Tally:
        """Return how many events a measure counts; see `tallybook.measures.tally.count`.

        Raises:
            UsageError: the question is malformed, or wider than what is held.
            NoValue: nothing that is held can answer.
        """
        from tallybook.measures.tally import count

        return count(
            self.store,
            self.catalog,
            measure,
            by=by,
            where=where,
            period=period,
            rule=rule,
            release=release,
            dedupe=dedupe,
        )

    def ingest(self, files: Sequence[str | os.PathLike[str]], release: str = "", *, replace: bool = False) -> Ingested:
        """Return the row accounting of record files read into the store; see `tallybook.records.ingest.ingest`.

        Raises:
            InputError: a file cannot be read or recognised; the store is then as it was.
            OutputError: the store cannot be written; it is then as it was.
        """
        from tallybook.records.ingest import ingest

        return ingest(self.store, [Path(f) for f in files], self.catalog, release, replace_overlaps=replace)

    def reconcile(self, measure: str = "") -> Reconciliation:
        """Return official values beside the counts of each release by each rule.

        Raises:
            NoValue: the measure is not counted from records.
        """
        from tallybook.measures.reconcile import reconcile

        return reconcile(self.store, self.catalog, measure)


def open_store(
    path: str | os.PathLike[str] | None = None, catalog: str | os.PathLike[str] | Catalog | None = None
) -> OpenStore:
    """Return a record store: the folder named, else `TALLYBOOK_STORE`, else the user's own. It may not exist yet.

    Raises:
        InputError: the path is a file, or the store cannot be read.
    """
    chosen = catalog if isinstance(catalog, Catalog) else open_catalog(catalog)
    return OpenStore(Store(path if path is not None else default_store()), chosen)
