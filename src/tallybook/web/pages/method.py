"""Method: how figures are checked and counted, what is never done, how to cite."""

from __future__ import annotations

from tallybook.claims.model import VERDICTS
from tallybook.web.site import OfSite
from tallybook.web.view import Pages, View

pages = Pages("Method", "/method", 7)


@pages.page("/method", "method.html")
def method(site: OfSite) -> View:
    """Return how everything here is done."""
    from tallybook import __version__
    from tallybook.publish.disclosure.declared import declared
    from tallybook.sources.tables import record_tables

    cuts = declared(site.catalog)
    tables = [
        {
            "id": table.id, "title": table.title, "unit": table.unit,
            "rules": [{"id": name, "title": rule.title, "what": rule.what} for name, rule in table.rules.items()],
            "cuts": [{"by": list(cut.by), "time": cut.time} for cut in cuts[table.id].cuts] if table.id in cuts else [],
            "disclosure": cuts[table.id].rule_text if table.id in cuts else "",
        }
        for table in record_tables(site.catalog).values()
    ]  # fmt: skip
    about = (
        "How a verdict is reached, how events are counted and what is withheld. Everything here is the same in the "
        "program, the API and these pages."
    )
    data = {"version": __version__, "verdicts": dict(VERDICTS), "tables": tables}
    return View("Method", about, data)
