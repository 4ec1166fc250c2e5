"""Kinds: whether a number is a count, a share, a change, a ratio or a rate, by the words beside it."""

from __future__ import annotations

import re

from tallybook.claims.model import Kind
from tallybook.claims.quantity import Quantity

_UP = (
    r"(?:rose|risen|rise|rises|rising|(?<!made )(?<!make )(?<!makes )(?<!making )(?<!add )up"
    r"|increas\w+|grew|grown|grow\w*|growth|jump\w*|climb\w*|gain\w*|surge\w*|soar\w*|"
    r"swell\w*|swollen|edged up|expand\w*|spike\w*|leap\w*|leapt|upward)"
)
_DOWN = (
    r"(?:fell|fallen|fall|falls|falling|down|decreas\w+|declin\w+|drop\w*|shrank|shrunk|shrink\w*|cut"
    r"|cuts|plung\w*|slip\w*|slid|"
    r"slide|plummet\w*|tumbl\w*|sank|sunk|reduc\w+|dip\w*|collaps\w*|downward|slump\w*|lost)"
)
_MORE = r"(?:more|higher|greater|larger|above|over|bigger|up on|increase on)"
_LESS = r"(?:fewer|less|lower|below|under|smaller|short of|down on)"

_CHANGE_BEFORE = re.compile(
    rf"\b(?:{_UP}|{_DOWN})(?:\s+(?:by|to the tune of|another|a further|of|some|about|nearly|was|were"
    rf"|is|was of|on [\w ]{{1,12}} (?:was|of|by)|"
    r"around|almost|roughly|more than|less than|an?|just|only|over|mere|modest|whopping|staggering"
    r"|full|scant|cool|solid|steep|sharp|hefty|slight|further))*\s*[~≈+\-–−]?\s*\Z",
    re.I,
)
_CHANGE_AFTER = re.compile(
    rf"\A\s*(?:\w+\s+)?(?:{_MORE}\b|{_LESS}\b|(?:upward |downward |year-over-year |annual |overall |steep |sharp )?"
    r"(?:decline|drop|decrease|fall|increase|rise|jump|growth|gain|reduction|cut|surge|revision"
    r"|improvement|dip|slump|plunge|spike|hike)\b)",
    re.I,
)
_COMPARED = re.compile(
    rf"\A\s*(?:percent |% )?(?:{_MORE}|{_LESS})\s+(?:than|the|last|fiscal|FY|in|what|that|its|their|where)\b", re.I
)
_EXCEEDS = re.compile(
    r"\b(?:exceed\w*|surpass\w*|outpac\w*|outstrip\w*|outnumber\w*|beats?|topp\w*|trail\w*|lag\w*"
    r"|overtook|overtak\w*)\b[^.;]{0,60}\bby\s+(?:\w+ ){0,2}\Z",
    re.I,
)
_BY = re.compile(
    r"\bby\s+(?:about |some |nearly |roughly |almost |just |over |more than |less than |around |a )*\Z", re.I
)
_POSSESSIVE_CHANGE = re.compile(
    r"\b(?:increase|decrease|drop|decline|rise|fall|growth|gain|reduction|jump|cut|surge|plunge|change"
    r"|step|margin)\s*,?\s+(?:[\w,]+\s+){0,7}(?:of|by|was|is|came to|comes to|amounted to|amounts to"
    r"|reached|totall?ed|works out (?:at|to)|equals)\s+(?:\w+\s+){0,2}\Z",
    re.I,
)
_RATIO_AFTER = re.compile(
    r"\A\s*(?:of (?:the |its |their |that |what |a )?(?:fiscal |FY ?)?(?:\d{2,4}(?![,.]?\d)|that"
    r"|level|it was|year|peak|number|figure)\b(?! (?:removals|arrests|detainers|people))"
    r"|of (?:what|that)\b|of those (?:in|of)\b|of the (?:\d{4}|previous|prior|old|earlier"
    r"|fiscal) [\w ]{0,20}(?:level|peak|total|figure|number|count|rate)\b|of last year['’]s"
    r"|of FY ?\d+|as (?:many|much|large|high|big|few)\b|the (?:\d{4}|size|level|number|figure) of)",
    re.I,
)
_RATE_AFTER = re.compile(
    r"\A\s*(?:[\w\-]+\s+){0,3}?(?:(?:a|per|each|every|every single|every passing)\s+(?:single\s+"
    r"|working\s+)?(day|night|month|week|year)\b(?!\s+(?:before|ago|earlier|later|on|after|prior))"
    r"|/\s?(day|month|week|year)\b|(daily)\b|(monthly)\b|(annually|yearly)\b)",
    re.I,
)
_RATE_BEFORE = re.compile(
    r"\b(?:(daily|monthly|weekly|yearly|annual) (?:average|rate|mean|pace)(?: (?:of|was|is|reached"
    r"|at))?|every (?:single )?(day)\b.{0,60}|each (day)\b.{0,60})\s*(?:about|around|roughly|some"
    r"|nearly|almost|just|over|more than|only|approximately)?\s*\Z",
    re.I,
)
_AMOUNT_AFTER = re.compile(
    r"\A\s*(?:(?!(?:for|in|by|of|with)\b)[\w\-]+\s+){0,2}?(?:(?:more|fewer|less|higher|lower)\s+(?:[\w\-]+\s+){0,3}?than\b"
    r"|(?:have |had |has |were |was )?(?:been )?(?:added|vanished|disappeared)\b|too (?:high|low|many"
    r"|few)\b|above (?:the|last)\b|below (?:the|last)\b)",
    re.I,
)
_MORE_THAN_THAT = re.compile(r"\A\s*(?:more|fewer|less)\b(?=\s*[.,;)]|\s*\Z)", re.I)
"""`48,496 more`, after the number it is more than."""
_AMOUNT_BEFORE = re.compile(
    r"\b(?:rose|increased|grew|climbed|jumped|went up|fell|declined|dropped|decreased|went down"
    r"|shrank|cut|slipped|lowered|raised|reduced|revised|revised (?:down|up|downward"
    r"|upward)) by (?:\w+ ){0,2}\Z"
    r"|\b(?:increase|decrease|drop|decline|rise|fall|difference|gap|margin|gain|reduction) of (?:\w+ ){0,2}\Z",
    re.I,
)
_SPAN = {
    "night": "day",
    "daily": "day",
    "monthly": "month",
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "weekly": "week",
}


