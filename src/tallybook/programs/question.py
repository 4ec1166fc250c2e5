"""Questions about a programme: which one, when, where, and which of its listings; one way to ask, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog
    from tallybook.base.results import Result, Table

PROGRAMS = ("secure-communities", "287g", "detainers")


@dataclass(frozen=True)
class Asked:
    """The question: which programme, when, where, and which of its listings."""

    program: str
    day: date
    dated: bool
    """Whether the day was given."""
    between: tuple[date, date] | None
    period: str
    place: str
    measure: str
    release: str
    listing: str = ""


def answer(catalog: Catalog, store: Path, asked: Asked) -> Result | Table:
    """Return the answer to a question about a programme.

    Raises:
        UsageError: the question is malformed, or the place does not exist.
        NoValue: nothing that is held can answer.
    """
    if asked.listing == "events":
        from tallybook.programs import switches

        return switches.events(catalog, asked.program)
    if asked.listing == "published":
        return _published(catalog, asked.program)
    if asked.measure:
        from tallybook.programs.joins import join
        from tallybook.records.store import Store

        return join(
            Store(store), catalog, asked.measure, asked.program, period=asked.period, release=asked.release,
            place=asked.place,
        )  # fmt: skip
    if asked.program == "detainers":
        return _detainers(catalog, store, asked)
    if asked.program == "secure-communities":
        from tallybook.programs.secure_communities import activated_between, counties_active

        if asked.between:
            return activated_between(catalog, *asked.between, asked.place)
        return counties_active(catalog, asked.day, asked.place)
    return _agreements(catalog, store, asked)


def _agreements(catalog: Catalog, store: Path, asked: Asked) -> Result | Table:
    from tallybook.programs.held import rolls_with

    held = rolls_with(catalog, store)
    if asked.listing:
        from tallybook.programs import listing

        return listing.spellings(held) if asked.listing == "spellings" else listing.rosters(held)
    from tallybook.programs.agreements import agreements_on
    from tallybook.programs.changes import changed

    if asked.between:
        return changed(catalog, *asked.between, asked.place, held)
    return agreements_on(catalog, asked.day, asked.place, held)


def _published(catalog: Catalog, program: str) -> Result | Table:
    if program == "287g":
        from tallybook.programs.listing import counts

        return counts(catalog)
    from tallybook.programs.published import published

    return published(catalog, program)


def _detainers(catalog: Catalog, store: Path, asked: Asked) -> Result:
    from tallybook.base.errors import UsageError
    from tallybook.base.periods import Period, parse_period
    from tallybook.programs.detainers import detainers

    if asked.dated:
        raise UsageError("detainers are counted over a period, not on a day", expected="--period or --between")
    if asked.between and asked.period:
        raise UsageError("--between and --period both say a period", next_step="give one of them")
    wanted = Period(*asked.between) if asked.between else parse_period(asked.period) if asked.period else None
    if asked.place:
        from tallybook.programs.outcomes import outcomes
        from tallybook.records.store import Store

        return outcomes(Store(store), catalog, wanted, asked.place)
    return detainers(catalog, wanted)


def day(text: str, where: str) -> date:
    """Return the day that a text names.

    Raises:
        PeriodError: it names none.
    """
    from tallybook.base.errors import PeriodError
    from tallybook.base.periods import partial_date

    found = partial_date(text)
    if found.first != found.last:
        raise PeriodError(f"{text!r} is not a day", where=where, expected="YYYY-MM-DD")
    return found.first
