"""The policies of a year: which were in force, clause by clause, and what the records say of those within them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tallybook.base.errors import TallybookError
from tallybook.base.periods import Period, day_words
from tallybook.base.results import Column
from tallybook.policies.force import intervals
from tallybook.policies.policy import Interval, Policy, policies
from tallybook.policies.replay import replay
from tallybook.policies.replayed import FINDINGS
from tallybook.policies.shipped import shipped_replays
from tallybook.policies.timeline import stretches
from tallybook.publish.book import Book
from tallybook.publish.report import Cell, Grid, Item, Section, Span, SpansChart

AGENCY, TABLE, LANE = "ICE", "removals", "priorities"
"""Whose timeline is drawn, and the records that are put through the lists of which lane."""
AROUND = 365
"""Days drawn before and after the year."""
WITHIN = "ice.removals.priority"
STATES = {"gap": "none", "one": "one", "overlap": "more than one"}


def in_force(book: Book) -> list[Section]:
    """Return the policies in force in the year; nothing where the catalog has none."""
    known = tuple(policies(book.catalog).values())
    standing = [(p, start, to, i) for p in known for start, to, i in intervals(p) if _meets(start, to, book.period)]
    if not standing:
        return []
    each = list({p.id: p for p, *_ in standing}.values())
    grids = [_standing(book, standing), _stretches(book, known)]
    clauses = _clauses(book, [p.id for p in each])
    grids += [clauses] if clauses.rows else []
    replays, notes = _replays(book, each)
    grids[1:1] = [replays] if replays is not None else []
    items = [
        Item(p.id, f"{over.what}, {_days(over.from_, over.to)}", over.basis)
        for p in each
        for over in p.overlays
        if _meets(over.from_, over.to, book.period)
    ]
    paragraphs = (
        "What the text of each memo, order or rule says; not what an agency did, and not legal advice. Texts in the"
        " catalog's own words.",
        *notes,
    )
    return [
        Section("policies", "The policies in force", paragraphs, (_chart(book, known),), tuple(grids), tuple(items))
    ]


def _meets(start: date, to: date | None, period: Period) -> bool:
    return start <= period.end and (to is None or to > period.start)


def _days(start: date, to: date | None) -> str:
    return f"from {day_words(start)}" + (f" until {day_words(to)}" if to else "")


def _in_year(start: date, to: date | None, period: Period) -> str:
    """Return the days of the year on which something stood, in words."""
    late, early = start > period.start, to is not None and to <= period.end
    if late and early:
        assert to is not None
        return f"{day_words(start)} to {day_words(to - timedelta(1))}"
    if late:
        return f"from {day_words(start)}"
    if early:
        assert to is not None
        return f"to {day_words(to - timedelta(1))}"
    return "all year"


def _standing(book: Book, standing: list[tuple[Policy, date, date | None, Interval]]) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    groups, last = [], ""
    for p, start, to, interval in sorted(standing, key=lambda s: (s[0].lanes[0].lane != LANE, s[0].lanes[0].lane)):
        if p.lanes[0].lane != last:
            last = p.lanes[0].lane
            groups.append((len(rows), last.capitalize()))
        year = _in_year(start, to, book.period) + (", only a part stays" if interval.remainder else "")
        rows.append(
            (
                p.id, p.title, year, start.isoformat(), to.isoformat() if to else None, ", ".join(p.agencies),
                len(p.clauses), interval.basis, p.citation,
            )
        )  # fmt: skip
    columns = (
        Column("policy", "Policy"), Column("title", "What it is"), Column("year", "In the year"),
        Column("from", "From"), Column("to", "No longer from"), Column("agencies", "Binds"),
        Column("clauses", "Clauses", "number"), Column("basis", "Dates"), Column("document", "Document"),
    )  # fmt: skip
    return Grid("Memos, orders and rules of the year", columns, tuple(rows), frozenset(), tuple(groups))


def _stretches(book: Book, known: tuple[Policy, ...]) -> Grid:
    rows: list[tuple[Cell, ...]] = [
        (
            s.lane, _in_year(s.start, s.to, book.period), STATES[s.state],
            ", ".join(n for n in s.policies if n not in s.remainders) or None, ", ".join(s.remainders) or None,
        )
        for s in stretches(known, AGENCY, start=min(book.period.start, _first(known)))
        if _meets(s.start, s.to, book.period)
    ]  # fmt: skip
    columns = (
        Column("lane", "Of"), Column("year", "In the year"), Column("state", "In force"),
        Column("policies", "Policies"), Column("remainders", "Only a part stays of"),
    )  # fmt: skip
    return Grid(f"Where nothing stood, and where two did, for {AGENCY}", columns, tuple(rows))


def _first(known: Iterable[Policy]) -> date:
    return min(i.from_ for p in known for i in p.in_force)


def _clauses(book: Book, names: Iterable[str]) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    groups = []
    known = policies(book.catalog)
    for p in (known[name] for name in names):
        stood = [c for c in p.clauses if _meets(c.from_ or date.min, c.to, book.period)]
        if not stood:
            continue
        groups.append((len(rows), f"{p.id}: {p.title}"))
        for c in stood:
            basis = c.basis + (f"; recalled: {c.recalled_part}" if c.recalled_part else "")
            rows.append((c.id, c.section, c.text, p.outcomes[c.outcome].title, basis))
        rows.append(("otherwise", None, "none of them holds", p.outcomes[p.default].title, None))
    columns = (
        Column("clause", "Clause"), Column("section", "Place"), Column("text", "What it says"),
        Column("outcome", "Then"), Column("basis", "Basis"),
    )  # fmt: skip
    return Grid(
        "Clause by clause, the first that holds decides", columns, tuple(rows), frozenset(), tuple(groups), True
    )


def _chart(book: Book, known: tuple[Policy, ...]) -> SpansChart:
    first = book.period.start - timedelta(AROUND)
    last = book.period.end + timedelta(AROUND)
    window = Period(first, last)
    groups: dict[str, list[tuple[str, tuple[Span, ...]]]] = {}
    for p in known:
        found = tuple(
            Span(start, to, "rest" if i.remainder else "recalled" if i.basis == "recalled" else "whole",
                 f"{p.short}, {_days(start, to)}")
            for start, to, i in intervals(p)
            if _meets(start, to, window)
        )  # fmt: skip
        if found and AGENCY in p.agencies:
            groups.setdefault(p.lanes[0].lane.capitalize(), []).append((p.short, found))
    return SpansChart(
        "policies-in-force", f"Policies for {AGENCY} around the year",
        f"Policies that bind {AGENCY}, from a year before fiscal year {book.year} to a year after it; the year is"
        " shaded.",
        tuple((lane, tuple(rows)) for lane, rows in groups.items()), (first, last),
        (book.period.start, book.period.end),
    )  # fmt: skip


def _replays(book: Book, standing: list[Policy]) -> tuple[Grid | None, tuple[str, ...]]:
    """Return the removals of the year through the priorities of the year, with what the range comes from."""
    rows = list(_own(book, standing)) or list(_shipped(book))
    if not rows:
        return None, ()
    published = book.amount(book.whole_year(WITHIN, book.year))
    columns = (
        Column("policy", "Policy"), Column("findings", "Officers' findings"), Column("records", "Removals", "number"),
        Column("certain", "Certainly within", "number"), Column("at_most", "At most within", "number"),
        Column("low", "At least, %", "number", 1), Column("high", "At most, %", "number", 1),
        Column("published", "Published as priorities"), Column("causes", "What the records do not say"),
        Column("source", "Counted in"),
    )  # fmt: skip
    filled = tuple((*row[:7], published, *row[7:]) for row in rows)
    text = (
        "The removals of the year through the lists of priorities in force: what is certain, and what is possible with"
        " what the records leave open. A range as wide as the question decides nothing."
    )
    return Grid("Removals within the priorities of the year", columns, filled), (text,)


def _own(book: Book, standing: list[Policy]) -> Iterator[tuple[Cell, ...]]:
    if book.store is None or not book.store.manifest.of(TABLE):
        return
    for p in standing:
        if not p.clauses or p.lanes[0].lane != LANE or AGENCY not in p.agencies:
            continue
        for findings in FINDINGS:
            try:
                found = replay(
                    book.store, book.catalog, TABLE, [p.id], period=book.period, findings=findings, own_date=True
                )
            except TallybookError:  # no release held covers the year, or none has what the rule counts by
                return
            total = found.totals[0]
            if total.asked:
                causes = ", ".join(c.fact for c in found.causes[:3])
                whole = (
                    "" if found.complete else f", to {day_words(found.covered_to)}" if found.covered_to else ", part"
                )
                yield (
                    p.id, FINDINGS[findings], total.asked, total.certain, total.certain + total.possible,
                    100 * total.low, 100 * total.high, causes or None,
                    f"the store, {', '.join(found.releases)}{whole}",
                )  # fmt: skip


def _shipped(book: Book) -> Iterator[tuple[Cell, ...]]:
    for r in shipped_replays(book.catalog):
        if r.period == book.period and not r.outcome:
            yield (
                r.policy, FINDINGS[r.findings], r.records, r.certain, r.at_most, r.low, r.high,
                ", ".join(r.causes[:3]) or None, f"shipped, {r.release}",
            )  # fmt: skip
