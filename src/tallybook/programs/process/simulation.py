"""What a simulation gives: the funnel, where bookings end, for whom, and the fiscal-year total, as a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tallybook.base.results import Cell, Column, Result, Table
from tallybook.programs.process.cells import ANSWERS
from tallybook.programs.process.run import NO_MATCH, NOT_SENT, STATES, Run
from tallybook.records.store import BANNER
from tallybook.records.store import SYNTHETIC as PREFIX

GROUPS: Final = ("level", "standing", "charge")
"""For whom: by level of the convictions, by standing, and by what the booking was for."""


def release_of(run: Run) -> str:
    """Return the release under which a run's records are stored."""
    return f"{PREFIX}{run.scenario.id}-{run.seed}"


def funnel(run: Run) -> dict[str, int]:
    """Return the flow from bookings to removals, step by step."""
    import numpy as np

    convicted = np.asarray(run.cells.convicted)
    return {
        "bookings": run.bookings, "submissions": run.submissions, "matches": run.matches,
        "detainers": int(run.detainers.sum()), "booked into custody": int(run.booked.sum()),
        "convicted booked": int(run.booked[convicted].sum()), "removed or returned": int(run.removed.sum()),
        "convicted removed": int(run.removed[convicted].sum()),
    }  # fmt: skip


OF: Final = {
    "submissions": "bookings", "matches": "submissions", "detainers": "matches", "booked into custody": "submissions",
    "convicted booked": "booked into custody", "removed or returned": "booked into custody",
    "convicted removed": "removed or returned",
}  # fmt: skip


def groups(run: Run, kind: str) -> dict[str, tuple[int, int, int, int]]:
    """Return matches, detainers, custody and removals by group of one kind."""
    import numpy as np

    if kind == "level":
        codes = np.asarray(run.cells.levels)
        names: tuple[str, ...] = ("no level", "Level 1", "Level 2", "Level 3")
    else:
        if kind not in run.cells.traits:
            return {}
        codes, names = np.asarray(run.cells.code(kind)), run.cells.labels(kind)
    matched = run.by_cell.sum(axis=1)
    found = {}
    for code, name in enumerate(names):
        own = codes == code
        found[name] = tuple(int(x[own].sum()) for x in (matched, run.detainers, run.booked, run.removed))
    return found  # type: ignore[return-value]


@dataclass(frozen=True)
class Simulation(Result):
    """One run, with its calibration beside it."""

    run: Run
    calibration: Table
    parameters: Table
    sensitivity: Table
    prior: Table

    @property
    def title(self) -> str:
        """The run in one line."""
        r = self.run
        return f"{BANNER} {r.scenario.title}: {r.bookings:,} bookings, seed {r.seed}"

    def table(self) -> Table:
        """Return the funnel, the states, the fiscal years and the groups, one row a number."""
        columns = (
            Column("part", meaning="part of the result the row belongs to"),
            Column("name", meaning="what the number is of"),
            Column("count", kind="integer"),
            Column("of", meaning="the step that the share is of"),
            Column("share", kind="number", digits=4),
        )
        rows: list[tuple[Cell, ...]] = []
        steps = funnel(self.run)
        for name, count in steps.items():
            base = OF.get(name)
            rows.append(("funnel", name, count, base, count / steps[base] if base and steps[base] else None))
        for name, count in zip(STATES, self.run.states, strict=True):
            rows.append(("ended as", name, count, "bookings", count / self.run.bookings))
        for year, count in self.run.fiscal.items():
            rows.append(("removed or returned", f"FY{year}", count, None, None))
        for kind in GROUPS:
            for name, (matched, asked, _, _) in groups(self.run, kind).items():
                rows.append((f"detainers by {kind}", name, asked, "matches", asked / matched if matched else None))
        return Table(columns, tuple(rows), self.title, self.notes())

    def brief(self) -> Table:
        """Return what fits a screen: the funnel, the states and the fiscal years."""
        whole = self.table()
        rows = tuple(r for r in whole.rows if not str(r[0]).startswith("detainers by"))
        return Table(whole.columns, rows, whole.title, (*whole.notes, *self._held_out()))

    def _held_out(self) -> tuple[str, ...]:
        return tuple(
            f"{'Fitted' if row[4] == 'fitted' else 'Held out'}: {row[0]}: published {row[1]:.4f}, model {row[2]:.4f},"
            f" error {row[3]:+.1%}."
            for row in self.calibration.rows
        )

    def notes(self) -> tuple[str, ...]:
        """Return what must be known beside the numbers."""
        r = self.run
        rule = r.scenario.detainers
        said = [
            BANNER,
            f"Detainers: by {rule.policy}." if rule.policy
            else f"Detainers: for whoever meets '{rule.where}' ({rule.source}).",
            f"{ANSWERS[1].capitalize()} for {r.asked_open:,} matches on the facts at hand, and {r.open_:,} of them were"
            f" asked for; officers go ahead there with chance {r.values['exercise'] * r.values['possible']:.4f}.",
            f"Seen up to {r.scenario.observed_to}; what had not happened by then is pending or still held locally.",
        ]  # fmt: skip
        return tuple(said)

    def to_dict(self) -> dict[str, Any]:
        """Return the run and its calibration as plain data."""
        r = self.run
        return {
            "synthetic": True, "banner": BANNER, "scenario": r.scenario.id, "title": r.scenario.title,
            "bookings": r.bookings, "seed": r.seed, "release": release_of(r),
            "policy": r.scenario.detainers.policy or None, "rule": r.scenario.detainers.where or None,
            "funnel": funnel(r), "ended_as": dict(zip(STATES, r.states, strict=True)),
            "fiscal_years": {str(y): n for y, n in r.fiscal.items()},
            "open": {"matches": r.asked_open, "detainers": r.open_},
            "groups": {
                kind: {
                    name: dict(zip(("matches", "detainers", "booked", "removed"), counts, strict=True))
                    for name, counts in groups(r, kind).items()
                }
                for kind in GROUPS
            },
            "parameters": {n: float(v) for n, v in r.values.items()},
            "calibration": self.calibration.to_dict()["rows"], "assumptions": self.parameters.to_dict()["rows"],
            "sensitivity": self.sensitivity.to_dict()["rows"], "prior_predictive": self.prior.to_dict()["rows"],
            "notes": list(self.notes()),
        }  # fmt: skip


def flows(run: Run) -> list[tuple[str, str, int]]:
    """Return the flow as links between stages: every booking leaves each stage it reaches by exactly one link."""
    state = dict(zip(STATES, run.states, strict=True))
    matched, asked, custody = run.matches, int(run.detainers.sum()), int(run.booked.sum())
    free = run.without_detainer
    kept = custody - free.booked
    return [
        ("bookings", "submitted", run.submissions), ("bookings", STATES[NOT_SENT], state[STATES[NOT_SENT]]),
        ("submitted", "matched", matched), ("submitted", STATES[NO_MATCH], state[STATES[NO_MATCH]]),
        ("matched", "detainer", asked), ("matched", "taken without a detainer", free.going),
        ("matched", "not asked for", state["not asked for"]),
        ("detainer", "custody", kept), ("detainer", "declined by the jail", state["declined by the jail"]),
        ("detainer", "hours ran out", state["hours ran out"]),
        ("detainer", "still held locally", state["still held locally"] - free.local),
        ("taken without a detainer", "custody", free.booked), ("taken without a detainer", "still held locally",
                                                               free.local),
        *(("custody", name, state[name]) for name in STATES[6:]),
    ]  # fmt: skip
