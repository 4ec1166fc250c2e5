"""Denying: whether a sentence denies the number it gives (`did not remove`, `it is not true that`, `rather than`)."""

from __future__ import annotations

import re
from functools import lru_cache

from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.lexicon import WORD
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.stance import in_quotes

_NOT = re.compile(
    r"(?:\b(?:not|never|cannot|fail(?:s|ed)? to|refus(?:es|ed) to|unable to"
    r"|nowhere (?:near|close) to|stopped short of|no one|nobody|none"
    r"|nor(?: (?:its|the|any|their|even|other))?(?: [\w-]+)?)|n['’]t)\b"
    r"(?! (?:only|just|merely|simply|even|until|all|everyone|everybody|everything)\b)",
    re.I,
)
_OPEN = re.compile(r"\b(?:if|whether(?: or)?|or|why|how|when|could|may|might)\s+(?:\w+\s+)?\Z", re.I)
"""Words before `not` that leave it open whether it is denied."""
_LIGHT = frozenset(
    {
        "a", "able", "about", "actually", "again", "all", "also", "an", "any", "as", "at", "be", "been", "by",
        "carried", "carry",
        "climb", "come", "count", "counted", "decline", "decrease", "double", "drop", "ever", "exactly", "fall",
        "fallen", "go", "gone", "grow", "grown", "had", "have", "hit", "ice", "in", "increase", "indeed", "issue",
        "issued", "jump", "made", "make", "many", "much", "nearly", "number", "of", "once", "out", "plunge", "quite",
        "reach", "reached", "record", "recorded", "report", "reported", "rise", "risen", "see", "seen", "soar", "some",
        "surge", "the", "then", "to", "total", "triple", "went",
    }
)  # fmt: skip
"""Words that may stand between a denial and its number without a verb of their own."""
_INSTEAD = re.compile(
    r"(?:\b(?:not|rather than|instead of|let alone|much less|never mind)\s+(?:the |a |an |exactly )?"
    r"|(?<!, )\b(?:far from|anything but|nothing like)\s+)[\"“]?\Z",
    re.I,
)
"""`, far from the 409,849 of 2012` only compares."""
_UNTRUE = re.compile(
    r"\b(?:not (?:true|the case|so|correct|accurate|right)|n['’]t (?:true|so|right)"
    r"|false|untrue|incorrect|inaccurate|wrong|nonsense"
    r"|(?:a|the|this|that|any) (?:lie|myth|fiction|falsehood|fabrication|fantasy|invention)"
    r"|no (?:truth|basis|evidence|proof|indication)\b[^.;:,]{0,30}"
    r"|(?<!not )(?<!never )(?<!n['’]t )(?<!nobody )(?<!no one )(?<!cannot )(?<!hardly )"
    r"(?:den(?:y|ies|ied|ying)|disput(?:es|ed|ing)|reject(?:s|ed|ing)|refut(?:es|ed|ing)|debunk(?:s|ed|ing)"
    r"|disprov(?:es|ed|ing))(?: [\w ]{2,40}?)?)"
    r" (?:that|to say|having|ever|it|removing|deporting|arresting|detaining)\b[^.;:]{0,80}\Z",
    re.I,
)
_UNTRUE_BEHIND = re.compile(
    r"[^.;:?!]{0,80}?\b(?:is|was|are|were)(?: \w+ly| just| not| also){0,2} "
    r"(?:false|untrue|true|wrong|incorrect|inaccurate|nonsense|an? (?:lie|myth|fiction|falsehood|fabrication))\b"
)
_BEHIND = re.compile(
    r"(?:\s+[\w-]+){0,4}?\s+(?:(?:was|were|are|is|have|had|has|did|do)(?:\s+not|\s+never|n['’]t))\s+"
    r"(?:(?:been|be|actually|ever|in fact)\s+)*(?=\w)",
    re.I,
)


_HINT = re.compile(
    r"\bno[tr]?\b|n['’]t\b|\b(?:never|cannot|none|nobody|neither|den[iy]|disput|reject|refut|debunk|disprov|fail|refus"
    r"|false|untrue|incorrect|inaccurate|wrong|nonsense|myth|lie\b|fiction|fabricat|fantasy|invention|rather|instead"
    r"|far from|anything but|nothing like|unable|nowhere|short of|let alone|much less)",
    re.I,
)
"""Words without one of which nothing is denied."""


@lru_cache(maxsize=16)
def _may_deny(said: str) -> bool:
    """Whether a sentence has any word that denies: asked of each of its numbers."""
    return _HINT.search(said) is not None


def denial(sentence: Sentence, point: Quantity, at: Reach) -> str:
    """Return the words by which a sentence denies the number at a place; empty where it does not."""
    text = sentence.text
    if not _may_deny(text[sentence.span.start : sentence.span.end]):
        return ""
    instead = _INSTEAD.search(text, sentence.span.start, point.start)
    if instead and not _OPEN.search(text, sentence.span.start, instead.start()):
        return instead[0].strip(' "“')
    untrue = _UNTRUE.search(text, sentence.span.start, point.start)
    if untrue:
        return " ".join(untrue[0].split()[:4])
    called = _UNTRUE_BEHIND.match(text, point.number_end, sentence.span.end)
    if called and (" not " in called[0]) == called[0].endswith(" true") and not in_quotes(text, point.start, point.end):
        return " ".join(called[0].split()[-3:])
    for found in reversed(list(_NOT.finditer(text, max(at.left, sentence.span.start), point.start))):
        if _leads(sentence, found.end(), point.start) and not _OPEN.search(text, sentence.span.start, found.start()):
            return _told(text, found)
    behind = _BEHIND.match(text, point.number_end, at.right)
    done = behind is not None and any(c.kind == "family" and c.start == behind.end() for c in sentence.cues)
    if behind is None or not done or any(c.start < behind.end() < c.end for c in sentence.cues if c.kind == "feature"):
        return ""
    return behind[0].strip()


def _leads(sentence: Sentence, start: int, end: int) -> bool:
    """Whether nothing but what was done stands between a denial and its number."""
    text = sentence.text
    if re.search(r"[^\w\s'’-]", text[start:end]):
        return False
    done = [c for c in sentence.cues if c.kind == "family" and start <= c.start and c.end <= end]
    tokens = list(WORD.finditer(text, start, end))
    return len(tokens) <= 7 and all(
        any(c.start <= t.start() < c.end for c in done) or t[0].casefold() in _LIGHT or t[0].endswith("ly")
        for t in tokens
    )


def _told(text: str, found: re.Match[str]) -> str:
    """Return a denial with its auxiliary (`did not`)."""
    start = text.rfind(" ", 0, max(found.start() - 1, 0)) + 1
    return text[start : found.end()]
