"""Assertions: statements about the series that stand as data beside a text and are worked out anew from the series.

    given:
      ice: ice.removals FY2012
      first: dhs.removals FY2012 @AR2012
      share: {share: [ice.removals.criminal FY2012, ice], digits: 0}
    expect:
      - ice = 409849 and share = 55

A look-up is `MEASURE[where] PERIOD in UNIT @WHICH`; all but measure and period may be left out. PERIOD is what
`parse_period` reads, or the publisher's own words for a window in double quotes. WHICH is a vintage, `first` (the
oldest dated one) or a day (as known then); without it, the value that stands today. `expect` is in the one condition
language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Final, TypeAlias

from pydantic import Field, model_validator

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import holds, parse
from tallybook.base.errors import CatalogError, NoValue
from tallybook.base.periods import Kind, Period, parse_period
from tallybook.base.strict import Strict
from tallybook.measures.series import Series, Value, newest, series

Operand: TypeAlias = int | float | str
"""A number, a name given above it, or a look-up."""

_LOOKUP: Final = re.compile(
    r"""(?P<measure>[\w.]+)(?:\[(?P<where>[^\]]+)\])?
        (?:\s+(?P<period>"[^"]+"|\S+))?
        (?:\s+in\s+(?P<unit>[^@]+?))?
        (?:\s+@(?P<which>.+))?\Z""",
    re.VERBOSE,
)
_MONTH: Final = 31


class Derived(Strict):
    """A number worked out from others. Exactly one operation, then rounded where `digits` or `to` says so."""

    value: Operand | None = None
    sum: tuple[Operand, ...] = ()
    difference: tuple[Operand, ...] = ()
    """The first less all others."""
    share: tuple[Operand, ...] = Field((), max_length=2)
    """The first in percent of the second."""
    ratio: tuple[Operand, ...] = Field((), max_length=2)
    change: tuple[Operand, ...] = Field((), max_length=2)
    """From the second to the first, in percent."""
    days: str = ""
    """Days of a period, both ends included."""
    highest: str = ""
    """Of the values that stand, over the fiscal years of a range, else over the days and months in it."""
    lowest: str = ""
    highest_published: str = ""
    """Of all values ever published for one period."""
    lowest_published: str = ""
    vintages: str = ""
    """How many different values were published for a period."""
    values_in: str = ""
    """How many days and months of a range have a value."""
    last_day: str = ""
    """The last day that any value of the measure covers."""
    digits: int | None = None
    """Decimals kept."""
    to: float | None = None
    """Rounded to a multiple of this."""

    @model_validator(mode="after")
    def _one_operation(self) -> Derived:
        chosen = [name for name in _OPERATIONS if getattr(self, name) not in (None, "", ())]
        if len(chosen) != 1:
            raise ValueError(f"{len(chosen)} operations, expected one of {', '.join(_OPERATIONS)}")
        return self

    @property
    def operation(self) -> str:
        """The name of the one operation."""
        return next(name for name in _OPERATIONS if getattr(self, name) not in (None, "", ()))


class Assertion(Strict):
    """Named numbers from the series and the conditions they must meet."""

    given: dict[str, Annotated[Derived | str, Field(union_mode="left_to_right")]] = Field(min_length=1)
    expect: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _parses(self) -> Assertion:
        for condition in self.expect:
            parse(condition)
        return self


def failures(catalog: Catalog, assertion: Assertion) -> list[str]:
    """Return one line for each condition that does not hold, with the numbers it was read with.

    Raises:
        NoValue: a look-up finds nothing.
        CatalogError: a look-up is malformed, or names something not given above it.
    """
    numbers = values(catalog, assertion.given)
    return [
        f"{condition} fails: {', '.join(f'{name} = {number}' for name, number in numbers.items() if name in condition)}"
        for condition in assertion.expect
        if holds(parse(condition), numbers) is not True
    ]


def values(catalog: Catalog, given: Mapping[str, str | Derived]) -> dict[str, float | date]:
    """Return the number behind each name, in order; later ones may use earlier ones."""
    found: dict[str, float | date] = {}
    for name, wanted in given.items():
        found[name] = evaluate(catalog, wanted, found)
    return found


def evaluate(catalog: Catalog, wanted: Operand | Derived, known: Mapping[str, float | date]) -> float | date:
    """Return the number of one look-up, name, literal or derived value."""
    if isinstance(wanted, int | float):
        return wanted
    if isinstance(wanted, str):
        return known[wanted] if wanted in known else look_up(catalog, wanted).value
    result = _OPERATIONS[wanted.operation](catalog, getattr(wanted, wanted.operation), known)
    if isinstance(result, date):
        return result
    if wanted.digits is not None:
        return round(result, wanted.digits)
    return round(result / wanted.to) * wanted.to if wanted.to else result


def look_up(catalog: Catalog, text: str) -> Value:
    """Return the published value that a look-up names.

    Raises:
        CatalogError: the text is no look-up.
        NoValue: the series has no such value; names what it has for the period.
        UnknownName: there is no such series.
    """
    held, asked = _series(catalog, text)
    where, unit, which = asked["where"] or "", asked["unit"], asked["which"]
    if (asked["period"] or "").startswith('"'):
        note = (asked["period"] or "").strip('"')
        rows = [v for v in held.values if v.period is None and v.period_note == note and unit in (None, v.unit)]
    else:
        rows = held.vintages(_period(text, asked), where, unit)
    chosen = _choose(held, rows, which)
    if chosen is None:
        raise NoValue(
            f"no value for {text!r}",
            where=f"series {held.measure}",
            expected=f"one of {', '.join(f'{v.value:.10g} ({v.vintage_label})' for v in rows)}" if rows else "",
        )
    return chosen


def _choose(held: Series, rows: list[Value], which: str | None) -> Value | None:
    if which is None:
        return newest(rows)
    if which == "first":
        return next((v for v in rows if v.published is not None), None)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", which):
        period = rows[0].period if rows else None
        return held.as_of(date.fromisoformat(which), period, rows[0].where, rows[0].unit) if period else None
    return next((v for v in rows if which in (v.vintage, v.vintage_label)), None)


def _series(catalog: Catalog, text: str) -> tuple[Series, dict[str, str | None]]:
    found = _LOOKUP.match(text)
    if found is None:
        raise CatalogError(f"{text!r} is no look-up", expected="MEASURE PERIOD, such as ice.removals FY2012 @ICE2012")
    return series(catalog, str(found["measure"])), found.groupdict()


def _period(text: str, asked: Mapping[str, str | None]) -> Period:
    if not asked["period"]:
        raise CatalogError(f"{text!r} names no period", expected="a period such as FY2012 or 2025-09-21")
    return parse_period(asked["period"])


def _within(catalog: Catalog, text: str) -> list[float]:
    """Return the values that stand for the fiscal years, or the days and months, inside a range."""
    held, asked = _series(catalog, text)
    span = _period(text, asked)
    years = span.kind in (Kind.FISCAL_YEARS, Kind.FISCAL_YEAR)
    found = []
    for period in held.periods(asked["where"] or ""):
        fits = period.kind is Kind.FISCAL_YEAR if years else period.days <= _MONTH
        current = held.current(period, asked["where"] or "", asked["unit"]) if fits and period in span else None
        if current is not None:
            found.append(current.value)
    return found


def _published(catalog: Catalog, text: str) -> list[float]:
    held, asked = _series(catalog, text)
    return [v.value for v in held.vintages(_period(text, asked), asked["where"] or "", asked["unit"])]


def _extreme(pick: Callable[[list[float]], float], of: Callable[[Catalog, str], list[float]]) -> _Operation:
    def work(catalog: Catalog, text: str, _: Mapping[str, float | date]) -> float:
        found = of(catalog, text)
        if not found:
            raise NoValue(f"no value in {text!r}")
        return pick(found)

    return work


def _numbers(catalog: Catalog, parts: tuple[Operand, ...], known: Mapping[str, float | date]) -> list[float]:
    found = [evaluate(catalog, part, known) for part in parts]
    return [number for number in found if not isinstance(number, date)]


def _arithmetic(work: Callable[[list[float]], float]) -> _Operation:
    return lambda catalog, parts, known: work(_numbers(catalog, parts, known))


_Operation: TypeAlias = Callable[..., float | date]
_OPERATIONS: Final[dict[str, _Operation]] = {
    "value": evaluate,
    "sum": _arithmetic(sum),
    "difference": _arithmetic(lambda n: n[0] - sum(n[1:])),
    "share": _arithmetic(lambda n: 100 * n[0] / n[1]),
    "ratio": _arithmetic(lambda n: n[0] / n[1]),
    "change": _arithmetic(lambda n: 100 * (n[0] / n[1] - 1)),
    "days": lambda _catalog, text, _known: parse_period(text).days,
    "highest": _extreme(max, _within),
    "lowest": _extreme(min, _within),
    "highest_published": _extreme(max, _published),
    "lowest_published": _extreme(min, _published),
    "vintages": lambda catalog, text, _known: len(set(_published(catalog, text))),
    "values_in": lambda catalog, text, _known: len(_within(catalog, text)),
    "last_day": lambda catalog, text, _known: max(v.period.end for v in series(catalog, text).values if v.period),
}
