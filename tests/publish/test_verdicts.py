"""Verdicts out: every form says the same, escapes what a document holds, and remembers the last check."""
# ruff: noqa: E501 (documents and expected words are written as they stand)

from __future__ import annotations

import json
import sys
import types
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.base.periods import fiscal_year
from tallybook.claims.document import Document
from tallybook.claims.loading import load, load_text
from tallybook.claims.model import (
    VERDICTS,
    Asserted,
    Attribution,
    CaveatNote,
    Check,
    Claim,
    Evidence,
    Judged,
    WouldHold,
)
from tallybook.cli import main
from tallybook.publish.verdicts import Checked, as_claimreview, as_json, as_page, as_screen, recheck
from tallybook.publish.verdicts.marked import parts_of
from tallybook.publish.verdicts.recheck import MEMORY
from tallybook.publish.verdicts.wording import asserted_words, summary, value_words

TEXT = (
    "Removals of 2012\n\nThe agency removed 409,849 people & more. It said that 500,000 was <b>the</b> number.\n\n"
    "| Year | Removals |\n|---|---|\n| 2012 | 409,849 |\n"
)
DOCUMENT = load_text(TEXT, "a.md", "markdown", published=date(2013, 1, 2))
EVIDENCE = Evidence(
    "series", "ice.removals", fiscal_year(2012), 409849, "removals", "ICE2012", "ICE year-end release", "https://x.test/a?b=1&c=2",
    "published", "quoted", published="2012-12-21", role="now",
)  # fmt: skip


def judged(quote: str, verdict: str, *, occurrence: int = 0, document: Document = DOCUMENT, **more: object) -> Judged:
    start = -1
    for _ in range(occurrence + 1):
        start = document.raw.index(quote, start + 1)
    claim = Claim(
        f"c{start}", quote, start, start + len(quote), "count", "ice.removals", fiscal_year(2012),
        Asserted(409849, "people", low=409849, high=409849), attribution=more.pop("attribution", Attribution()),
        sentence=f"It says {quote}.",
    )  # fmt: skip
    return Judged(claim, verdict, more.pop("reason", f"because {verdict}"), **more)


def check(*claims: Judged, document: Document = DOCUMENT, notes: tuple[str, ...] = ()) -> Check:
    return Check(
        document.title, document.published, document.published_from, document.sha256, document.name, claims, notes
    )


SUPPORTED = judged(
    "409,849 people", "supported", evidence=(EVIDENCE,), caveats=(CaveatNote("events", "Events, not people.", "s"),)
)
WRONG = judged(
    "500,000", "wrong", correction="ICE removed 409,849 in fiscal year 2012 (ICE year-end release).", evidence=(EVIDENCE,),
    would_hold_for=WouldHold("dhs.repatriations", fiscal_year(2012), 500000, how="with returns"),
)  # fmt: skip
CELL = judged("409,849", "supported", occurrence=1)
ALL = check(SUPPORTED, WRONG, CELL)
CHECKED = Checked(DOCUMENT, ALL)


