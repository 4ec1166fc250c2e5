"""A course as one page: the map, a slider over its days, and the same numbers as a table. No address is fetched."""

from __future__ import annotations

import json
from pathlib import Path

from tallybook.base.catalog import Catalog
from tallybook.base.periods import day_words
from tallybook.publish.maps.course import Course
from tallybook.publish.maps.shapes import CREDIT, VIEW, shapes

TEMPLATES = Path(__file__).parent / "templates"


def as_page(catalog: Catalog, course: Course) -> str:
    """Return the page; without scripts it shows the day that was asked for and the table."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    outlines = shapes(catalog)
    counties = [
        (fips, outlines[fips], course.labels[fips], course.shades[course.shade_at(fips, course.at)].key)
        for fips in sorted(course.labels)
        if fips in outlines
    ]
    data = {
        "shades": [s.key for s in course.shades],
        "changes": {fips: changes for fips, changes in sorted(course.changes.items()) if fips in outlines},
        "steps": [
            {
                "day": day_words(step.day), "head": step.headline, "remark": step.remark,
                "counts": step.counts,
            }
            for step in course.steps
        ],
    }  # fmt: skip
    # "</" would end the script element that holds the data.
    packed = Markup(json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("</", "<\\/"))  # noqa: S704
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    css = Markup((TEMPLATES / "map.css").read_text(encoding="utf-8"))  # noqa: S704
    script = Markup((TEMPLATES / "map.js").read_text(encoding="utf-8"))  # noqa: S704
    return environment.get_template("map.html.jinja").render(
        course=course, step=course.steps[course.at], counties=counties, borders=outlines["states"], view=VIEW,
        data=packed, css=css, script=script, day_words=day_words, credit=CREDIT,
        legend=list(zip(course.shades, course.steps[course.at].counts, strict=True)),
        yearly=_yearly(course),
    )  # fmt: skip


def _yearly(course: Course) -> list[int]:
    """Return the steps of the table: the last of each fiscal year, the first and last of all, and the one asked."""
    ends = {i for i, s in enumerate(course.steps) if (s.day.month, s.day.day) == (9, 30)}
    return sorted(ends | {0, course.at, len(course.steps) - 1})