def kind_of(text: str, quantity: Quantity, start: int, end: int) -> tuple[Kind, str]:
    """Return the kind of a number and, for a rate, what it is per (`day`, `month`, `week` or `year`).

    Args:
        text: the block's text.
        quantity: the number.
        start: where its sentence starts.
        end: where its sentence ends.
    """
    before, after = (
        text[max(start, quantity.start - 70) : quantity.number_start],
        text[quantity.number_end : min(end, quantity.end + 90)],
    )
    plain_after = text[quantity.end : min(end, quantity.end + 90)]
    if quantity.form == "points":
        return "change", ""
    if quantity.form == "times":
        return "ratio", ""
    if quantity.form == "streak":
        return "rank", ""
    if quantity.form in ("percent", "fraction"):
        if quantity.value > 100 and re.match(r"\s*of\b", plain_after):
            return "ratio", ""
        if _RATIO_AFTER.match(after) or _RATIO_AFTER.match(plain_after):
            return "ratio", ""
        if (
            _CHANGE_BEFORE.search(before)
            or _POSSESSIVE_CHANGE.search(before)
            or _EXCEEDS.search(before)
            or (_BY.search(before) and re.search(rf"\b(?:{_UP}|{_DOWN})\b", text[start : quantity.start], re.I))
            or _CHANGE_AFTER.match(plain_after)
            or _CHANGE_AFTER.match(after)
            or quantity.text.lstrip("~≈ ").startswith(("+", "-", "−", "–"))
        ):
            return "change", ""
        return "share", ""
    never = re.search(
        r"\bnever\b|\bin any (?:single )?year\b|\beach (?:of|year)\b|\bevery year\b", text[start:end], re.I
    )
    rate = None if never else _RATE_AFTER.match(after)
    if rate and not quantity.currency:
        word = next(g for g in rate.groups() if g).casefold()
        return "rate", _SPAN.get(word, word)
    rate = _RATE_BEFORE.search(before)
    if rate:
        word = next(g for g in rate.groups() if g).casefold()
        return "rate", _SPAN.get(word, word)
    more = _MORE_THAN_THAT.match(after) and re.search(r"\d", text[start : quantity.start])
    if more or _AMOUNT_AFTER.match(after) or _AMOUNT_BEFORE.search(before):
        return "change", ""
    return "count", ""


def sign_of(text: str, quantity: Quantity, start: int, end: int) -> int:
    """Return +1 or -1: which way a change goes, by its own sign, the words after it, else the nearest before."""
    if quantity.text.lstrip("~≈ ").startswith(("-", "−", "–")):
        return -1
    if quantity.text.lstrip("~≈ ").startswith("+"):
        return 1
    after = text[quantity.end : min(end, quantity.end + 40)]
    head = re.match(r"\A\s*(?:[\w\-]+\s+){0,2}?(\w+)", after)
    if head:
        near = after[: head.end() + 12]
        up = re.search(
            rf"\A\s*(?:\w+\s+){{0,1}}?(?:{_MORE}|increase|rise|jump|growth|gain|surge|upward|added"
            rf"|improvement|too high|too many)\b",
            near,
            re.I,
        )
        down = re.search(
            rf"\A\s*(?:\w+\s+){{0,1}}?(?:{_LESS}|decline|drop|decrease|fall|reduction|cut|plunge"
            rf"|have vanished|vanished|disappeared|downward|dip|too low)\b",
            near,
            re.I,
        )
        if up or down:
            return 1 if up else -1
    before = text[start : quantity.number_start]
    ups = [m.start() for m in re.finditer(rf"\b{_UP}\b", before, re.I)]
    downs = [m.start() for m in re.finditer(rf"\b{_DOWN}\b", before, re.I)]
    if ups or downs:
        return 1 if max(ups, default=-1) > max(downs, default=-1) else -1
    return quantity.direction or 1
