"""Publication dates as people write them, and lines that look like one and are not."""
# ruff: noqa: E501 (documents are written as they stand, long lines and all)

from __future__ import annotations

from datetime import date

import pytest

from tallybook.claims.loading import load_text
from tallybook.claims.loading.dates import read_date


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2009-07-30", date(2009, 7, 30)),
        ("2009-07-30T23:10:00-05:00", date(2009, 7, 30)),
        ("July 30, 2009", date(2009, 7, 30)),
        ("Thu, 30 Jul 2009 10:00:00 GMT", date(2009, 7, 30)),
        ("Sept. 3rd, 2009", date(2009, 9, 3)),
        ("7/30/2009", date(2009, 7, 30)),
        ("30/7/2009", date(2009, 7, 30)),
        ("2009/7/30", date(2009, 7, 30)),
        ("20090730", date(2009, 7, 30)),
        ("July 2009", date(2009, 7, 31)),
        ("2009-02", date(2009, 2, 28)),
        ("2009-02-30", None),
        ("fiscal 2009", None),
        ("2009", None),
        ("", None),
    ],
)
def test_read_date(value, day):
    assert read_date(value) == day


REST = "\n\nThe agency removed 409,849 people in fiscal 2012, it said.\n"


@pytest.mark.parametrize(
    ("top", "day"),
    [
        ("FOR IMMEDIATE RELEASE - June 2, 2011", date(2011, 6, 2)),
        ("FOR IMMEDIATE RELEASE\nThursday, June 2, 2011\nContact: 555-0100", date(2011, 6, 2)),
        ("A title\n\nBy Ann Writer | June 2, 2011 | 10:30 a.m.", date(2011, 6, 2)),
        ("A title\n\nPosted December 16, 2019 – 3 min read", date(2019, 12, 16)),
        ("A title\n\nPublished: 16 December 2019", date(2019, 12, 16)),
        ("A title\n\nDecember 16, 2019", date(2019, 12, 16)),
        ("MEMORANDUM\n\nDATE: March 2, 2011", date(2011, 3, 2)),
        ("A title\n\nWASHINGTON, July 30, 2009 (Wire) -- Officials said so.", date(2009, 7, 30)),
        ("A title\n\nUpdated June 3, 2011\n\nPosted June 2, 2011", date(2011, 6, 2)),
        ("WASHINGTON, July 30 - Officials said so.", None),
        ("A title\n\nOn December 16, 2019, the agency removed 50 people.", None),
        (
            "A title\n\nThe figures, released December 16, 2019, show that more than 409,849 people were removed in that year alone.",
            None,
        ),
        ("A title\n\nData through January 4, 2019", None),
        ("© 2019 The Paper", None),
        ("Court filing no. 12-2019", None),
    ],
)
def test_dateline(top, day):
    document = load_text(top + REST)
    assert document.published == day
    assert document.published_from == ("dateline" if day else "")


def test_a_date_far_down_is_not_the_documents():
    text = "Words about removals go here.\n\n" * 20 + "December 16, 2019\n"
    assert load_text(text).published is None
