"""Replaying records through policies: how many certainly, possibly or not at all fell within them, and what decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tallybook.base.catalog import Catalog
from tallybook.base.errors import NoValue, TallybookError, UsageError
from tallybook.base.periods import Period, parse_period
from tallybook.measures.choice import Choice, Part, choose
from tallybook.measures.completeness import completeness, held_years
from tallybook.measures.counting import within
from tallybook.measures.dimensions import checked, expression, shown
from tallybook.policies.judging import Judge, Judged
from tallybook.policies.plan import Book, book
from tallybook.policies.policy import NOT_IN_FORCE, Policy, policy
from tallybook.policies.replayed import FINDINGS, Cause, Counted, Crossed, OutcomeCount, Replay, other_way
from tallybook.records.coverage import Held, held
from tallybook.records.store import Store
from tallybook.sources.tables import RecordTable, Rule, record_table

if TYPE_CHECKING:
    from tallybook.base.engine import Engine


IN_FORCE: Final = "in-force"
"""In place of policies: each record by those of its table's lane in force on its own day."""


def replay(
    store: Store, catalog: Catalog, table: str, policies: Sequence[str], *,
    by: str | Iterable[str] = (), period: str | Period | None = None, rule: str = "", release: str = "",
    findings: str = "none", own_date: bool = False, switches: Mapping[str, Any] | None = None,
    engine: str | None = None,
) -> Replay:  # fmt: skip
    """Return how many records certainly, possibly or not at all fell within policies.

    Args:
        store: the records.
        catalog: the catalog.
        table: the table of records.
        policies: the policies, by id; two are also set against each other. `in-force`: those of each record's day.
        by: dimensions, as names or joined by commas.
        period: the period, as text or as itself; None for all that is held.
        rule: the counting rule; empty for the first that the release has the dates for.
        release: the release; empty to choose.
        findings: what is assumed of officers' findings: `none` recorded, or `unknown`.
        own_date: whether each record is judged only by the policies in force on its own day.
        switches: readings of what a text leaves open.
        engine: where the question runs; None for the default.

    Raises:
        UsageError: the question is malformed, or wider than what is held.
        NoValue: nothing that is held can answer.
    """
    known = book(catalog)
    if tuple(policies) == (IN_FORCE,):
        lane = "detainers" if table == "detainers" else "priorities"
        policies = [
            p.id for p in known.policies.values() if p.clauses and any(x.lane == lane and not x.from_ for x in p.lanes)
        ]
        own_date = True
    chosen = tuple(dict.fromkeys(policy(catalog, name).id for name in policies))
    if not chosen:
        raise UsageError("no policy is named", next_step="add --policy ID; 'tallybook policies' lists them")
    items = [known.policies[name] for name in chosen]
    for item in items:
        if not item.clauses:
            raise NoValue(f"{item.id} gives no answer about a case", expected="a policy with clauses")
    if findings not in FINDINGS:
        raise UsageError(f"findings is {findings!r}", expected="none or unknown")
    records = record_table(catalog, table)
    dimensions = tuple(d.strip() for d in (by.split(",") if isinstance(by, str) else by) if d.strip())
    asked = parse_period(period) if isinstance(period, str) and period else (period or None)
    assert not isinstance(asked, str)
    holdings = held(catalog, records.id, store.manifest.sheets)
    if not holdings:
        tables = sorted({s.table for s in store.manifest.sheets})
        raise NoValue(
            f"the store holds no {records.id}", expected=f"one of {', '.join(tables)}" if tables else "",
            next_step="ingest a release that has them ('tallybook sources' lists them)",
        )  # fmt: skip
    rule_name, counting, choice = _chosen(records, rule, holdings, asked, release)
    for part in choice.parts:
        checked(records, dimensions, part.held.fields_in(part.period), f"release {part.held.release}")
    judges = [Judge(known, item, item.settings(switches or {}), own_date=own_date) for item in items]
    tally = _Tally(judges, items, findings)
    from tallybook.base.engine import open_engine

    queries = []
    with open_engine(engine) as running:
        for part in choice.parts:
            inside = part.period or held_years(counting, choice.parts)
            queries.append(_counted(running, store, Part(part.held, inside), (records, counting, dimensions), tally))
    return tally.result(
        known,
        records,
        choice,
        rule=rule_name,
        period=asked,
        by=dimensions,
        own_date=own_date,
        store=store,
        queries=queries,
    )


def _chosen(
    table: RecordTable, rule: str, holdings: Sequence[Held], period: Period | None, release: str
) -> tuple[str, Rule, Choice]:
    if rule:
        name, counting = table.rule(rule)
        return name, counting, choose(table, name, counting, holdings, period=period, wanted=release, area="")
    fault: TallybookError | None = None
    for name, counting in table.rules.items():
        try:
            return name, counting, choose(table, name, counting, holdings, period=period, wanted=release, area="")
        except NoValue as error:
            fault = fault or error
    assert fault is not None
    raise fault


