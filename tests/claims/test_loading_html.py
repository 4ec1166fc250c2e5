"""HTML: what is text, what is furniture, tables with their headers, and that offsets hold in the source."""
# ruff: noqa: E501 (documents are written as they stand, long lines and all)

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.claims.document import Document
from tallybook.claims.loading import load_text


def page(body: str, head: str = "") -> Document:
    return load_text(f"<!doctype html>\r\n<html><head>{head}</head><body>{body}</body></html>", kind="html")


def shown(body: str, head: str = "") -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in page(body, head).blocks]


def test_what_a_reader_does_not_see_is_left_out():
    body = (
        "<script>var a = 400000;</script><style>p{width:5px}</style><template>6</template><noscript>7</noscript>"
        "<p hidden>8</p><p style='display: none'>9</p><!-- 10 --><svg><title>11</title><text>12</text></svg>"
        "<p>Shown <del>13</del><ins>14</ins></p><nav>Page 15</nav><footer>16</footer><div role=navigation>17</div>"
    )
    blocks = shown(body)
    assert blocks == [("paragraph", "Shown 14"), ("furniture", "Page 15"), ("furniture", "16"), ("furniture", "17")]


def test_entities_inline_tags_and_breaks(offsets_hold):
    document = page("<p>About <b>409,</b><i>849</i> people&nbsp;&ndash; 55&#37; of&shy;ficially<br>and more &amp; more")
    offsets_hold(document)
    assert document.blocks[0].text == "About 409,849 people\u00a0– 55% officially\nand more & more"
    at = document.blocks[0].text.index("55%")
    assert document.raw[slice(*document.blocks[0].raw_span(at, at + 3))] == "55&#37;"


def test_a_footnote_mark_is_not_part_of_the_figure():
    assert shown("<p>removed 409,849<sup>1</sup> people, the 4<sup>th</sup> record<sup>[2]</sup></p>") == [
        ("paragraph", "removed 409,849 people, the 4th record")
    ]


def test_structure():
    body = "<h1>Title 5</h1><h2>Part</h2><ol><li>one<li>two</ol><blockquote><p>said</p></blockquote><p>loose<p>end"
    assert shown(body) == [
        ("title", "Title 5"), ("heading", "Part"), ("item", "one"), ("item", "two"), ("quote", "said"), ("paragraph", "loose"),
        ("paragraph", "end"),
    ]  # fmt: skip
    assert page(body).blocks[-1].section == "Part"


def test_the_title_element_stands_in_for_a_missing_h1():
    document = page("<p>Body.</p>", "<title>ICE &amp; 400,000</title>")
    assert document.title == "ICE & 400,000"
    assert document.blocks[0].kind == "title"


def rows_of(document: Document) -> list[list[tuple[str, str, str]]]:
    return [
        [(c.header, c.label, b.text[c.start : c.end]) for c in b.cells] for b in document.blocks if b.kind == "row"
    ]  # fmt: skip


def test_tables_with_spans_captions_and_groups():
    document = page(
        "<table><caption>Removals by year</caption><thead><tr><th rowspan=2>Year</th><th colspan=2>Removals</th></tr>"
        "<tr><th>All</th><th>Criminal</th></tr></thead><tbody><tr><th colspan=3>Obama years</th></tr>"
        "<tr><td>2011</td><td>396,906</td><td>216,698</td></tr><tr><td rowspan=2>2012</td><td>409,849</td><td>225,390</td></tr>"
        "<tr><td>418,397</td><td>199,445</td></tr></tbody></table>"
    )
    assert rows_of(document) == [
        [("Year", "2011", "2011"), ("Removals All", "2011", "396,906"), ("Removals Criminal", "2011", "216,698")],
        [("Year", "2012", "2012"), ("Removals All", "2012", "409,849"), ("Removals Criminal", "2012", "225,390")],
        [("Removals All", "2012", "418,397"), ("Removals Criminal", "2012", "199,445")],
    ]
    row = next(b for b in document.blocks if b.kind == "row")
    assert row.section == "Removals by year · Obama years"


def test_a_table_without_th_and_one_across_years():
    document = page(
        "<table><tr><td></td><td>2011</td><td>2012</td></tr><tr><td>Removals</td><td>396,906</td><td>409,849</td></tr></table>"
    )
    assert rows_of(document) == [
        [("", "Removals", "Removals"), ("2011", "Removals", "396,906"), ("2012", "Removals", "409,849")]
    ]


def test_a_layout_table_is_prose():
    document = page("<table><tr><td><p>ICE removed 5.</p><table><tr><td>Inner 6</td></tr></table></td></tr></table>")
    assert not rows_of(document)
    assert {b.text for b in document.blocks} >= {"ICE removed 5.", "Inner 6"}


def test_preformatted_tables_are_read():
    document = page("<pre>\nYear     Removals\n2011      396,906\n2012      409,849\n</pre>")
    assert rows_of(document)[1] == [("Year", "2012", "2012"), ("Removals", "2012", "409,849")]


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2019-12-16T23:30:00-05:00">', "", date(2019, 12, 16)),
        (
            '<meta name="DC.date" content="2011-06-02"><meta name="last-modified" content="2015-01-01">',
            "",
            date(2011, 6, 2),
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"x":1},{"datePublished":"2014-05-15T00:00"}]}</script>',
            "",
            date(2014, 5, 15),
        ),
        ("", '<h1>T</h1><time datetime="2016-01-12">Jan 12</time>', date(2016, 1, 12)),
        ("", "<p>" + "word " * 200 + '</p><p>On <time datetime="2016-01-12">Jan 12</time> it was so.</p>', None),
        ("", "<h1>T</h1><p>Posted December 16, 2019 &#8211; 3 min read</p>", date(2019, 12, 16)),
        ("", "<footer>Published January 5, 2012</footer><p>Text</p>", None),
        ('<script type="application/ld+json">{broken</script>', "", None),
    ],
)
def test_publication_date(head, body, day):
    document = page(body or "<p>Text</p>", head)
    assert document.published == day
    assert document.published_from in (("html", "dateline") if day else ("",))


def test_script_in_a_title_or_text_stays_text():
    document = page("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert document.blocks[0].text == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "source",
    ["<" * 50_000, "<a '" * 20_000, "<!--" * 20_000, "<div>" * 50_000, "</p>" * 50_000, "<table><tr><td>" * 3_000, "&" * 50_000, "<p>x<br>" * 20_000, "<sup>1</sup>" * 20_000],
)  # fmt: skip
def test_hostile_markup_ends(source):
    assert load_text(source, kind="html").kind == "html"


TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<table>", "</table>", "<tr>", "<td>", "<th colspan=2>", "</td>", "<li>", "<ul>", "</ul>", "<br>", "<br>", "<nav>", "</nav>", "<h1>", "</h1>", "<h2>", "&amp;", "&nbsp;", "&#37;", "&shy;", "409,849", " people ", "\r\n", "<sup>1</sup>", "<!-- c -->", "<script>x</script>", "<title>t</title>", "<pre>", "</pre>", "<blockquote>", "<caption>", "</caption>", "<", "& ", "<p class='a", "<hr/>", "<div hidden>", "</div>"]
)  # fmt: skip


@given(st.lists(TAGS, max_size=60).map("".join))
def test_offsets_hold_through_any_mix_of_tags(offsets_hold, source):
    offsets_hold(load_text(source, kind="html"))
