"""A chart of a series: a dot for every published value where its period ends, a line through those that stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from tallybook.base.periods import Period
from tallybook.measures.series import Value
from tallybook.publish.charts import NARROW, WIDE, Frame, grid, ticks
from tallybook.publish.report import shown


@dataclass(frozen=True)
class Point:
    """One value: where, how much, whether it is the one that stands, what it is in words."""

    day: date
    value: float
    stands: bool
    words: str


def standing(values: Sequence[Value]) -> frozenset[int]:
    """Return the places of the values that stand today: of each period the newest official one."""
    best: dict[Period, tuple[tuple[bool, date], int]] = {}
    for place, value in enumerate(values):
        if value.period is None:
            continue
        rank = (value.official, value.published.last if value.published else date.min)
        if value.period not in best or rank > best[value.period][0]:
            best[value.period] = (rank, place)
    return frozenset(place for _, place in best.values())


def draw_points(name: str, title: str, points: Sequence[Point], narrow: bool = False) -> str:
    """Return the chart as an SVG element; nothing for fewer than two points."""
    if len({p.day for p in points}) < 2:
        return ""
    frame = Frame(NARROW if narrow else WIDE, 240 if narrow else 300, left=44 if narrow else 54, top=14)
    first, last = min(p.day for p in points), max(p.day for p in points)
    scale = ticks(max(p.value for p in points))
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return frame.left + 8 + (frame.inner_width - 16) * (day - first).days / span

    out = [grid(frame, scale, shown)]
    for year in _years(first, last, 4 if narrow else 9):
        at = x(max(date(year, 1, 1), first))
        out.append(f'<text class="tick" x="{at:.1f}" y="{frame.height - 8}" text-anchor="middle">{year}</text>')
    line = sorted((p for p in points if p.stands), key=lambda p: p.day)
    path = " ".join(f"{x(p.day):.1f},{frame.y(p.value, scale[-1]):.1f}" for p in line)
    out.append(f'<polyline class="line" points="{path}"/>')
    for p in sorted(points, key=lambda p: p.stands):
        kind, size = ("dot marked", 3.2) if p.stands else ("dot", 2.6)
        out.append(
            f'<circle class="{kind}" cx="{x(p.day):.1f}" cy="{frame.y(p.value, scale[-1]):.1f}" r="{size}">'
            f"<title>{escape(p.words)}</title></circle>"
        )
    kind = "narrow" if narrow else "wide"
    low, high = min(line, key=lambda p: p.value), max(line, key=lambda p: p.value)
    said = f"From {line[0].words} to {line[-1].words}. Lowest: {low.words}. Highest: {high.words}."
    return (
        f'<svg class="chart {kind}" viewBox="0 0 {frame.width} {frame.height}" role="img"'
        f' aria-labelledby="{name}-{kind}-title {name}-{kind}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-{kind}-title">{escape(title)}</title>'
        f'<desc id="{name}-{kind}-desc">{escape(said)}</desc>{"".join(out)}</svg>'
    )


def points_of(values: Sequence[Value]) -> list[Point]:
    """Return the points of a series' values that have a period."""
    stand = standing(values)
    return [
        Point(
            v.period.end, v.value, place in stand,
            f"{v.period.label}: {shown(v.value)} {v.unit}, {v.vintage_label}",
        )
        for place, v in enumerate(values)
        if v.period is not None
    ]  # fmt: skip


def _years(first: date, last: date, most: int) -> list[int]:
    every = next((n for n in (1, 2, 5, 10, 20, 25, 50) if (last.year - first.year) / n <= most), 100)
    return [year for year in range(first.year, last.year + 1) if year % every == 0]
