"""The sorts of matched people: every combination of traits, its facts, and what the policies of the catalog say of it.

Each sort is read as the facts of one case and decided by the code that decides a single case, once; people are then
columns of sorts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any, Final

from tallybook.base.catalog import Catalog
from tallybook.base.conditions import Tree, check, expand, holds, names, parse
from tallybook.base.errors import CatalogError, NoValue, TallybookError
from tallybook.policies.case import make_case, read_facts
from tallybook.policies.decide import decide
from tallybook.policies.judging import Judge
from tallybook.policies.plan import Book, book
from tallybook.policies.policy import NOT_APPLICABLE, Policy, policy
from tallybook.programs.process.scenario import RECORD, Detainers, Scenario, Value

WITHIN, POSSIBLE, OUTSIDE, NOT_ASKED = range(4)
ANSWERS: Final = ("within the rule", "the rule is open", "outside the rule", "the rule does not apply")
MOST = 200_000
DETAINER = "detainer"
LATER = "detainer_issued"
"""A fact of a later stage: a rule that asks for it does not say who may be asked for."""
LEVELS: Final = {"level_1": 1, "level_2": 2, "level_3": 3}


@dataclass(frozen=True)
class Cell:
    """One sort of people."""

    values: tuple[Value, ...]
    facts: Mapping[str, Any]
    unknown: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cells:
    """All sorts of a scenario, in the order of its traits, the last fastest."""

    traits: tuple[str, ...]
    sizes: tuple[int, ...]
    cells: tuple[Cell, ...]
    levels: tuple[int, ...]
    """The level of each: 1 to 3, or 0 without."""
    eras: tuple[date, ...]
    """The days from which another text of the rule holds, the first day among them."""
    answers: tuple[tuple[int, ...], ...]
    """For each era and sort, what the rule says: an index into `ANSWERS`."""
    outcomes: tuple[tuple[tuple[str, ...], ...], ...]
    """The outcomes that the rule leaves possible, likewise."""
    fitted: tuple[int, ...]
    """What the rule of the fitted days says of each sort."""

    def labels(self, trait: str) -> tuple[str, ...]:
        """Return the values of a trait."""
        place, size = self.traits.index(trait), self.sizes[self.traits.index(trait)]
        step = prod(self.sizes[place + 1 :])
        return tuple(self.cells[n * step].values[place].id for n in range(size))

    def code(self, trait: str) -> tuple[int, ...]:
        """Return, for each sort, the place of its value of a trait."""
        place = self.traits.index(trait)
        step, size = prod(self.sizes[place + 1 :]), self.sizes[place]
        return tuple(n // step % size for n in range(len(self.cells)))

    @property
    def convicted(self) -> tuple[bool, ...]:
        """Whether each sort has a conviction."""
        return tuple(code > 0 for code in self.code(RECORD))

    def shares(self, item: Scenario, convicted: float, changed: Mapping[str, tuple[float, ...]] | None = None) -> Any:
        """Return the share of each sort, with a share of convictions and, for a trait, other shares of its values."""
        import numpy as np

        found = np.ones(1)
        for name, trait in item.traits.items():
            own = (changed or {}).get(name) or weights(name, tuple(v.share for v in trait.values), convicted)
            found = np.multiply.outer(found, np.array(own)).ravel()
        return found


def weights(trait: str, shares: tuple[float, ...], convicted: float) -> tuple[float, ...]:
    """Return the shares of a trait's values; of records, with the share of convictions put in."""
    if trait != RECORD:
        return shares
    rest = sum(shares[1:])
    return (1 - convicted, *(s / rest * convicted for s in shares[1:]))


@lru_cache(maxsize=8)
def _made(catalog: Catalog, key: str) -> Cells:
    item = Scenario.model_validate_json(key)
    known = book(catalog)
    where = f"scenarios/{item.id}.yml"
    size = prod(len(t.values) for t in item.traits.values())
    if size > MOST:
        raise CatalogError(f"its traits combine to {size:,} sorts", where=where, expected=f"at most {MOST:,}")
    found = tuple(_cells(known, item, where))
    last = policy(catalog, item.levels)
    levels = tuple(LEVELS.get(o[0], 0) if len(o) == 1 else 0 for _, o in _judged(known, found, item.start, last, where))
    rules, eras = _rule(catalog, item.detainers, where), [item.start]
    if isinstance(rules, Policy):
        bounds = Judge(known, rules, rules.settings({}), own_date=False).bounds
        eras += [day for day in bounds if item.start < day <= item.end]
    said = [_judged(known, found, day, rules, where) for day in eras]
    fitted = _judged(known, found, item.start, _rule(catalog, item.fitted_under, where), where)
    return Cells(
        tuple(item.traits), tuple(len(t.values) for t in item.traits.values()), found, levels, tuple(eras),
        tuple(tuple(a for a, _ in one) for one in said), tuple(tuple(o for _, o in one) for one in said),
        tuple(a for a, _ in fitted),
    )  # fmt: skip


