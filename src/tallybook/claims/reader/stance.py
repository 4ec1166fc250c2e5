"""Stance: who says a sentence, and whether the text stands by it, quotes it, or quotes it in order to reject it."""

from __future__ import annotations

import re

from tallybook.claims.model import Attribution

_SAYS = (
    r"(?:said|says|say|told|tells|claimed|claims|claim|wrote|writes|argued|argues|insisted|insists"
    r"|stated|states|answered|"
    r"added|adds|noted|notes|announced|asserted|contended|maintained|boasted|warned|testified|reported|declared|posted|"
    r"tweeted|replied|countered|alleged|put it|has it|had it)"
)
_NAME = r"(?:[A-Z][\w.’'-]+(?:\s+(?:of|the|de|for|and)\s+)?\s*){1,6}"
_BEFORE = re.compile(
    rf"(?:^|[.;:,—–]\s+|\s)(?P<who>(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Mm]y|[Oo]ur"
    rf"|[Ss]ome) [\w’' -]{{2,50}}?|{_NAME}))\s+{_SAYS}\b"
)
_AFTER = re.compile(
    rf"[\"”,]\s*(?:{_SAYS}\s+(?P<a>[^.;]{{2,70}}?)(?=[.;,]|$)|(?P<b>(?:[Tt]he|[Aa]n?|[Oo]ne|[Mm]y"
    rf"|[Oo]ur)? ?[\w’'. -]{{2,60}}?)\s+{_SAYS}\b)"
)
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?P<who>[^,;.()\"”“]{2,60}?)(?=,|;|\.(?:\s|\Z)|\s(?:and|but|that|which|who|released"
    r"|published|in|from|there|[a-z]+ed)\b|\s*\Z)"
)
_REJECTED_AFTER = re.compile(
    r"\A\s*[\"”]?\s*(?:They (?:have|did|do|are|were) not\b|They haven['’]t|It (?:did|does|has|is"
    r"|was) not\b|It (?:isn|wasn|didn|hasn|doesn)['’]t|"
    r"That is (?:not|false|wrong|an error|a mistake|untrue|incorrect)|That['’]s (?:not|false|wrong"
    r"|an error)|This is (?:not|false|wrong)|"
    r"That was (?:not|never|wrong)|Not so\b|Not true\b|Wrong\b|False\b|No[.,]\s|Incorrect\b|Untrue\b"
    r"|Nonsense\b|FACTS?:|Fact:|REALITY:|"
    r"Neither (?:statement|claim|number|figure)|Both are wrong|The (?:numbers?|figures?|data|records?"
    r"|table) (?:say|says|do not|does not|show) (?:otherwise|no such)|"
    r"(?:It|She|He|They) (?:is|was|are|were) (?:wrong|mistaken)|(?:In fact|Actually),? [^.;]{0,60}\b(?:not|never"
    r"|n['’]t|only|fewer|less|no such|nothing)\b|Orders?, says"
    r"|The (?:department|agency) did not say that|were not\b|"
    r"(?:ICE|DHS) again\b|(?:That|This|It)(?:['’]s| is| was) (?:again )?(?:the )?"
    r"(?:ICE|DHS|department)(?:['’]s)?(?: own)? (?:number|figure|count|total)\b|"
    r"He may have meant|That sheet stops|This confuses|That confuses|That counts|The truth is)"
)
_REJECTED_INSIDE = re.compile(
    r"\b(?:is a mistake|is an error|is wrong|is false|is not true|is untrue|was less accurate"
    r"|was not accurate|is incorrect|is a myth|"
    r"likes? to say|would have you believe|wants you to (?:hear|believe)|did not (?:double|triple|happen)|"
    r"falsely|wrongly|mistakenly|erroneously|the myth that|in error|that is an error|does not fit|contrary to)\b",
    re.I,
)
_CLAIM_LABEL = re.compile(r"\A\s*(?:\*\*)?(?:CLAIM|Claim|MYTH|Myth|RUMOU?R)\b\s*[:—-]")
_NEGATED = re.compile(r"\b(?:did|do|does|have|has|are|is|were|was|nor do|not)\s+(?:not|never|n['’]t)\b", re.I)


def attribution(text: str, start: int, end: int, sentence: tuple[int, int], following: str) -> Attribution:
    """Return who says the words at `start..end` and how the text stands to them.

    Args:
        text: the block's text.
        start: where the claim's words start.
        end: where they end.
        sentence: the start and end of their sentence.
        following: the text right after the sentence, in which a rejection may stand.
    """
    said = text[sentence[0] : sentence[1]]
    quoted = in_quotes(text, start, end)
    speaker = None
    before = text[sentence[0] : start]
    found = None
    for match in _BEFORE.finditer(before):
        found = match["who"]
    if found is None:
        source = _ACCORDING.search(text, sentence[0], sentence[1])
        found = source["who"] if source else None
    if found is None:
        after = _AFTER.search(text[end - 1 : sentence[1]]) if end > 0 else None
        if after:
            found = after["a"] or after["b"]
    if found:
        speaker = _speaker(found)
    rejected = bool(_CLAIM_LABEL.match(said) or _REJECTED_INSIDE.search(said) or _REJECTED_AFTER.match(following))
    if rejected and (quoted or speaker or _CLAIM_LABEL.match(said) or _REJECTED_INSIDE.search(said)):
        return Attribution(speaker, "rejected")
    if quoted or speaker:
        return Attribution(speaker, "quoted")
    return Attribution(None, "asserted")


_STARTS = re.compile(r"^(?:and|but|as|that|when|while|so|yet|or|if|then|what|which|because|for)\s+", re.I)
_INNER = re.compile(
    r"(?<!of)(?<!for)(?<!in)(?<!at)(?<!from)(?<!to)(?<!with)(?<!across)(?<!around)(?<!by)(?<!on)(?<!and) "
    r"(?=(?:the|an?|one|his|her|our|my) )"
)
_ENDS = re.compile(r"\s+(?:who|that|which|also|then|once|later|even|liked to|has|had|have)$|['’]s$")
_NO_SPEAKER = re.compile(
    r"\d|\b(?:been|was|were|is|are|it|they|we|he|she|to)$|^(?:it|that|which|who|as|and|he|she|they|i"
    r"|we|people|data|numbers|"
    r"figures|this|these|those|there|the|a|an|any|no|to|rep|sen|gov|mr|mrs|ms|dr|rev|another|others|some|many|what)$",
    re.I,
)


def _speaker(found: str) -> str | None:
    """Return the speaker in the words before or after a verb of saying; None where they are no name and no role."""
    words = re.sub(r"\s+", " ", found).strip(" ,\"“”'")
    words = _INNER.split(words)[-1]
    for _ in range(3):
        words = _ENDS.sub("", _STARTS.sub("", words)).strip(" ,.")
    return words if len(words) > 1 and not _NO_SPEAKER.search(words) else None


def in_quotes(text: str, start: int, end: int) -> bool:
    """Return whether a stretch of text stands between quotation marks."""
    opened = text.rfind("“", 0, start + 1)
    if opened >= 0 and text.find("”", opened, start) < 0 and text.find("”", end - 1) >= 0:
        return True
    return text.count('"', 0, start) % 2 == 1 and text.find('"', end - 1) >= 0
