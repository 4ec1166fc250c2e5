"""The timeline of policies as a chart, and as a page with the table beside it: no library, no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from tallybook.base.periods import day_words
from tallybook.policies.force import intervals, lanes
from tallybook.policies.policy import Policy
from tallybook.policies.timeline import START, stretches

if TYPE_CHECKING:
    from jinja2 import Environment

WIDTH: Final = 960
LEFT: Final = 8
ROW: Final = 22
GAP: Final = 15


def timeline_svg(policies: Sequence[Policy], agency: str = "ICE", until: date | None = None) -> str:
    """Return the chart: a bar for every interval, a row for every policy, grouped by lane."""
    end = until or max(p.checked for p in policies)
    span = (end - START).days

    def x(day: date) -> float:
        return LEFT + (WIDTH - 2 * LEFT) * min(max((day - START).days, 0), span) / span

    out: list[str] = []
    y = 20.0
    shown = [p for p in policies if agency in p.agencies]
    for lane in lanes(shown):
        own = [p for p in shown if any(item.lane == lane for item in p.lanes)]
        y += GAP
        out.append(f'<text class="lane" x="{LEFT}" y="{y:.0f}">{escape(lane)}</text>')
        y += 5
        for p in own:
            since = next((item.from_ for item in p.lanes if item.lane == lane), None)
            for start, to, interval in intervals(p):
                first, last = max(start, since or start), to or end
                if last <= START:
                    continue
                kind = "bar rest" if interval.remainder else "bar recalled" if interval.basis == "recalled" else "bar"
                wide = max(x(last) - x(first), 1.5)
                words = f"{p.id}: {day_words(first)} to {day_words(to) if to else 'now'}"
                out.append(
                    f'<rect class="{kind}" x="{x(first):.1f}" y="{y:.1f}" width="{wide:.1f}" height="{ROW - 7}">'
                    f"<title>{escape(words)}</title></rect>"
                )
            for over in p.overlays:
                wide = max(x(over.to or end) - x(over.from_), 1.5)
                out.append(
                    f'<rect class="over" x="{x(over.from_):.1f}" y="{y:.1f}" width="{wide:.1f}" height="4">'
                    f"<title>{escape(over.what)}</title></rect>"
                )
            begin = x(max(intervals(p)[0][0], since or intervals(p)[0][0]))
            right = begin > WIDTH * 0.72
            at = begin - 5 if right else begin + 5
            anchor = "end" if right else "start"
            out.append(
                f'<text class="name" x="{at:.1f}" y="{y + 11.5:.1f}" text-anchor="{anchor}">{escape(p.short)}</text>'
            )
            y += ROW
    axis = "".join(
        f'<line class="year" x1="{x(date(year, 1, 1)):.1f}" y1="16" x2="{x(date(year, 1, 1)):.1f}" y2="{y:.0f}"/>'
        f'<text class="tick" x="{x(date(year, 1, 1)) + 3:.1f}" y="12">{year}</text>'
        for year in range(START.year, end.year + 1)
    )
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {y + 6:.0f}" role="img" xmlns="http://www.w3.org/2000/svg"'
        f' aria-labelledby="timeline-title timeline-desc"><title id="timeline-title">Policies for {escape(agency)}, '
        f'{START.year} to {end.year}</title><desc id="timeline-desc">{escape(spoken(policies, agency))}</desc>'
        f"{axis}{''.join(out)}</svg>"
    )


def spoken(policies: Sequence[Policy], agency: str) -> str:
    """Return the gaps and overlaps of an agency's priorities and detainer rules in words."""
    parts = []
    for s in stretches(policies, agency):
        if s.state != "one":
            until = f" to {day_words(s.to)}" if s.to else " on"
            parts.append(f"{s.state} in {s.lane} from {day_words(s.start)}{until}")
    return "; ".join(parts) + "." if parts else "No gap and no overlap."


def timeline_page(policies: Sequence[Policy], agency: str = "ICE") -> str:
    """Return the chart with the table of stretches as one self-contained HTML page."""
    from markupsafe import Markup

    from tallybook import __version__

    # The drawing escapes every text it sets.
    chart = Markup(timeline_svg(policies, agency))  # noqa: S704
    return _templates().get_template("timeline.html").render(
        chart=chart, agency=agency, stretches=stretches(policies, agency), policies=policies, day_words=day_words,
        checked=min(p.checked for p in policies), version=__version__,
    )  # fmt: skip


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tallybook.publish.policies", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
