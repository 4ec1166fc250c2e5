"""Tallies: `count` answers how many, by which rule, from which release, and how far the answer is complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tallybook import __version__
from tallybook.base.catalog import Catalog
from tallybook.base.conditions import Tree, check, parse
from tallybook.base.conditions.tree import And, Compare, Literal, Name
from tallybook.base.errors import EngineError, InputError, NoValue, UsageError
from tallybook.base.periods import Period, parse_period
from tallybook.base.results import Column, Result, Table
from tallybook.measures.choice import Choice, Part, choose
from tallybook.measures.completeness import completeness, held_years
from tallybook.measures.counting import DEDUPES, Answer, Dedupe, Question, answer
from tallybook.measures.dimensions import TIME, checked, record_types, shown
from tallybook.measures.measure import Measure, measure, measures
from tallybook.measures.notes import about_measure, about_records
from tallybook.measures.spelling import spelled
from tallybook.records.coverage import held
from tallybook.records.manifest import Manifest, StoredSheet
from tallybook.records.store import Store
from tallybook.sources.tables import RecordTable, record_table

if TYPE_CHECKING:
    from tallybook.base.engine import Engine


@dataclass(frozen=True)
class Tally(Result):
    """A counted answer."""

    measure: str
    rule: str
    releases: tuple[str, ...]
    period: Period | None
    by: tuple[str, ...]
    complete: bool
    covered_to: date | None
    rows: tuple[Mapping[str, Any], ...]
    """One mapping per row: each dimension, then `value`."""
    caveats: tuple[Mapping[str, str], ...]
    provenance: Mapping[str, Any]
    unit: str = ""
    incomplete: tuple[str, ...] = field(default=())
    """The fiscal years of the answer that are not wholly covered."""

    @property
    def value(self) -> int:
        """The sum over all rows."""
        return sum(int(row["value"]) for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's form."""
        return {
            "measure": self.measure,
            "rule": self.rule,
            "releases": list(self.releases),
            "period": self.period.to_dict() if self.period else None,
            "by": list(self.by),
            "complete": self.complete,
            "covered_to": self.covered_to.isoformat() if self.covered_to else None,
            "rows": [dict(row) for row in self.rows],
            "caveats": [dict(item) for item in self.caveats],
            "provenance": dict(self.provenance),
        }

    def table(self) -> Table:
        """Return the rows with the notes and sources that belong to them."""
        columns = [Column(name, kind=_kind(name, self.rows)) for name in self.by]
        columns.append(Column("value", self.unit or "records", "integer", unit=self.unit or "records"))
        rows = tuple(tuple(row[c.name] for c in columns) for row in self.rows)
        whole = "complete" if self.complete else "NOT complete"
        upto = f", covered to {self.covered_to}" if self.covered_to and not self.complete else ""
        title = f"{self.measure} by rule {self.rule}" + (f", {self.period.label}" if self.period else "")
        return Table(
            tuple(columns),
            rows,
            title=title,
            notes=(
                f"release {', '.join(self.releases)}; {whole}{upto}",
                *(item["text"] for item in self.caveats),
            ),
            sources=tuple(
                f"{s['file']}{' / ' + s['sheet'] if s['sheet'] else ''}, {s['rows']:,} rows, sha256 {s['sha256']}"
                for s in self.provenance.get("files", ())
            ),
        )


