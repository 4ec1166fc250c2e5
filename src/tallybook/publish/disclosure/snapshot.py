"""One generation of a store as it is published: its bases, and the answers given from them."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from tallybook.base.catalog import Catalog
from tallybook.base.engine import LOCAL
from tallybook.base.periods import Period
from tallybook.measures.choice import Part
from tallybook.measures.counting import Answer
from tallybook.measures.tally import assembled, chosen, dated
from tallybook.publish.disclosure.asking import Wanted, first_in_order, wanted
from tallybook.publish.disclosure.base import Base, build
from tallybook.publish.disclosure.declared import cuts_of, declared
from tallybook.publish.disclosure.looking import Found, kept_values, look_up
from tallybook.publish.disclosure.published import Published
from tallybook.records.coverage import Held, held
from tallybook.records.manifest import Manifest
from tallybook.records.store import Store
from tallybook.sources.tables import record_table

BaseKey = tuple[str, str, tuple[str, ...]]
"""Table, release and record files. A file is named by its content, so equal keys have equal bases."""

ANSWERS = 4096
"""How many answers are remembered."""


class Snapshot:
    """The published tables of one generation of a store. Safe to ask from many threads."""

    def __init__(self, store: Store, catalog: Catalog, bases: Mapping[BaseKey, Base] | None = None) -> None:
        """Take the store as it is now; `bases` are those already built, from which the unchanged ones are used."""
        self.catalog = catalog
        self._store = Store(store.folder)
        self.manifest: Manifest = self._store.manifest
        self.bases: dict[BaseKey, Base] = {
            key: base for key, base in (bases or {}).items() if key in self.keys
        }  # fmt: skip
        self._building = threading.Lock()
        self._answers: dict[Any, Published] = {}
        self._held: dict[str, list[Held]] = {}

    @cached_property
    def keys(self) -> tuple[BaseKey, ...]:
        """The bases that the generation has, built or not."""
        names = dict.fromkeys((s.table, s.release) for s in self.manifest.sheets if s.table in declared(self.catalog))
        return tuple((t, r, tuple(s.records for s in self.manifest.of(t, r))) for t, r in names)

    def build_all(self, only: Container[BaseKey] | None = None) -> None:
        """Build every base that is not built yet, or those of them that are named.

        Raises:
            InputError: a record file is missing: the store was changed meanwhile.
        """
        for key in self.keys:
            if only is not None and key not in only:
                continue
            table, release, _ = key
            self.base(next(h for h in self.holdings(table) if h.release == release), table)

    def holdings(self, table: str) -> list[Held]:
        """Return what is held of a table, in order of preference."""
        if table not in self._held:
            self._held[table] = held(self.catalog, table, self.manifest.sheets)
        return self._held[table]

    def base(self, own: Held, table: str) -> Base:
        """Return what is published of a release, built when it is first asked for.

        Raises:
            InputError: a record file is missing: the store was changed meanwhile.
        """
        key = (table, own.release, tuple(s.records for s in own.sheets))
        if key in self.bases:
            return self.bases[key]
        from tallybook.base.engine import Local

        with self._building:
            if key not in self.bases:
                with Local() as engine:
                    made, _ = build(
                        engine, self._store, record_table(self.catalog, table), cuts_of(self.catalog, table), own
                    )
                self.bases[key] = made
        return self.bases[key]

    def count(
        self, measure: str, by: str | Iterable[str] = (), *, period: str | Period | None = None, rule: str = "",
        release: str = "", keep: Mapping[str, Any] | None = None,
    ) -> Published:  # fmt: skip
        """Return a published count; see `published_count`."""
        names = tuple(d.strip() for d in (by.split(",") if isinstance(by, str) else by) if d.strip())
        asked = (measure, names, period, rule, release, tuple(sorted((keep or {}).items(), key=lambda kv: kv[0])))
        known = self._answers.get(asked)
        if known is not None:
            return known
        question = wanted(self.catalog, measure, by=names, period=period, rule=rule, release=release, keep=keep)
        answered = self._shipped(question) if self._store.empty else self._counted(question)
        if len(self._answers) >= ANSWERS:
            self._answers.clear()
        self._answers[asked] = answered
        return answered

    def _shipped(self, question: Wanted) -> Published:
        from tallybook.publish.disclosure.shipped import from_shipped

        return from_shipped(self.catalog, question)

    def _counted(self, question: Wanted) -> Published:
        asked = question.asked
        table = asked.question.table
        choice = chosen(self.catalog, asked, self.manifest.sheets)
        parts = dated(choice, asked)
        first_in_order(question, parts, self.holdings(table.id))
        bases = [self.base(part.held, table.id) for part in parts]
        found = [look_up(base, question, part) for base, part in zip(bases, parts, strict=True)]
        answers = [
            Answer(tuple((*key, value) for key, value in one.values.items()), one.unknown, base.queries[0])
            for one, base in zip(found, bases, strict=True)
        ]
        tally = assembled(self.manifest, self.catalog, asked, choice, answers, LOCAL)
        cut = found[0].cut
        keep = kept_values(bases[0], question.keep)
        rows = _rows(asked.question.by, tally.rows, found)
        return Published(
            measure=tally.measure, rule=tally.rule, releases=tally.releases, period=tally.period, by=tally.by,
            keep=keep, complete=tally.complete, covered_to=tally.covered_to, rows=rows,
            total=self._total(question, bases, parts, rows, found),
            suppressed=sum(1 for row in rows if row["suppressed"]), note=question.cuts.rule_text,
            cut={"by": list(cut.by), "time": cut.time} if cut else {},
            caveats=tally.caveats, provenance={**tally.provenance, "keep": keep}, unit=tally.unit,
            incomplete=tally.incomplete,
        )  # fmt: skip

    def _total(
        self, question: Wanted, bases: Sequence[Base], parts: Sequence[Part], rows: Sequence[Mapping[str, Any]],
        found: Sequence[Found],
    ) -> int | None:  # fmt: skip
        """Return the exact total: of the rows where all are published, else from the cut without the breakdown."""
        if not any(row["suppressed"] for row in rows) and not any(one.left_out for one in found):
            return sum(int(row["value"]) for row in rows)
        whole = question.without_breakdown()
        if whole.protected:
            return None
        answers = [look_up(base, whole, part, ()) for base, part in zip(bases, parts, strict=True)]
        if any(one.suppressed for one in answers):
            return None
        return sum(one.values.get((), 0) for one in answers)


def _rows(
    by: tuple[str, ...], counted: Sequence[Mapping[str, Any]], found: Sequence[Found]
) -> tuple[Mapping[str, Any], ...]:
    from tallybook.measures.dimensions import shown

    def key_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in by)

    def shown_keys(keys: Iterable[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
        return {tuple(shown(d, v) for d, v in zip(by, key, strict=True)) for key in keys}

    hidden = shown_keys(key for one in found for key in one.suppressed)
    gone = shown_keys(key for one in found for key in one.left_out) - hidden
    values = {key_of(row): row["value"] for row in counted}
    keys = sorted({*values, *hidden} - gone, key=lambda key: tuple((v is None, str(v)) for v in key))
    return tuple(
        {
            **dict(zip(by, key, strict=True)),
            "value": None if key in hidden else values[key],
            "suppressed": key in hidden,
        }
        for key in keys
    )
