"""Tallybook: the count of US immigration enforcement, kept in the open.

The functions here are the ones the commands call. Each returns a frozen dataclass with `.to_dict()`, `.to_polars()` and
`.to_pandas()`; what they are asked for in words they read as the command line does.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tallybook.claims.model import Check
    from tallybook.measures.listing import SeriesList, SeriesTable
    from tallybook.measures.lookup import Found
    from tallybook.measures.opened import OpenStore
    from tallybook.policies.answers import Assessment
    from tallybook.policies.replayed import Replay

__version__ = "0.1.0"

__all__ = ["__version__", "assess", "check", "check_file", "find", "open_store", "replay", "series"]


def check(text: str, published: date | str | None = None, catalog: str | os.PathLike[str] | None = None) -> Check:
    """Return every checkable number of a text with its verdict and the official values it rests on.

    Args:
        text: the text; offsets of the claims count its code points.
        published: the day it was published. None: what the text itself says, else today's values judge it.
        catalog: the folder of an overlay.

    Example:
        >>> import tallybook as tb
        >>> [j.verdict for j in tb.check("ICE removed 409,849 people in fiscal year 2012.", "2012-12-21").claims]
        ['supported']
    """
    from tallybook.base.catalog import open_catalog
    from tallybook.claims.check import check_text

    return check_text(open_catalog(catalog), text, _day(published))


def check_file(
    path: str | os.PathLike[str], published: date | str | None = None, catalog: str | os.PathLike[str] | None = None
) -> Check:
    """Return the check of a .txt, .md, .html, .pdf or .docx file.

    Raises:
        InputError: the file is missing, unreadable, or has no text.
    """
    from tallybook.base.catalog import open_catalog
    from tallybook.claims.check import check_document
    from tallybook.claims.loading import load

    return check_document(open_catalog(catalog), load(os.fspath(path), _day(published)))


def series(
    measure: str = "",
    as_of: date | str | None = None,
    period: str = "",
    catalog: str | os.PathLike[str] | None = None,
) -> SeriesList | SeriesTable:
    """Return every value of a measure with its vintage, or what was known on a day; without a measure, the list of all.

    Example:
        >>> import tallybook as tb
        >>> tb.series("dhs.removals", as_of="2014-02-01", period="FY2012").to_polars()["value"].to_list()
        [419384.0]

    Raises:
        UnknownName: no such measure; names the nearest.
        PeriodError: the period or day is none.
    """
    from tallybook.base.catalog import open_catalog
    from tallybook.base.periods import parse_period
    from tallybook.measures.listing import list_series, show_series

    opened = open_catalog(catalog)
    if not measure:
        return list_series(opened)
    return show_series(opened, measure, as_of=_day(as_of), period=parse_period(period) if period else None)


def find(number: str | float, catalog: str | os.PathLike[str] | None = None) -> Found:
    """Return what a number is: the series, years and vintages that have it, and what it is mistaken for.

    Raises:
        UsageError: the text is no number.
    """
    from tallybook.base.catalog import open_catalog
    from tallybook.measures.lookup import find as looked_up

    return looked_up(open_catalog(catalog), str(number))


def assess(
    facts: Mapping[str, Any], on: date | str | None = None, *,
    policy: str | Iterable[str] = (), findings: str = "none", unstated: str = "unknown",
    unknown: Iterable[str] | None = None, switches: Mapping[str, Any] | None = None,
    catalog: str | os.PathLike[str] | None = None,
) -> Assessment:  # fmt: skip
    """Return what the policies in force on a day say about a case: every outcome still possible, and why.

    Args:
        facts: facts by name, as `tallybook assess --template` lists them; what is left out stays unknown.
        on: the day of the decision.
        policy: the policies to ask, by id; none for every one in force.
        findings: officers' findings that are not stated: `none` recorded, or `unknown`.
        unstated: other facts that are not stated: `unknown`, or `absent`.
        unknown: facts that nobody knows; listing them says that what is neither stated nor listed is absent.
        switches: readings of what a text leaves open.
        catalog: the folder of an overlay.

    Example:
        >>> import tallybook as tb
        >>> tb.assess({"felony_charges": 1}, on="2013-03-01", policy="MORTON-2012D").answers[0].outcomes
        ('may_issue',)

    Raises:
        UsageError: a fact, value, date or policy that does not exist, or facts that contradict each other.
        NoValue: no policy is in force on that day.
    """
    from tallybook.policies.assess import assess as assessed

    return assessed(
        facts, on, policy=policy, findings=findings, unstated="" if unknown is not None else unstated, unknown=unknown,
        switches=switches, catalog=os.fspath(catalog) if catalog is not None else None,
    )  # fmt: skip


def replay(
    table: str, policy: str | Iterable[str], *,
    store: str | os.PathLike[str] | None = None, catalog: str | os.PathLike[str] | None = None, **question: Any,
) -> Replay:  # fmt: skip
    """Return how many records certainly, possibly or not at all fell within policies.

    Args:
        table: the table of records: `removals`, `arrests`, `detainers` …
        policy: the policies, by id; two are also set against each other; `in-force` for those of each record's own day.
        store: the folder of the record store; None for the user's own.
        catalog: the folder of an overlay.
        question: `by`, `period`, `rule`, `release`, `findings`, `own_date`, `switches`, `engine`, as
            `tallybook.policies.replay.replay` takes them.

    Raises:
        UsageError: the question is malformed, or wider than what is held.
        NoValue: nothing that is held can answer.
    """
    from tallybook.base.catalog import open_catalog
    from tallybook.policies.replay import replay as replayed

    names = policy.split(",") if isinstance(policy, str) else policy
    opened = open_store(store)
    return replayed(opened.store, open_catalog(catalog), table, [name.strip() for name in names], **question)


def open_store(path: str | os.PathLike[str] | None = None, catalog: str | os.PathLike[str] | None = None) -> OpenStore:
    """Return a record store: the folder named, else `TALLYBOOK_STORE`, else the user's own. It may not exist yet.

    Example:
        >>> import tallybook as tb
        >>> tb.open_store("no-such-folder").count("ice.removals", period="FY2016").value
        240255

    Raises:
        InputError: the path is a file, or the store cannot be read.
    """
    from tallybook.measures.opened import open_store as opened

    return opened(path, catalog)


def _day(given: date | str | None) -> date | None:
    from tallybook.base.periods import partial_date

    return partial_date(given).last if isinstance(given, str) else given
