"""A chart of what stood when: a bar for every span, a row for every thing, the year itself behind them all."""

from __future__ import annotations

from datetime import date
from html import escape

from tallybook.publish.report import Span, SpansChart

ROW, HEAD, TOP, BOTTOM = 24, 24, 24, 8
KINDS = {"whole": "span", "rest": "span rest", "recalled": "span recalled"}


def draw_spans(chart: SpansChart, width: int, narrow: bool) -> tuple[int, str]:
    """Return height and body of the drawing: a name over each bar where the page is narrow, beside it where not."""
    left = 0 if narrow else 190
    room = width - left - 8
    first, last = chart.window
    days = (last - first).days
    pitch = 42 if narrow else ROW

    def x(day: date) -> float:
        return left + room * min(max((day - first).days, 0), days) / days

    out: list[str] = []
    y = float(TOP)
    for name, rows in chart.groups:
        y += HEAD
        out.append(f'<text class="name group" x="0" y="{y - 7:.0f}">{escape(name)}</text>')
        for label, spans in rows:
            at = y + 15
            out.append(f'<text class="name" x="0" y="{at:.0f}">{escape(label)}</text>')
            bar = y + (20 if narrow else 3)
            out += [_bar(span, x, bar, last) for span in spans]
            y += pitch
    begin, end = (x(day) for day in chart.marked)
    band = f'<rect class="band" x="{begin:.1f}" y="{TOP - 6}" width="{end - begin:.1f}" height="{y - TOP + 6:.1f}"/>'
    return round(y + BOTTOM), band + _axis(chart, x, y) + "".join(out)


def _bar(span: Span, x: object, y: float, last: date) -> str:
    assert callable(x)
    begin, end = x(span.start), x(span.to or last)
    return (
        f'<rect class="{KINDS[span.kind]}" x="{begin:.1f}" y="{y:.1f}" width="{max(end - begin, 2):.1f}" height="15">'
        f"<title>{escape(span.words)}</title></rect>"
    )


def _axis(chart: SpansChart, x: object, bottom: float) -> str:
    assert callable(x)
    out = []
    for year in range(chart.window[0].year, chart.window[1].year + 1):
        day = date(year, 1, 1)
        if chart.window[0] <= day <= chart.window[1]:
            out.append(f'<line class="gridline" x1="{x(day):.1f}" y1="{TOP - 6}" x2="{x(day):.1f}" y2="{bottom:.0f}"/>')
            out.append(f'<text class="tick" x="{x(day) + 3:.1f}" y="12">{year}</text>')
    return "".join(out)
