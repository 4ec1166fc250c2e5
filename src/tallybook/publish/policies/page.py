"""An assessment as one page that prints on paper: no script, nothing fetched."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tallybook.base.periods import day_words
from tallybook.policies.assess import DISCLAIMERS, Assessment, cited
from tallybook.publish.policies import wording
from tallybook.publish.policies.text import heading

if TYPE_CHECKING:
    from jinja2 import Environment


def as_page(assessment: Assessment) -> str:
    """Return an assessment as a self-contained HTML page."""
    from tallybook import __version__

    return _templates().get_template("assessment.html").render(
        a=assessment, heading=heading(assessment), words=wording, cited=cited, day_words=day_words,
        disclaimers=DISCLAIMERS, version=__version__, link=_link,
    )  # fmt: skip


def _link(source: str) -> str:
    """Return an address that may be linked to, or nothing."""
    return source if source.startswith(("https://", "http://")) else ""


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tallybook.publish.policies", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