class Reader(HTMLParser):
    """Collects the text, the tags and the ids of a page, and fails on tags that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags, self.ids, self.links, self.stack = "", [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in ("meta", "br", "input", "link"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, tag

    def handle_data(self, data):
        if not self.stack or self.stack[-1] != "style":
            self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.stack
    return reader


def test_screen_says_verdict_quote_figures_correction_and_counts():
    for width in (60, 120):
        text = " ".join(as_screen([CHECKED], width, titles={"ice.removals": "Removals by ICE"}).split())
        for part in (
            "✓ supported",
            "✗ wrong",
            "“500,000”",
            "because wrong",
            "→ ICE removed 409,849",
            "Events, not people.",
        ):
            assert part in text
        assert "3 claims: 2 supported, 1 wrong" in text
        assert "published 2 January 2013 (as given)" in text
    assert all(len(line) <= 60 for line in as_screen([CHECKED], 60).splitlines())


def test_screen_of_no_claims():
    assert "no checkable claims" in as_screen([Checked(DOCUMENT, check())], 80)


def test_a_document_cannot_steer_the_terminal():
    document = load_text("Red \x1b[31m 500,000 people\n\nand more.", "a\x1b]0;x\x07.txt")
    hostile = judged("500,000", "wrong", document=document, reason="\x1b[2J gone")
    shown = as_screen([Checked(document, replace(check(hostile, document=document), title="\x9b31m"))], 100)
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "\x07" not in shown


def test_colour_only_where_asked():
    assert "\x1b[" not in as_screen([CHECKED], 100)
    assert "\x1b[" in as_screen([CHECKED], 100, colour=True)


def test_json_is_the_contract_for_one_and_a_list_for_several():
    one = json.loads(as_json([CHECKED]))
    assert one == ALL.to_dict()
    assert one["claims"][0]["start"] == TEXT.index("409,849")
    many = json.loads(as_json([CHECKED], several=True))
    assert many["documents"] == [ALL.to_dict()]
    assert (many["contract"], many["changes"], many["unread"]) == (1, [], [])


def test_page_marks_claims_where_they_stand():
    page = as_page([CHECKED], titles={"ice.removals": "Removals by ICE"})
    reader = read(page)
    assert len(set(reader.ids)) == len(reader.ids)
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)
    assert "script" not in reader.tags
    assert "b" not in reader.tags
    assert "https://x.test/a?b=1&c=2" in reader.links
    assert '<a class="claim supported" href="#c1" id="tc1" title="supported">409,849 people<sup>' in page
    assert reader.text.count("ICE removed 409,849 in fiscal year 2012 (ICE year-end release).") == 1
    assert "Removals by ICE" in reader.text
    assert "td" in reader.tags
    assert "//cdn" not in page
    assert "url(" not in page


def test_page_filters_without_script():
    page = as_page([CHECKED])
    for verdict in ("supported", "wrong"):
        assert f'id="f-{verdict}"' in page
        assert f"#f-{verdict}:checked ~ .documents .card:not(.{verdict})" in page
    assert 'id="f-disputed"' not in page


def test_page_of_several_documents_keeps_anchors_apart():
    reader = read(as_page([CHECKED, CHECKED]))
    assert len(set(reader.ids)) == len(reader.ids)


def test_links_other_than_http_are_not_made():
    bad = judged("500,000", "wrong", evidence=(replace(EVIDENCE, url="javascript:alert(1)"),))
    assert "javascript:" not in as_page([Checked(DOCUMENT, check(bad))])


@given(st.text(min_size=1, max_size=60))
def test_nothing_a_document_holds_reaches_the_page_unescaped(words):
    evil = f"{words}<script>x</script>\"'><img src=x onerror=y>&lt;"
    document = load_text(f"A line of 500,000 {evil}", evil, "text")
    claim = judged(
        "500,000", "wrong", document=document, reason=evil, correction=evil, attribution=Attribution(evil, "quoted")
    )
    done = replace(check(claim, document=document, notes=(evil,)), title=evil)
    tags = read(as_page([Checked(document, done)], titles={"ice.removals": evil})).tags
    assert "script" not in tags
    assert "img" not in tags


def test_quotes_are_shown_as_read(tmp_path):
    document = load_text("<h1>T</h1><p>About 55&nbsp;<b>percent</b> of them", "a.html", "html")
    checked = Checked(document, check(judged("55&nbsp;<b>percent", "wrong", document=document), document=document))
    assert "“55 percent”" in as_screen([checked], 100)
    assert "“55\u00a0percent”" in read(as_page([checked])).text
    assert json.loads(as_json([checked]))["claims"][0]["quote"] == "55&nbsp;<b>percent"


def test_overlapping_claims_each_get_their_number():
    outer, inner = judged("removed 409,849 people", "wrong"), judged("409,849 people", "supported")
    page = as_page([Checked(DOCUMENT, check(outer, inner))])
    assert page.count("<sup>") == 2
    parts, loose = parts_of(DOCUMENT, check(outer, inner), "c")
    assert not loose
    paragraph = next(part for part in parts if part.kind == "paragraph")
    assert "".join(piece.text for piece in paragraph.pieces) in TEXT.replace("<b>", "").replace("</b>", "")


def test_a_claim_outside_the_text_is_still_shown():
    document = load_text("<title>500,000 removed</title><nav>409,849</nav><p>Text", "a.html", "html")
    parts, loose = parts_of(document, check(judged("409,849", "wrong", document=document), document=document), "c")
    assert [c.judged.claim.quote for c in loose] == ["409,849"]
    assert [part.kind for part in parts] == ["title", "paragraph"]


def test_claimreview_rates_the_sentence_and_leaves_out_the_unrated():
    attributed = replace(WRONG, claim=replace(WRONG.claim, attribution=Attribution("Ann Speaker", "rejected")))
    text = as_claimreview(
        [Checked(DOCUMENT, check(SUPPORTED, attributed, judged("2012", "uncheckable")))], date(2020, 1, 2)
    )
    graph = json.loads(text)["@graph"]
    assert [review["reviewRating"]["ratingValue"] for review in graph] == [5, 1]
    assert {review["author"]["name"] for review in graph} == {"Tallybook (automated)"}
    assert all(review["datePublished"] == "2020-01-02" for review in graph)
    assert graph[1]["claimReviewed"] == "It says 500,000."
    assert "reject" in graph[1]["itemReviewed"]["description"]
    assert "Ann Speaker" not in text
    assert "<" not in text


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (409849, "removals", "409,849 removals"), (-19, "percent", "−19 percent"), (2, "x", "2 times"), (54.64, "percent", "54.64 percent"),
        (1, "rank_max", "the highest on record"), (3, "consecutive_decreases", "3 decreases in a row"), (2008, "year", "2008"),
        (None, "months", "months"), (1280.5, "arrests per day", "1,280.5 arrests per day"),
    ],
)  # fmt: skip
def test_values_in_words(value, unit, words):
    assert value_words(value, unit) == words


def test_asserted_in_words():
    assert asserted_words(Asserted(12, "percent", "more_than"), "change") == "more than +12 percent"
    assert asserted_words(Asserted(55, "percent", "about"), "share") == "about 55 percent"


def test_summary_counts_every_verdict():
    claims = tuple(judged("409,849", verdict) for verdict in VERDICTS)
    assert summary(claims).startswith("7 claims: 1 supported, ")
    assert summary(claims[:1]) == "1 claim: 1 supported"


def known(verdict: str, vintage: str, value: float, document: Document = DOCUMENT) -> Checked:
    evidence = replace(EVIDENCE, vintage=vintage, value=value)
    return Checked(
        document, check(judged("409,849 people", verdict, evidence=(evidence,), document=document), document=document)
    )


def test_recheck_says_which_vintage_changed_a_verdict(tmp_path):
    assert recheck([known("supported", "ICE2012", 409849)], tmp_path, "1") == []
    assert recheck([known("supported", "ICE2012", 409849)], tmp_path, "1") == []
    (change,) = recheck([known("supported_at_publication", "ICE2013", 410000)], tmp_path, "1")
    assert (change.before, change.after) == ("supported", "supported_at_publication")
    for part in ("a new vintage", "ICE2012", "ICE2013", "409,849", "410,000"):
        assert part in change.why
    assert "supported then, revised since" in change.line


def test_recheck_of_an_edited_text_and_a_new_version(tmp_path):
    recheck([known("supported", "A", 5)], tmp_path, "1")
    edited = load_text(f"New words first. {TEXT}", "a.md", "markdown")
    (change,) = recheck([known("wrong", "A", 5, edited)], tmp_path, "1")
    assert change.why == "the text was edited"
    (change,) = recheck([known("supported", "A", 5, edited)], tmp_path, "2")
    assert "Tallybook 2" in change.why


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"form": 1, "documents": []}', '{"form": 9}', '{"form":1,"documents":{"a":{"claims":[4]}}}'],
)
def test_a_damaged_memory_is_no_obstacle(tmp_path, content):
    place = tmp_path / MEMORY
    place.parent.mkdir()
    place.write_text(content)
    assert recheck([known("supported", "A", 5)], tmp_path, "1") == []
    assert json.loads(place.read_text())["form"] == 1


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of two documents, checked by a stand-in that calls 500,000 wrong and rejects 600,000."""

    def check_document(_catalog: object, document: Document, _store: object) -> Check:
        claims = []
        for quote, stance in (("500,000", "asserted"), ("600,000", "rejected")):
            if quote in document.raw:
                claims.append(judged(quote, "wrong", document=document, attribution=Attribution(None, stance)))
        return check(*claims, document=document)

    monkeypatch.setitem(sys.modules, "tallybook.claims.check", types.SimpleNamespace(check_document=check_document))
    monkeypatch.setenv("TALLYBOOK_STORE", str(tmp_path / "store"))
    here = tmp_path / "texts"
    here.mkdir()
    (here / "a.txt").write_text("They removed 500,000 people.")
    (here / "b.md").write_text("It is false that 600,000 were removed.")
    return here


