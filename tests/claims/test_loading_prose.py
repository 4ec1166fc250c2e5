"""Text and Markdown: what becomes a block, what is left out, and that offsets hold."""
# ruff: noqa: E501 (documents are written as they stand, long lines and all)

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.claims.loading import load_text


def shown(text: str, kind: str = "markdown") -> list[tuple[str, str]]:
    document = load_text(text, kind=kind)
    return [(b.kind, b.text) for b in document.blocks]


def test_markdown_markup_leaves_the_text_and_keeps_the_mapping(offsets_hold):
    text = "# A title\n\nICE **removed** [409,849](https://x.test/2012/1) people in *fiscal* 2012[^1], `so` ~~not~~ it said &mdash; 55&#37;.\n\n[^1]: Table 3.\n[ref]: https://x.test\n"
    blocks = shown(text)
    assert blocks == [
        ("title", "A title"),
        ("paragraph", "ICE removed 409,849 people in fiscal 2012, so it said — 55%."),
        ("paragraph", "Table 3."),
    ]
    document = load_text(text, kind="markdown")
    offsets_hold(document)
    block = document.blocks[1]
    at = block.text.index("409,849")
    assert document.raw[slice(*block.raw_span(at, at + 7))] == "409,849"
    percent = block.text.index("55%")
    assert document.raw[slice(*block.raw_span(percent, percent + 3))] == "55&#37;"


def test_hard_wrapped_lines_are_one_paragraph_and_short_lines_are_their_own():
    text = (
        "Removals fell again\n\nThe agency said on Tuesday that it had removed 409,849 people in fiscal\n"
        "2012, more than in any year before, and that 55 percent of them had been\nconvicted of a crime.\n"
        "Critics disagreed with that count and said so at length in a letter to the\nsecretary.\n"
    )
    blocks = shown(text, "text")
    assert [kind for kind, _ in blocks] == ["title", "paragraph", "paragraph"]
    assert blocks[1][1].endswith("55 percent of them had been convicted of a crime.")
    assert blocks[2][1] == "Critics disagreed with that count and said so at length in a letter to the secretary."


def test_each_long_line_of_plain_text_is_a_paragraph():
    long = "The agency removed 409,849 people in fiscal 2012, and " + "it said so at length, " * 8 + "in public."
    assert [kind for kind, _ in shown(f"{long}\n{long}\n{long}\n", "text")] == ["paragraph"] * 3


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- one 1\n- two 2\n", ["one 1", "two 2"]),
        ("1. first 10\n2. second 20\n10. tenth\n", ["first 10", "second 20", "tenth"]),
        ("1/ ICE removed 1,000.\n2/ It removed 4/5 of them.\n", ["ICE removed 1,000.", "It removed 4/5 of them."]),
        ("(a) one\n(b) two\n", ["one", "two"]),
        ("• one\n• two\n", ["one", "two"]),
        ("* [x] done 5\n  still done\n* next\n", ["done 5 still done", "next"]),
    ],
)
def test_items_lose_their_bullet_or_number(text, items):
    for kind in ("text", "markdown"):
        assert shown(text, kind) == [("item", item) for item in items]


@pytest.mark.parametrize(
    "line", ["4/5 of them had no record.", "2012. That was the peak.", "409.849 people", "12.5 percent"]
)
def test_a_number_that_starts_a_line_is_not_a_list_number(line):
    assert shown(f"Something was said.\n\n{line} And more.\n", "text")[-1][1].startswith(line)


def test_a_wrapped_line_that_starts_with_a_number_stays_in_its_paragraph():
    text = "The count for the whole of the month that the agency published was about\n19. It had been far higher in the year before, when the agency counted more.\n"
    assert [kind for kind, _ in shown(text, "text")] == ["paragraph"]


def test_quotes_headings_rules_and_code():
    text = "## Part one\n\n> He said 5.\n> And 6.\n\n---\n\nSetext\n======\n\n```\nrun 400000\n```\n\nAfter\n"
    assert shown(text) == [
        ("title", "Part one"),
        ("quote", "He said 5. And 6."),
        ("heading", "Setext"),
        ("furniture", "run 400000"),
        ("paragraph", "After"),
    ]
    assert load_text(text, kind="markdown").blocks[-1].section == "Setext"


TABLES = {
    "markdown": "| Fiscal year | Removals | Share |\n|---|---:|---:|\n| 2011 | 396,906 | 55% |\n| 2012 | **409,849** | 55% |\n",
    "pipes": "Fiscal year | Removals | Share\n2011 | 396,906 | 55%\n2012 | 409,849 | 55%\n",
    "tabs": "Fiscal year\tRemovals\tShare\n2011\t396,906\t55%\n2012\t409,849\t55%\n",
    "aligned": "Fiscal year   Removals   Share\n-----------   --------   -----\n2011           396,906     55%\n2012           409,849     55%\n",
    "boxed": "+------+------+-----+\n| Fiscal year | Removals | Share |\n+------+------+-----+\n| 2011 | 396,906 | 55% |\n| 2012 | 409,849 | 55% |\n+------+------+-----+\n",
}


