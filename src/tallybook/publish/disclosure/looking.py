"""Looking up: the rows of an answer from the published tables of one release. Nothing here sees a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tallybook.base.conditions import holds, names
from tallybook.base.errors import NoValue, UnknownName
from tallybook.base.periods import Period
from tallybook.measures.choice import Part
from tallybook.publish.disclosure.asking import Wanted, years_of
from tallybook.publish.disclosure.base import LEFT_OUT, Base, Values
from tallybook.publish.disclosure.declared import Cut
from tallybook.publish.disclosure.joint import year_of

Key = tuple[Any, ...]


@dataclass
class Found:
    """The rows of one part of an answer."""

    values: dict[Key, int] = field(default_factory=dict)
    suppressed: set[Key] = field(default_factory=set)
    left_out: set[Key] = field(default_factory=set)
    unknown: int = 0
    """Records that do not say whether the measure's condition holds."""
    cut: Cut | None = None

    def add(self, key: Key, number: int | None) -> None:
        """Count the number of a cell."""
        if number is None:
            self.suppressed.add(key)
        elif number == LEFT_OUT:
            self.left_out.add(key)
        else:
            self.values[key] = self.values.get(key, 0) + number


def kept_values(base: Base, keep: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `keep` as the tables have them, whatever their case.

    Raises:
        UnknownName: no record of the release has such a value.
    """
    found = {}
    for name, value in keep.items():
        domain = {str(v).casefold(): v for v in base.domains.get(name, ()) if v is not None}
        if value is None or value in domain.values():
            found[name] = value
        elif str(value).casefold() in domain:
            found[name] = domain[str(value).casefold()]
        else:
            raise UnknownName(name.replace("_", " "), str(value), map(str, domain.values()))
    return found


def look_up(base: Base, wanted: Wanted, part: Part, by: tuple[str, ...] | None = None) -> Found:
    """Return the rows of a part of an answer, broken down as asked or by `by`.

    Raises:
        NoValue: the release does not record what the answer needs.
        UnknownName: no record has a value that the question names.
    """
    by = wanted.asked.question.by if by is None else by
    keep = kept_values(base, wanted.keep)
    if wanted.protected:
        return _protected(base, wanted, part, by, keep)
    cut = _smallest(base, wanted)
    found = Found(cut=cut)
    accepts = _accepting(wanted, keep, cut.by)
    rule = wanted.asked.rule_name
    months = cut.time == "month" and rule not in base.shape.titled and wanted.grain == "month"
    times = base.yearly.get((rule, cut)) if wanted.grain == "fiscal_year" else None
    places = [None if name in _TIMES or name == "release" else cut.by.index(name) for name in by]
    for time, cells in (times or base.exact[rule, cut]).items():
        if not _within(part.period, time, months):
            continue
        outer = [_TIMES[n](time, months) if n in _TIMES else base.release if n == "release" else None for n in by]
        for values, number in cells.items():
            truth = accepts(values)
            if truth is None:
                found.unknown += number or 0
            elif truth:
                key = tuple(o if p is None else values[p] for o, p in zip(outer, places, strict=True))
                found.add(key, number)
    return found


def _protected(base: Base, wanted: Wanted, part: Part, by: tuple[str, ...], keep: Mapping[str, Any]) -> Found:
    own = next((dims for dims in base.protected if set(dims) == set(wanted.needed)), None)
    if own is None:
        raise _lacking(base, wanted)
    found = Found(cut=Cut(by=own, time="fiscal_year"))
    accepts = _accepting(wanted, keep, own)
    restricted = {*keep, *_condition_names(wanted)}
    for year in years_of(part):
        if year not in base.figures:
            continue
        if year not in base.protected[own]:
            raise _lacking(base, wanted, f" in FY{year}")
        folded = {name: base.folded[year].get(name, frozenset()) for name in own}
        for values, number in base.protected[own][year].items():
            key = tuple(
                year if n == "fiscal_year" else base.release if n == "release" else values[own.index(n)] for n in by
            )
            for case, whole in _cases(own, values, folded, restricted):
                truth = accepts(case)
                if truth and not whole:
                    found.suppressed.add(key)
                elif truth:
                    found.add(key, number)
                elif truth is None and number is not None and number != LEFT_OUT:
                    found.unknown += number
        if "fiscal_year" not in by:
            # A value that stands alone in one year and with others in the next has no sum over both.
            for key in [*found.values, *found.suppressed]:
                if any(n in folded and key[i] in folded[n] for i, n in enumerate(by)):
                    found.suppressed.add(key)
    return found


def _cases(
    own: tuple[str, ...], values: Values, folded: Mapping[str, frozenset[Any]], restricted: set[str]
) -> Iterator[tuple[Values, bool]]:
    """Yield the values that a line stands for where the question restricts them, and whether it stands for one."""
    from tallybook.publish.disclosure.suppress import FOLDED

    place = next((i for i, n in enumerate(own) if values[i] == FOLDED and n in restricted), None)
    if place is None:
        yield values, True
        return
    for value in folded[own[place]]:
        yield (*values[:place], value, *values[place + 1 :]), False


def _condition_names(wanted: Wanted) -> tuple[str, ...]:
    condition = wanted.asked.question.condition
    return tuple(names(condition)) if condition is not None else ()


def _accepting(wanted: Wanted, keep: Mapping[str, Any], by: tuple[str, ...]) -> Callable[[Values], bool | None]:
    """Return the test whether a cell counts: True, False, or None where its values do not say."""
    condition = wanted.asked.question.condition
    kept = [(by.index(name), value) for name, value in keep.items()]
    asked = [by.index(name) for name in _condition_names(wanted)]
    told: dict[Values, bool | None] = {}

    def accepts(values: Values) -> bool | None:
        if any(values[place] != value for place, value in kept):
            return False
        if condition is None:
            return True
        short = tuple(values[place] for place in asked)
        if short not in told:
            told[short] = holds(condition, {by[p]: v for p, v in zip(asked, short, strict=True) if v is not None})
        return told[short]

    return accepts


def _smallest(base: Base, wanted: Wanted) -> Cut:
    """Return the exact cut with the fewest cells that answers."""
    rule = wanted.asked.rule_name
    able = [
        cut for cut in base.shape.exact
        if set(wanted.needed) <= set(cut.by) and (cut.time == "month" or wanted.grain == "fiscal_year")
        and (rule, cut) in base.exact
    ]  # fmt: skip
    if not able:
        raise _lacking(base, wanted)
    return min(able, key=lambda cut: base.sizes[rule, cut])


def _lacking(base: Base, wanted: Wanted, when: str = "") -> NoValue:
    have = sorted({name for cut in base.shape.exact for name in cut.by})
    return NoValue(
        f"release {base.release} does not record {' and '.join(n.replace('_', ' ') for n in wanted.needed)} together"
        f"{when}" if wanted.needed else f"release {base.release} has no published table of {base.table}",
        expected=f"some of {', '.join(have)}" if have else "",
    )  # fmt: skip


def _within(period: Period | None, time: int, months: bool) -> bool:
    if period is None:
        return True
    if months:
        return period.start.year * 100 + period.start.month <= time <= period.end.year * 100 + period.end.month
    first = year_of(period.start.year * 100 + period.start.month)
    return first <= time <= year_of(period.end.year * 100 + period.end.month)


_TIMES: Mapping[str, Callable[[int, bool], Any]] = {
    "fiscal_year": lambda time, months: year_of(time) if months else time,
    "calendar_year": lambda time, _: time // 100,
    "month": lambda time, _: time,
}
