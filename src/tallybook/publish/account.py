"""The account of a year: every official family, criminality, offences, priorities, the record test and the sources."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, PeriodError
from tallybook.base.periods import Kind, day_words, fiscal_year, parse_period
from tallybook.measures.figures import figure
from tallybook.publish import convictions, parts, policy_parts, program_parts, ranks, record_parts, recounts
from tallybook.publish.book import Book, Row, years_held
from tallybook.publish.layout import layout
from tallybook.publish.provenance import provenance
from tallybook.publish.report import LEGEND, Account, Amount, Rerun, Section, Tile, date_words, lower_first
from tallybook.records.store import Store


def account(
    catalog: Catalog, year: int, as_of: date | None = None, arrangement: str = "year-end", store: Store | None = None
) -> Account:
    """Return the account of a fiscal year.

    Args:
        catalog: the catalog to read.
        year: the fiscal year, named by the year it ends.
        as_of: what was known by this day stands beside today's figures; None puts the first published ones there.
        arrangement: the id of a file of `catalog/accounts`.
        store: the records; None or an empty one leaves their parts to what is shipped.

    Raises:
        NoValue: nothing is held for the year, or nothing of it was out by the day; says what is.
        UnknownName: no such arrangement.
    """
    plan = layout(catalog, arrangement)
    held = years_held(catalog)
    if year not in held:
        raise NoValue(
            f"nothing is held for fiscal year {year}",
            expected=f"a year from {held[0]} to {held[-1]}" if held else "a catalog with series",
        )
    book = Book(catalog, year, as_of, store)
    if as_of is not None and as_of < book.period.start:
        raise NoValue(
            f"fiscal year {year} began on {day_words(book.period.start)}, after {day_words(as_of)}",
            next_step="choose a later --as-of",
        )
    lead = [rows for name in plan.headline if (rows := book.rows(name))]
    tests = ranks.tests(book, plan)
    criminality: list[tuple[Section, str]] = []

    def convicted_part() -> list[Section]:
        criminality.extend(convictions.criminality(book, plan))
        return [part for part, _ in criminality[:1]]

    makers: dict[str, Callable[[], list[Section]]] = {
        "by-year": lambda: parts.by_year(book, plan),
        "side-by-side": lambda: [parts.side_by_side(book, plan)],
        "vintages": lambda: parts.vintages(book, plan),
        "criminality": convicted_part,
        "offences": lambda: convictions.offences(book, plan),
        "priorities": lambda: convictions.priorities(book, plan),
        "record": lambda: ranks.sections(book, tests),
        "recounts": lambda: recounts.sections(book),
        "records": lambda: record_parts.records(book),
        "quality": lambda: record_parts.quality(book),
        "policies": lambda: policy_parts.in_force(book),
        "programs": lambda: program_parts.programs(book),
        "conflicts": lambda: parts.conflicts(book, plan),
        "caveats": lambda: parts.caveats(book, plan, tests),
    }
    # In the order of the page, so that the sources are numbered in the order in which a reader meets them.
    sections = [s for name in plan.parts if name in makers for s in makers[name]()]
    sections = [s for s in sections if s.grids or s.items or s.charts]
    if as_of is not None and not any(row.then for name in plan.all_measures() for row in book.rows(name)):
        raise NoValue(
            f"nothing about fiscal year {year} was out by {day_words(as_of)}", next_step="choose a later --as-of"
        )
    closing = {"recalled": parts.recalled, "provenance": provenance}
    for close in (closing[name] for name in plan.parts if name in closing):
        sections = [*sections, *close(book, sections)]
    figures = [a for s in sections for a in _amounts(s)]
    marks = tuple(mark for mark in LEGEND if any(mark in a.marks for a in figures))
    convicted = criminality[0][1] if criminality else ""
    share = convictions.headline_share(book, criminality)
    return Account(
        year, book.period, as_of, _title(book, lead), plan.title, _standfirst(book, lead, tests, convicted),
        _notices(book, lead), _tiles(book, lead, tests, share), tuple(sections), book.sources,
        _rerun(catalog, year, as_of, store), marks,
    )  # fmt: skip


def _amounts(section: Section) -> list[Amount]:
    return [cell for grid in section.grids for row in grid.rows for cell in row if isinstance(cell, Amount)]


def _leading(lead: list[list[Row]]) -> Row | None:
    return lead[0][0] if lead else None


def _known(book: Book, row: Row) -> Amount | None:
    """Return the figure the page speaks of: what was known on its day, or without one what stands today."""
    return row.then if book.as_of else (row.now or row.then)


def _title(book: Book, lead: list[list[Row]]) -> str:
    row = _leading(lead)
    if row is None or (amount := _known(book, row)) is None:
        return f"Fiscal year {book.year}"
    if row.partial:
        end = day_words(row.period.end).removesuffix(f" {book.year}").replace(" ", "\u00a0")
        return f"Fiscal year {book.year} to {end}: {amount.text} {amount.unit}"
    return f"Fiscal year {book.year}: {amount.text} {amount.unit}"


def _standfirst(book: Book, lead: list[list[Row]], tests: list[ranks.Test], convicted: str) -> tuple[str, ...]:
    lines = []
    for place, rows in enumerate(lead):
        row = rows[0]
        words = _counted(book, row, first=place == 0)
        test = next((t for t in tests if t.test.measure == row.measure.id), None)
        sentences = (
            words,
            test.verdict if test is not None else "",
            "" if place == 0 or not words else row.measure.what,
        )
        if any(sentences):
            lines.append(" ".join(s for s in sentences if s))
    if convicted:
        lines.append(convicted)
    return tuple(lines)


def _counted(book: Book, row: Row, first: bool) -> str:
    """Return who counts how many, and what the figure was before."""
    agency, then, now = row.measure.agency, row.then, row.now
    span = f"{day_words(row.period.start)} to {day_words(row.period.end)}"
    when = f" from {span}" if row.partial else f" in fiscal year {book.year} ({span})"
    if not first:
        when = ""
    if book.as_of is not None and then is None:
        today = f"today it counts {now.text} {now.unit}{when}" if now is not None else ""
        known = f"{agency} had published no figure by {day_words(book.as_of)}"
        return f"{known}; {today}." if today else ""
    amount = now or then
    if amount is None:
        return ""
    words = f"{agency} counts {amount.text} {amount.unit}{when}"
    if then is not None and row.revision is not None:
        known = f"on {day_words(book.as_of)} the figure was" if book.as_of else "it first published"
        recalled = ", recalled" if then.basis == "recalled" else ""
        words += f"; {known} {then.text} ({date_words(then.published)}{recalled})"
    return words + "."


def _notices(book: Book, lead: list[list[Row]]) -> tuple[str, ...]:
    notices = []
    row = _leading(lead)
    if row is not None and row.partial:
        left = (book.period.end - row.period.end).days
        notices.append(
            f"Part of a year. The last count held of {lower_first(row.measure.title)} stops on"
            f" {day_words(row.period.end)}: {row.period.days} of the {book.period.days} days of fiscal year"
            f" {book.year}, {left} short. It is not a figure for the year and is not ranked against years."
        )
        others = [r for r in lead[0][1:] if not r.partial and r.now is not None]
        for other in others:
            assert other.now is not None
            kind = "an estimate of" if not other.now.exact else "a count of"
            notices.append(
                f"For the whole year only research is held: {kind} {other.now.text} {other.now.unit}"
                f" ({other.now.vintage})."
            )
    elif row is not None and (amount := row.now or row.then) is not None and amount.status != "published":
        notices.append(
            f"The leading figure was not published by {row.measure.agency} itself but comes from"
            f" {amount.vintage} ({amount.status.replace('_', ' ')})."
        )
    if row is not None and book.period.days > 366:
        notices.append(f"Fiscal year {book.year} has fifteen months: {book.period.days} days.")
    return tuple(notices)


def _tiles(book: Book, lead: list[list[Row]], tests: list[ranks.Test], share: Tile | None) -> tuple[Tile, ...]:
    tiles = []
    for rows in lead[:2]:
        row = rows[0]
        amount = _known(book, row)
        if amount is None:
            continue
        detail = [row.covers] if row.covers else []
        if row.then is not None and row.now is not None and row.revision is not None:
            detail.insert(0, f"today {row.now.text}" if book.as_of else f"first published: {row.then.text}")
        elif row.then is None and book.as_of:
            detail.insert(0, f"not out by {day_words(book.as_of)}")
        tiles.append(Tile(row.measure.title, amount, amount.text, "; ".join(detail)))
    for test in [t for t in tests if t.test.earlier][:1]:
        tiles.append(Tile(f"{test.test.title}: a record?", None, test.short, test.detail))
    return (*tiles, share) if share is not None else tuple(tiles)


def _rerun(catalog: Catalog, year: int, as_of: date | None, store: Store | None) -> Rerun:
    from tallybook import __version__

    day = f" --as-of {as_of.isoformat()}" if as_of else ""
    overlays = tuple((layer.name, layer.sha256) for layer in catalog.layers[1:])
    extra = f" --catalog {overlays[0][0]}" if overlays else ""
    command = f"tallybook report --fiscal-year {year}{day}{extra} --out fy{year}.html"
    return Rerun(command, __version__, catalog.layers[0].sha256, overlays, _held(store))


def _held(store: Store | None) -> str:
    """Return which generation of which records a store holds, in words; nothing for an empty one."""
    if store is None or store.empty:
        return ""
    listed = sorted(f"{s.records_sha256} {s.source_sha256}" for s in store.manifest.sheets)
    digest = hashlib.sha256("\n".join(listed).encode()).hexdigest()
    kept = sum(s.kept for s in store.manifest.sheets)
    return f"{len(listed):,} sheets, {kept:,} records, sha256 of their hashes {digest}"


def year_named(catalog: Catalog, text: str | None, arrangement: str = "year-end") -> int:
    """Return the fiscal year that a text names; None means the last one that a leading measure has a whole count of.

    Raises:
        PeriodError: the text names no fiscal year.
    """
    if text is None:
        for year in reversed(years_held(catalog)):
            for name in layout(catalog, arrangement).headline:
                found = figure(catalog, name, fiscal_year(year))
                if found is not None and found.official:
                    return year
        raise NoValue("no fiscal year has a whole count", next_step="name one with --fiscal-year")
    period = parse_period(text)
    if period.kind is not Kind.FISCAL_YEAR:
        raise PeriodError(
            f"{text!r} is not a fiscal year", where="--fiscal-year", expected="a year such as 2012 or FY2012"
        )
    return period.fiscal_years()[0]
