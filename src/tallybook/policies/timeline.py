"""The timeline: every policy with its days, and the stretches of a lane with their gaps and overlaps, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tallybook.base.errors import UnknownName
from tallybook.base.results import Cell, Column, Table
from tallybook.policies.case import shown_value
from tallybook.policies.force import Stretch, intervals, lanes, segments
from tallybook.policies.policy import Policy

START = date(2010, 1, 1)
"""Where the timeline begins: the year of the first list of priorities."""


def listing(policies: Sequence[Policy]) -> Table:
    """Return one row for each interval of each policy."""
    rows = []
    for p in policies:
        for start, end, interval in intervals(p):
            rows.append(
                (
                    p.id, p.title, ", ".join(lane.lane for lane in p.lanes), ", ".join(p.agencies), start, end,
                    len(p.clauses), interval.starts, interval.ends, interval.basis, p.checked,
                )
            )  # fmt: skip
    columns = (
        Column("policy"), Column("title"), Column("lanes"), Column("agencies"), Column("from", kind="date"),
        Column("to", kind="date"), Column("clauses", kind="integer"), Column("starts"), Column("ends"), Column("basis"),
        Column("checked", kind="date"),
    )  # fmt: skip
    return Table(
        columns, tuple(rows), title="Policies",
        notes=("'from' is the first day in force, 'to' the first day no longer in force.",),
    )  # fmt: skip


def stretches(
    policies: Sequence[Policy], agency: str = "ICE", lane: str = "", start: date = START
) -> tuple[Stretch, ...]:
    """Return the stretches of the priorities and detainer lanes for an agency, or of one lane.

    Raises:
        UnknownName: there is no such lane.
    """
    known = lanes(policies)
    if lane and lane not in known:
        raise UnknownName("lane", lane, known)
    chosen = (lane,) if lane else ("priorities", "detainers")
    return tuple(s for name in chosen for s in segments(policies, name, agency, start))


def stretch_table(found: Sequence[Stretch]) -> Table:
    """Return stretches as a table: what stands from which day to which, and where nothing does or two do."""
    columns = (
        Column("lane"), Column("agency"), Column("from", kind="date"), Column("to", kind="date"), Column("state"),
        Column("policies"), Column("remainders"), Column("days", kind="integer"),
    )  # fmt: skip
    rows = tuple(
        (
            s.lane, s.agency, s.start, s.to, s.state, " + ".join(n for n in s.policies if n not in s.remainders),
            " + ".join(s.remainders), (s.to - s.start).days if s.to else None,
        )
        for s in found
    )  # fmt: skip
    return Table(
        columns, rows, title="Timeline",
        notes=("'to' is the first day no longer so. 'remainders' are policies of which only a part stays.",),
    )  # fmt: skip


def clauses(policy: Policy) -> Table:
    """Return the clauses of a policy, in the order in which the first that holds decides."""
    columns = (
        Column("clause"), Column("section"), Column("text"), Column("condition"), Column("outcome"),
        Column("from", kind="date"), Column("basis"), Column("support"), Column("recalled_part"), Column("sources"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            c.id, c.section, c.text, c.when, c.outcome, c.from_, c.basis, c.support, c.recalled_part,
            "; ".join(policy.sources[key] for key in c.sources),
        )
        for c in policy.clauses
    ]  # fmt: skip
    for f in policy.factors:
        cited = "; ".join(policy.sources[key] for key in f.sources)
        rows.append((f.id, "", f.text, f.when, f"weighs {f.weighs}", None, f.basis, "", "", cited))
    if policy.default:
        rows.append(("default", "", "none of them holds", "true", policy.default, None, "", "", "", ""))
    notes = [policy.citation]
    for name, switch in policy.switches.items():
        values = ", ".join(shown_value(v) for v in switch.values)
        notes.append(f"{name}: {shown_value(switch.default)} by default, of {values}: {switch.why}")
    notes += policy.notes
    return Table(columns, tuple(rows), title=f"{policy.id}: {policy.title}", notes=tuple(notes))
