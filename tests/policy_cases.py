"""What tests of policies share: the shipped catalog, its cases, and the answer worked out by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from tallybook.base.catalog import CASES, Catalog, read_yaml
from tallybook.base.conditions import Between, holds
from tallybook.policies.case import Case, make_case, read_facts
from tallybook.policies.plan import Plan, book
from tallybook.policies.policy import Policy
from tallybook.policies.web import Follows, Order, ends

CATALOG = Catalog()
BOOK = book(CATALOG)
POLICIES = [p for p in BOOK.policies.values() if p.clauses]


@dataclass(frozen=True)
class Written:
    """A case as a case file has it."""

    policy: Policy
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        return self.data["id"]

    @property
    def on(self) -> date:
        return self.data["date"]

    @property
    def settings(self) -> dict[str, Any]:
        return self.policy.settings(self.data.get("switches", {}))

    def plan(self) -> Plan:
        return BOOK.plan(self.policy, self.on, self.settings)

    def case(self) -> Case:
        return make_case(
            BOOK, self.on, read_facts(BOOK, self.data["facts"]), unknown=self.data.get("unknown", ()),
            findings=self.data.get("findings", "none"), unstated="absent",
        )  # fmt: skip

    def text_alone(self) -> dict[str, Any]:
        """The facts with nothing that follows from them: what each clause by itself is asked about."""
        facts: dict[str, Any] = {}
        for name, fact in BOOK.facts.facts.items():
            left_open = fact.kind == "judgement" and self.data.get("findings") == "unknown"
            if not left_open and fact.absent is not None and name not in self.data.get("unknown", ()):
                facts[name] = fact.absent
        return {**facts, **read_facts(BOOK, self.data["facts"]), "decision_date": self.on}


def written(file_ending: str = CASES) -> list[Written]:
    found = []
    for _, file in CATALOG.files("policies", file_ending):
        data = read_yaml(file)
        found += [Written(BOOK.policies[data["policy"]], case) for case in data["cases"]]
    return found


EVERY_CASE = written()


def open_facts(plan: Plan, known: Mapping[str, Any]) -> list[str]:
    """Every fact not settled that the plan asks for, or that an implication joins to one that it asks for."""
    found, todo = [], [n for n in plan.facts if _unsettled(known.get(n))]
    while todo:
        name = todo.pop()
        if name not in found:
            found.append(name)
            todo += [
                n for r in BOOK.web.of.get(name, ()) for n in r.names if _unsettled(known.get(n)) and n not in found
            ]
    return sorted(found)


def candidates(plan: Plan, known: Mapping[str, Any], on: date) -> dict[str, list[Any]]:
    """For every open fact the values to try: on either side of all that any test asks, and of the tests of its like."""
    names = open_facts(plan, known)
    ordered = [n for n in names if any(isinstance(r, Order) for r in BOOK.web.of.get(n, ()))]
    pool = {c for n in ordered for c in plan.cuts.get(n, ()) if isinstance(c, int)}
    found: dict[str, list[Any]] = {}
    for name in names:
        fact, own = BOOK.facts.facts[name], set(plan.cuts.get(name, ()))
        if fact.type == "flag":
            found[name] = [True, False]
        elif fact.type == "choice":
            found[name] = list(fact.values)
        elif fact.type == "count":
            low, high = ends(known.get(name))
            around = {c + d for c in own | (pool if name in ordered else set()) for d in (-1, 0)} | {low, low + 1}
            found[name] = sorted(v for v in around if v >= low and (high is None or v <= high))
        else:
            found[name] = sorted({on, *(c + timedelta(days=d) for c in own for d in (-1, 0, 1))})
    return found


def completions(known: Mapping[str, Any], tried: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Yield every consistent way to fill in the open facts, by trying all."""
    rules = [r for r in BOOK.web.rules if any(n in tried for n in r.names)]
    for combination in product(*tried.values()):
        case = {**known, **dict(zip(tried, combination, strict=True))}
        if all(_keeps(rule, case) for rule in rules):
            yield case


def _unsettled(value: Any) -> bool:
    return value is None or isinstance(value, Between)


def _keeps(rule: Order | Follows, case: Mapping[str, Any]) -> bool:
    """Whether an implication holds, or is not broken by what is known, read by itself."""
    if isinstance(rule, Order):
        low, high = case.get(rule.low), case.get(rule.high)
        if low is None or high is None:
            return True
        least = low.low if isinstance(low, Between) else low
        most = high.high if isinstance(high, Between) else high
        return most is None or least <= most
    return not (holds(rule.cause, case) and holds(rule.effect, case) is False)


def outcome(plan: Plan, case: Mapping[str, Any]) -> str | None:
    """The first step that holds for a case in which everything asked is known; None where something is not."""
    for step in plan.steps:
        value = holds(step.tree, case)
        if value is None:
            return None
        if value:
            return step.outcome
    raise AssertionError("the default always holds")
