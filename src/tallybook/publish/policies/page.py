"""An assessment as one page that prints on paper: no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.base.periods import day_words
from tallybook.policies.answers import DISCLAIMERS, Answer, Assessment
from tallybook.policies.policy import Policy
from tallybook.publish.policies import wording
from tallybook.publish.policies.text import heading

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def as_page(assessment: Assessment) -> str:
    """Return an assessment as a self-contained HTML page."""
    return _templates().get_template("assessment.html").render(_settings(assessment), heading=heading(assessment))


def as_fragment(assessment: Assessment) -> str:
    """Return the answers as a part of a page that has a heading; it needs `style_sheet()`."""
    return _templates().get_template("answers.html").render(_settings(assessment))


def style_sheet() -> str:
    """Return the rules of the answers and the timeline for a page that has others: they hold in `.assessment` only."""
    rules = (TEMPLATES / "assessment.css").read_text(encoding="utf-8").replace(":root {", "& {")
    drawn = (TEMPLATES / "timeline.css").read_text(encoding="utf-8")
    return f".assessment {{\n{rules}\n{drawn}\n}}\n"


def _settings(assessment: Assessment) -> dict[str, object]:
    from tallybook import __version__

    return {
        "a": assessment, "words": wording, "numbered": _numbered, "sources_used": _sources_used, "day_words": day_words,
        "disclaimers": DISCLAIMERS, "version": __version__, "link": _link,
    }  # fmt: skip


def _numbered(policy: Policy, keys: Iterable[str]) -> list[tuple[int, str]]:
    """Return sources with their numbers: their places among the policy's own."""
    places = list(policy.sources)
    return sorted((places.index(key) + 1, policy.sources[key]) for key in keys)


def _sources_used(answer: Answer) -> list[tuple[int, str]]:
    """Return the sources of the clauses, the factors and the days in force, for paper."""
    keys = {key for c in answer.clauses for key in c.clause.sources}
    keys |= {key for f in answer.factors for key in f.factor.sources}
    keys |= set(answer.interval.sources) if answer.interval else set()
    return _numbered(answer.policy, keys)


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
