"""A question about the process as the command line puts it, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.base.errors import UsageError
from tallybook.base.results import Table
from tallybook.policies.policy import policy as named
from tallybook.programs.process.calibration import calibration, parameters, prior_predictive, sensitivity
from tallybook.programs.process.comparison import Comparison, compare
from tallybook.programs.process.run import simulate
from tallybook.programs.process.scenario import Detainers, Scenario, scenario
from tallybook.programs.process.simulation import Simulation
from tallybook.programs.process.storing import simulate_into
from tallybook.records.store import Store

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog

MODEL = {
    "calibration": calibration, "parameters": parameters, "sensitivity": sensitivity, "prior": prior_predictive,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What is asked."""

    bookings: int
    seed: int
    scenario: str
    policy: str = ""
    pair: str = ""
    replicates: int = 20
    show: str = "run"
    store: Path | None = None


def answer(catalog: Catalog, asked: Question) -> Simulation | Comparison | Table:
    """Return a run, a comparison, or one table about the model.

    Raises:
        UsageError: an unknown name, a number out of range, or questions that exclude each other.
        NoValue: a policy with no clause for the stage.
    """
    if asked.pair:
        if asked.policy or asked.store is not None or asked.show != "run":
            raise UsageError("--compare goes with neither --policy, --show nor a store", next_step="choose one")
        names = [n.strip() for n in asked.pair.split(",") if n.strip()]
        if len(names) != 2:
            raise UsageError(f"--compare names {len(names)} scenarios", expected="two, as in --compare A,B")
        return compare(
            catalog, scenario(catalog, names[0]), scenario(catalog, names[1]), asked.bookings, asked.seed,
            asked.replicates,
        )  # fmt: skip
    item = under(catalog, scenario(catalog, asked.scenario), asked.policy)
    if asked.show != "run":
        return MODEL[asked.show](catalog, item)
    if asked.store is not None:
        run = simulate_into(Store(asked.store), catalog, item, asked.bookings, asked.seed)
    else:
        run = simulate(catalog, item, asked.bookings, asked.seed)
    return Simulation(
        run, calibration(catalog, item), parameters(catalog, item), sensitivity(catalog, item),
        prior_predictive(catalog, item),
    )  # fmt: skip


def under(catalog: Catalog, item: Scenario, policy: str) -> Scenario:
    """Return a scenario with another policy in place of its rule for detainers; itself without one."""
    if not policy:
        return item
    found = named(catalog, policy)
    rule = Detainers(policy=found.id, source="--policy")
    return item.model_copy(
        update={"id": f"{item.id}-{found.id.lower()}", "title": f"{item.title}, under {found.id}", "detainers": rule}
    )