def cells(catalog: Catalog, item: Scenario) -> Cells:
    """Return the sorts of a scenario with what the policies say of each.

    Raises:
        CatalogError: facts that do not exist or contradict each other, or too many sorts.
        UnknownName: a policy that does not exist.
        NoValue: a policy with no clause for the stage.
    """
    return _made(catalog, item.key)


def _rule(catalog: Catalog, asked: Detainers, where: str) -> Policy | Tree:
    if asked.where:
        known = book(catalog)
        tree = expand(parse(asked.where), {})
        check(tree, known.facts.types, known.facts.values)
        return tree
    found = policy(catalog, asked.policy)
    reads = {n for c in found.clauses for n in names(known_tree(catalog, found, c.id, c.when))}
    if DETAINER not in found.decides or not found.clauses or LATER in reads:
        able = [
            p.id for p in book(catalog).policies.values()
            if p.clauses and DETAINER in p.decides and not any(LATER in c.when for c in p.clauses)
        ]  # fmt: skip
        raise NoValue(f"{found.id} has no clause that says for whom a detainer may be issued", where=where,
                      expected=f"one of {', '.join(able)}")  # fmt: skip
    return found


def known_tree(catalog: Catalog, item: Policy, clause: str, text: str) -> Any:
    """Return the condition of a clause with its definitions written out."""
    return book(catalog).tree(item, f"clause {clause}", text)


def _cells(known: Book, item: Scenario, where: str) -> Iterator[Cell]:
    for values in product(*(t.values for t in item.traits.values())):
        facts: dict[str, Any] = dict(item.facts)
        for value in values:
            facts.update(value.facts)
        unknown = tuple(dict.fromkeys(name for value in values for name in value.unknown))
        for name in unknown:
            known.facts.fact(name, where)
        yield Cell(values, read_facts(known, {n: v for n, v in facts.items() if n not in unknown}, where), unknown)


def _judged(
    known: Book, found: tuple[Cell, ...], day: date, rule: Policy | Tree, where: str
) -> list[tuple[int, tuple[str, ...]]]:
    """Return what a rule says of each sort on a day; sorts whose facts it reads alike are decided once."""
    made: dict[Any, tuple[int, tuple[str, ...]]] = {}
    said = []
    if isinstance(rule, Policy):
        settings = rule.settings({})
        standing = Judge(known, rule, settings, own_date=False).standing(day) or day
        plan = known.plan(rule, standing, settings)
        wanted = plan.facts
    else:
        plan, standing, wanted = None, day, names(rule)
    for cell in found:
        key = tuple(sorted((n, str(v)) for n, v in cell.facts.items())), cell.unknown
        if key not in made:
            try:
                case = make_case(
                    known, standing, cell.facts, unknown=cell.unknown, findings="none", unstated="absent", wanted=wanted
                ).facts
            except TallybookError as error:
                sort = ", ".join(v.id for v in cell.values)
                raise CatalogError(f"the facts of ({sort}) cannot all be so: {error.found}", where=where) from None
            if not isinstance(rule, Policy) or plan is None:
                assert not isinstance(rule, Policy)
                truth = holds(rule, case)
                name = {True: "may_issue", False: NOT_APPLICABLE, None: "open"}[truth]
                made[key] = {True: WITHIN, False: NOT_ASKED, None: POSSIBLE}[truth], (name,)
            else:
                outcomes = decide(plan, case, standing).outcomes
                made[key] = _answer(rule, outcomes), outcomes
        said.append(made[key])
    return said


def _answer(item: Policy, outcomes: tuple[str, ...]) -> int:
    if outcomes == (NOT_APPLICABLE,):
        return NOT_ASKED
    kinds = {False if o == NOT_APPLICABLE else item.outcomes[o].within for o in outcomes}
    return WITHIN if kinds == {True} else OUTSIDE if kinds == {False} else POSSIBLE
