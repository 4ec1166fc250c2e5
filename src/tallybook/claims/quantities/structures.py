"""Runs of digits that are no numbers: phones, dates, clock times, statutes, versions. Each rule starts at a digit."""

from __future__ import annotations

import re

from tallybook.claims.quantities.tokens import Tokens
from tallybook.claims.quantity import NotAClaim

_SHAPES = re.compile(
    r"""(?P<phone>1[ .-]?\(?[2-9][0-9]{2}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{2}[ .-]?[0-9]{2}
          |[2-9][0-9]{2}\)[ .-]?[0-9]{3}[ .-]?[0-9]{2}[ .-]?[0-9]{2}
          |[2-9][0-9]{2}(?:[.-][0-9]{3}[.-]|[ ][0-9]{3}[ -])[0-9]{2}[ .-]?[0-9]{2}
          |1?-?8[0-9]{2}-[A-Z0-9]{3}-[A-Z0-9]{4}
          |[0-9]{3}-[0-9]{4}
          |[0-9]{1,3}(?:[ .-][0-9]{2,4}){3,4}(?=\D|$)(?<![0-9]{3}[ .][0-9]{3}[ .][0-9]{3}[ .][0-9]{3})
        )(?![0-9])(?![.,]?[0-9])
    |(?P<date>(?:1[89]|20)[0-9]{2}-[01]?[0-9](?:-[0-3]?[0-9](?:T[0-9:.]+Z?)?)?(?![0-9-])
          |[0-3]?[0-9]/[0-3]?[0-9]/(?:[0-9]{4}|[0-9]{2})(?![0-9/])
          |[0-3]?[0-9]\.[01]?[0-9]\.(?:19|20)[0-9]{2}(?![0-9])
          |[0-3]?[0-9]-[0-3]?[0-9]-(?:19|20)[0-9]{2}(?![0-9])
          |(?:1[89]|20)[0-9]{2}/[01]?[0-9]/[0-3]?[0-9](?![0-9])
          |(?:1[89]|20)[0-9]{2}[-–—/](?:(?:1[89]|20)[0-9]{2}|[0-9]{2})(?![0-9%])
          |(?:1[89]|20)?[0-9]0['’]?s(?![a-z])
          |[1-4][QH](?![A-Za-z])
          |9/11(?![0-9]))
    |(?P<other>24/7|20/20|50/50|50-50)(?![0-9/])
    |(?P<pair>[0-9]{1,3}/[0-9]{1,3}(?![0-9/%])(?![.,][0-9])(?![ ](?:of|the|in|were|had|are)\b))
    |(?P<docket>[0-9]:[0-9]{2}-[a-z]{2}-[0-9]+)
    |(?P<clock>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:[ ]?[ap]\.?m\b\.?)?
          |[01]?[0-9](?:\.[0-5][0-9])?[ ]?(?:a\.m\.?|p\.m\.?|am\b|pm\b|[ ]o['’]clock)
          |[0-2][0-9][0-5][0-9][ ]hours\b)
    |(?P<statute>[0-9]{1,3}[ ]?(?:U\.?[ ]?S\.?[ ]?C(?:ode)?\b\.?|C\.?[ ]?F\.?[ ]?R\b\.?|I\.?[ ]?\&[ ]?N\.?(?:[ ]Dec\.)?
              |U\.S\.(?=[ ][0-9])|Fed\.[ ]?Reg\.|Stat\.|F\.[ ]?(?:[234]d|Supp)\.?)
            (?:[ ]?(?:§+|[Ss]ections?|[Pp]art|parts))?(?:[ ]?[0-9][\w.\-]*(?:\([A-Za-z0-9]{1,5}\))*)?
          |[0-9]{3,4}[A-Za-z]?(?:\([A-Za-z0-9]{1,5}\))+
          |[0-9]{3}[A-Z](?![A-Za-z0-9]))
    |(?P<identifier>[0-9]+(?:\.[0-9]+){2,}(?![0-9])|[0-9]+(?:-[0-9]+){2,}|[0-9]+-[A-Z]{2,}\w*(?:-\w+)*
          |[0-9]*[a-f][0-9a-f]{6,}(?!\w))
    """,
    re.VERBOSE,
)
_LAW_NUMBER = re.compile(r"[0-9]{2,3}[-–‑][0-9]{1,4}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?:[ ][0-9]{3})+)(?:,[0-9]+)?(?![0-9])")


def structure(t: Tokens, i: int) -> tuple[NotAClaim, int, int] | None:
    """Return why the digits at token `i` are no number, with the characters that belong to it (start, end), or None."""
    start = t.start[i]
    if t.low[i - 1] in ("law", ".", "l", "no") and _is_public_law(t, i):
        law = _LAW_NUMBER.match(t.text, start)
        if law:
            return "statute", start, law.end()
    match = _SHAPES.match(t.text, start)
    if match is None:
        return None
    kind = {"docket": "identifier", "pair": _pair(t, i)}.get(match.lastgroup or "", match.lastgroup)
    end = match.end()
    if kind in ("identifier", "phone") and t.low[i - 1] not in ("(", "+"):
        grouped = _GROUPED.match(t.text, start)
        if grouped and grouped.end() >= end:
            return None
    if kind == "phone" and t.low[i - 1] in ("(", "+") and t.glued(i):
        opened = i - 2 if t.low[i - 2] == "+" else i - 1
        start = t.start[opened] if t.low[opened] != "+" or not t.glued(opened) else start
    return kind, start, end  # type: ignore[return-value]


def _is_public_law(t: Tokens, i: int) -> bool:
    """Return whether `Pub. L.`, `P.L.` or `Public Law` stands before token `i`, with `No.` or without."""
    words = [word for word in t.low[i - 7 : i] if word != "."]
    if words[-1:] == ["no"]:
        words.pop()
    return words[-2:] in (["pub", "l"], ["p", "l"], ["public", "law"])


def _pair(t: Tokens, i: int) -> NotAClaim:
    """Return what two numbers with a slash are: a place in a thread (`3/12`) or, after `on` and the like, a day."""
    if t.low[i - 1] in ("on", "by", "since", "from", "until", "through", "before", "after") and not t.line_start(i):
        return "date"
    return "list_number"