def test_command_json_for_one_document(folder, capfdbinary):
    assert main(["check", str(folder / "a.txt"), "--format", "json", "--published", "2012-01-02"]) == 0
    result = json.loads(capfdbinary.readouterr().out)
    assert result["document"]["published"] == "2012-01-02"
    assert result["claims"][0]["quote"] == "500,000"


def test_command_fails_on_asserted_verdicts_only(folder, capfdbinary):
    assert main(["check", str(folder / "a.txt"), "--fail-on", "wrong,misleading"]) == 3
    assert main(["check", str(folder / "a.txt"), "--fail-on", "misleading"]) == 0
    assert main(["check", str(folder / "b.md"), "--fail-on", "wrong"]) == 0
    assert main(["check", str(folder / "a.txt"), "--fail-on", "wrongg"]) == 2
    assert b"did you mean wrong?" in capfdbinary.readouterr().err


def test_command_on_a_folder_remembers_and_carries_on(folder, capfdbinary):
    assert main(["check", str(folder), "--format", "json"]) == 0
    assert [d["document"]["file"] for d in json.loads(capfdbinary.readouterr().out)["documents"]] == [
        str(folder / "a.txt"), str(folder / "b.md"),
    ]  # fmt: skip
    (folder / "c.txt").write_bytes(b"\0binary")
    assert main(["check", str(folder)]) == 1
    shown = capfdbinary.readouterr()
    assert b"no verdict changed" in shown.out
    assert shown.err.count(b"\n") == 1
    assert b"c.txt" in shown.err
    assert (folder.parent / "store" / MEMORY).is_file()


def test_command_writes_a_page(folder, capfdbinary):
    out = folder.parent / "page.html"
    assert main(["check", str(folder / "a.txt"), "--out", str(out)]) == 0
    assert "500,000" in read(out.read_text(encoding="utf-8")).text


@pytest.mark.parametrize(("name", "data"), [("none.txt", None), ("empty.txt", b""), ("binary.txt", b"a\0b")])
def test_command_on_bad_input_is_one_plain_line(folder, capfdbinary, name, data):
    if data is not None:
        (folder / name).write_bytes(data)
    assert main(["check", str(folder / name)]) == 1
    shown = capfdbinary.readouterr()
    assert shown.out == b""
    assert shown.err.count(b"\n") == 1


def test_page_of_a_pdf_and_a_page_of_html_hold_their_text(tmp_path):
    source = Path(tmp_path / "a.html")
    source.write_text("<h1>Title</h1><ul><li>One 5</li></ul><blockquote>Two</blockquote><pre>x  1\ny  2</pre>")
    document = load(source)
    shown = read(as_page([Checked(document, check(document=document))])).text
    assert all(words in shown for words in ("Title", "One 5", "Two", "no checkable claims"))
