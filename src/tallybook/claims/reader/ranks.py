"""Ranks: statements of order that need no number: a record, the most since, more than ever, every year a new record."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOPS = "highest|most|largest|biggest|busiest|deadliest|greatest"
_BOTTOMS = "lowest|fewest|smallest|slowest|quietest"
_TOP, _BOTTOM = f"(?:{_TOPS})", f"(?:{_BOTTOMS})"
_WITHIN = r"[^.;:!?]"
_EVER = (
    r"(?:ever\b|on record|in (?:the )?(?:agency['’]s |country['’]s "
    r"|nation['’]s )?(?:entire )?(?:history|records|series)\b|"
    r"in (?:its|our|their|American|U\.S\.|US|modern) (?:\w+ )?history|of all time|since records began"
    r"|in any (?:of|year|month)|"
    r"in the (?:history|series|records|tables?)|yet\b|the \w+ has ever)"
)


_YEARS = (
    r"(?:in|of|for) (?:a|over a|more than a|nearly a|almost a|at least a|over|more than|nearly|almost"
    r"|at least|the last|the past)? ?(?:decade\b|(?:two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|\d{1,2}) years\b)"
)


@dataclass(frozen=True, slots=True)
class Rank:
    """A statement of order; `unit` is one of rank_max, rank_min_since, consecutive_records and the like."""

    start: int
    end: int
    unit: str
    value: int = 1
    simple: bool = False
    """Whether it is a bare rise or fall with its year."""
    restating: bool = False
    """Whether the words only refer to a record named elsewhere (`the record rate`, `the new record`)."""


# A rule, the order it states, whether it only refers to one, and pieces of text without one of which it cannot match.
_TABLE: tuple[tuple[str, str, bool, str], ...] = (
    (r"(?:the )?first (?:time|decline|decrease|drop|fall)\b[^.;]{0,20}?since", "decrease", False, "first"),
    (
        r"\b(?:gone down|went down|fell|fallen|declined|dropped|decreased|slipped)"
        + _WITHIN
        + r"{0,40}?for the first time(?: since)?",
        "decrease",
        False,
        "first time",
    ),
    (
        r"\b(?:gone up|went up|rose|risen|increased|climbed|grew|grown)"
        + _WITHIN
        + r"{0,40}?for the first time(?: since)?",
        "increase",
        False,
        "first time",
    ),
    (
        r"\b(?:every|each) (?:single )?year"
        + _WITHIN
        + r"{0,50}?\b(?:(?:set|broke|brought|hit|was|saw) (?:a |another )?(?:new )?(?:all-time )?record)",
        "consecutive_records",
        False,
        "every|each",
    ),
    (
        r"\b(?:has |have |had )?(?:risen|rose|increased|grown|grew|climbed|gone up"
        r"|went up)(?: in)? (?:every|each)(?: single| one)? (?:year|of the (?:\w+ )?years)(?: since"
        r"| from)?",
        "consecutive_increases",
        False,
        "every|each",
    ),
    (
        r"\b(?:has |have |had )?(?:fallen|fell|declined|decreased|dropped|gone down|went down"
        r"|shrunk)(?: in)? (?:every|each)(?: single| one)? (?:year|of the (?:\w+ )?years)(?: since"
        r"| from)?",
        "consecutive_decreases",
        False,
        "every|each",
    ),
    (rf"(?:the |its |their )?\b{_TOP}\b" + _WITHIN + r"{0,60}?\bsince\b(?! records)", "rank_max_since", False, _TOPS),
    (
        rf"(?:the |its |their )?\b{_BOTTOM}\b" + _WITHIN + r"{0,60}?\bsince\b(?! records)",
        "rank_min_since",
        False,
        _BOTTOMS,
    ),
    (rf"(?:the |its |their )?\b{_TOP}\b" + _WITHIN + rf"{{0,50}}?{_YEARS}", "rank_max_since", False, _TOPS),
    (rf"(?:the |its |their )?\b{_BOTTOM}\b" + _WITHIN + rf"{{0,50}}?{_YEARS}", "rank_min_since", False, _BOTTOMS),
    (rf"(?:the |its |their )?\b{_TOP}\b" + _WITHIN + rf"{{0,60}}?{_EVER}", "rank_max", False, _TOPS),
    (rf"(?:the |its |their )?\b{_BOTTOM}\b" + _WITHIN + rf"{{0,60}}?{_EVER}", "rank_min", False, _BOTTOMS),
    (r"\bmore\b" + _WITHIN + r"{0,90}?\bthan ever(?: before)?\b", "rank_max", False, "than ever"),
    (
        r"\bmore\b" + _WITHIN + r"{0,60}?\bthan (?:in |at |under )?any (?:other |previous |prior )?(?:year|time|point"
        r"|president|administration)\b",
        "rank_max",
        False,
        "than",
    ),
    (
        r"\bfewer\b"
        + _WITHIN
        + r"{0,60}?\bthan (?:ever(?: before)?|(?:in |at |under )?any (?:other |previous )?(?:year|time"
        r"|point|president))\b",
        "rank_min",
        False,
        "than",
    ),
    (
        r"\bno (?:other )?(?:president|administration|agency head)\b" + _WITHIN + r"{0,50}?\bmore\b",
        "rank_max",
        False,
        "president|administration|agency head",
    ),
    (
        r"\b(?:surpass|exceed|top|beat|pass|eclips|outstripp?)(?:e?s|e?d|ing)? (?:its own |even |all of )?"
        r"(?:record|(?:last|the previous|the prior|the preceding|the whole of last) year(?:['’]s)?)"
        + _WITHIN
        + r"{0,50}",
        "greater_than",
        False,
        "surpass|exceed|top|beat|pass|eclips|outstrip",
    ),
    (
        r"\b(?:exceed\w*|surpass\w*|topped|outnumber\w*|outpaced) (?:those|that|the (?:number|total"
        r"|figure|count|tally)|removals|arrests|detainers|returns)\b" + _WITHIN + r"{0,30}",
        "greater_than",
        False,
        "exceed|surpass|topped|outnumber|outpaced",
    ),
    (
        r"\bmore (?:[\w-]+ ){1,4}(?:in|during) (?:fiscal (?:year )?|FY ?)?\d{2,4} than (?:in"
        r"|during) (?:fiscal (?:year )?|FY ?)?\d{2,4}",
        "greater_than",
        False,
        "than",
    ),
    (
        r"\bfewer (?:[\w-]+ ){1,4}(?:in|during) (?:fiscal (?:year )?|FY ?)?\d{2,4} than (?:in"
        r"|during) (?:fiscal (?:year )?|FY ?)?\d{2,4}",
        "less_than",
        False,
        "than",
    ),
    (r"\bnowhere near\b", "less_than", False, "nowhere"),
    (
        r"\b(?:slightly |somewhat |far |well |many |much |a little |still |already )*(?:fewer|lower"
        r"|less) than (?:in |during )?(?:the whole of |all of |the entire )?(?=(?:fiscal|FY|last"
        r"|the (?:year|previous)|\d{4}))",
        "less_than",
        False,
        "than",
    ),
    (
        r"\b(?:slightly |somewhat |far |well |many |much |a little |still |already )*(?:more"
        r"|higher) than (?:in |during )?(?:the whole of |all of |the entire )?(?=(?:fiscal|FY|last"
        r"|the (?:year|previous)|\d{4}))",
        "greater_than",
        False,
        "than",
    ),
    (r"\bpeaked in\b", "rank_max", False, "peaked"),
    (
        r"\bnever (?:before )?(?:had |has |have )?(?:\w+ ){0,4}?been (?:(?:so|as) \w+|higher|larger|greater"
        r"|busier|more \w+)",
        "rank_max",
        False,
        "never",
    ),
    (r"\bnever (?:before )?(?:had |has |have )?(?:\w+ ){0,4}?been (?:lower|fewer|smaller)", "rank_min", False, "never"),
    (r"\bbottomed out in\b", "rank_min", False, "bottomed"),
    (
        r"\b(?:hit|set|reached|broke|break|breaking|hits|sets|reaches|setting|posted|posts|saw"
        r"|logged) (?:a|an|another|yet another|its|the|new|all-time)\b"
        r"(?: (?:new|all-time|fresh))*[ -]?(?:records?|high)\b(?: highs?| number| total| level)?" + _WITHIN + r"{0,40}",
        "rank_max",
        False,
        "record|high",
    ),
    (
        r"\ba(?:n|nother)? (?:new |all-time |agency |departmental |historic )?record low\b"
        r"|\ball-time low\b|\brecord low\b",
        "rank_min",
        False,
        "low",
    ),
    (r"\b(?:an |the |its )?all-time (?:high|record|peak)\b", "rank_max", False, "all-time"),
    (
        r"\b(?:another|yet another|a|an|a new|an agency|an all-time|a fresh|also a"
        r"|again a) (?:(?!criminal|arrest|police|court|track|public|paper|written|medical|clean|prior"
        r"|driving|voting|long|strong|poor|good|bad|conviction)[\w-]+ )?record\b(?! (?:of|on|for|in|low"
        r"|check|keeping|linkage|request|count|level file))(?: high| number| year| total)?",
        "rank_max",
        False,
        "record",
    ),
    (
        rf"\bwas the {_TOP}(?: (?:month|year|fiscal year|quarter|week))?\b(?! (?:since|of|in|number"
        rf"|share|part|common|serious|recent|likely|important|on))",
        "rank_max",
        False,
        "was the",
    ),
    (r"\b[Tt]he peak (?:month|year|week) was\b", "rank_max", False, "peak"),
    (
        rf"\b[Tt]he {_TOP}(?: (?:one|year|month|figure|number|total))? (?:is|was) (?:the )?(?=fiscal|FY|\d{{4}}|[A-Z])",
        "rank_max",
        False,
        _TOPS,
    ),
    (
        rf"\b[Tt]he {_BOTTOM}(?: (?:one|year|month|figure|number|total))? (?:is"
        rf"|was) (?:the )?(?=fiscal|FY|\d{{4}}|[A-Z])",
        "rank_min",
        False,
        _BOTTOMS,
    ),
    (
        rf"\bwas the {_BOTTOM}(?: (?:month|year|fiscal year|quarter|week))?\b(?! (?:since|of|in|number"
        rf"|share|part|common|on))",
        "rank_min",
        False,
        "was the",
    ),
    (
        r"\b(?:the|this|that|its|such) (?:\w+ )?record(?: high| rate| number| year| level| total)?\b"
        r"|\brecord (?:high|number|deportation|removal|total|level|rate)s?\b",
        "rank_max",
        True,
        "record",
    ),
)
_WHEN = (
    r"(?:last year|in (?:the|his|her|\w+['’]s) first year\b|this year|in (?:fiscal (?:year )?)?\d{4}"
    r"|in the (?:past|last) (?:fiscal )?year)"
)
_SIMPLE = (
    (re.compile(rf"\b(?:fell|dropped|declined|decreased|went down|were down|was down) {_WHEN}", re.I), "decrease"),
    (re.compile(rf"\b(?:rose|increased|climbed|went up|grew|were up|was up) {_WHEN}", re.I), "increase"),
)
_RULES = tuple(
    (re.compile(pattern, re.I), unit, restating, tuple(needs.split("|"))) for pattern, unit, restating, needs in _TABLE
)


def ranks(text: str) -> list[Rank]:
    """Return the statements of order in a sentence, without overlaps; the earlier rule in the table wins a place."""
    folded = text.casefold()
    found: list[Rank] = []
    for rule, unit, restating, needs in _RULES:
        if not any(piece in folded for piece in needs):
            continue
        for match in rule.finditer(text):
            if all(match.end() <= r.start or r.end <= match.start() for r in found):
                found.append(Rank(match.start(), match.end(), unit, 1, restating=restating))
    for rule, unit in _SIMPLE if "year" in folded or " in " in folded else ():
        for match in rule.finditer(text):
            if all(match.end() <= r.start or r.end <= match.start() for r in found):
                found.append(Rank(match.start(), match.end(), unit, 1, simple=True))
    return sorted(found, key=lambda r: r.start)
