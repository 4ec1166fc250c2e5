"""Measures: what each figure counts, all its published values, and counts of the records behind it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import Path, Query
from markupsafe import Markup

from tallybook.base.errors import TallybookError
from tallybook.publish.points import draw_points, points_of, standing
from tallybook.web.site import OfSite, Site
from tallybook.web.view import Pages, View

if TYPE_CHECKING:
    from tallybook.measures.measure import Measure
    from tallybook.publish.disclosure.published import Published

pages = Pages("Measures", "/measures", 3)

Text = Annotated[str, Query(max_length=300)]

DRAWN = {"fiscal_year": "by fiscal year", "calendar_year": "by calendar year", "month": "by month", "date": "on a day"}
"""The kinds of period that have a chart of their own; years to date would lie over each other."""

FORMATS = (
    ("csv", "CSV"), ("xlsx", "workbook"), ("parquet", "Parquet"), ("dta", "Stata"), ("json", "JSON"),
    ("package", "data package"),
)  # fmt: skip


@pages.page("/measures", "measures.html")
def listed(site: OfSite, q: Text = "", agency: Text = "") -> View:
    """Return the measures that a search finds."""
    from tallybook.measures.measure import measures
    from tallybook.measures.series import has_series

    known = sorted(measures(site.catalog).values(), key=lambda m: (m.agency, m.family, m.id))
    words = q.casefold().split()
    rows = [
        {
            "id": m.id, "title": m.title, "unit": m.unit, "agency": m.agency, "what": m.what,
            "published": has_series(site.catalog, m.id), "counted": m.records is not None,
        }
        for m in known
        if (not agency or m.agency == agency)
        and all(w in " ".join((m.id, m.title, m.what, *m.words)).casefold() for w in words)
    ]  # fmt: skip
    about = (
        "A measure is one thing that is counted: by whom, in which unit, of which events. Two figures with the same "
        "name in the press can be different measures. Those marked counted can be counted again from the record."
    )
    agencies = list(dict.fromkeys(m.agency for m in known))
    return View("Measures", about, {"rows": rows}, {"q": q, "agency": agency, "agencies": agencies, "all": len(known)})


@pages.page("/measures/{measure}", "measure.html")
def one(
    site: OfSite, measure: Annotated[str, Path(max_length=100)], as_of: Text = "", by: Text = "", period: Text = "",
    rule: Text = "", release: Text = "",
) -> View:  # fmt: skip
    """Return a measure with its published values and, as far as they may be published, counts of its records."""
    from tallybook.measures.measure import measure as named

    item = named(site.catalog, measure)
    data: dict[str, Any] = {"measure": item.model_dump(mode="json")}
    shown: dict[str, Any] = {
        "m": item, "formats": FORMATS,
        "asked": {"as_of": as_of, "by": by, "period": period, "rule": rule, "release": release},
        "problem": "", "series": None, "chart": None, "counted": None, "count_problem": "", "cuts": [], "rules": {},
    }  # fmt: skip
    _add_series(site, item, as_of, data, shown)
    if item.records is not None:
        asked = {"by": by, "period": period, "rule": rule, "release": release}
        _add_count(site, item, asked, data, shown)
    about = item.what if item.what.endswith(".") else f"{item.what}."
    return View(item.title, f"{about[:1].upper()}{about[1:]}", data, shown)


def _add_series(site: Site, item: Measure, as_of: str, data: dict[str, Any], shown: dict[str, Any]) -> None:
    from tallybook.base.periods import partial_date
    from tallybook.measures.listing import show_series
    from tallybook.publish.citations import cite

    try:
        found = show_series(site.catalog, item.id, as_of=partial_date(as_of).last if as_of else None)
    except TallybookError as error:
        shown["problem"] = str(error)
        data["series"] = None
        return
    data["series"] = found
    values = found.values
    stand = standing(values)
    charts: list[tuple[str, Markup]] = []
    for kind, unit in dict.fromkeys((v.period_kind, v.unit) for v in values if v.period_kind in DRAWN):
        points = points_of([v for v in values if (v.period_kind, v.unit) == (kind, unit)])
        what, name = f"{unit} {DRAWN[kind]}", f"series-{len(charts)}"
        wide, narrow = (draw_points(name, f"{item.title}: {what}", points, narrow) for narrow in (False, True))
        if wide:
            # The drawing escapes every text it sets.
            charts.append((what, Markup(wide + narrow)))  # noqa: S704
    shown["series"] = found
    shown["rows"] = sorted(
        ((v, place in stand) for place, v in enumerate(values)),
        key=lambda pair: (pair[0].period.end if pair[0].period else pair[0].period_note, pair[1]), reverse=True,
    ) if all(v.period for v in values) else [(v, place in stand) for place, v in enumerate(values)]  # fmt: skip
    shown["charts"] = charts
    shown["notes"] = found.table().notes
    shown["cited"] = {style: cite(found, style) for style in ("plain", "bibtex", "csl")} if len(values) < 60 else {}


def _add_count(site: Site, item: Measure, asked: dict[str, str], data: dict[str, Any], shown: dict[str, Any]) -> None:
    from tallybook.publish.citations import cite
    from tallybook.publish.disclosure.declared import cuts_of
    from tallybook.sources.tables import record_table

    assert item.records is not None
    table = record_table(site.catalog, item.records.table)
    try:
        cuts = cuts_of(site.catalog, table.id)
        shown["cuts"] = _choices(cuts)
        shown["rule_text"] = cuts.rule_text
        shown["rules"] = {name: rule.title for name, rule in table.rules.items()}
        found = site.published.count(
            item.id, asked["by"] or "fiscal_year", period=asked["period"] or None, rule=asked["rule"],
            release=asked["release"],
        )  # fmt: skip
    except TallybookError as error:
        shown["count_problem"] = str(error)
        data["count"] = None
        return
    data["count"] = found
    shown["counted"] = found
    shown["count_query"] = urlencode({name: value for name, value in asked.items() if value} or {"by": "fiscal_year"})
    shown["count_chart"] = _bars(found)
    shown["count_cited"] = cite(found, "plain")


def _choices(cuts: Any) -> list[tuple[str, str]]:
    """Return the breakdowns to choose from, as their query and in words."""
    found: dict[str, str] = {}
    parts = {(cut.time, part) for cut in cuts.cuts for n in range(len(cut.by) + 1) for part in combinations(cut.by, n)}
    for time, part in sorted(parts, key=lambda pair: (len(pair[1]), pair[1])):
        for step in ("fiscal_year", "month") if time == "month" else ("fiscal_year",):
            by = (step, *part)
            found[",".join(by)] = " × ".join(name.replace("_", " ") for name in by)
    return list(found.items())


MOST_BARS = 24


def _bars(found: Published) -> Markup | str:
    """Return a drawing of a count by one dimension, or nothing."""
    from tallybook.publish.charts import draw
    from tallybook.publish.report import BarChart, YearsChart, YearSeries

    rows = [row for row in found.rows if row["value"] is not None]
    if len(found.by) != 1 or not 1 < len(rows) <= MOST_BARS:
        return ""
    (by,) = found.by
    title = f"{found.measure} by {by.replace('_', ' ')}"
    if by in ("fiscal_year", "calendar_year"):
        points = tuple((int(row[by]), float(row["value"])) for row in rows)
        chart: BarChart | YearsChart = YearsChart(
            "count", title, "", YearSeries(found.measure, points), None, points[-1][0]
        )
    else:
        rows = sorted(rows, key=lambda row: -row["value"])
        bars = tuple((str(row[by]) if row[by] is not None else "not recorded", float(row["value"]), "") for row in rows)
        chart = BarChart("count", title, "", bars)
    return Markup(draw(chart) + draw(chart, narrow=True))  # noqa: S704 - the drawing escapes every text it sets
