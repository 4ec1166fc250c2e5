"""The flow of bookings as a Sankey diagram in SVG: stages from left to right, bands as wide as what flows.

Most bookings match nothing, so a diagram in proportion would show one band; it therefore begins at the matches, and the
table beside it holds the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, TOP, NODE = 1000.0, 560.0, 24.0, 14.0
GAP = 26.0
"""Between two nodes of a column, so that their labels stand clear of each other."""
COLUMNS: dict[str, int] = {
    "matched": 0, "detainer": 1, "taken without a detainer": 1, "not asked for": 1, "custody": 2,
    "declined by the jail": 2, "hours ran out": 2, "still held locally": 2, "pending": 3, "removed": 3, "returned": 3,
    "relief": 3, "released": 3,
}  # fmt: skip
KEPT = ("matched", "detainer", "taken without a detainer", "custody")
"""Nodes of the way to removal; the others end it."""
FIRST = "matched"


@dataclass
class _Node:
    name: str
    size: int
    column: int
    y: float = 0.0
    height: float = 0.0
    out: float = 0.0
    into: float = 0.0


def sankey(links: list[tuple[str, str, int]]) -> str:
    """Return the diagram of links between stages, from the matches on."""
    shown = [(a, b, n) for a, b, n in links if n and a in COLUMNS and b in COLUMNS]
    if not shown:
        return ""
    nodes = _placed(shown)
    bands = []
    scale = next(n.height / n.size for n in nodes.values() if n.name == FIRST)
    for a, b, n in shown:
        source, target = nodes[a], nodes[b]
        wide = n * scale
        x0, x1 = _x(source.column) + NODE, _x(target.column)
        y0, y1 = source.y + source.out + wide / 2, target.y + target.into + wide / 2
        source.out, target.into = source.out + wide, target.into + wide
        middle = (x0 + x1) / 2
        kind = "go" if b in KEPT or b in ("removed", "returned") else "end"
        curve = f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        bands.append(
            f'<path class="{kind}" d="{curve}" '
            f'stroke-width="{max(wide, 1):.1f}"><title>{escape(a)} to {escape(b)}: {n:,}</title></path>'
        )
    boxes = []
    for node in nodes.values():
        x = _x(node.column)
        boxes.append(f'<rect x="{x:.1f}" y="{node.y:.1f}" width="{NODE}" height="{max(node.height, 1.5):.1f}"/>')
        last = node.column == max(COLUMNS.values())
        place, anchor = (x - 8, "end") if last else (x + NODE + 8, "start")
        boxes.append(
            f'<text x="{place:.1f}" y="{node.y + max(node.height, 1.5) / 2:.1f}" text-anchor="{anchor}" dy=".35em">'
            f"{escape(node.name)} <tspan>{node.size:,}</tspan></text>"
        )
    words = "; ".join(f"{a} to {b} {n:,}" for a, b, n in shown)
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT + 2 * TOP:.0f}" role="img" aria-labelledby="flow-title flow-words">'
        f'<title id="flow-title">Flow from matches to removal</title><desc id="flow-words">{escape(words)}.</desc>'
        f'<g fill="none">{"".join(bands)}</g>{"".join(boxes)}</svg>'
    )


def _x(column: int) -> float:
    return column * (WIDTH - NODE) / max(COLUMNS.values())


def _placed(links: list[tuple[str, str, int]]) -> dict[str, _Node]:
    sizes: dict[str, int] = {}
    for name in COLUMNS:
        size = max(sum(n for a, _, n in links if a == name), sum(n for _, b, n in links if b == name))
        if size:
            sizes[name] = size
    columns: dict[int, list[_Node]] = {}
    for name, size in sizes.items():
        columns.setdefault(COLUMNS[name], []).append(_Node(name, size, COLUMNS[name]))
    scale = min((HEIGHT - GAP * (len(own) - 1)) / sum(n.size for n in own) for own in columns.values())
    found = {}
    for own in columns.values():
        y = TOP
        for node in own:
            node.y, node.height = y, node.size * scale
            y += max(node.height, 1.5) + GAP
            found[node.name] = node
    return found
