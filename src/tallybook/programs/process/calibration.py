"""Calibration: every published flow figure against the model, the free parameters, and what each assumption moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.base.errors import UsageError
from tallybook.base.results import Cell, Column, Table
from tallybook.programs.process.expected import Flow, Window, flow
from tallybook.programs.process.fitting import MOMENTS, SETTLES, fitted, span, window_of
from tallybook.programs.process.scenario import CHARGE, DELAYS, ENDINGS, RECORD, Delay, Scenario
from tallybook.programs.published import published

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog

US, CA = "2008-10..2011-03-31", "2009-05-26..2011-03-31"
GAO, MAY = "2008-10..2012-03", "2008-10..2011-05-31"
DRAWS = 200
LOW, HIGH = 0.05, 0.95

CALIFORNIA: Final = (
    "California is not explained. Its submissions led to custody far more often than the country's, and counties "
    "differ in the model by their day and weight only; its share of submissions comes out at half, because the weight "
    "of a month is spread evenly over the counties that went live in it, and California's were the large ones. "
    "Removals after March 2011 are overstated: submissions grow with the roll-out and nothing in the model limits "
    "removals."
)


@dataclass(frozen=True)
class Check:
    """A published share, a way to compute it from the model, and whether the model was fitted to it."""

    id: str
    published: float
    model: float
    use: str
    source: str

    @property
    def error(self) -> float:
        """The model's excess, as a share of the published figure."""
        return self.model / self.published - 1


HEADLINES: Final[dict[str, Callable[[Flow], float]]] = {
    "booked of submissions": lambda f: f.booked / f.submissions,
    "detainers of matches": lambda f: f.detainers / f.matches,
    "removed of booked": lambda f: f.removed / f.booked,
    "convicted of removed": lambda f: f.convicted_removed / f.removed,
}
"""The outputs that the sensitivity of assumptions is told for, of the scenario's own days and rule."""


def checks(catalog: Catalog, item: Scenario, values: Mapping[str, float]) -> Iterator[Check]:
    """Yield every published flow figure that the process says something about."""
    fitted_ids = {item.parameters[n].fit for n in item.parameters}
    figures = published(catalog, "secure-communities")

    def at(period: str, place: str = "") -> Flow:
        return flow(catalog, item, values, span(catalog, period, place), fitted=True)

    def of(top: str, bottom: str, period: str, place: str = "") -> tuple[float, str]:
        a, b = figures.value(top, period, place), figures.value(bottom, period, place)
        source = next((f.source for f in figures.figures if (f.metric, f.period, f.place) == (top, period, place)), "")
        return (a / b if a is not None and b else 0.0), source

    first = at(MOMENTS["detainers of matches"].period)
    us, ca = at(US), at(CA, "CA")
    models = {
        "detainers of matches": first.detainers / first.matches, "booked of submissions": us.booked / us.submissions,
        "convicted of booked": us.convicted_booked / us.booked, "removed of booked": us.removed / us.booked,
    }  # fmt: skip
    for name, moment in MOMENTS.items():
        value, source = of(moment.top, moment.bottom, moment.period)
        use = "fitted" if name in fitted_ids else "held out"
        yield Check(f"{name}, {moment.period}", value, models[name], use, source)
    others = (
        ("convicted of removed", of("convicted removed", "removed", US), us.convicted_removed / us.removed, US),
        ("California: booked of submissions", of("booked", "submissions", CA, "CA"), ca.booked / ca.submissions, CA),
        ("California: removed of booked", of("removed", "booked", CA, "CA"), ca.removed / ca.booked, CA),
        ("California: Level 1 of removed", of("Level 1 removed", "removed", CA, "CA"), ca.level_1_removed / ca.removed,
         CA),
    )  # fmt: skip
    for name, (value, source), model, period in others:
        yield Check(f"{name}, {period}", value, model, "held out", source)
    yield from _across(catalog, item, values, us, ca)


