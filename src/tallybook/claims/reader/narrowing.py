"""Narrowing: words that make a number a part of what its measure counts, where no series is held of that part.

Behind a counted noun everything narrows it that is neither grammar nor a word of the measure, of a period, of a place
or of the whole: words never seen before are taken to narrow. Before it, only the phrase that the number is given for is
read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tallybook.base.catalog import Catalog, read_yaml, validate
from tallybook.base.strict import Strict
from tallybook.claims.model import Kind
from tallybook.claims.reader.kin import PROGRAMME_FAMILIES, akin, said_by
from tallybook.claims.reader.lexicon import WORD, Cue
from tallybook.claims.reader.places import Placed
from tallybook.claims.reader.scope import Reach, Sentence
from tallybook.claims.reader.subject import features_of
from tallybook.measures.measure import Measure


class _Table(Strict):
    counted: str
    adjectives: str
    plain: str
    actors: str
    heads: str
    crimes: str
    grammar: str
    prepositions: str
    relatives: str
    verbs: str
    ends: str
    parts: str
    phrases: str
    other_acts: str
    of_family: dict[str, str]


@dataclass(frozen=True)
class Words:
    """The words around a count that leave it whole, by their part in the sentence, and some that never do."""

    counted: frozenset[str]
    adjectives: frozenset[str]
    plain: frozenset[str]
    actors: frozenset[str]
    heads: frozenset[str]
    crimes: frozenset[str]
    grammar: frozenset[str]
    prepositions: frozenset[str]
    relatives: frozenset[str]
    verbs: frozenset[str]
    ends: frozenset[str]
    parts: frozenset[str]
    other_acts: frozenset[str]
    of_family: dict[str, frozenset[str]]
    phrases: re.Pattern[str]


@lru_cache(maxsize=4)
def neutral(catalog: Catalog) -> Words:
    """Return the words of `lexicon/narrowing.yml`."""
    told: dict[str, str] = {name: "" for name in _Table.model_fields if name != "of_family"}
    families: dict[str, frozenset[str]] = {}
    for _, file in catalog.files("lexicon", "narrowing.yml"):
        table = validate(_Table, read_yaml(file), file)
        for name in told:
            told[name] += "," + getattr(table, name)
        families |= {family: _list(text) for family, text in table.of_family.items()}
    phrases = sorted((re.escape(p) for p in re.split(r"\s*,\s*", told.pop("phrases")) if p), key=len, reverse=True)
    lists = {name: _list(text) for name, text in told.items()}
    lists["plain"] |= lists["actors"]
    pattern = re.compile(rf"\b(?:{'|'.join(phrases) or '(?!)'})\b", re.I)
    return Words(**lists, of_family=families, phrases=pattern)


@lru_cache(maxsize=256)
def _plain(catalog: Catalog, family: str) -> frozenset[str]:
    """Return the words that a phrase behind a count of a family may name."""
    words = neutral(catalog)
    return words.plain | words.counted | words.of_family.get(family, frozenset())


def _list(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\s,]+", text))


def narrowed(
    catalog: Catalog, sentence: Sentence, end: int, at: Reach, kind: Kind, measure: Measure, place: Placed
) -> str:
    """Return the words that narrow a number to a part of what the measure counts; empty where none do.

    Args:
        catalog: the catalog.
        sentence: the sentence.
        end: where the number, or the words of an order, end.
        at: the stretch of words that belongs to it.
        kind: what it is.
        measure: what it is of.
        place: what it is narrowed to by a place; those words do not count, the measure is asked for that place.
    """
    phrases = _Phrases(catalog, sentence, measure)
    if place.where:
        phrases.spans.append((place.start, place.end))
    found = ""
    if kind in ("count", "rate"):
        found = phrases.behind(end, at.right, is_object=_is_object(sentence, at))
    elif kind == "change":
        more = _MORE.match(sentence.text, end, at.right)
        found = phrases.walk(more.end(), at.right, "noun") if more else ""
    else:
        of = _OF.match(sentence.text, end, at.right)
        found = phrases.walk(of.start(1), at.right, "phrase") if of else ""
    return found or phrases.before(at) or phrases.predicate(end, at)


_OF = re.compile(r"\s*(?:percent|per cent|%)?\s*((?:of|among|out of) (?!(?:them|whom|us|which|it)\b))")
_MORE = re.compile(r"\s*(?:percent|per cent|%)?\s*(?:more|fewer|less) ")
_STOP = re.compile(r"[,;:()\"”“—–!?\[\]|/]|\s-\s|\.(?=\s|\Z)")
_EVERYONE = re.compile(r"\s*(?:men|women)(?:,? (?:and )?(?:men|women|children)\b)+", re.I)
_ASIDE_OF_ALL = re.compile(
    r"(?:from|to) (?:their|our) |with (?:the |some |much )?(?:help|aid|assistance|support|cooperation)\b", re.I
)
"""`torn from their families`, `sent to their deaths`, `with help from the police`: said of everyone."""
_BY_MEANS = frozenset({"on", "with", "without", "under", "through", "after"})
"""Behind these another count is a means or a class (`removed on detainers`), no part of the sentence's own."""
_AGE = re.compile(
    r"[^,;:.!?\"]{0,40}?\b((?:over|under|above|below|aged?|(?:younger|older) than)(?: the age of)? \d{1,2}\b)"
    r"(?= years? (?:old|of age)| (?:and|or) (?:older|over|up|younger|under)\b"
    r"| (?:in|during|by|from|were|was|last|this)\b|[^\w\s]|\s*\Z)"
    r"(?!,\d| ?(?:percent|%))",
)
"""`people over 65`, `anyone under 18`: ages, however few words say so."""
_FOR_LONG = re.compile(
    r"[^,;:.!?\"]{0,30}?\b(for (?:(?:more|less|longer) than |over |under |at least |up to )?(?:an? |\w+ )"
    r"(?:days|weeks|months|years)\b)(?! (?:in|of) a row)"
)
"""`held for more than six months`: only those held so long."""
_OF_WHOM = frozenset({"of", "with", "for", "on"})
"""Behind these a noun says whom a count is of (`encounters with families`)."""
_EVERY_ONE = re.compile(
    r"[^.;:!?]{0,40}?[,(—–-]\s*(?:all (?:of them )?|every (?:single )?one (?:of them )?(?:an? )?"
    r"|each (?:one )?(?:of them )?(?:an? )?|exclusively |only |solely )?"
    r"(?P<who>[\w-]+)(?P<only> (?:only|alone))?(?=\s*[,)—–.]|\s-|\Z)"
)
"""`all of them women`, `(children only)`."""
_LESS = re.compile(
    r",? (?P<less>(?:not counting|not including|excluding|leaving out|leaving aside|apart from|other than)\b"
    r"[^,;.]{2,40})"
)
_LOOK = 3
"""How many words an adjective may stand before its noun."""
_KIN = frozenset({"mothers", "fathers", "parents", "families", "couples"})
_KINSFOLK = _KIN | {"family", "residents", "citizens"}
"""Nouns that a text calls everyone by, but not in what it says of a part."""
_ASIDE = frozenset({"nationwide", "trac", "internal", "title8"})
"""Features that say how or how widely was counted."""


