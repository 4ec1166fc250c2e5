"""Documents reworded and falsified by machine: other words must not change a verdict, another number must."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache
from typing import Any

import pytest
from tests.written_documents import HOLDS, Written, documents, pairs

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_document
from tallybook.claims.loading import load_text

Claim = dict[str, Any]
DOCUMENTS = tuple(documents())
PLAIN = tuple(d for d in DOCUMENTS if d.file.suffix != ".html")
UNCHANGED = 0.95
CAUGHT = 0.97


def check(document: Written, raw: str, name: str = "") -> list[Claim]:
    loaded = load_text(raw, name=name or document.file.name, published=document.date)
    return check_document(open_catalog(), loaded).to_dict()["claims"]  # type: ignore[return-value]


@cache
def as_written(document: Written) -> tuple[Claim, ...]:
    return tuple(check(document, document.raw))


def told(claim: Claim) -> tuple[object, ...]:
    """What must not change: the number, what it is of, when, and the verdict."""
    value, period = claim["asserted"]["value"], claim["period"]
    return (
        claim["kind"], claim["measure"], value and round(value, 1), claim["asserted"]["hedge"],
        period and period["label"], claim["verdict"],
    )  # fmt: skip


def kept(before: tuple[Claim, ...], after: list[Claim]) -> tuple[int, list[str]]:
    """How many claims come out the same, in order; and the others, as they were and are."""
    old, new = [told(c) for c in before], [told(c) for c in after]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    slips = [
        f"{old[a:b]} → {new[c:d]}" for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"
    ]  # fmt: skip
    return same, slips


FISCAL = re.compile(r"\b(?:[Ff]iscal year|[Ff]iscal|FY) ?(?=(?:19|20)\d\d\b)")


def curly(text: str) -> str:
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text, flags=re.M).replace('"', "”")
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def body(text: str, change: Callable[[str], str]) -> str:
    """Change a text but for its front matter."""
    found = re.match(r"---\n.*?\n---\n|(?:# \w+: .*\n)+", text, re.S)
    head = found[0] if found else ""
    return head + change(text[len(head) :])


REWORDINGS: dict[str, Callable[[str], str]] = {
    "fiscal year": lambda t: FISCAL.sub("fiscal year ", t),
    "fiscal": lambda t: FISCAL.sub("fiscal ", t),
    "FY": lambda t: FISCAL.sub("FY", t),
    "FY and a space": lambda t: FISCAL.sub("FY ", t),
    "percent sign": lambda t: re.sub(r"(?<=\d) per ?cent\b", "%", t),
    "percent in words": lambda t: re.sub(r"(?<=\d)%(?!\w)", " percent", t),
    "persons": lambda t: re.sub(r"\bpeople\b", "persons", t),
    "curly quotes": curly,
    "no-break thousands": lambda t: re.sub(r"(?<=\d),(?=\d{3}\b)", "\u00a0", t),
    "two spaces after a stop": lambda t: re.sub(r"(?<=[a-z]\.) (?=[A-Z])", "  ", t),
    "windows line ends": lambda t: t.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", REWORDINGS)
def test_rewording_changes_nothing(name: str) -> None:
    change, same, of, changed, slips = REWORDINGS[name], 0, 0, 0, []
    for document in PLAIN:
        raw = document.raw
        other = body(raw, change)
        if other == raw:
            continue
        changed += 1
        good, bad = kept(as_written(document), check(document, other))
        same, of = same + good, of + len(as_written(document))
        slips += [f"{document.id}: {slip}" for slip in bad]
    assert changed >= 3
    assert same >= UNCHANGED * of, "\n".join([f"{name}: {same} of {of}", *slips])


def paragraphs(document: Written) -> list[str] | None:
    """A document's paragraphs, where it is made of nothing else."""
    raw = document.raw
    if re.search(r"^\s*(?:[|#>*\-\[]|\d+[.)]|---)|[*_`]", raw, re.M):
        return None
    return [re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\s*\n", raw) if part.strip()]


def test_a_page_says_what_the_plain_text_says() -> None:
    same, of, slips = 0, 0, []
    for document in PLAIN:
        parts = paragraphs(document)
        if parts is None:
            continue
        before = tuple(check(document, "\n\n".join(parts), "a.txt"))
        page = "".join(f"<p>{html.escape(part)}</p>\n" for part in parts)
        good, bad = kept(before, check(document, f"<!DOCTYPE html><html><body>{page}</body></html>", "a.html"))
        same, of = same + good, of + len(before)
        slips += [f"{document.id}: {slip}" for slip in bad]
    assert of >= 40
    assert same >= UNCHANGED * of, "\n".join([f"{same} of {of}", *slips])


def test_line_ends_inside_a_paragraph_change_nothing() -> None:
    import textwrap

    same, of, slips = 0, 0, []
    for document in PLAIN:
        parts = paragraphs(document)
        if parts is None:
            continue
        before = tuple(check(document, "\n\n".join(parts), "a.txt"))
        wrapped = "\n\n".join(textwrap.fill(part, 60, break_on_hyphens=False, break_long_words=False) for part in parts)
        good, bad = kept(before, check(document, wrapped, "a.txt"))
        same, of = same + good, of + len(before)
        slips += [f"{document.id}: {slip}" for slip in bad]
    assert of >= 40
    assert same >= UNCHANGED * of, "\n".join([f"{same} of {of}", *slips])


def exact_counts() -> list[tuple[Written, Claim, re.Match[str]]]:
    """Exact counts that the documents have right and the check supports, each with its digits."""
    found = []
    for document in DOCUMENTS:
        for expected, claim in pairs(document.claims, list(as_written(document))):
            digits = re.search(r"\d{1,3}(?:,\d{3})+", claim["quote"])
            exact = claim["kind"] == "count" and claim["asserted"]["hedge"] == "exact"
            if exact and digits and claim["verdict"] in HOLDS and expected["verdict"] in HOLDS:
                value = int(digits[0].replace(",", ""))
                if value == claim["asserted"]["value"] and value % 100:
                    found.append((document, claim, digits))
    return found


def swapped(number: int) -> int | None:
    """The number with its first two neighbouring digits that differ (but for the leading one) in the other order."""
    text = str(number)
    for i in range(len(text) - 2, 0, -1):
        if text[i] != text[i + 1]:
            return int(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
    return None


FALSIFIED: dict[str, Callable[[int], int | None]] = {
    "two digits swapped": swapped,
    "three percent more": lambda n: round(1.03 * n) + (round(1.03 * n) % 100 == 0),
    "one more in the last place": lambda n: n + 1 + (n % 100 == 99),
}


@pytest.mark.parametrize("name", FALSIFIED)
def test_another_number_is_no_longer_supported(name: str) -> None:
    caught, of, passed = 0, 0, []
    for document, claim, digits in exact_counts():
        number = FALSIFIED[name](int(digits[0].replace(",", "")))
        if number is None:
            continue
        start = claim["start"] + digits.start()
        raw = document.raw
        other = raw[:start] + f"{number:,}" + raw[start + len(digits[0]) :]
        held = [
            c for c in check(document, other)
            if c["start"] <= start < c["end"] and c["asserted"]["value"] == number and c["verdict"] in HOLDS
        ]  # fmt: skip
        of += 1
        caught += not held
        passed += [f"{document.id} {digits[0]} as {number:,}: {c['verdict']}, {c['reason']}" for c in held]
    assert of >= 120
    assert caught >= CAUGHT * of, "\n".join([f"{name}: caught {caught} of {of}", *passed])


BEHIND = re.compile(
    r"(?:(?!\band\b)[^.,;:|<\d\n]){0,30}?\b(?:in|of|for|during) (?:the )?(?:fiscal year |fiscal |FY ?)?"
    r"((?:19|20)\d\d)\b(?! ?[-–])"
)
BEFORE = re.compile(
    r"[.!?\"”\n] *In (?:fiscal year |fiscal |FY ?)?((?:19|20)\d\d),? (?:(?!and\b|or\b)[A-Za-z]+ ){0,4}\Z"
)
OTHER = re.compile(r"[^.;\n]{0,40}?\b(?:years?|20\d\d|January|February|March|April|May|June|July|August|October)\b")


def year_of(raw: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the place of the year said right behind a number in its clause, else right before it, and the year."""
    found = BEHIND.match(raw, end)
    if found is None and OTHER.match(raw, end) is None:
        found = BEFORE.search(raw, max(0, start - 60), start)
    return (found.start(1), int(found[1])) if found else None


@pytest.mark.parametrize("by", [-1, 1])
def test_another_year_is_no_longer_supported(by: int) -> None:
    caught, of, passed = 0, 0, []
    for document, claim, digits in exact_counts():
        raw, place = document.raw, claim["start"] + digits.start()
        named = year_of(raw, place, place + len(digits[0]))
        if named is None:
            continue
        at, year = named
        other = raw[:at] + str(year + by) + raw[at + 4 :]
        held = [c for c in check(document, other) if c["start"] <= place < c["end"] and c["verdict"] in HOLDS]
        held = [c for c in held if c["asserted"]["value"] == claim["asserted"]["value"]]
        of += 1
        caught += not held
        passed += [f"{document.id} {raw[place - 40 : place + 40]!r}, {year} {by:+d}: {c['reason']}" for c in held]
    assert of >= 20
    assert caught >= CAUGHT * of, "\n".join([f"caught {caught} of {of}", *passed])


def test_falsifying_by_hand() -> None:
    assert [swapped(n) for n in (409_849, 409_899, 111_111, 12)] == [409_894, 409_989, None, None]
    assert year_of("So. In 2012 ICE removed 409,849 people.", 24, 31) == (7, 2012)
    assert year_of("It removed 409,849 people in fiscal 2012.", 11, 18) == (36, 2012)
    assert year_of("It removed 409,849 people, and in 2013 fewer.", 11, 18) is None
    assert curly('He said "no" - it\'s "so".') == "He said “no” - it’s “so”."
    assert FISCAL.sub("FY", "in fiscal year 2012, fiscal 2011, FY2010 and fiscal years 2008") == (
        "in FY2012, FY2011, FY2010 and fiscal years 2008"
    )
