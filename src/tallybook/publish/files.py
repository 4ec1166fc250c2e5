"""Puts text and bytes where they were asked for: a whole file or none, or stdout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tallybook.base.errors import OutputError, UsageError


def write_text(text: str, out: Path | None) -> None:
    """Write text as UTF-8, ending with a newline, to a file or to stdout.

    Raises:
        OutputError: the file cannot be written.
    """
    whole = text if text.endswith("\n") else f"{text}\n"
    if out is None and sys.stdout.isatty():
        sys.stdout.write(whole)
    else:
        write_bytes(whole.encode(), out)


def write_binary(data: bytes, format_: str, out: Path | None, ending: str = "") -> None:
    """Write bytes that no terminal can show to a file or to a redirected stdout.

    Raises:
        UsageError: they would go to a terminal.
        OutputError: the file cannot be written.
    """
    if out is None and sys.stdout.isatty():
        raise UsageError(
            "a terminal cannot show this format",
            where=f"--format {format_}",
            next_step=f"add --out FILE{ending or f'.{format_}'}",
        )
    write_bytes(data, out)


def write_bytes(data: bytes, out: Path | None) -> None:
    """Write bytes to a file, which holds all of them or stays as it was, or to stdout.

    Raises:
        OutputError: the file cannot be written.
    """
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = out.resolve()
    # A pipe or a device has no earlier content to protect, and a file beside it would not be the same thing.
    direct = target.exists() and not target.is_file()
    draft = target if direct else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(data)
        if not direct:
            draft.replace(target)
    except OSError as error:
        if not direct:
            draft.unlink(missing_ok=True)
        raise OutputError(
            f"cannot be written ({(error.strerror or str(error)).lower()})",
            where=str(out),
            next_step="choose another place with --out",
        ) from None
