"""Definitions and dates: when a fiscal year runs, and when a programme began."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallybook.base.periods import MONTH_BY_NAME, fiscal_year
from tallybook.claims.model import Asserted, Claim
from tallybook.claims.reader.clock import Clock
from tallybook.claims.reader.happened import date_behind, dated
from tallybook.claims.reader.scope import Sentence

_MONTH = (
    r"(January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Oct\.|Sept\.)"
)
_FISCAL = re.compile(
    rf"\b(?:which |that )?(?:runs?|ran|begins?|starts?|stretch\w*|goes|covers?|counted)\s+(?:from\s+"
    rf"|on\s+|in\s+)?{_MONTH}(?:\s+1(?:st)?)?"
    rf"(?:\s*(?:to|through|until|and ends (?:on|in)|–|-)\s*(?:the end of\s+)?{_MONTH}(?:\s+30(?:th)?)?)?(?!\s+\d{{4}})",
    re.I,
)
_START = re.compile(
    r"\b(?:was |were |had been )?(?:launched|began|begun|started|debuted|rolled out|kicked off"
    r"|introduced|went live|created|born|piloted)\b",
    re.I,
)
_FIRST = re.compile(r"\bfirst (?:activated|went live|used|switched on)\b", re.I)


def definitions(sentence: Sentence, clock: Clock) -> Iterator[Claim]:
    """Yield what a sentence says about the fiscal year's months and about the start of Secure Communities."""
    text = sentence.text[sentence.span.start : sentence.span.end]
    if re.search(r"fiscal|FY ?\d", text):
        for match in _FISCAL.finditer(text):
            if match[2] is None and not re.search(r"fiscal year (?:begins|starts|runs)", text, re.I):
                continue
            period = clock.latest if clock.latest and clock.latest.fiscal_years() else fiscal_year(2012)
            first = MONTH_BY_NAME[match[1].rstrip(".").casefold()]
            last = MONTH_BY_NAME[match[2].rstrip(".").casefold()] if match[2] else (first + 10) % 12 + 1
            start = sentence.span.start + match.start()
            yield Claim(
                "", "", start, sentence.span.start + match.end(), "other", "definition.fiscal_year", period,
                Asserted(None, f"months {first}-{last}", "exact"),
            )  # fmt: skip
    if any(c.kind == "programme" and c.name == "secure_communities" for c in sentence.cues) or re.search(
        r"\b(?:it|the program(?:me)?)\b", text, re.I
    ):
        yield from _starts(sentence)


def _starts(sentence: Sentence) -> Iterator[Claim]:
    text = sentence.text
    named = [c for c in sentence.cues if c.kind == "programme" and c.name == "secure_communities"]
    for rule in (_START, _FIRST):
        for match in rule.finditer(text, sentence.span.start, sentence.span.end):
            clear = named and named[0].start < match.end() + 40
            pronoun = re.search(r"\b[Ii]t\s+\Z", text[sentence.span.start : match.start()]) is not None
            time = date_behind(sentence, match.end(), 60)
            if time is None or not (clear or pronoun):
                continue
            start = named[0].start if clear and named[0].start < match.start() else match.start()
            yield dated("sc.start", start, time)
            return
