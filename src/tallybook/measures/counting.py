"""Counting: one part of a question as a Narwhals frame over the records of one release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tallybook.base.conditions import Tree, expr, names
from tallybook.base.errors import NoValue, nearest
from tallybook.base.periods import Period
from tallybook.measures.choice import Part
from tallybook.measures.dimensions import expression, fiscal_year_expression, record_types
from tallybook.measures.spelling import texts
from tallybook.sources.tables import RecordTable, Rule

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

    from tallybook.base.engine import Engine
    from tallybook.records.store import Store

Dedupe = Literal["none", "same-day", "24h"]
DEDUPES: tuple[Dedupe, ...] = ("none", "same-day", "24h")


@dataclass(frozen=True)
class Question:
    """What is counted in one release: table, rule, condition, breakdown."""

    table: RecordTable
    rule: Rule
    condition: Tree | None
    by: tuple[str, ...]
    dedupe: Dedupe


@dataclass(frozen=True)
class Answer:
    """The counts of one part, with what did not count."""

    rows: tuple[tuple[Any, ...], ...]
    """Dimension values in order, then the count."""
    unknown: int
    """Records of the period for which the condition cannot be told."""
    query: str
    unseen: tuple[tuple[str, str, str], ...] = ()
    """Texts of the condition that no record of the period has: field, text, the nearest one that some record has."""


def answer(engine: Engine, store: Store, part: Part, question: Question) -> Answer:
    """Return the counts of one part of a question.

    Raises:
        NoValue: the release lacks something that the condition or the de-duplication needs.
        EngineError: the question cannot be run.
    """
    import narwhals.stable.v2 as nw

    fields = part.held.fields
    recorded(part, question, part.held.fields_in(part.period))
    frame = engine.scan(store.paths(part.held.sheets))
    inside = within(frame, question.rule, part.period, fields)
    if question.dedupe != "none":
        inside = _deduplicated(inside, question)
    types = record_types(question.table)
    holds = expr(question.condition, types) if question.condition is not None else None
    counted = inside.filter(holds) if holds is not None else inside
    keys = [expression(question.table, question.rule, name, fields, part.held.release) for name in question.by]
    count = nw.len().alias("value")
    tally = counted.with_columns(*keys).group_by(*question.by).agg(count) if keys else counted.select(count)
    found = engine.collect(tally).rows()
    unknown = 0
    if holds is not None:
        unknown = int(engine.collect(inside.filter(holds.is_null()).select(nw.len().alias("n"))).item())
    return Answer(
        rows=tuple(found),
        unknown=unknown,
        query=engine.sql_text(tally),
        unseen=tuple(_unseen(engine, inside, question)),
    )


def _unseen(engine: Engine, inside: nw.LazyFrame[Any], question: Question) -> Iterator[tuple[str, str, str]]:
    for field, text in texts(question.condition) if question.condition is not None else ():
        have = {row[0] for row in engine.collect(inside.select(field).unique()).rows() if row[0] is not None}
        if text not in have:
            yield field, text, nearest(text, map(str, have))


def recorded(part: Part, question: Question, fields: frozenset[str]) -> None:
    """Return nothing where a release records what the condition and the de-duplication need.

    Raises:
        NoValue: it does not.
    """
    wanted: Sequence[str] = names(question.condition) if question.condition is not None else ()
    for name in wanted:
        if name not in fields:
            raise NoValue(
                f"release {part.held.release} does not record {name.replace('_', ' ')} of {question.table.id}",
                expected="a condition on what it records",
                next_step="choose another release with --release, or leave the condition out",
            )
    if question.dedupe != "none" and ("person" not in fields or part.held.sheets[0].people != "hashed id"):
        raise NoValue(
            f"release {part.held.release} has no person id that can be trusted, so rows cannot be told from repeats",
            expected="--dedupe none",
            next_step="identical rows of such a release are different events",
        )


def within(frame: nw.LazyFrame[Any], rule: Rule, period: Period | None, fields: frozenset[str]) -> nw.LazyFrame[Any]:
    """Return the records that a rule counts in a period; without a period, all that it can date."""
    import narwhals.stable.v2 as nw

    inside = frame.filter(belongs(rule, fields))
    if period is None:
        return inside
    if rule.titled:
        return inside.filter(nw.col("titled_fiscal_year").is_in(period.fiscal_years()))
    day = nw.col(rule.within)
    return inside.filter((day >= period.start) & (day <= period.end))


def belongs(rule: Rule, fields: frozenset[str]) -> nw.Expr:
    """Return whether a rule counts a record in any period, as an expression."""
    import narwhals.stable.v2 as nw

    if rule.titled:
        return ~nw.col("titled_fiscal_year").is_null()
    day = nw.col(rule.within)
    inside = ~day.is_null()
    if rule.same_fiscal_year:
        inside = inside & (fiscal_year_expression(day) == fiscal_year_expression(nw.col(rule.same_fiscal_year)))
    if rule.first_of and rule.first_of in fields:
        inside = inside & (day == nw.col(rule.first_of))
    return inside


def _deduplicated(frame: nw.LazyFrame[Any], question: Question) -> nw.LazyFrame[Any]:
    """Keep one row of each person and day, or no row that follows another of the same person within 24 hours."""
    import narwhals.stable.v2 as nw

    from tallybook.records.shape import moment_of

    date = question.rule.within or question.table.dates[0]
    nobody = frame.filter(nw.col("person").is_null())
    people = frame.filter(~nw.col("person").is_null())
    order = ["file", "sheet", "row"]
    if question.dedupe == "same-day":
        before = nw.col("row").shift(1).over("person", date, order_by=order)
        kept = people.with_columns(before.alias("_before")).filter(nw.col("_before").is_null()).drop("_before")
    else:
        at = moment_of(date)
        has_time = question.table.fields[date].type == "datetime"
        day = nw.col(date).cast(nw.Datetime("us"))
        moment = nw.coalesce(nw.col(at), day) if has_time else day
        people = people.with_columns(moment.alias("_at"))
        before = nw.col("_at").shift(1).over("person", order_by=["_at", *order])
        people = people.with_columns(before.alias("_before"))
        later = nw.col("_before").dt.offset_by("24h") < nw.col("_at")
        kept = people.filter(nw.col("_before").is_null() | later).drop("_at", "_before")
    return nw.concat([nobody, kept], how="vertical")