def _across(catalog: Catalog, item: Scenario, values: Mapping[str, float], us: Flow, ca: Flow) -> Iterator[Check]:
    """Yield the shares whose two figures are of different windows: bookings a day are taken to be steady."""
    figures = published(catalog, "secure-communities")

    def known(metric: str, period: str, place: str = "") -> float:
        return figures.value(metric, period, place) or 0.0

    whole = _days(catalog, US)
    sent, gone = known("submissions", US), known("removed", US)
    yield Check("California's share of submissions", known("submissions", CA, "CA") / sent,
                ca.submissions * _days(catalog, CA) / (us.submissions * whole), "held out",
                "both cumulative to 31 March 2011")  # fmt: skip
    may = flow(catalog, item, values, span(catalog, MAY), fitted=True)
    yield Check("submissions to May 2011 (more than) against March 2011", known("submissions (more than)", MAY) / sent,
                may.submissions * _days(catalog, MAY) / (us.submissions * whole), "held out",
                "National Immigration Forum")  # fmt: skip
    gao = flow(catalog, item, values, span(catalog, GAO), fitted=True)
    yield Check("removed to March 2012 (about) against March 2011", known("removals (about)", GAO) / gone,
                gao.removed * _days(catalog, GAO) / (us.removed * whole), "held out", "GAO-12-708")  # fmt: skip
    yield Check("convicted of removed, " + GAO, known("share of SC removals with criminal conviction", GAO),
                gao.convicted_removed / gao.removed, "held out", "GAO-12-708")  # fmt: skip


def _days(catalog: Catalog, period: str) -> int:
    asked = span(catalog, period)
    return (asked.end - asked.start).days + 1


def calibration(catalog: Catalog, item: Scenario) -> Table:
    """Return every published flow figure with what the model gives and the error."""
    columns = (
        Column("figure", meaning="the published share and its days"),
        Column("published", kind="number", digits=4, meaning="the share as published"),
        Column("model", kind="number", digits=4, meaning="what the model gives on average"),
        Column("error", kind="number", digits=3, meaning="the model's excess as a share of the published figure"),
        Column("use", meaning="whether the model was fitted to it or it was held out"),
        Column("source"),
    )
    rows = tuple(
        (c.id, c.published, c.model, c.error, c.use, c.source) for c in checks(catalog, item, fitted(catalog, item))
    )
    notes = (
        "fitted: a parameter is solved from it, so agreement says nothing. held out: nothing was fitted to it.",
        "error: the model's excess as a share of the published figure. The model's figures are exact averages.",
        CALIFORNIA,
    )
    return Table(columns, rows, "Calibration: published flow figures", notes)


def parameters(catalog: Catalog, item: Scenario) -> Table:
    """Return every free parameter with its value, range, source, and what its range does to each headline output."""
    values = fitted(catalog, item)
    columns = (
        Column("parameter", meaning="parameter or assumption of the scenario"),
        Column("what"),
        Column("value", kind="number", digits=4, meaning="its value, given or solved"),
        Column("low", kind="number", meaning="lower end"),
        Column("high", kind="number", meaning="upper end"),
        Column("source"),
    )
    rows: list[tuple[Cell, ...]] = [
        (n, p.what, values[n], p.low, p.high, f"fitted to {p.fit}" if p.fit else p.source)
        for n, p in item.parameters.items()
    ]
    for name, trait in item.traits.items():
        words = "; ".join(f"{v.id} {v.share:g}" for v in trait.values)
        rows.append((f"trait {name}", words, None, None, None, trait.source))
    for name in DELAYS:
        delay: Delay = getattr(item, name)
        unit = "hours" if name == "pickup" else "days"
        words = "; ".join(f"{s.share:g} within {s.least} to {s.most} {unit}" for s in delay.spans)
        rows.append((name, words, None, None, None, delay.source))
    return Table(columns, tuple(rows), "Free parameters and assumptions")


def sensitivity(catalog: Catalog, item: Scenario) -> Table:
    """Return each headline output with each assumption at either end of its range, one at a time.

    What is assumed is moved and the fitted parameters are solved again; a fitted parameter is moved by itself.
    """
    base = _headlines(catalog, item, fitted(catalog, item))
    columns = (
        Column("assumption", meaning="what is moved"),
        Column("moved_to", "moved to", meaning="to what"),
        *(
            Column(n.replace(" ", "_"), n, "number", digits=4, meaning=f"the share {n} that the model then gives")
            for n in HEADLINES
        ),
    )
    rows: list[tuple[Cell, ...]] = [("as it stands", "", *base)]
    for name, to, scenario, fixed in _moves(item):
        try:
            row = _headlines(catalog, scenario, fitted(catalog, scenario, fixed))
            rows.append((name, to, *row))
        except UsageError as error:
            rows.append((name, f"{to}: {error.found}", *(None for _ in HEADLINES)))
    notes = ("An empty row cannot be: with that value no parameter reproduces the published figures.",)
    return Table(columns, tuple(rows), "Sensitivity of each headline output to each assumption, one at a time", notes)


