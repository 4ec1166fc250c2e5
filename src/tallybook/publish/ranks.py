"""The record test as read: one sentence, the closest earlier years, and every earlier year."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.base.periods import day_words
from tallybook.base.results import Column
from tallybook.measures.figures import Figure
from tallybook.measures.listing import newest_date
from tallybook.measures.record_test import RecordTest, Rival, record_test
from tallybook.publish.book import Book
from tallybook.publish.layout import Layout
from tallybook.publish.report import Cell, Grid, Item, Section, date_words, shown

FOLD = 12
"""A grid of more years than this is led by the closest ones and may be shown closed."""
CLOSEST = 5


@dataclass(frozen=True)
class Test:
    """A record test with its words."""

    test: RecordTest

    @property
    def span(self) -> str:
        """The earlier years as `7 earlier years held (FY2005 to FY2011)`."""
        rivals = self.test.earlier
        if len(rivals) == 1:
            return f"one earlier year held (FY{rivals[0].year})"
        return f"{len(rivals)} earlier years held (FY{rivals[0].year} to FY{rivals[-1].year})"

    @property
    def short(self) -> str:
        """Yes or no, as then known and now."""
        then, now = self.test.record_then, self.test.record_now
        if not self.test.earlier:
            return "–"
        if then == now:
            return "Yes" if then else "No"
        return "Then yes, now no" if then else "Then no, now yes"

    @property
    def detail(self) -> str:
        """What stands behind it, in a few words."""
        if not self.test.earlier:
            return "the first year held"
        if self.test.record_then or self.test.record_now:
            return f"against each of {self.span}"
        return f"{_years(self.test.not_below_now)} not lower"

    @property
    def verdict(self) -> str:
        """The finding in one or two sentences."""
        test = self.test
        if not test.earlier:
            return "It is the first year held, so there is nothing to rank it against."
        if test.record_then and test.record_now:
            later = f" ({len(test.assumed)} of them by a later vintage)" if test.assumed and test.day else ""
            words = f"That is more than in any of the {self.span}, both as then known{later} and on today's values."
            words = words.replace("any of the one earlier year", "the one earlier year")
        elif test.record_then:
            words = (
                f"As then known that was more than in any of the {self.span}; on today's values it no longer is:"
                f" {_higher(test.not_below_now, now=True)}."
            )
        elif test.record_now:
            words = (
                f"As then known it was no record ({_higher(test.not_below_then, now=False)});"
                f" on today's values it is higher than each of the {self.span}."
            )
        else:
            words = f"It is not the highest of the years up to then: {_higher(test.not_below_now, now=True)}."
        if test.overtaken_by and test.record_now:
            first = test.overtaken_by[0]
            words += f" {_year(first)} later passed it ({_value(first.now)})."
        return words

    @property
    def reservations(self) -> tuple[str, ...]:
        """What limits the comparison: years compared by later vintages, years missing, changes of method."""
        test, notes = self.test, []
        if test.assumed and test.day is not None:
            count = len(test.assumed)
            years = "One earlier year has" if count == 1 else f"{count} of the earlier years have"
            notes.append(
                f"{years} no value here that is dated by {day_words(test.day)}; the earliest vintage held stands in,"
                " marked 'later'."
            )
        if test.day is None:
            notes.append("When the figure was first published is not recorded, so 'then' is the oldest vintage held.")
        if test.missing:
            years = ", ".join(f"FY{y}" for y in test.missing[:6]) + (" …" if len(test.missing) > 6 else "")
            notes.append(f"No value is held for {years}.")
        if any(r.year == 1976 for r in test.earlier):
            notes.append("Fiscal year 1976 has fifteen months.")
        notes += [f"Counted differently from {day_words(b.day)}: {b.what} ({b.source})" for b in test.breaks]
        return tuple(notes)


def tests(book: Book, plan: Layout) -> list[Test]:
    """Return the record tests of the year; none of a measure whose own count stops inside the year."""
    whole = [name for name in plan.records if not any(row.partial for row in book.rows(name))]
    found = (record_test(book.catalog, name, book.year, book.as_of) for name in whole)
    return [Test(t) for t in found if t is not None]


def sections(book: Book, found: list[Test]) -> list[Section]:
    """Return the section of the record tests, or nothing where none can be made."""
    found = [t for t in found if t.test.earlier]
    if not found:
        return []
    paragraphs: list[str] = []
    grids: list[Grid] = []
    items: list[Item] = []
    for t in found:
        dated = newest_date(t.test.then)
        then = f"published {date_words(dated)}" if dated else "publication date not recorded"
        if book.as_of is not None:
            then = f"known on {day_words(book.as_of)}"
        value = shown(t.test.then.value)
        paragraphs.append(f"{t.test.title}: {value} ({then}). {t.verdict}")
        items += [Item(t.test.title, note) for note in t.reservations]
        rivals = tuple(reversed(t.test.earlier))
        if len(rivals) > FOLD:
            ranked = sorted(rivals, key=lambda r: r.then.value if r.then else 0.0, reverse=True)
            grids.append(
                _grid(book, t.test, tuple(ranked[:CLOSEST]), f"{t.test.title}: the highest earlier years", False)
            )
            grids.append(_grid(book, t.test, rivals, f"{t.test.title}: every earlier year", True))
        else:
            grids.append(_grid(book, t.test, rivals, f"{t.test.title}: every earlier year", False))
    return [Section("record", "Against every earlier year", tuple(paragraphs), (), tuple(grids), tuple(items))]


def _grid(book: Book, test: RecordTest, rivals: tuple[Rival, ...], caption: str, fold: bool) -> Grid:
    day = book.as_of or test.day
    then_title = f"Known on {day.isoformat()}" if day else "Oldest vintage"
    columns = (
        Column("fiscal_year", "Fiscal year"), Column("then", then_title),
        Column("ratio_then", f"FY{test.year} ÷ it", "number", 2), Column("now", "Now"),
        Column("ratio_now", f"FY{test.year} ÷ it", "number", 2), Column("lower", f"Below FY{test.year}?"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [(f"FY{test.year}", book.amount(test.then), None, book.amount(test.now), None, None)]
    for rival in rivals:
        rows.append((
            f"FY{rival.year}" + (" (later)" if rival.later else ""),
            book.amount(rival.then), _times(test.then, rival.then), book.amount(rival.now), _times(test.now, rival.now),
            _below(test, rival),
        ))  # fmt: skip
    return Grid(caption, columns, tuple(rows), frozenset({0}), (), fold)


def _below(test: RecordTest, rival: Rival) -> str:
    then = rival.then is not None and rival.then.value < test.then.value
    now = rival.now is not None and rival.now.value < test.now.value
    if then == now:
        return "yes" if then else "no"
    return "then yes, now no" if then else "then no, now yes"


def _times(one: Figure, other: Figure | None) -> float | None:
    return round(one.value / other.value, 4) if other is not None and other.value else None


def _year(rival: Rival) -> str:
    return f"Fiscal year {rival.year}"


def _value(found: Figure | None) -> str:
    return shown(found.value) if found is not None else "–"


def _higher(rivals: tuple[Rival, ...], now: bool) -> str:
    ranked = sorted(rivals, key=lambda r: ((r.now if now else r.then) or r.now or r.then).value, reverse=True)  # type: ignore[union-attr]
    best = ranked[0]
    more = f" and {len(ranked) - 1} other{'s' if len(ranked) > 2 else ''}" if len(ranked) > 1 else ""
    verb = "were" if len(ranked) > 1 else "was"
    return f"fiscal year {best.year} ({_value(best.now if now else best.then)}){more} {verb} as high or higher"


def _years(rivals: tuple[Rival, ...]) -> str:
    if len(rivals) == 1:
        return f"FY{rivals[0].year} is"
    return f"{len(rivals)} earlier years are"
