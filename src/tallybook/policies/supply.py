"""What records supply: the facts of a case that the columns of a release can tell, and those they cannot.

A question is asked in two steps, so that every engine does little and every answer is decided by the same code as a
single case: the engine counts records by what their columns say, as coarsely as the policies can tell apart; each
combination found is then read as facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tallybook.base.conditions import FALSE, TRUE, Between, Tree, holds, parse
from tallybook.base.conditions.tree import Among, And, Compare, Known, Literal, Not, Or, Within, leaf_names, leaves
from tallybook.policies.facts import Range, Supply
from tallybook.policies.plan import Book
from tallybook.sources.tables import RecordTable

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Source:
    """One way a release supplies a fact: a value, or a column's own, where a condition holds."""

    fact: str
    when: Tree
    value: Any
    column: str | None


@dataclass(frozen=True)
class Axis:
    """A column that records are counted by: its values as they are, whether there is one, or sorts of days."""

    column: str
    cuts: tuple[date, ...] | None = None
    """The days at which an answer could change, where it holds days."""
    only_known: bool = False

    @property
    def name(self) -> str:
        """Its name in a question: the same for every policy that reads a column alike."""
        cuts = "" if self.cuts is None else "".join(f"_{cut:%Y%m%d}" for cut in self.cuts)
        return f"axis_{self.column}{'_known' if self.only_known else ''}{cuts}"

    def expression(self, day: nw.Expr | None = None) -> nw.Expr:
        """Return the expression to count by; `day` in place of the column where it is made of several."""
        import narwhals.stable.v2 as nw

        column = nw.col(self.column) if day is None else day
        if self.only_known:
            return (~column.is_null()).alias(self.name)
        if self.cuts is None:
            return column.alias(self.name)
        place: Any = nw.lit(1)
        for cut in self.cuts:
            place = place + (column >= cut).cast(nw.Int32()) + (column > cut).cast(nw.Int32())
        return nw.when(column.is_null()).then(nw.lit(0)).otherwise(place).cast(nw.Int32()).alias(self.name)

    def value(self, code: Any, latest: date = date.max) -> Any:
        """Return a value that stands for those counted together, none later than `latest`; None for a missing one."""
        if self.only_known:
            return "" if code else None
        if self.cuts is None or code is None:
            return code
        if code == 0:
            return None
        if not self.cuts:
            return min(latest, date(2000, 1, 1))
        place, between = divmod(int(code) - 1, 2)
        if between:
            return self.cuts[place]
        return min(self.cuts[0] - DAY, latest) if place == 0 else self.cuts[place - 1] + DAY


def sources(
    book: Book, table: RecordTable, release: str, fields: Collection[str], facts: Iterable[str]
) -> tuple[Source, ...]:
    """Return the ways a release supplies facts, in the order in which the first that holds counts."""
    found = []
    for name in facts:
        for supply in book.facts.facts[name].records:
            if (supply.tables and table.id not in supply.tables) or (
                supply.releases and release not in supply.releases
            ):
                continue
            if supply.column is not None and supply.column not in fields:
                continue
            when = _told(parse(supply.when), fields, asked=True)
            if when is not FALSE:
                found.append(Source(name, when, _value(supply), supply.column))
    return tuple(found)


def axes(found: Iterable[Source], table: RecordTable, cuts: Mapping[str, tuple[Any, ...]]) -> tuple[Axis, ...]:
    """Return the columns to count by, each as coarsely as the sources and the facts' own cuts allow."""
    days: dict[str, set[date]] = {}
    tests: dict[str, set[type]] = {}
    for source in found:
        for leaf in leaves(source.when):
            for name in leaf_names(leaf):
                tests.setdefault(name.name, set()).add(type(leaf))
                days.setdefault(name.name, set()).update(_days(leaf))
        if source.column is not None:
            tests.setdefault(source.column, set()).add(Source)
            days.setdefault(source.column, set()).update(c for c in cuts.get(source.fact, ()) if isinstance(c, date))
    made = []
    for column, kinds in tests.items():
        field = table.fields.get(column)
        dated = field is not None and field.type in ("date", "datetime")
        made.append(Axis(column, tuple(sorted(days[column])) if dated else None, kinds == {Known} and not dated))
    return tuple(made)


def read(found: Iterable[Source], record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that a record supplies; of several sources of one fact the first that holds counts."""
    facts: dict[str, Any] = {}
    for source in found:
        if source.fact in facts or not holds(source.when, record):
            continue
        value = record.get(source.column) if source.column is not None else source.value
        if value is not None:
            facts[source.fact] = value
    return facts


def supplied(
    book: Book, table: RecordTable, fields: Collection[str], release: str = ""
) -> dict[str, tuple[Supply, ...]]:
    """Return, by fact, how a table with some fields supplies it; a fact it lacks is left out."""
    found = {}
    for name, fact in book.facts.facts.items():
        own = tuple(
            s for s in fact.records
            if (not s.tables or table.id in s.tables)
            and (not s.releases or not release or release in s.releases)
            and (s.column is None or s.column in fields)
            and _told(parse(s.when), fields, asked=True) is not FALSE
        )  # fmt: skip
        if own:
            found[name] = own
    return found


def _value(supply: Supply) -> Any:
    if isinstance(supply.is_, Range):
        return Between(supply.is_.min, supply.is_.max)
    return supply.is_


def _told(tree: Tree, fields: Collection[str], *, asked: bool) -> Tree:
    """Return a condition that holds only where it does whatever the missing columns would say.

    A test of a column that a release lacks tells nothing: it is taken for false where it would help the condition to
    hold, and for true under a `not`.
    """
    if isinstance(tree, Not):
        part = _told(tree.part, fields, asked=not asked)
        return TRUE if part is FALSE else FALSE if part is TRUE else Not(part)
    if isinstance(tree, And | Or):
        decisive, idle = (TRUE, FALSE) if isinstance(tree, Or) else (FALSE, TRUE)
        parts = [_told(part, fields, asked=asked) for part in tree.parts]
        if any(part is decisive for part in parts):
            return decisive
        left = tuple(part for part in parts if part is not idle)
        return idle if not left else left[0] if len(left) == 1 else type(tree)(left)
    if isinstance(tree, Literal):
        return TRUE if tree.value is True else FALSE
    if any(name.name not in fields for name in leaf_names(tree)):
        return FALSE if asked else TRUE
    return tree


def _days(leaf: Any) -> Iterable[date]:
    operands: tuple[Any, ...] = ()
    if isinstance(leaf, Compare):
        operands = (leaf.left, leaf.right)
    elif isinstance(leaf, Within):
        operands = (leaf.low, leaf.high)
    elif isinstance(leaf, Among):
        operands = leaf.items
    return (o.value for o in operands if isinstance(o, Literal) and isinstance(o.value, date))
