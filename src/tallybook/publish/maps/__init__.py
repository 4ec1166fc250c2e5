"""County maps of a programme: one day as SVG or PNG, all of them as a page with a slider. Nothing is fetched."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog
    from tallybook.programs.spells import Rolls

__all__ = ["draw"]


def draw(catalog: Catalog, program: str, day: date, ending: str, held: Rolls | None = None) -> bytes:
    """Return the map of a programme as a file's bytes.

    Args:
        catalog: the catalog.
        program: `secure-communities` or `287g`.
        day: the day to draw; where a page starts.
        ending: `.svg`, `.png` or `.html`.
        held: rosters of 287(g) to use, where some have been ingested.
    """
    from tallybook.publish.maps import still
    from tallybook.publish.maps.course import course

    shown = course(catalog, program, day, held)
    if ending == ".html":
        from tallybook.publish.maps.page import as_page

        return as_page(catalog, shown).encode()
    drawing = still.as_svg(catalog, shown)
    return still.as_png(drawing) if ending == ".png" else drawing.encode()
