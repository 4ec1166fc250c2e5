"""A check for a terminal: one row per claim, the verdict first, failed claims with their correction."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tallybook.claims.model import Check, Judged, Verdict
from tallybook.publish.verdicts.recheck import Change
from tallybook.publish.verdicts.wording import (
    ROLES,
    SIGNS,
    WORDS,
    Checked,
    Unread,
    attribution,
    dated,
    evidence_source,
    evidence_value,
    measure_words,
    plain_number,
    quote_words,
    summary,
    would_hold_words,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

STYLES: dict[Verdict, str] = {
    "supported": "green",
    "supported_at_publication": "green",
    "approximate": "cyan",
    "misleading": "bold yellow",
    "wrong": "bold red",
    "disputed": "magenta",
    "uncheckable": "dim",
}
NARROW = 84
"""Below this many columns the claims are set one under the other."""
MOST_EVIDENCE = 3
CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\ufffd")
"""What a document could use to steer a terminal; shown as a replacement character."""


def as_screen(
    checked: Sequence[Checked],
    width: int,
    *,
    colour: bool = False,
    titles: Mapping[str, str] | None = None,
    unread: Sequence[Unread] = (),
    changes: Sequence[Change] | None = None,
) -> str:
    """Return the checks as text for a screen `width` columns wide.

    Args:
        checked: the documents with their checks.
        width: columns of the screen.
        colour: whether to colour the verdicts for a terminal.
        titles: measure titles by id.
        unread: documents that could not be read.
        changes: verdicts that changed since the last time; None when nothing was compared.
    """
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False,
        markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    for number, one in enumerate(checked):
        if number:
            console.print()
        _document(console, one, titles or {}, width)
    if len(checked) > 1:
        console.print()
        everything = tuple(j for one in checked for j in one.check.claims)
        console.print(f"{len(checked)} documents, {summary(everything)}")
    for missed in unread:
        console.print(_clean(f"not read: {missed.reason}"))
    if changes is not None:
        for change in changes:
            console.print(_clean(f"changed: {change.line}"))
        if not changes:
            console.print("no verdict changed since the last check of these documents")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _document(console: Console, one: Checked, titles: Mapping[str, str], width: int) -> None:
    from rich.text import Text

    check = one.check
    title = f"{check.title} ({check.name})" if check.title and check.name != "-" else check.title or check.name
    console.print(Text(_clean(title), style="bold"))
    console.print(Text(dated(check), style="dim"))
    for note in check.notes:
        console.print(Text(_clean(f"note: {note}"), style="dim"))
    marks = {name: f"[{n}]" for n, name in enumerate(dict.fromkeys(c.id for j in check.claims for c in j.caveats), 1)}
    if check.claims:
        console.print()
        if width < NARROW:
            for judged in check.claims:
                console.print(_verdict(judged.verdict))
                console.print(_claim(one, judged))
                console.print(_grounds(judged, titles, marks))
                console.print()
        else:
            console.print(_table(one, titles, marks))
            console.print()
        _caveats(console, check, marks)
    console.print(_counts(check))


def _table(one: Checked, titles: Mapping[str, str], marks: Mapping[str, str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        leading=1,
        expand=True,
        header_style="dim",
    )
    table.add_column("verdict", width=15, no_wrap=False)
    table.add_column("the text says", ratio=2)
    table.add_column("official figures", ratio=3)
    for judged in one.check.claims:
        table.add_row(_verdict(judged.verdict), _claim(one, judged), _grounds(judged, titles, marks))
    return table


def _verdict(verdict: Verdict) -> Text:
    from rich.text import Text

    return Text(f"{SIGNS[verdict]} {WORDS[verdict]}", style=STYLES[verdict])


def _claim(one: Checked, judged: Judged) -> Text:
    from rich.text import Text

    text = Text(f"“{_one_line(quote_words(one.document, judged.claim))}”")
    if said := attribution(judged):
        text.append(f"\n{_one_line(said)}", style="dim")
    return text


def _grounds(judged: Judged, titles: Mapping[str, str], marks: Mapping[str, str]) -> Text:
    """Return the reason, the figures that it does not already give, and the correction."""
    from rich.text import Text

    text = Text(_one_line(judged.reason))
    told = judged.reason
    more = [e for e in judged.evidence if e.value is None or plain_number(e.value) not in told]
    for evidence in more[:MOST_EVIDENCE]:
        name = ": ".join(filter(None, (measure_words(evidence.measure, titles), evidence_value(evidence))))
        role = ROLES.get(evidence.role, evidence.role)
        text.append(f"\n{_one_line(name)}", style="dim")
        text.append(f" · {_one_line(evidence_source(evidence))}" + (f" ({role})" if role else ""), style="dim")
    if judged.would_hold_for:
        text.append(f"\nwould hold for {_one_line(would_hold_words(judged.would_hold_for, titles))}")
    if judged.correction:
        text.append(f"\n→ {_one_line(judged.correction)}", style="bold")
    if judged.caveats:
        text.append(f"\nsee {', '.join(marks[c.id] for c in judged.caveats)}", style="dim")
    return text


def _caveats(console: Console, check: Check, marks: Mapping[str, str]) -> None:
    """Print each caveat once, under the mark that claims refer to it by."""
    from rich.text import Text

    texts = {caveat.id: caveat.text for judged in check.claims for caveat in judged.caveats}
    for name, mark in marks.items():
        console.print(Text(f"{mark} {_one_line(texts[name])}", style="dim"))
    if marks:
        console.print()


def _counts(check: Check) -> Text:
    from rich.text import Text

    return Text(summary(check.claims), style="bold")


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    return text.translate(CONTROLS)