def _kind(name: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    if name in TIME:
        return TIME[name]
    value = next((row[name] for row in rows if row[name] is not None), None)
    if isinstance(value, bool):
        return "flag"
    return "integer" if isinstance(value, int) else "date" if isinstance(value, date) else "text"


def count(
    store: Store,
    catalog: Catalog,
    name: str,
    *,
    by: str | Iterable[str] = (),
    where: str = "",
    period: str | Period | None = None,
    rule: str = "",
    release: str = "",
    dedupe: str = "none",
    engine: str | None = None,
) -> Tally:
    """Return how many events a measure counts, from the store or, while that is empty, from the shipped recounts.

    Args:
        store: the records.
        catalog: the catalog.
        name: the measure's id.
        by: dimensions, as names or joined by commas.
        where: a further condition on the records.
        period: the period, as text or as itself; None for all that is held.
        rule: the counting rule; empty for the measure's own.
        release: the release to count in; empty to choose.
        dedupe: how repeats of a person are treated: `none`, `same-day` or `24h`.
        engine: where the question runs; None for the default.

    Raises:
        UsageError: the question is malformed, or wider than what is held.
        NoValue: the measure is not counted from records, or nothing that is held can answer.
    """
    asked = ask(catalog, name, by=by, where=where, period=period, rule=rule, release=release, dedupe=dedupe)
    if store.empty:
        from tallybook.measures.recount import from_recounts

        if dedupe != "none":
            raise NoValue(
                "the store is empty, and shipped recounts cannot be de-duplicated", next_step="ingest a release"
            )
        question = asked.question
        return from_recounts(
            catalog, asked.item, question.table, asked.rule_name, by=question.by, condition=question.condition,
            period=asked.period, release=release,
        )  # fmt: skip
    choice = chosen(catalog, asked, store.manifest.sheets)
    from tallybook.base.engine import open_engine

    with open_engine(engine) as running:
        answers = _answers(running, store, dated(choice, asked), asked.question)
        engine_name = running.name
    return assembled(store.manifest, catalog, asked, choice, answers, engine_name)


@dataclass(frozen=True)
class Asked:
    """A question as the catalog understands it."""

    item: Measure
    rule_name: str
    question: Question
    period: Period | None
    release: str
    """The release that the user names; empty to choose."""


def ask(
    catalog: Catalog, name: str, *, by: str | Iterable[str] = (), where: str = "", period: str | Period | None = None,
    rule: str = "", release: str = "", dedupe: str = "none",
) -> Asked:  # fmt: skip
    """Return what a question means; see `count` for what it is made of.

    Raises:
        UsageError: it is malformed.
        NoValue: the measure is not counted from records.
    """
    item = measure(catalog, name)
    if item.records is None:
        counted = sorted(m.id for m in measures(catalog).values() if m.records is not None)
        raise NoValue(
            f"{name} is not counted from records", expected=f"one of {', '.join(counted)}",
            next_step=f"'tallybook series {name}' shows its published values",
        )  # fmt: skip
    table = record_table(catalog, item.records.table)
    rule_name, counting = table.rule(rule or item.records.rule)
    dimensions = tuple(d.strip() for d in (by.split(",") if isinstance(by, str) else by) if d.strip())
    for place, dimension in enumerate(dimensions):
        if dimension in dimensions[:place]:
            raise UsageError(f"dimension {dimension!r} is named twice", expected="each once")
    asked = parse_period(period) if isinstance(period, str) and period else (period or None)
    assert not isinstance(asked, str)
    if dedupe not in DEDUPES:
        raise UsageError(f"--dedupe is {dedupe!r}", expected=f"one of {', '.join(DEDUPES)}")
    condition = condition_of(table, item.records.where, where)
    condition = spelled(catalog, condition) if condition is not None else None
    if counting.titled and asked is not None and not asked.fiscal_years():
        raise UsageError(
            f"rule {rule_name!r} knows whole fiscal years only, not {asked.label}",
            expected="a fiscal year, or another rule",
        )
    return Asked(item, rule_name, Question(table, counting, condition, dimensions, _dedupe(dedupe)), asked, release)


def chosen(catalog: Catalog, asked: Asked, sheets: Sequence[StoredSheet]) -> Choice:
    """Return which of the stored releases answer a question.

    Raises:
        UsageError: it is wider than what is held.
        NoValue: nothing that is held can answer.
    """
    table, question = asked.question.table, asked.question
    holdings = held(catalog, table.id, sheets)
    if not holdings:
        raise NoValue(
            f"the store holds no {table.id}",
            expected=f"one of {', '.join(sorted({s.table for s in sheets}))}",
            next_step="ingest a release that has them ('tallybook sources' lists them)",
        )
    choice = choose(
        table, asked.rule_name, question.rule, holdings, period=asked.period, wanted=asked.release,
        area=_one_area(question.condition),
    )  # fmt: skip
    for part in choice.parts:
        checked(table, question.by, part.held.fields_in(part.period), f"release {part.held.release}")
    return choice


def dated(choice: Choice, asked: Asked) -> list[Part]:
    """Return the parts of a choice, one without a period with the years in which something is held."""
    years = held_years(asked.question.rule, choice.parts)
    return [replace(part, period=part.period or years) for part in choice.parts]


def _answers(engine: Engine, store: Store, parts: Sequence[Part], question: Question) -> list[Answer]:
    """Return the answers of all parts, asked once more where an ingest changed the store in between."""
    generation = store.manifest.generation
    try:
        return [answer(engine, store, part, question) for part in parts]
    except InputError:
        if store.reload().generation == generation:
            raise
        raise EngineError("the store was changed while it was read", next_step="ask again") from None


def _dedupe(text: str) -> Dedupe:
    return next(d for d in DEDUPES if d == text)


def condition_of(table: RecordTable, *texts: str) -> Tree | None:
    """Return conditions joined by `and`, checked against the fields of a table; None without any.

    Raises:
        ConditionError: one cannot be read, or names a field the table does not have.
    """
    parts = [parse(text) for text in texts if text.strip()]
    for part in parts:
        check(part, record_types(table), {"criminality": ("convicted", "pending", "other", "not_convicted")})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _one_area(condition: Tree | None) -> str:
    """Return the one area that a condition restricts the question to, or an empty text."""
    parts = condition.parts if isinstance(condition, And) else (condition,) if condition is not None else ()
    for part in parts:
        if isinstance(part, And):
            found = _one_area(part)
            if found:
                return found
        if (
            isinstance(part, Compare) and part.operator == "=" and isinstance(part.left, Name)
            and part.left.name == "area_of_responsibility" and isinstance(part.right, Literal)
        ):  # fmt: skip
            return str(part.right.value)
    return ""


def assembled(
    manifest: Manifest, catalog: Catalog, asked: Asked, choice: Choice, answers: Sequence[Answer], engine: str
) -> Tally:
    """Return the answers of a question's parts as one tally, with its completeness, caveats and provenance."""
    item, rule_name, question = asked.item, asked.rule_name, asked.question
    rule = question.rule
    totals: dict[tuple[Any, ...], int] = {}
    for found in answers:
        for *key, value in found.rows:
            shown_key = tuple(shown(d, v) for d, v in zip(question.by, key, strict=True))
            totals[shown_key] = totals.get(shown_key, 0) + int(value)
    if not question.by and not totals:
        totals[()] = 0
    rows = tuple(
        {**dict(zip(question.by, key, strict=True)), "value": value}
        for key, value in sorted(totals.items(), key=lambda pair: tuple((v is None, v or 0) for v in pair[0]))
    )
    period, gaps, covered_to, incomplete = completeness(rule, choice.parts, asked.period)
    names_used = tuple(dict.fromkeys(part.held.release for part in choice.parts))
    caveats = [
        *gaps,
        *about_records(question, choice, answers, catalog, bool(asked.release)),
        *about_measure(catalog, item, rule_name, names_used=names_used, period=period, rows=rows, by=question.by),
    ]
    sheets = list({s.records: s for part in choice.parts for s in part.held.sheets}.values())
    provenance = {
        "rule": {"id": rule_name, "what": rule.what},
        "where": str(question.condition) if question.condition is not None else "",
        "dedupe": question.dedupe,
        "unknown": sum(a.unknown for a in answers),
        "undated": sum(s.undated.get(rule.within, 0) for s in sheets),
        "inferred_from_redaction": sum(s.inferred for s in sheets),
        "incomplete": list(incomplete),
        "parts": [
            {"release": p.held.release, "period": p.period.to_dict() if p.period else None} for p in choice.parts
        ],
        "files": [
            {
                "file": s.file, "sheet": s.sheet, "release": s.release, "sha256": s.source_sha256, "rows": s.kept,
                "covers": s.covers.to_dict() if s.covers else None, "records": s.records,
            }
            for s in sheets
        ],
        "rows": sum(s.kept for s in sheets),
        "engine": engine,
        "queries": [a.query for a in answers],
        "generation": manifest.generation,
        "tallybook": __version__,
        "catalog": catalog.overlays_used(),
    }  # fmt: skip
    return Tally(
        item.id, rule_name, names_used, period, question.by, not gaps, covered_to, rows, tuple(caveats), provenance,
        item.unit, incomplete,
    )  # fmt: skip
