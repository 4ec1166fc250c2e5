"""Years: every fiscal year at a glance, and the account of one."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Annotated, Any

from fastapi import Path, Response
from markupsafe import Markup

from tallybook.base.catalog import Catalog
from tallybook.base.periods import fiscal_year
from tallybook.publish.html import as_fragment, style_sheet
from tallybook.web.site import OfSite
from tallybook.web.view import Pages, View

pages = Pages("Years", "/years", 2)

LEADING = ("ice.removals", "ice.removals.criminal", "dhs.removals", "dhs.returns", "ice.detainers", "ice.admin_arrests")
"""The measures of the overview, as far as the catalog has them."""

Year = Annotated[int, Path(ge=1800, le=2200)]


@pages.page("/years", "years.html")
def overview(site: OfSite) -> View:
    """Return the headline figures of every fiscal year."""
    found = _overview(site.catalog)
    about = (
        "Every fiscal year (October to September, named by the year it ends) with the official totals that stand now. "
        "ICE and DHS publish different totals for the same year; neither is part of the other. Choose a year for its "
        "account: vintages, convictions, records, policies and programmes."
    )
    return View("Years", about, {"measures": found[0], "years": found[1]})


@cache
def _overview(catalog: Catalog) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    from tallybook.measures.figures import figure
    from tallybook.measures.measure import measures
    from tallybook.publish.book import years_held

    known = measures(catalog)
    named = [{"id": n, "title": known[n].title} for n in LEADING if n in known]
    rows = []
    for year in reversed(years_held(catalog)):
        values: dict[str, Any] = {}
        for one in named:
            found = figure(catalog, one["id"], fiscal_year(year))
            if found is not None:
                values[one["id"]] = {"value": found.value, "basis": found.basis, "official": found.official}
        if values:
            rows.append({"year": year, "values": values})
    return named, rows


@pages.page("/years/{year}", "year.html")
def account(site: OfSite, year: Year) -> View:
    """Return the account of a fiscal year."""
    made = _account(site, year)
    # The account's own templates escape every text of it.
    fragment = Markup(as_fragment(made))  # noqa: S704
    from tallybook.publish.book import years_held

    held = years_held(site.catalog)
    shown = {
        "fragment": fragment, "year": year, "before": max((y for y in held if y < year), default=None),
        "after": min((y for y in held if y > year), default=None),
    }  # fmt: skip
    return View(made.title, "", made.to_dict(), shown)


@pages.router.get("/years/{year}/report.{form}")
def report(site: OfSite, year: Year, form: str) -> Response:
    """Return the account as a file to take away: a page, a workbook or Markdown."""
    from tallybook.base.errors import UnknownName

    forms = ("html", "xlsx", "md")
    if form not in forms:
        raise UnknownName("form of a report", form, forms)
    made = _account(site, year)
    if form == "xlsx":
        from tallybook.publish.workbook import as_workbook

        data, media = as_workbook(made), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    elif form == "md":
        from tallybook.publish.markdown import as_markdown

        data, media = as_markdown(made).encode(), "text/markdown; charset=utf-8"
    else:
        from tallybook.publish.html import as_html

        data, media = as_html(made).encode(), "text/html; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="tallybook-fy{year}.{form}"'}
    return Response(data, 200, headers, media)


def _account(site: OfSite, year: int) -> Any:
    """Return the account, worked out once for a generation of the store."""
    store = site.store.store
    return _made(site.catalog, year, str(site.folder), store.manifest.generation)


@lru_cache(maxsize=32)
def _made(catalog: Catalog, year: int, folder: str, _generation: int) -> Any:
    from tallybook.publish.account import account as made
    from tallybook.records.store import Store

    return made(catalog, year, store=Store(folder))


@pages.router.get("/static/account.css")
def style() -> Response:
    """Return the rules of an account, from where the report has them too."""
    return Response(style_sheet(), media_type="text/css", headers={"Cache-Control": "no-cache"})
