"""Foreign numbers: those that count something else, told by the noun after them."""

from __future__ import annotations

import re
from functools import lru_cache

from tallybook.base.catalog import Catalog
from tallybook.claims.quantity import Quantity
from tallybook.claims.reader.lexicon import Lexicon, tokens
from tallybook.claims.reader.places import is_people
from tallybook.claims.reader.scope import Sentence

_FUNCTION = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "by", "to", "for", "from", "with", "without", "who", "whom", "whose",
    "which", "that", "these", "those", "and", "or", "but", "nor", "so", "yet", "as", "than", "then", "when",
    "while", "where", "if", "because", "since", "after", "before", "during", "until", "through", "over", "under",
    "above", "below", "between", "among", "against", "about", "was", "were", "is", "are", "be", "been", "being",
    "had", "has", "have", "having", "did", "do", "does", "will", "would", "could", "should", "may", "might", "can",
    "must", "not", "no", "last", "next", "past", "this", "each", "every", "per", "more", "fewer", "less", "most",
    "many", "much", "such", "said", "says", "say", "later", "earlier", "ago", "now", "still", "only", "just", "also",
    "already", "again", "alone", "together", "there", "here", "it", "its", "they", "them", "their", "he", "she",
    "his", "her", "we", "our", "you", "your", "i", "my", "one", "people's", "out", "up", "down", "off", "away",
    "back", "into", "onto", "within", "total", "overall", "altogether", "nationwide", "nationally", "year", "years",
    "month", "months", "week", "weeks", "day", "days", "percent", "others", "other", "another", "new",
    "additional", "ice", "dhs", "cbp", "eoir",
})  # fmt: skip
_RECORD_UNITS = frozenset({
    "rows", "row", "records", "record", "entries", "cases", "case", "events", "event", "lines", "actions",
    "individuals",
})  # fmt: skip
_PEOPLE = frozenset({
    "people", "persons", "person", "immigrants", "immigrant", "noncitizens", "noncitizen", "aliens", "individuals",
    "men", "women", "migrants", "foreigners", "illegals", "lawbreakers", "inmates", "prisoners", "arrivals",
    "crossers", "newcomers", "murderers", "rapists", "felons", "adults", "workers", "souls", "criminals", "offenders",
    "convicts", "detainees", "deportees", "residents", "humans", "undocumented", "children", "nationals", "citizens",
})  # fmt: skip
_HOUSEHOLDS = frozenset({
    "families", "family", "households", "household", "couples", "mothers", "fathers", "neighbors", "neighbours",
    "parents",
})  # fmt: skip
_OF = re.compile(r"\A\s*(?:percent|%)?\s*(?:of|out of|among) (?:all |the |its |their |our |this |that |every )*", re.I)
_WHOLES = frozenset({
    "them", "those", "these", "whom", "which", "it", "that", "total", "totals", "lot", "number", "all", "group",
    "year", "year's", "fiscal", "cases", "removals", "everyone", "everybody", "us", "last", "level", "figure", "sum",
    "whole", "count", "population", "rest", "caseload", "nation's", "nation", "country's", "country", "what",
    "jurisdictions", "counties", "2",
})  # fmt: skip
_OTHER_WHOLES = re.compile(
    r"\A\s*(?:of|among)\s+(?:the |all |its |their |our |those |these |US |U\.S\. )*(?:[\w’'-]+\s+){0,2}?"
    r"(?:votes?|voters?|whites?|blacks?|latinos?|hispanics?|respondents?|adults|americans|households"
    r"|residents|budget|revenue|students|"
    r"workers|employees|readers|counties that|registered|likely|democrats?|republicans?|turnout"
    r"|precincts?|homes|schools?|income|gdp|shares?|sales)\b",
    re.I,
)


def foreign(catalog: Catalog, sentence: Sentence, point: Quantity, words: Lexicon) -> bool:
    """Return whether the noun after a number says that it counts something no measure is about."""
    text = sentence.text[point.end : min(sentence.span.end, point.end + 60)]
    stop = re.search(r"[.,;:()\"”!?—–]|\s-\s", text)
    ahead = tokens(text[: stop.start()] if stop else text)[:5]
    if ahead and (unit_kind(ahead[0].folded) or ahead[0].folded in _RECORD_UNITS):
        return False
    known = [c for c in words.cues(ahead) if c.kind in ("family", "unit", "feature", "programme", "agency")]
    named = [c for c in known if c.kind in ("family", "unit", "feature")]
    for i, token in enumerate(ahead):
        if any(c.start <= token.start < c.end for c in named):
            return False
        if any(c.start <= token.start < c.end for c in known):
            continue
        if token.folded in _FUNCTION or unit_kind(token.folded) or token.folded in _RECORD_UNITS:
            return False
        if is_people(catalog, token.raw):
            return False
        if token.folded.endswith("ed") and i == 0:
            return False
        if token.folded.endswith("s") and len(token.folded) > 3 and not token.folded.endswith(("ss", "us", "is")):
            return True
        if i >= 3:
            return False
    return False


def fronted(catalog: Catalog, sentence: Sentence, point: Quantity, words: Lexicon) -> bool:
    """Return whether a share is of a foreign number named first (`Of 1,215 trees planted, nearly half …`)."""
    lead = _FRONTED.match(sentence.text, sentence.span.start, point.start)
    if lead is None:
        return False
    return any(lead.start() <= q.start < lead.end() and foreign(catalog, sentence, q, words) for q in sentence.points)


_FRONTED = re.compile(r"\W*(?:Of|Among|Out of) [^,;.]*(?:\d,\d[^,;.]*)*,")


def share_of_another(sentence: Sentence, point: Quantity, words: Lexicon) -> bool:
    """Return whether a share is taken of something that no measure counts (votes, a budget, readers)."""
    text = sentence.text[point.number_end : min(sentence.span.end, point.number_end + 80)]
    if _OTHER_WHOLES.match(text):
        return not any(c.kind == "family" for c in words.cues(tokens(text[:50])))
    of = _OF.match(text)
    if not of:
        return False
    stop = re.search(r"[.,;:()\"”!?—–]|\s-\s", text[of.end() :])
    ahead = tokens(text[of.end() : of.end() + (stop.start() if stop else 80)])[:5]
    known = [c for c in words.cues(ahead) if c.kind in ("family", "unit", "feature", "agency", "programme")]
    for i, token in enumerate(ahead):
        if (
            any(c.start <= token.start < c.end for c in known)
            or token.folded in _WHOLES
            or token.folded in _PEOPLE | _RECORD_UNITS | _HOUSEHOLDS
        ):
            return False
        if i and (token.folded in _FUNCTION or token.folded.endswith("ed")):
            return True
    return bool(ahead)


@lru_cache(maxsize=512)
def unit_kind(word: str) -> str:
    """Return `people`, `families`, `records` or an empty string for the word after a number."""
    head = word.casefold().split()
    for part in head:
        if part in _HOUSEHOLDS:
            return "families"
        if part in _PEOPLE:
            return "people"
        if part in ("rows", "row", "records", "record"):
            return "records"
    return ""
