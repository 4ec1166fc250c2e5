"""Bytes as text: UTF-8, UTF-16 and UTF-32 with a byte order mark, a declared or guessed one-byte encoding else."""

from __future__ import annotations

import re

from tallybook.base.errors import InputError

MARKS = [
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
]
DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]{2,20})""", re.I)
ONE_BYTE = frozenset(
    (
        "iso-8859-1",
        "latin1",
        "latin-1",
        "windows-1252",
        "cp1252",
        "iso-8859-15",
        "windows-1250",
        "windows-1251",
        "macintosh",
        "mac-roman",
    )
)
CONTROLS = dict.fromkeys(set(range(32)) - {9, 10, 11, 12, 13, 27}, None)
SAMPLE = 200_000


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text and notes on how it was read. A byte order mark stays: it is a code point of the file.

    Raises:
        InputError: the bytes are not text, or not in the encoding that their byte order mark names.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise InputError(
                    f"not valid {encoding[:6].upper()} at byte {error.start}, though its byte order mark says so",
                    where=name,
                    expected="text",
                    next_step="save the document as UTF-8 text",
                ) from None
    if b"\0" in data:
        raise _binary(name)
    notes: tuple[str, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text, notes = _one_byte(data, error.start)
    sample = text[:SAMPLE]
    if len(sample) - len(sample.translate(CONTROLS)) > len(sample) * 0.02:
        raise _binary(name)
    return text, notes


def _one_byte(data: bytes, at: int) -> tuple[str, tuple[str, ...]]:
    declared = DECLARED.search(data[:4096])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if encoding not in ONE_BYTE or encoding in ("iso-8859-1", "latin1", "latin-1"):
        encoding = "cp1252"
    text = data.decode(encoding, errors="replace")
    return text, (f"not valid UTF-8 (byte {at}): read as {encoding}; check that quotes and dashes look right",)


def _binary(name: str) -> InputError:
    return InputError(
        "binary data, not text", where=name, expected="text, Markdown, HTML, PDF or DOCX",
        next_step="export the document to one of these",
    )  # fmt: skip
