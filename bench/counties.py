"""Makes the county shapes of the maps again from the us-atlas package.

    npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz
    python bench/counties.py package/counties-albers-10m.json     writes catalog/programs/places/shapes.tsv.gz

us-atlas 3.0.1: copyright 2013-2019 Michael Bostock, ISC licence; made from the Census Bureau's cartographic boundary
files of 2017, in an Albers projection of 975 by 610 points. Every arc is thinned once, so neighbours stay neighbours;
coordinates are whole fifths of a point. One line a county: code, tab, SVG path. The line `states` is the mesh of the
borders between states.
"""

import gzip
import io
import json
import sys
from itertools import pairwise
from math import hypot
from pathlib import Path

from tallybook.base.catalog import SHIPPED

TARGET = SHIPPED / "programs" / "places" / "shapes.tsv.gz"
UNITS = 5
TOLERANCE = 0.32
ISLET = 0.35


def thinned(points):
    """Douglas-Peucker, ends kept."""
    keep, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (x1, y1), (x2, y2) = points[first], points[last]
        length = hypot(x2 - x1, y2 - y1)
        worst, at = 0.0, None
        for i in range(first + 1, last):
            x, y = points[i]
            off = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else hypot(x - x1, y - y1)
            if off > worst:
                worst, at = off, i
        if at is not None and worst > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def area(ring):
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def path(rings, closed=True):
    out = []
    for ring in rings:
        units = [(round(x * UNITS), round(y * UNITS)) for x, y in ring]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(units)]
        steps = [s for s in steps if s != (0, 0)]
        if closed:
            steps = steps[:-1]
        if closed and len(steps) < 2:
            # A city smaller than the grid: one square of it, so that it is drawn at all.
            steps = [(1, 0), (0, 1), (-1, 0)]
        if not steps:
            continue
        out.append(f"M{units[0][0]},{units[0][1]}l" + " ".join(f"{x},{y}" for x, y in steps) + ("z" if closed else ""))
    return "".join(out).replace(",-", "-").replace(" -", "-")


def main(file):
    data = json.loads(Path(file).read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
    arcs, whole = [], []
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        whole.append(points)
        arcs.append(thinned(points))

    def joined(numbers, arcs):
        found = []
        for n in numbers:
            arc = arcs[n] if n >= 0 else arcs[~n][::-1]
            found += arc[1:] if found else arc
        return found

    def ring(numbers):
        full, thin = joined(numbers, whole), joined(numbers, arcs)
        # A city of a few points would be thinned away.
        return full if len(thin) < 5 or area(thin) < 0.6 * area(full) else thin

    lines, used = [], {}
    for item in data["objects"]["counties"]["geometries"]:
        shapes = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
        for n in {n if n >= 0 else ~n for shape in shapes for numbers in shape for n in numbers}:
            used.setdefault(n, set()).add(item["id"][:2])
        rings = sorted((ring(numbers) for shape in shapes for numbers in shape), key=area, reverse=True)
        rings = rings[:1] + [r for r in rings[1:] if area(r) > ISLET]
        drawn = path(rings)
        assert drawn, item["id"]
        lines.append((item["id"], drawn))
    borders = [arcs[n] for n, states in sorted(used.items()) if len(states) > 1]
    lines.append(("states", path(borders, closed=False)))
    text = "".join(f"{code}\t{drawn}\n" for code, drawn in sorted(lines))
    sink = io.BytesIO()
    with gzip.GzipFile(fileobj=sink, mode="wb", mtime=0, compresslevel=9) as handle:
        handle.write(text.encode("ascii"))
    TARGET.write_bytes(sink.getvalue())
    print(f"{len(lines):,} shapes, {len(text) // 1024} kB, {len(sink.getvalue()) // 1024} kB packed")


if __name__ == "__main__":
    main(sys.argv[1])