@pytest.mark.parametrize("drawing", TABLES)
def test_tables_give_one_row_block_per_row_with_headers_and_labels(drawing, offsets_hold):
    document = load_text(f"Before the table.\n\n{TABLES[drawing]}\nAfter it.\n", kind="markdown")
    offsets_hold(document)
    rows = [b for b in document.blocks if b.kind == "row"]
    assert len(rows) == 2
    cells = [(c.header, c.label, rows[1].text[c.start : c.end].strip()) for c in rows[1].cells]
    assert cells == [("Fiscal year", "2012", "2012"), ("Removals", "2012", "409,849"), ("Share", "2012", "55%")]
    start, end = rows[1].raw_span(rows[1].cells[1].start, rows[1].cells[1].end)
    assert document.raw[start:end].strip() == "409,849"
    assert [b.text for b in document.blocks if b.kind == "paragraph"] == ["Before the table.", "After it."]


def test_an_aligned_header_without_a_first_column_name_stands_over_its_columns():
    text = "Some words first.\n\n              FY2011     FY2012\nRemovals     396,906    409,849\nReturns      322,098    230,386\n"
    rows = [b for b in load_text(text).blocks if b.kind == "row"]
    assert [[(c.header, c.label) for c in row.cells][1:] for row in rows] == [
        [("FY2011", "Removals"), ("FY2012", "Removals")],
        [("FY2011", "Returns"), ("FY2012", "Returns")],
    ]


def test_prose_with_double_spaces_or_a_pipe_is_no_table():
    text = "It ended.  Then 409,849 left.  Then none.\nBy A. Writer | The Paper\n"
    assert all(b.kind != "row" for b in load_text(text).blocks)


@pytest.mark.parametrize(
    ("text", "title", "day", "source"),
    [
        (
            '---\ntitle: "A: b"\noutlet: Paper\ndate: 2009-07-30\n---\n\nBody 1.\n',
            "A: b",
            date(2009, 7, 30),
            "front matter",
        ),
        ("# title: T 5\n# date: July 30, 2009\n\nBody 1.\n", "T 5", date(2009, 7, 30), "header lines"),
        ("+++\ntitle = 'T'\ndate = 2012-06\n+++\nBody 1.\n", "T", date(2012, 6, 30), "front matter"),
        ("\ufeff---\r\ntitle: T\r\ndate: 30 July 2009\r\n---\r\nBody 1.\r\n", "T", date(2009, 7, 30), "front matter"),
    ],
)
def test_header_values_are_read_and_never_in_a_block(text, title, day, source):
    document = load_text(text)
    assert (document.title, document.published, document.published_from) == (title, day, source)
    assert [b.text for b in document.blocks] == ["Body 1."]


def test_a_heading_with_a_colon_is_no_header_line():
    document = load_text("# Data brief: 409,849 removals\n\nBody.\n", kind="markdown")
    assert document.title == "Data brief: 409,849 removals"
    assert document.blocks[0].kind == "title"


def test_front_matter_that_never_closes_is_text():
    assert shown("---\ndate: 2012-01-01\n\nBody.\n", "text")[0][1] == "date: 2012-01-01"


def test_a_single_line_is_text_and_not_a_title():
    assert shown("ICE removed 409,849 people in fiscal 2012", "text") == [
        ("paragraph", "ICE removed 409,849 people in fiscal 2012")
    ]


@given(st.text(max_size=400), st.sampled_from(["text", "markdown", "html", "pdf"]))
def test_any_text_is_read_and_its_offsets_hold(text, kind):
    document = load_text(text, kind=kind)
    for block in document.blocks:
        assert len(block.offsets) == len(block.text) > 0
        assert list(block.offsets) == sorted(block.offsets)
        assert block.text == block.text.strip() or block.kind in ("row", "furniture")
        assert block.raw_span(0, len(block.text))[1] <= len(text)


PIECES = st.sampled_from(
    ["ICE removed ", "409,849", "\n", "\n\n", "**", "*", "_", "[x](", ")", "| ", "|---|---|\n", "\t", "  ", "- ", "1. ", "> ", "# ", "&amp;", "&#37;", "`", "55%", "FY2012", "<b>", "</b>", "\r\n", "~~", "\\*", "\u00a0", "\u00ad", "---\n", "2/ "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["text", "markdown"]))
def test_offsets_hold_through_any_mix_of_markup(offsets_hold, text, kind):
    offsets_hold(load_text(text, kind=kind))
