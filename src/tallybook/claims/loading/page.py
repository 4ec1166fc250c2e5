"""What an HTML page gives: its blocks, title and outlet, and the publication date that its markup states."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import date

from tallybook.claims.document import Block
from tallybook.claims.loading.dates import read_date

META_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article.published",
    "datepublished", "citation_publication_date", "citation_date", "citation_online_date", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "publication-date", "date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "dc.date.created", "dcterms.created", "dc:date", "release_date", "article_date_original",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
"""Names of `<meta>` elements that state a publication date, the most telling first."""


@dataclass
class Page:
    """What reading the source gave."""

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    outlet: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    linked: str = ""
    """The `datePublished` of JSON-LD."""
    times: list[tuple[str, bool]] = field(default_factory=list)
    """Values of `<time>` elements that may date the page, and whether their markup says so."""

    @property
    def published(self) -> date | None:
        """The publication date that the markup states, or None."""
        stated = [self.metas[name] for name in META_DATES if name in self.metas]
        stated += [self.linked, *(value for value, marked in self.times if marked), *(value for value, _ in self.times)]
        return next((day for value in stated if value and (day := read_date(value))), None)


def published_in(source: str) -> str:
    """Return the first `datePublished` anywhere in JSON-LD, or an empty string."""
    try:
        queue = deque([json.loads(source)])
    except (ValueError, RecursionError):
        return ""
    while queue:
        item = queue.popleft()
        if isinstance(item, dict):
            stated = item.get("datePublished")
            if isinstance(stated, str):
                return stated
            queue.extend(item.values())
        elif isinstance(item, list):
            queue.extend(item)
    return ""
