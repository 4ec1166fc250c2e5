"""Rows: the numbers of a table, each read with its column's header and its row's label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tallybook.base.catalog import Catalog
from tallybook.claims.document import Block, Cell, Document
from tallybook.claims.model import Asserted, Claim, Kind
from tallybook.claims.quantities import quantities
from tallybook.claims.reader.clock import Clock
from tallybook.claims.reader.foreign import unit_kind
from tallybook.claims.reader.lexicon import Lexicon
from tallybook.claims.reader.scope import Reach, parse, scope_of
from tallybook.claims.reader.sentences import Span
from tallybook.claims.reader.subject import Discourse, Scope, choose
from tallybook.claims.reader.times import times
from tallybook.measures.measure import Measure


def read_row(
    catalog: Catalog, document: Document, block: Block, words: Lexicon, discourse: Discourse, clock: Clock
) -> Iterator[Claim]:
    """Yield the claims of one table row: every cell with a number, but for those that name the row or its period."""
    label = block.cells[0] if block.cells else None
    row_times = times(block.text[label.start : label.end], clock) if label else []
    whole: Measure | None = None
    for cell in block.cells:
        if cell is label and row_times:
            continue
        text = block.text[cell.start : cell.end]
        found = [q for q in quantities(text) if q.form in ("number", "percent", "fraction", "points")]
        found = [q for q in found if not q.not_a_claim or q.not_a_claim in ("other", "label")]
        if len(found) != 1 or found[0].currency:
            continue
        point = found[0]
        period = row_times[0].period if row_times else None
        header_times = times(cell.header, Clock(document.published, clock.latest)) if cell.header else []
        if header_times and (period is None or not row_times):
            period = header_times[0].period
        scope = _scope(cell, label, words, clock, named_by_label=not row_times)
        share = point.form in ("percent", "fraction") or _is_share(cell.header)
        if share and not scope.features and whole is not None:
            scope = replace(scope, families={whole.family: 2.0}, features=dict.fromkeys(whole.features, 1.2))
        exact = point.value if not share and point.value >= 1000 else None
        choices = choose(catalog, scope, discourse, exact, (period,) if period else ())
        if not choices or choices[0].score < 0.7:
            continue
        measure = choices[0].measure
        if share and not measure.part_of and whole is not None:
            measure = whole
        kind: Kind = "share" if share else "count"
        period = period or discourse.last_period
        unit = "percent" if share else (unit_kind(point.unit_word) or measure.unit)
        start, end = cell.start + point.start, cell.start + point.end
        raw_start, raw_end = block.raw_span(start, end)
        if not share:
            whole = measure
        discourse.last = measure
        if period is not None:
            discourse.last_period = period
        yield Claim(
            "", document.raw[raw_start:raw_end], raw_start, raw_end, kind, measure.id, period,
            Asserted(point.value, unit, point.hedge, point.low, point.high, point.step if share else point.rounded_to),
            sentence=block.text,
        )  # fmt: skip


def _is_share(header: str) -> bool:
    folded = header.casefold()
    return "%" in folded or "percent" in folded or "share" in folded or "proportion" in folded


def _scope(cell: Cell, label: Cell | None, words: Lexicon, clock: Clock, named_by_label: bool) -> Scope:
    texts = [cell.header]
    if named_by_label and label is not None and label is not cell:
        texts.append(cell.label)
    families: dict[str, float] = {}
    features: dict[str, float] = {}
    agencies: dict[str, float] = {}
    programmes: set[str] = set()
    for text in texts:
        if not text:
            continue
        parsed = parse(text, Span(0, len(text)), (), words, Clock(clock.published, clock.latest))
        found = scope_of(parsed, Reach(0, 0, 0, len(text), len(text)))
        for name, weight in found.families.items():
            families[name] = max(families.get(name, 0.0), min(weight, 2.4))
        for name in found.features:
            features[name] = 1.3
        for name in found.agencies:
            agencies[name] = 1.0
        programmes |= found.programmes
    return Scope(families, features, agencies, frozenset(programmes))
