"""Whatever the text is: no error, exact offsets, one work per page however long, and nothing in it comes alive."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from html.parser import HTMLParser
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.written_documents import documents

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_document, check_text
from tallybook.claims.loading import load_text
from tallybook.claims.model import VERDICTS, Check
from tallybook.publish.verdicts import Checked, as_claimreview, as_json, as_page

DAY = date(2026, 1, 1)


def sound(text: str, result: Check) -> None:
    """Fails where a check could not be printed, or a quote does not stand where it says."""
    told = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    for claim in told["claims"]:
        assert 0 <= claim["start"] < claim["end"] <= len(text)
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert claim["verdict"] in VERDICTS
    places = [(c["start"], c["end"]) for c in told["claims"]]
    assert places == sorted(places)


@given(st.text(max_size=400))
@example("\x00 ICE removed 409,849 people \ufeff in FY2012 \u202e.")
@example("ICE removed ٤٠٩٬٨٤٩ people in fiscal year ２０１２.")
@example("ICE removed 409,849" + "9" * 400 + " people in fiscal year 2012.")
@example("ICE removed 1e309 people, NaN percent, in FY9999 and FY0000; 0 percent of 0 in February 30, 2012.")
def test_any_text(text: str) -> None:
    sound(text, check_text(open_catalog(), text, DAY))


@cache
def fragments() -> tuple[str, ...]:
    """Stretches of the documents, cut at stops, commas and spaces alike."""
    found = []
    for document in documents():
        found += re.findall(r"[^.,;]{3,60}[.,;]?", document.raw)
    return tuple(found)


@settings(max_examples=150)
@given(st.data())
def test_shuffled_pieces_of_the_documents(data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(fragments()), max_size=20))
    text = data.draw(st.sampled_from(["", " ", "\n", "\n\n", "| "])).join(pieces)
    sound(text, check_text(open_catalog(), text, data.draw(st.sampled_from([None, DAY, date(2012, 12, 21)]))))


ODD = st.sampled_from("…—–“”‘’\u00a0\u202f\u200b\u00ad%½⅔²①$€()[]{}<>|*_#`~\\/\"'&;:!?\t\r\n\x0c\U0001f600")


@settings(max_examples=150)
@given(st.data())
def test_odd_marks_anywhere_in_a_document(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from([d for d in documents() if d.file.suffix != ".html"])).raw[:1500]
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw)))
        raw = raw[:place] + data.draw(ODD) + raw[place:]
    document = load_text(raw, published=DAY)
    sound(document.raw, check_document(open_catalog(), document))


def work(task: Callable[[], object]) -> int:
    """How many calls a task makes, of Python and of C: the same on every machine."""
    calls = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        task()
    finally:
        sys.setprofile(before)
    return calls


@cache
def prose() -> str:
    """Paragraphs of the documents without their headers."""
    parts = []
    for document in documents():
        if document.file.suffix != ".html":
            parts += re.split(r"\n\s*\n", re.sub(r"\A---\n.*?\n---\n", "", document.raw, flags=re.S))
    return "\n\n".join(p for p in parts if len(p) > 80 and "|" not in p)


def times_more(make: Callable[[int], str], small: int, factor: int) -> float:
    """How many times more work a text takes that is `factor` times longer."""
    catalog = open_catalog()
    check_text(catalog, make(small), DAY)
    check_text(catalog, make(small * factor), DAY)
    long, short = make(small * factor), make(small)
    return work(lambda: check_text(catalog, long, DAY)) / work(lambda: check_text(catalog, short, DAY))


def test_ten_times_the_pages_are_ten_times_the_work() -> None:
    pages = prose()
    assert times_more(lambda n: "\n\n".join([pages[:9000]] * n), 1, 10) <= 14


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "1", '"', "“", "(", "<", "|", "*", "\n", "12 ", "the highest ", "said ", "did not ", "A. ", "in 2012 "],
    ids=repr,
)
def test_a_mark_repeated_is_no_more_than_so_much_longer(unit: str) -> None:
    assert times_more(lambda n: unit * n, 200, 8) <= 8 * 1.5


@pytest.mark.parametrize(
    ("unit", "times"),
    [("1,", 200), ("|1", 40), ("ICE removed ", 400), ("ICE removed 409,849 people in fiscal year 2012 and ", 20)],
    ids=repr,
)
def test_a_sentence_without_an_end_is_no_more_than_so_much_longer(unit: str, times: int) -> None:
    assert times_more(lambda n: unit * n, times, 8) <= 8 * 1.5


def test_a_megabyte_is_read_to_its_end() -> None:
    """A megabyte of other matter with one claim in its last line."""
    filler = "The committee met on the second floor and spoke of roads, schools and water.\n\n"
    text = filler * (1_000_000 // len(filler)) + "ICE removed 409,849 people in fiscal year 2012.\n"
    (claim,) = check_text(open_catalog(), text, DAY).claims
    assert (claim.claim.asserted.value, claim.verdict) == (409_849, "supported")
    assert text[claim.claim.start : claim.claim.end] == claim.claim.quote


class Tags(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "embed", "link", "base", "form", "svg"):
            self.alive.append(tag)
        self.alive += [
            name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")
        ]


NASTY = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "</mark></main><script>x</script>", "<!-- --><iframe src=//x.test>",
    "{{ 7*7 }}{% raw %}", "${7*7}", "'; DROP TABLE claims; --", "$(touch /tmp/x)`id`",
    "&lt;script&gt;", "javascript:alert(1)", "\u2028</script\u2029>", "]]><script>", "<a href='javascript:x'>y</a>",
)  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_markup_in_a_text_is_only_text_on_the_page(nasty: str, kind: str) -> None:
    raw = (
        f"{nasty}\n\n{nasty} said ICE removed 409,849 people {nasty} in fiscal year 2012. ICE removed 500,000 {nasty} "
        f"people in fiscal year 2012.\n\n| a | {nasty} |\n|---|---|\n| 2012 | 409,849 {nasty} |\n"
    )
    document = load_text(raw, f"{nasty}.md", kind, published=DAY)
    result = check_document(open_catalog(), document)
    sound(raw, result)
    page = as_page([Checked(document, result)])
    tags = Tags()
    tags.feed(page)
    assert tags.alive == []
    assert "49" not in re.findall(r"\{\{ ?7\*7 ?\}\}|\b49\b", page)
    json.loads(as_json([Checked(document, result)]))
    json.loads(as_claimreview([Checked(document, result)], today=DAY))


@given(st.text(alphabet="<>&\"'/=a scriptonerror{}%409,", max_size=80))
def test_no_mark_in_a_text_becomes_a_tag(words: str) -> None:
    raw = f"{words} ICE removed 409,849 people in fiscal year 2012 {words}."
    document = load_text(raw, "a.txt", "text", published=DAY)
    page = as_page([Checked(document, check_document(open_catalog(), document))])
    plain = load_text("ICE removed 409,849 people in fiscal year 2012.", "a.txt", "text", published=DAY)
    usual = as_page([Checked(plain, check_document(open_catalog(), plain))])
    kinds = [set(re.findall(r"<\s*(\w+)", text)) for text in (page, usual)]
    assert kinds[0] <= kinds[1] | {"blockquote", "ul", "li", "table", "tr", "td", "th", "h1", "h2", "h3", "br", "em"}
    assert "<script" not in page