def _is_object(sentence: Sentence, at: Reach) -> bool:
    """Whether a number stands behind the verb that says what was done."""
    return any(c.kind == "family" and at.left <= c.start and c.end <= at.start for c in sentence.cues)


def word_of(token: re.Match[str]) -> str:
    """Return a word folded, without a possessive ending."""
    return token[0].replace("’", "'").casefold().removesuffix("'s")


class _Phrases:
    """The phrases around one number of a sentence, read word by word."""

    def __init__(self, catalog: Catalog, sentence: Sentence, measure: Measure) -> None:
        self.words = neutral(catalog)
        self.sentence = sentence
        self.text = sentence.text
        self.measure = measure
        self.cues = [c for c in sentence.cues if c.kind != "unit"]
        self.spans = [(t.start, t.end) for t in sentence.times]
        self.spans += [(q.start, q.end) for q in sentence.quantities if q.currency]
        self.ages = [q.number_start for q in sentence.quantities if q.not_a_claim == "age"]
        self.family = features_of(catalog, measure.family, measure.agency)
        self.plain = _plain(catalog, measure.family)

    def behind(self, start: int, end: int, is_object: bool) -> str:
        """Return the words behind a number that narrow it."""
        age = _AGE.match(self.text, start) or _FOR_LONG.match(self.text, start, end)
        if age:
            return age[1]
        aside = self._aside(start, end)
        if aside:
            return aside
        phrase = self.words.phrases.search(self.text, start, end)
        if phrase and not re.search(r"[,;:()]", self.text[start : phrase.start()]):
            return phrase[0]
        everyone = _EVERYONE.match(self.text, start, end)
        if everyone:
            return self.walk(everyone.end(), end, "after", is_object)
        return self.walk(start, end, "noun", is_object)

    def _aside(self, start: int, end: int) -> str:
        """Return what an aside behind a number says that all of those counted are, or who is not counted."""
        less = _LESS.search(self.text, start, end)
        if less and not self.measure.features:
            return less["less"].strip()
        all_ = _EVERY_ONE.match(self.text, start, self.sentence.span.end)
        if all_ is None or all_["who"].casefold() not in self.words.parts:
            return ""
        whole = all_["only"] or re.search(r"\b(?:all|every|each|exclusively|only|solely)\b", all_[0])
        return all_["who"] if whole else ""

    def predicate(self, start: int, at: Reach) -> str:
        """Return what is said of a number whose class no word of its sentence names (`225,390 were women`)."""
        mine = self.measure.features
        if not mine or any(c.name in mine or set(mine) & c.features for c in self.cues):
            return ""
        tokens = self._tokens(start, at.right)
        said = next((i for i, t in enumerate(tokens) if t[0].casefold() in self.words.verbs), len(tokens))
        for i, token in enumerate(tokens[said + 1 :], said + 1):
            if any(a <= token.start() < b for a, b in self.spans) or any(
                c.start <= token.start() < c.end for c in self.cues
            ):
                return ""
            word = word_of(token)
            if word in self.words.counted and word not in self.words.parts and word not in _KINSFOLK:
                return ""
            if not (word in self.words.grammar or word in self.words.adjectives or word in self.words.prepositions):
                return "" if word in self.plain - _KINSFOLK else self._told(token.start(), tokens, i)
        return ""

    def before(self, at: Reach) -> str:
        """Return the words that narrow the noun which the number is given for (`removals of children reached`)."""
        left = max([at.left, *(b for b in self.sentence.breaks if b < at.start)], default=at.left)
        cues = [c for c in self.cues if c.kind == "family" and left <= c.start and c.end <= at.start]
        return self.walk(cues[-1].end, at.start, "after") if cues else ""

    def walk(self, start: int, end: int, state: str, is_object: bool = False) -> str:
        """Return the first words that narrow.

        Args:
            start: where to start.
            end: where to end at the latest; a stop, a conjunction or what is said of the whole ends it before.
            state: what has been read: `noun` nothing yet, `after` the counted noun, `phrase` or `clause` the word that
                opens one, `said` a verb.
            is_object: whether the counted noun is the object of a verb, so that another one can only be a participle.
        """
        words, tokens = self.words, self._tokens(start, end)
        opened, closed, skip, opener = start, False, start, ""
        for i, token in enumerate(tokens):
            place = token.start()
            if place < skip:
                continue
            known = next((b for a, b in self.spans if a <= place < b), 0)
            cue = None if known else next((c for c in self.cues if c.start <= place < c.end), None)
            if known or cue is not None:
                if cue is not None and self._is_another(cue, state, opener):
                    return self.text[min(opened, cue.start) : cue.end].strip()
                skip, closed = known or (cue.end if cue else 0), True
                state = "after" if state in ("noun", "said") else state
                continue
            word = word_of(token)
            if word in words.relatives:
                state, opened, closed, opener = "clause", place, False, word
            elif word in words.prepositions:
                if _ASIDE_OF_ALL.match(self.text, place) or self._infinitive(tokens, i):
                    return ""
                if state != "clause" or closed:
                    state, opened, opener = "phrase", place, word
                closed = False
            elif word in words.ends:
                if state == "clause" and not closed:
                    continue
                behind = [word_of(t) for t in tokens[i + 1 : i + 3]]
                if word == "as" and any(w in words.parts for w in behind):
                    return self._told(place, tokens, i + 1)
                if word == "because" and behind[:1] == ["of"]:
                    state, opened, closed, opener = "phrase", place, False, word
                    continue
                return ""
            elif word in words.verbs:
                state = state if state == "clause" else "said"
            elif place in self.ages:
                return self._told(opened, tokens, i)
            elif word in words.grammar or word in words.adjectives or word.isdigit():
                continue
            elif state == "noun":
                if word not in words.counted:
                    return self._told(place, tokens, i) if self._narrows(tokens, i) else ""
                state = "after"
            elif state in ("phrase", "clause"):
                if word in _KIN and opener in _OF_WHOM:
                    return self._told(opened, tokens, i)
                if word in self.plain or (word in words.crimes and self.measure.features):
                    closed = closed or word == token[0].casefold()
                elif word in words.heads and closed:
                    continue
                elif (closed and word.endswith("ed")) or self._leads_to_own(token.end(), self._phrase_end(tokens, i)):
                    return ""
                else:
                    return self._told(opened, tokens, i)
            elif state == "after" and word not in self.plain:
                participle = word.endswith("ing") or (is_object and word.endswith("ed"))
                if word in words.parts or (participle and word not in words.heads):
                    return self._told(place, tokens, i)
                return ""
            elif state == "said":
                return ""
        return ""

    def _tokens(self, start: int, end: int) -> list[re.Match[str]]:
        """Return the words from a place to the next stop that is not inside a period."""
        stops = (m.start() for m in _STOP.finditer(self.text, start, end))
        inside = [*self.spans, *((c.start, c.end) for c in self.cues)]
        halt = next((s for s in stops if not any(a < s < b for a, b in inside)), end)
        return list(WORD.finditer(self.text, start, halt))

    def _infinitive(self, tokens: Sequence[re.Match[str]], i: int) -> bool:
        """Whether `to` opens no place to go but what it was done for (`to meet its quota`)."""
        if word_of(tokens[i]) != "to" or i + 2 >= len(tokens):
            return False
        verb, behind = tokens[i + 1][0], word_of(tokens[i + 2])
        known = verb in self.words.adjectives or verb in self.words.grammar or verb.endswith("s") or not verb.islower()
        return not known and (behind in self.words.grammar or behind in self.words.adjectives)

    def _is_another(self, cue: Cue, state: str, opener: str) -> bool:
        """Whether a word of the catalog narrows: it names a programme, another count or a class not the measure's."""
        if cue.kind == "feature":
            return state != "said" and cue.name not in self.family | _ASIDE and cue.name not in said_by(self.measure)
        if state != "phrase":
            return False
        if cue.kind == "programme":
            ours = self.measure.family in PROGRAMME_FAMILIES.get(cue.name, ())
            return not ours and not self.measure.id.startswith("sc.")
        return (
            cue.kind == "family"
            and opener in _BY_MEANS
            and not akin(cue.name, self.measure.family)
            and not self.measure.features
            and not self._leads_to_own(cue.start, self.sentence.span.end)
        )

    def _narrows(self, tokens: Sequence[re.Match[str]], i: int) -> bool:
        """Whether an unknown word right behind the number is its noun, or an adjective of what is counted."""
        words = self.words
        if word_of(tokens[i]) in words.parts or tokens[i][0][0].isupper():
            return True
        for token in tokens[i + 1 : i + 1 + _LOOK]:
            word = word_of(token)
            if word in words.counted or word in words.parts:
                return True
            if any(c.start <= token.start() < c.end for c in self.cues if c.kind == "family"):
                return True
            if word in words.grammar or word in words.prepositions or word in words.ends or word in words.verbs:
                return False
            if word_of(tokens[i]).endswith("ed") and word.endswith("s"):
                return True
        return False

    def _leads_to_own(self, start: int, end: int) -> bool:
        """Whether an unknown word only leads to one of the measure's own (`of crimes involving drugs`)."""
        mine = self.measure.features
        return any(c.kind == "feature" and c.name in mine and start <= c.start < end for c in self.cues)

    def _phrase_end(self, tokens: Sequence[re.Match[str]], i: int) -> int:
        """Return where the phrase of a word ends: at a verb or a conjunction."""
        words = self.words
        ends = (t.start() for t in tokens[i + 1 :] if t[0].casefold() in words.verbs or t[0].casefold() in words.ends)
        return next(ends, tokens[-1].end())

    def _told(self, start: int, tokens: Sequence[re.Match[str]], i: int) -> str:
        """Return the narrowing words: from where their phrase opens to the end of its noun."""
        words, end = self.words, tokens[i].end()
        for token in tokens[i + 1 : i + 3]:
            word = word_of(token)
            if word in words.prepositions or word in words.ends or word in words.grammar or word in words.verbs:
                break
            end = token.end()
        return self.text[start:end].strip()
