"""Charts as SVG text: no library, no script, no address; colours and type come from the page's own style sheet.

Every chart is drawn twice, for a wide and for a narrow page, so that its lettering keeps its size on a phone. What
tells two things apart is never a colour alone: columns against a line, solid against hatched, a rule and bold figures
for the year itself. The numbers stand in a table beside each chart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import floor, log10

from tallybook.publish.report import BarChart, Chart, SpansChart, StackChart, YearsChart, shown
from tallybook.publish.spans import draw_spans

WIDE, NARROW = 720, 344


@dataclass(frozen=True)
class Frame:
    """The space of one drawing."""

    width: int
    height: int
    left: int = 46
    right: int = 6
    top: int = 52
    bottom: int = 26

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def base(self) -> float:
        """Where the axis lies."""
        return self.height - self.bottom

    def y(self, value: float, top_value: float) -> float:
        """Return the height of a value."""
        return self.base - value / top_value * (self.base - self.top)


def draw(chart: Chart, narrow: bool = False) -> str:
    """Return the chart as an SVG element, named and described for those who do not see it."""
    width = NARROW if narrow else WIDE
    if isinstance(chart, YearsChart):
        height, body = _years(chart, width, narrow)
    elif isinstance(chart, StackChart):
        height, body = _stack(chart, width, narrow)
    elif isinstance(chart, SpansChart):
        height, body = draw_spans(chart, width, narrow)
    else:
        height, body = _bars(chart, width, narrow)
    name = f"{chart.id}-{'narrow' if narrow else 'wide'}"
    return (
        f'<svg class="chart {"narrow" if narrow else "wide"}" viewBox="0 0 {width} {height}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(chart.description)} {escape(_spoken(chart))}</desc>{body}</svg>'
    )


def key(chart: Chart) -> list[tuple[str, str]]:
    """Return the legend: a kind of mark (`column`, `line`, `solid`, `hatched`, `span` …) and what it means."""
    if isinstance(chart, YearsChart):
        found = [("column", chart.columns.name)] if chart.columns else []
        found += [("line", chart.line.name)] if chart.line else []
        if chart.columns and chart.columns.unofficial:
            found.append(("open column", "not published by the agency itself"))
        return found
    if isinstance(chart, StackChart):
        return [("solid", chart.lower.name), ("hatched", chart.upper.name)]
    if isinstance(chart, SpansChart):
        kinds = {span.kind for _, rows in chart.groups for _, spans in rows for span in spans}
        words = (("whole", "span", "in force"), ("rest", "span rest", "only a part stays"),
                 ("recalled", "span recalled", "dates recalled"))  # fmt: skip
        return [(look, text) for kind, look, text in words if kind in kinds]
    return []


def ticks(highest: float, wanted: int = 5) -> list[float]:
    """Return round numbers from 0 to at least `highest`, about `wanted` steps apart."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / wanted
    power = 10 ** floor(log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    found = [0.0]
    while found[-1] < highest:
        found.append(found[-1] + step)
    return found


def _years(chart: YearsChart, width: int, narrow: bool) -> tuple[int, str]:
    frame = Frame(width, 268 if narrow else 320, left=36 if narrow else 46)
    series = [s for s in (chart.columns, chart.line) if s is not None]
    years = [y for s in series for y, _ in s.points]
    first, last = min(years), max(years)
    slot = frame.inner_width / (last - first + 1)
    scale = ticks(max(v for s in series for _, v in s.points))
    out = [grid(frame, scale, _short)]

    def x(year: int) -> float:
        return frame.left + (year - first + 0.5) * slot

    if chart.columns is not None:
        thick = min(slot * 0.68, 44)
        for year, value in chart.columns.points:
            kind = "marked" if year == chart.marked else "later" if year > chart.marked else "column"
            if year in chart.columns.unofficial:
                kind = f"open {kind}"
            out.append(_rect(x(year) - thick / 2, frame.y(value, scale[-1]), thick, frame.base, kind))
    if chart.line is not None:
        points = {y: (x(y), frame.y(v, scale[-1])) for y, v in chart.line.points}
        out += _lines(points, chart.marked)
    out.append(_marked_label(chart, frame, x(chart.marked)))
    out.append(_axis(frame, list(range(first, last + 1)), chart.marked, x, 10 if narrow else 5))
    return frame.height, "".join(out)


def _lines(points: dict[int, tuple[float, float]], marked: int) -> list[str]:
    out = []
    years = sorted(points)
    for one, two in pairwise(years):
        if two - one == 1:
            (x1, y1), (x2, y2) = points[one], points[two]
            kind = "line later" if two > marked else "line"
            out.append(f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')
    for year in years:
        px, py = points[year]
        kind = "dot marked" if year == marked else "dot later" if year > marked else "dot"
        out.append(f'<circle class="{kind}" cx="{px:.1f}" cy="{py:.1f}" r="{4.2 if year == marked else 2.6}"/>')
    return out


def _marked_label(chart: YearsChart, frame: Frame, at: float) -> str:
    lines = [
        f"{series.name}: {shown(dict(series.points)[chart.marked])}"
        + (" (not its own count)" if chart.marked in series.unofficial else "")
        for series in (chart.columns, chart.line)
        if series is not None and chart.marked in dict(series.points)
    ]
    if not lines:
        return ""
    anchor = "end" if at > frame.width / 2 else "start"
    shift = -6 if anchor == "end" else 6
    texts = "".join(
        f'<text class="callout" x="{at + shift:.1f}" y="{14 + 16 * i}" text-anchor="{anchor}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return f'<line class="rule" x1="{at:.1f}" y1="4" x2="{at:.1f}" y2="{frame.base:.1f}"/>{texts}'


def _stack(chart: StackChart, width: int, narrow: bool) -> tuple[int, str]:
    frame = Frame(width, 260 if narrow else 300, left=36 if narrow else 46, top=30)
    lower, upper = dict(chart.lower.points), dict(chart.upper.points)
    years = sorted(lower)
    slot = frame.inner_width / len(years)
    thick = min(slot * 0.66, 64)
    scale = ticks(max(lower[y] + upper[y] for y in years))
    name = f"{chart.id}-hatch-{'narrow' if narrow else 'wide'}"
    out = [
        f'<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="5" height="5"/>'
        '<line class="hatch-line" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>',
        grid(frame, scale, _short),
    ]

    def x(year: int) -> float:
        return frame.left + (years.index(year) + 0.5) * slot

    every = max(1, round((42 if narrow else 46) / slot + 0.49))
    for place, year in enumerate(years):
        whole = lower[year] + upper[year]
        at, y_low, y_top = x(year) - thick / 2, frame.y(lower[year], scale[-1]), frame.y(whole, scale[-1])
        kind = "solid marked" if year == chart.marked else "solid"
        out.append(
            f'<rect class="hatched" x="{at:.1f}" y="{y_top:.1f}" width="{thick:.1f}" height="{y_low - y_top:.1f}"'
            f' fill="url(#{name})"/>'
        )
        out.append(_rect(at, y_low, thick, frame.base, kind))
        if year == chart.marked or (place % every == 0 and abs(place - years.index(chart.marked)) >= every):
            style = "share marked" if year == chart.marked else "share"
            out.append(
                f'<text class="{style}" x="{x(year):.1f}" y="{y_top - 6:.1f}" text-anchor="middle">'
                f"{100 * lower[year] / whole:.0f} %</text>"
            )
    out.append(_axis(frame, years, chart.marked, x, 10 if slot < 20 else 5 if slot < 32 else 1))
    return frame.height, "".join(out)


def _bars(chart: BarChart, width: int, narrow: bool) -> tuple[int, str]:
    rows = sorted(chart.rows, key=lambda r: -r[1])
    left = 0 if narrow else 190
    pitch, thick = (46, 18) if narrow else (34, 20)
    room = width - left - (118 if narrow else 140)
    highest = max(v for _, v, _ in rows) or 1
    out = []
    for place, (label, value, more) in enumerate(rows):
        top = 6 + place * pitch
        bar = top + 18 if narrow else top
        size = max(1.5, room * value / highest)
        if narrow:
            out.append(f'<text class="name" x="0" y="{top + 12}">{escape(label)}</text>')
        else:
            out.append(f'<text class="name" x="{left - 10}" y="{top + 15}" text-anchor="end">{escape(label)}</text>')
        out.append(f'<rect class="solid marked" x="{left}" y="{bar}" width="{size:.1f}" height="{thick}"/>')
        words = f'<tspan class="figure">{shown(value)}</tspan>' + (
            f"<tspan dx='6'>{escape(more)}</tspan>" if more else ""
        )
        out.append(f'<text class="value" x="{left + size + 7:.1f}" y="{bar + thick / 2 + 4.5:.1f}">{words}</text>')
    return 6 + len(rows) * pitch, "".join(out)


def grid(frame: Frame, scale: Sequence[float], label: Callable[[float], str]) -> str:
    """Return the lines of a scale across a drawing, each with its label."""
    out = []
    for value in scale:
        y = frame.y(value, scale[-1])
        kind = "axis" if value == 0 else "gridline"
        out.append(
            f'<line class="{kind}" x1="{frame.left}" y1="{y:.1f}" x2="{frame.width - frame.right}" y2="{y:.1f}"/>'
        )
        out.append(f'<text class="tick" x="{frame.left - 6}" y="{y + 4:.1f}" text-anchor="end">{label(value)}</text>')
    return "".join(out)


def _axis(frame: Frame, years: list[int], marked: int, x: object, every: int) -> str:
    assert callable(x)
    out = []
    for year in years:
        near = abs(x(year) - x(marked)) < 34 and year != marked if marked in years else False
        if year == marked or (year % every == 0 and not near):
            kind = "tick marked" if year == marked else "tick"
            at = min(max(x(year), frame.left + 4), frame.width - 16)
            out.append(f'<text class="{kind}" x="{at:.1f}" y="{frame.height - 8}" text-anchor="middle">{year}</text>')
    return "".join(out)


def _rect(x: float, y: float, width: float, base: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(0.0, base - y):.1f}"/>'


def _short(value: float) -> str:
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}m"
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"


def _spoken(chart: Chart) -> str:
    """Return the chart's main numbers in words."""
    if isinstance(chart, YearsChart):
        parts = [
            f"{s.name}: {shown(dict(s.points)[chart.marked])} in {chart.marked}"
            for s in (chart.columns, chart.line)
            if s is not None and chart.marked in dict(s.points)
        ]
        return "; ".join(parts) + "." if parts else ""
    if isinstance(chart, StackChart):
        low, high = dict(chart.lower.points)[chart.marked], dict(chart.upper.points)[chart.marked]
        return f"In {chart.marked}: {shown(low)} {chart.lower.name}, {shown(high)} {chart.upper.name}."
    if isinstance(chart, SpansChart):
        return " ".join(span.words + "." for _, rows in chart.groups for _, spans in rows for span in spans)
    return "; ".join(f"{name}: {shown(value)}" for name, value, _ in chart.rows) + "."
