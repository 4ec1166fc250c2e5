"""Acting: whose doing a number is, where its sentence names a part of the agency, somebody else, or by what means."""

from __future__ import annotations

import re

from tallybook.base.catalog import Catalog
from tallybook.claims.reader.lexicon import WORD
from tallybook.claims.reader.narrowing import Words, neutral, word_of
from tallybook.claims.reader.places import Placed
from tallybook.claims.reader.scope import Reach, Sentence, subject_start


def acted(catalog: Catalog, sentence: Sentence, at: Reach, place: Placed) -> str:
    """Return the words before a number that lay it on a part of the agency or on somebody else; empty where none do."""
    words = neutral(catalog)
    return _subject(words, sentence, at, place) or _fronted(words, sentence, at)


_AUXILIARY = frozenset({"has", "have", "had", "also", "then", "now", "already", "only", "alone", "did", "was", "were"})
_OFFICE = re.compile(
    r"\b(?!(?:The|This|That|Its|His|Her|Their|Our|ICE|ERO|DHS|Oval|Federal|Government)\b)[A-Z][\w.]+(?: [A-Z][\w.]+)*"
    r" (?:[Ff]ield |[Rr]egional |[Dd]istrict |[Aa]rea |[Ll]ocal )?(?:[Oo]ffice|[Ss]ector|[Dd]ivision)s?\b"
    r"|\b(?:office|officers|agents|branch|arm|sector) (?:in|for|of) "
    r"(?!ICE|ERO|DHS|CBP|Immigration|Enforcement|U\.S)[A-Z]\w+"
)
_OBJECT = re.compile(r"\s*(?:[\w-]+\s+){0,2}\Z")


def _subject(words: Words, sentence: Sentence, at: Reach, place: Placed) -> str:
    """Return who acts, where that is an office, a part of those counted, or nobody that anything here counts."""
    text = sentence.text
    left = max([at.left, *(b for b in sentence.breaks if b < at.start)], default=at.left)
    verb = next(
        (c for c in reversed(sentence.cues) if c.kind == "family" and left <= c.start and c.end <= at.start), None
    )
    stop = verb.start if verb else at.start
    opened = subject_start(sentence, at, stop)
    if verb and not text[opened:stop].strip() and text[stop : verb.end].casefold().split()[-1] in words.parts:
        return text[stop : verb.end]
    office = _OFFICE.search(text, opened, stop)
    if office is not None and not (place.where and place.start < office.end() and office.start() < place.end):
        return office[0]
    known = [(place.start, place.end), *((t.start, t.end) for t in sentence.times)]
    known += [(c.start, c.end) for c in sentence.cues if c.kind not in ("unit", "family")]
    unknown: list[re.Match[str]] = []
    someone = said = False
    for token in WORD.finditer(text, opened, stop):
        word = word_of(token)
        if word in words.parts:
            return text[opened:stop].strip()
        if any(a <= token.start() < b for a, b in known):
            someone = True
        elif word in words.verbs or (word in words.prepositions and word != "of"):
            said = word in words.verbs
            break
        elif (word in words.plain and word not in _NOBODY) or word in words.counted or word in _PRONOUNS:
            someone = True
        elif (
            word not in words.grammar
            and word not in words.adjectives
            and word not in _AUXILIARY
            and not word.endswith("ly")
            and not word.isdigit()
        ):
            unknown.append(token)
    act = _ACT.search(text, left, at.start)
    if act is not None and act[1].casefold() in words.other_acts:
        return text[opened : act.end(1)].strip() or act[1]
    acts = (
        verb is not None
        and verb.name in ("removals", "arrests", "detained", "detainers")
        and _OBJECT.fullmatch(text, verb.end, at.start)
    )
    if acts and not (someone or said) and unknown and not _is_person(text, opened, unknown):
        return text[opened:stop].strip()
    return ""


_NOBODY = frozenset({"detention", "custody", "removal", "departure", "home", "border", "borders"})
"""Words that name what was done or where, and nobody who does it."""
_ACT = re.compile(r"\b(\w+) (?:the |all |some |about |nearly |more than |over )*\Z")


def _is_person(text: str, opened: int, names: list[re.Match[str]]) -> bool:
    """Whether unknown words before a verb are somebody's name: with capitals, without an article, no plural."""
    article = re.match(r"\W*(?:the|a|an)\b", text[opened:], re.I)
    return article is None and all(t[0][0].isupper() for t in names) and not names[-1][0].endswith("s")


_PRONOUNS = frozenset(
    {"it", "they", "we", "he", "she", "i", "you", "this", "that", "these", "those", "one", "all", "others", "some"}
)


def _fronted(words: Words, sentence: Sentence, at: Reach) -> str:
    """Return the phrase that opens a sentence and says by what means or among whom was counted."""
    match = _FRONT.match(sentence.text, sentence.span.start, at.start)
    if match is None or match.end() < at.left:
        return ""
    counted = re.match(
        r"(?:Only counting|Counting only|Not counting|Not including|Excluding|Leaving|Apart|Except|Other)\b",
        match["front"],
    )
    if counted and not any(c.kind == "feature" and c.start < match.end() for c in sentence.cues):
        return match["front"]
    if any(word_of(t) in words.parts for t in WORD.finditer(match["front"])):
        return match["front"]
    return ""


_FRONT = re.compile(
    r"\W*(?P<front>(?:By|In|Through|Via|At|On|Aboard|From|Among|With|Without|Of|For|During|Under"
    r"|Only counting|Counting only|Not counting|Not including|Excluding|Leaving|Apart from|Except for|Other than)"
    r" [^,;.]{2,50}),"
)
