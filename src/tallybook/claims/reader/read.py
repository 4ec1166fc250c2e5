"""The reader: a document in, its claims out, before any of them is weighed."""

from __future__ import annotations

import re
from dataclasses import replace

from tallybook.base.catalog import Catalog
from tallybook.claims.document import Block, Document
from tallybook.claims.model import Claim
from tallybook.claims.quantities import quantities
from tallybook.claims.reader.context import clock_for
from tallybook.claims.reader.definitions import definitions
from tallybook.claims.reader.happened import happened
from tallybook.claims.reader.lexicon import lexicon, tokens
from tallybook.claims.reader.numbers import from_quantity
from tallybook.claims.reader.orders import from_rank
from tallybook.claims.reader.ranks import Rank
from tallybook.claims.reader.rows import read_row
from tallybook.claims.reader.scope import Reach, Sentence, parse, scope_of
from tallybook.claims.reader.sentences import Span, sentences, windows
from tallybook.claims.reader.stance import attribution, in_quotes
from tallybook.claims.reader.state import Reader
from tallybook.claims.reader.subject import Scope, choose


def read(catalog: Catalog, document: Document) -> list[Claim]:
    """Return every claim of a document in order of the text."""
    reader = Reader(catalog, document, lexicon(catalog), clock_for(document))
    _survey(reader)
    if document.title:
        _note_heading(reader, document.title, heading=False)
    for number, block in enumerate(document.blocks):
        reader.block = number
        if block.kind != "item":
            reader.discourse.paragraph = reader.discourse.paragraph_period = None
        if block.kind == "row":
            reader.claims += [
                replace(c, paragraph=number)
                for c in read_row(catalog, document, block, reader.words, reader.discourse, reader.clock)
            ]
        elif block.kind in ("title", "heading"):
            _note_heading(reader, block.text, block.kind == "heading")
        elif block.kind != "furniture":
            _read_block(reader, block)
    ordered = sorted(reader.claims, key=lambda c: (c.start, c.end))
    return [replace(c, id=f"c{i}") for i, c in enumerate(ordered, 1)]


def _survey(reader: Reader) -> None:
    """Count which agencies the whole text names, so that its first sentence is read knowing what it is about."""
    for block in reader.document.blocks:
        found = reader.words.cues(tokens(block.text))
        reader.cues.append(found)
        for cue in found:
            if cue.kind == "agency":
                reader.discourse.agencies[cue.name] += 1
            elif cue.kind == "family":
                reader.discourse.families[cue.name] += 1
            elif cue.kind == "programme":
                reader.discourse.programmes.add(cue.name)
    counted = reader.discourse.families.most_common(1)
    reader.discourse.main_family = counted[0][0] if counted else ""


def _note_heading(reader: Reader, text: str, heading: bool) -> None:
    parsed = parse(text, Span(0, len(text)), (), reader.words, reader.clock)
    scope = scope_of(parsed, Reach(0, 0, 0, len(text), len(text)))
    reader.discourse.programmes |= scope.programmes
    if scope.families or not heading:
        reader.discourse.heading = scope
    named = [t for t in parsed.times if not t.issue]
    if heading and named:
        reader.discourse.last_period = named[0].period


def _read_block(reader: Reader, block: Block) -> None:
    found = quantities(block.text)
    numbers = [(q.start, q.end) for q in found]
    cues = reader.cues[reader.block]
    stays = any(c.name == "alos" and c.kind == "family" for c in cues)
    for span in sentences(block.text):
        for part in windows(span, numbers, block.text):
            sentence = parse(block.text, part, found, reader.words, reader.clock, cues, stays)
            _read_sentence(reader, block, sentence, block.text[part.end : part.end + 120])


def _read_sentence(reader: Reader, block: Block, sentence: Sentence, following: str) -> None:
    before = len(reader.claims)
    for claim in (*definitions(sentence, reader.clock), *happened(reader.catalog, sentence)):
        _keep(reader, claim, sentence, block, following)
    taken: list[tuple[int, int]] = []
    for point in sentence.points:
        if point.form == "ordinal":
            continue
        counted = from_quantity(reader, sentence, point)
        if counted is not None:
            taken.append((counted.start, counted.end))
            _keep(reader, counted, sentence, block, following)
    for rank in sentence.ranks:
        if rank.simple and (sentence.points or not _said_plainly(sentence, rank)):
            continue
        if any(start < rank.end and rank.start < end and _covered(rank, start, end) for start, end in taken):
            continue
        ordered = from_rank(reader, sentence, rank)
        if ordered is not None:
            _keep(reader, ordered, sentence, block, following)
    if len(reader.claims) == before:
        _note_topic(reader, sentence)
        if len(sentence.times) == 1 and sentence.span.end - sentence.span.start < 25:
            reader.discourse.paragraph_period = sentence.times[0].period


def _said_plainly(sentence: Sentence, rank: Rank) -> bool:
    """Whether a bare rise or fall is itself the statement quoted or checked, not a passing word."""
    text = sentence.text[sentence.span.start : sentence.span.end]
    return (
        in_quotes(sentence.text, rank.start, rank.end) or re.match(r"\W*(?:CLAIM|Claim|MYTH|Myth)\b", text) is not None
    )


def _covered(rank: Rank, start: int, end: int) -> bool:
    """Whether a number already read covers the words of a rank (`12 percent more than in fiscal 2011`)."""
    return rank.unit in ("greater_than", "less_than", "increase", "decrease") or (
        start <= rank.start and rank.end <= end
    )


def _note_topic(reader: Reader, sentence: Sentence) -> None:
    """Remember what a sentence without numbers is about: the next one may say `they` or `the figure`."""
    first = next((c for c in sentence.cues if c.kind == "family"), None)
    if first is None:
        _note_lead(reader, sentence)
        return
    scope = scope_of(sentence, Reach(sentence.span.start, first.start, first.end, first.end + 40, first.end + 40))
    choices = choose(reader.catalog, replace(scope, families={first.name: 3.0}), reader.discourse)
    if choices and choices[0].score >= 2.0:
        reader.discourse.last = reader.discourse.paragraph = choices[0].measure


def _note_lead(reader: Reader, sentence: Sentence) -> None:
    """Remember the part that a short lead-in names (`Drugs.`, `Bonds.`) for the paragraph it opens."""
    named = {c.name: 1.3 for c in sentence.cues if c.kind == "feature"}
    family = reader.discourse.last.family if reader.discourse.last else reader.discourse.main_family
    if not named or not family or sentence.span.start > 8 or sentence.span.end - sentence.span.start > 45:
        return
    choices = choose(reader.catalog, Scope({family: 3.0}, named), reader.discourse)
    if choices and set(named) & set(choices[0].measure.features):
        reader.discourse.last = reader.discourse.paragraph = choices[0].measure


def _keep(reader: Reader, claim: Claim, sentence: Sentence, block: Block, following: str) -> None:
    raw_start, raw_end = block.raw_span(claim.start, claim.end)
    said = attribution(sentence.text, claim.start, claim.end, (sentence.span.start, sentence.span.end), following)
    if claim.denied:
        said = replace(said, stance="rejected")
    reader.claims.append(
        replace(
            claim,
            start=raw_start,
            end=raw_end,
            quote=reader.document.raw[raw_start:raw_end],
            attribution=said,
            sentence=sentence.text[sentence.span.start : sentence.span.end],
            paragraph=reader.block,
        )
    )