def _moves(item: Scenario) -> Iterator[tuple[str, str, Scenario, dict[str, float]]]:
    for name, parameter in item.parameters.items():
        for end in (parameter.low, parameter.high):
            yield name, f"{end:g}", item, {name: end}
    for name, trait in item.traits.items():
        if len(trait.values) < 2:
            continue
        place = 1 if name in (RECORD, CHARGE) else 0
        for factor in (0.75, 1.25):
            share = min(trait.values[place].share * factor, 0.99)
            left = (1 - share) / (1 - trait.values[place].share)
            values = tuple(
                v.model_copy(update={"share": share if n == place else v.share * left})
                for n, v in enumerate(trait.values)
            )
            moved = {**item.traits, name: trait.model_copy(update={"values": values})}
            yield (f"trait {name}: {trait.values[place].id}", f"{share:.3g}",
                   item.model_copy(update={"traits": moved}), {})  # fmt: skip
    for name in DELAYS:
        for factor, words in ((0.5, "half as long"), (1.5, "half as long again")):
            delay: Delay = getattr(item, name)
            spans = tuple(
                s.model_copy(update={"least": int(s.least * factor), "most": int(s.most * factor)}) for s in delay.spans
            )
            yield name, words, item.model_copy(update={name: delay.model_copy(update={"spans": spans})}), {}


def _headlines(catalog: Catalog, item: Scenario, values: Mapping[str, float]) -> tuple[float, ...]:
    found = flow(catalog, item, values, window_of(item))
    return tuple(own(found) for own in HEADLINES.values())


def prior_predictive(catalog: Catalog, item: Scenario) -> Table:
    """Return the range of each fitted share before anything was fitted: every parameter drawn from its range."""
    import numpy as np

    from tallybook.programs.process.draws import bits

    windows: dict[str, tuple[Window, bool]] = {n: (span(catalog, m.period), True) for n, m in MOMENTS.items()}
    windows["convicted of removed"] = (span(catalog, US), True)
    outputs: dict[str, Callable[[Flow], float]] = {
        **HEADLINES,
        "convicted of booked": lambda f: f.convicted_booked / f.booked,
    }
    found: dict[str, list[float]] = {name: [] for name in windows}
    numbers = np.arange(DRAWS, dtype=np.uint64)
    share = {
        n: p.low + (p.high - p.low) * (bits(0, f"prior {n}", numbers) >> np.uint64(11)) / float(1 << 53)
        for n, p in item.parameters.items()
    }
    for draw in range(DRAWS):
        values = {name: float(column[draw]) for name, column in share.items()}
        total = sum(values[n] for n in ENDINGS)
        values |= {n: values[n] / max(total, 1.0) for n in ENDINGS}
        flows = {key: flow(catalog, item, values, key[0], fitted=key[1]) for key in dict.fromkeys(windows.values())}
        for name, key in windows.items():
            found[name].append(outputs[name](flows[key]))
    figures: dict[str, float] = {}
    for check in checks(catalog, item, fitted(catalog, item)):
        # Of two windows the first is the one that is drawn for.
        figures.setdefault(check.id.partition(",")[0], check.published)
    columns = (
        Column("figure", meaning="the published share and its days"),
        Column("low", "5 %", "number", digits=4, meaning="lower end"),
        Column("middle", kind="number", digits=4, meaning="middle of the draws"),
        Column("high", "95 %", "number", digits=4, meaning="upper end"),
        Column("published", kind="number", digits=4, meaning="the share as published"),
    )
    rows = []
    for name, drawn in found.items():
        ordered = sorted(drawn)
        at = [ordered[min(int(q * DRAWS), DRAWS - 1)] for q in (LOW, 0.5, HIGH)]
        rows.append((name, *at, figures.get(name)))
    notes = (
        f"{DRAWS} draws of every parameter, each evenly from its range; traits and delays as they stand.",
        f"Fitted afterwards: {', '.join(f'{p} to {m}' for p, m in SETTLES.items() if item.parameters[p].fit)}.",
    )
    return Table(columns, tuple(rows), "Prior predictive ranges", notes)
