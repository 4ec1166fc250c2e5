"""One day of a course as a drawing that stands by itself, and the same as PNG."""

from __future__ import annotations

from html import escape
from textwrap import wrap

from tallybook.base.catalog import Catalog
from tallybook.base.errors import TallybookError
from tallybook.base.periods import day_words
from tallybook.publish.maps.course import Course
from tallybook.publish.maps.shapes import CREDIT, HEIGHT, WIDTH, shapes

FILLS = ("#efeadd", "#d9b99a", "#c4622d", "#6d1a0f")
"""From nothing to most; the steps stay apart in grey."""

FONTS = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, Noto Sans, Segoe UI, sans-serif"

TOP, BOTTOM = 520, 560
PIXELS = 1950


def as_svg(catalog: Catalog, course: Course) -> str:
    """Return a day of a course as SVG: heading, map, legend with the number of counties, and what must be known."""
    step = course.steps[course.at]
    outlines = shapes(catalog)
    by_shade: dict[int, list[str]] = {}
    for fips in sorted(course.labels):
        if fips in outlines:
            by_shade.setdefault(course.shade_at(fips, course.at), []).append(outlines[fips])
    heading = f"{course.title}, {day_words(step.day)}"
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-300 {60 - TOP} {WIDTH} {HEIGHT + TOP + BOTTOM}" role="img"'
        f' aria-labelledby="title desc" font-family="{FONTS}">',
        f'<title id="title">{escape(heading)}</title>',
        f'<desc id="desc">{escape(f"{step.headline}. {step.remark}")}</desc>',
        f'<rect x="-300" y="{60 - TOP}" width="{WIDTH}" height="{HEIGHT + TOP + BOTTOM}" fill="#fdfcf8"/>',
        _text(-200, 200 - TOP, heading, 130, "#1b1a17", bold=True),
        _text(-200, 360 - TOP, step.headline, 92, "#1b1a17"),
        _text(-200, 480 - TOP, step.remark, 68, "#5d594f"),
    ]
    for place, paths in sorted(by_shade.items()):
        out.append(
            f'<path d="{"".join(paths)}" fill="{FILLS[course.shades[place].depth]}" stroke="#fdfcf8"'
            ' stroke-width="3" stroke-linejoin="round"/>'
        )
    out.append(f'<path d="{outlines["states"]}" fill="none" stroke="#857e6f" stroke-width="6"/>')
    x = -200.0
    for number, shade in enumerate(course.shades):
        words = f"{shade.words}: {step.counts[number]:,}"
        out.append(
            f'<rect x="{x:.0f}" y="{HEIGHT + 130}" width="90" height="70" fill="{FILLS[shade.depth]}" stroke="#857e6f"'
            ' stroke-width="5"/>'
        )
        out.append(_text(x + 120, HEIGHT + 192, words, 76, "#1b1a17"))
        x += 230 + len(words) * 40
    said = [line for note in (*course.notes, CREDIT) for line in wrap(note, 150)]
    out += [_text(-200, HEIGHT + 310 + 78 * i, line, 60, "#5d594f") for i, line in enumerate(said)]
    out.append("</svg>")
    return "".join(out)


def as_png(svg: str) -> bytes:
    """Return a drawing as PNG, 1,950 points wide.

    Raises:
        TallybookError: it cannot be rendered, or there is no font to letter it with.
    """
    if _rendered(_LETTER, 40) == _rendered(_LETTER.replace(">M<", "><"), 40):
        raise TallybookError(
            "no font is installed to letter the map with", expected=f"one of {FONTS}",
            next_step="write it as .svg or .html instead",
        )  # fmt: skip
    return _rendered(svg, PIXELS)


_LETTER = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><text y="30" font-size="30" font-family="{FONTS}">M'
    "</text></svg>"
)


def _rendered(svg: str, width: int) -> bytes:
    import resvg_py

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width))
    except ValueError as error:
        raise TallybookError(f"the map cannot be rendered ({error})", next_step="write it as .svg instead") from None


def _text(x: float, y: float, text: str, size: int, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.0f}" y="{y}" font-size="{size}" fill="{fill}"{weight}>{escape(text)}</text>'
