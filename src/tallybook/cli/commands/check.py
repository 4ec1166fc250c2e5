"""Check every number in a text against official series.

`tallybook check article.txt` prints each claim with its verdict and the figures it rests on.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.base.errors import OutputError, TallybookError, UnknownName
from tallybook.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tallybook.base.catalog import Catalog
    from tallybook.publish.verdicts import Change, Checked, Unread

FORMATS = ("table", "json", "html", "claimreview")
FAILED = 3


def _verdicts(_ctx: click.Context, _param: click.Parameter, value: str | None) -> frozenset[str]:
    """Return the verdicts named by `--fail-on`."""
    if not value:
        return frozenset()
    from tallybook.claims.model import VERDICTS

    named = [name.strip().lower().replace(" ", "_").replace("-", "_") for name in value.split(",") if name.strip()]
    for name in named:
        if name not in VERDICTS:
            raise UnknownName("verdict", name, VERDICTS, where="--fail-on")
    return frozenset(named)


@click.command()
@click.argument("documents", metavar="DOCUMENT…", nargs=-1, required=True)
@click.option(
    "--published",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day the text was published: claims are judged by what was official then.  [default: what the text says]",
)
@click.option(
    "--fail-on",
    metavar="VERDICT,…",
    callback=_verdicts,
    help="End with status 3 when a claim that the text does not itself reject has one of these verdicts.",
)
@options.output(FORMATS)
@options.store
@options.catalog
@click.pass_context
def command(
    ctx: click.Context,
    *,
    documents: tuple[str, ...],
    published: datetime | None,
    fail_on: frozenset[str],
    output: options.Output,
    store: Path,
    catalog: Catalog,
) -> None:
    """Check every number in a text against official series.

    DOCUMENT is a .txt, .md, .html, .pdf or .docx file, a folder of them, or - for standard input. Offsets count code
    points of the file, a byte order mark and both signs of a Windows line end included; of the text extracted for PDF
    and Word.

    For a folder or several documents, JSON is one object with the documents' objects under "documents". The verdicts
    are kept in .tallybook/last-check.json under the store: checking again says which changed, and why.

    Exit status: 0 done, 1 a document could not be read, 2 wrong usage, 3 a verdict of --fail-on was given.
    """
    from tallybook.claims.loading import documents_in

    several = len(documents) > 1 or Path(documents[0]).is_dir()
    checked, unread = _check(
        list(documents_in(documents)), published.date() if published else None, catalog, several, store
    )
    changes = _changes(checked, store) if several else None
    if output.format == "json":
        text = _json(checked, unread, changes, several)
    else:
        text = _pages(checked, unread, changes, output, catalog)
    output.write_text(text)
    if any(j.verdict in fail_on and j.claim.attribution.stance != "rejected" for c in checked for j in c.check.claims):
        ctx.exit(FAILED)
    if unread:
        ctx.exit(1)


def _check(
    paths: Sequence[Path], published: date | None, catalog: Catalog, several: bool, store: Path
) -> tuple[list[Checked], list[Unread]]:
    """Return the checks; among several documents one that cannot be read does not stop the others."""
    from tallybook.claims.check import check_document
    from tallybook.claims.loading import load
    from tallybook.publish.verdicts import Checked, Unread
    from tallybook.records.store import Store

    held = Store(store)
    checked, unread = [], []
    for path in paths:
        try:
            document = load(path, published)
        except TallybookError as error:
            if not several:
                raise
            unread.append(Unread(str(path), str(error)))
            click.echo(f"tallybook check: {error}", err=True)
            continue
        checked.append(Checked(document, check_document(catalog, document, held)))
    return checked, unread


def _changes(checked: Sequence[Checked], store: Path) -> list[Change] | None:
    """Return the verdicts that changed since the last time; None, with a line on stderr, where none can be kept."""
    from tallybook import __version__
    from tallybook.publish.verdicts import recheck

    try:
        return recheck([one for one in checked if one.check.name != "-"], store, __version__)
    except (OutputError, OSError) as error:
        click.echo(f"tallybook check: the verdicts cannot be kept for the next time: {error}", err=True)
        return None


def _json(checked: Sequence[Checked], unread: Sequence[Unread], changes: Sequence[Change] | None, several: bool) -> str:
    from tallybook.publish.verdicts import as_json

    return as_json(checked, unread, changes or (), several=several)


def _pages(
    checked: Sequence[Checked],
    unread: Sequence[Unread],
    changes: Sequence[Change] | None,
    output: options.Output,
    catalog: Catalog,
) -> str:
    """Return the checks for people to read, or as ClaimReview."""
    from tallybook.measures.measure import titles
    from tallybook.publish import verdicts

    if output.format == "claimreview":
        from datetime import UTC, datetime

        return verdicts.as_claimreview(checked, datetime.now(UTC).date())
    if output.format == "html":
        return verdicts.as_page(checked, titles=titles(catalog), unread=unread, changes=changes or ())
    from tallybook.publish.terminal import width_of

    colour = output.out is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return verdicts.as_screen(checked, width_of(sys.stdout), colour=colour, titles=titles(catalog), changes=changes)