def _counted(
    engine: Engine, store: Store, part: Part, question: tuple[RecordTable, Rule, tuple[str, ...]], tally: _Tally
) -> str:
    """Count one part's records by what the policies can tell apart, and judge each sort of record."""
    import narwhals.stable.v2 as nw

    table, rule, by = question
    fields = part.held.fields
    frame = within(engine.scan(store.paths(part.held.sheets)), rule, part.period, fields)
    views = [judge.view(table, part.held.release, fields) for judge in tally.judges]
    columns: dict[str, nw.Expr] = {}
    for view in views:
        columns |= view.expressions(rule, table, fields)
    keys = [expression(table, rule, name, fields, part.held.release) for name in by]
    names = list(columns)
    counts = frame.with_columns(*keys, *columns.values()).group_by(*by, *names).agg(nw.len().alias("records"))
    for row in engine.collect(counts).iter_rows():
        group = tuple(shown(d, v) for d, v in zip(by, row, strict=False))
        codes = dict(zip(names, row[len(by) : -1], strict=True))
        tally.add(group, [view.judged(codes, tally.findings) for view in views],
                  [view.judged(codes, other_way(tally.findings)) for view in views], int(row[-1]))  # fmt: skip
    for view in views:
        tally.told |= view.told
    return engine.sql_text(counts)


class _Tally:
    """Adds up judged sorts of records."""

    def __init__(self, judges: Sequence[Judge], items: Sequence[Policy], findings: str) -> None:
        self.judges, self.items, self.findings = judges, items, findings
        self.groups: dict[tuple[str, tuple[Any, ...]], Counter[str]] = {}
        self.others: dict[str, Counter[str]] = {item.id: Counter() for item in items}
        self.sure: Counter[tuple[str, str]] = Counter()
        self.most: Counter[tuple[str, str]] = Counter()
        self.causes: Counter[tuple[str, str]] = Counter()
        self.cross: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
        self.contradictory: Counter[str] = Counter()
        self.told: set[str] = set()

    def add(self, group: tuple[Any, ...], judged: Sequence[Judged], other: Sequence[Judged], records: int) -> None:
        """Add records of one sort."""
        for item, one, second in zip(self.items, judged, other, strict=True):
            self.groups.setdefault((item.id, group), Counter())[one.status] += records
            self.others[item.id][second.status] += records
            for outcome in one.outcomes:
                self.most[item.id, outcome] += records
                if len(one.outcomes) == 1:
                    self.sure[item.id, outcome] += records
            for fact in one.causes:
                self.causes[item.id, fact] += records
            if one.contradictory:
                self.contradictory[item.id] += records
        if len(judged) == 2:
            self.cross[judged[0].outcomes, judged[1].outcomes] += records

    def result(
        self, known: Book, table: RecordTable, choice: Choice, *, rule: str, period: Period | None,
        by: tuple[str, ...], own_date: bool, store: Store, queries: Sequence[str],
    ) -> Replay:  # fmt: skip
        """Return what was added up."""
        rows = [_count(name, group, found) for (name, group), found in self.groups.items()]
        order = [item.id for item in self.items]
        rows.sort(key=lambda r: (order.index(r.policy), tuple((v is None, str(v)) for v in r.group)))
        totals = []
        for item in self.items:
            whole: Counter[str] = Counter()
            for (name, _), found in self.groups.items():
                if name == item.id:
                    whole.update(found)
            totals.append(_count(item.id, (), whole))
        causes = sorted(self.causes.items(), key=lambda pair: (-pair[1], pair[0]))
        sheets = list({s.records: s for part in choice.parts for s in part.held.sheets}.values())
        _, gaps, covered_to, _ = completeness(table.rules[rule], choice.parts, period)
        return Replay(
            table.id, tuple(order), tuple(dict.fromkeys(p.held.release for p in choice.parts)), rule, period, by,
            self.findings, own_date, tuple(rows), tuple(totals),
            tuple(_count(item.id, (), self.others[item.id]) for item in self.items),
            tuple(
                OutcomeCount(item.id, o, _title(item, o), self.sure[item.id, o], self.most[item.id, o])
                for item in self.items
                for o in (*item.outcomes, "not_applicable")
                if self.most[item.id, o]
            ),
            tuple(
                Cause(name, fact, known.facts.facts[fact].definition, records) for (name, fact), records in causes
            ),
            tuple(
                Crossed(a, b, n) for (a, b), n in sorted(self.cross.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            tuple(sorted(self.told)), (*(gap["text"] for gap in gaps), *self._notes(own_date)), not gaps, covered_to,
            {
                "files": [
                    {"file": s.file, "sheet": s.sheet, "release": s.release, "sha256": s.source_sha256, "rows": s.kept}
                    for s in sheets
                ],
                "queries": list(queries), "generation": store.manifest.generation,
            },
        )  # fmt: skip

    def _notes(self, own_date: bool) -> list[str]:
        found = [
            "A policy is asked about each record as it stands; a fact that the records lack is unknown. It is what the "
            "text says of the record, not what the agency decided.",
            f"Officers' findings: {FINDINGS[self.findings]}.",
        ]
        if not own_date:
            found.append("Each policy is asked about every record, also of days on which it was not in force; "
                         "--own-date asks only those that were.")  # fmt: skip
        for name, records in self.contradictory.items():
            found.append(f"{records:,} records say things that cannot all be so under {name}; of them each clause is "
                         "read by itself.")  # fmt: skip
        return found


def _count(name: str, group: tuple[Any, ...], found: Mapping[str, int]) -> Counted:
    return Counted(
        name, group, found.get("certain", 0), found.get("possible", 0), found.get("out", 0), found.get(NOT_IN_FORCE, 0)
    )


def _title(item: Policy, outcome: str) -> str:
    return item.outcomes[outcome].title if outcome in item.outcomes else "does not apply"
