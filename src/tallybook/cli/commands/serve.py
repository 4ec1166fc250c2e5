"""Open the pages and the API on this machine.

`tallybook serve` prints the address; stop it with Ctrl-C.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallybook.cli import options

if TYPE_CHECKING:
    from tallybook.base.catalog import Catalog

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 for any free one."
)
@options.store
@options.catalog
def command(*, host: str, port: int, store: Path, catalog: Catalog) -> None:
    """Open the pages and the API on this machine.

    Works with an empty store: everything official and every shipped recount is there. Only declared cuts of the records
    are served, small cells suppressed. Nothing pasted is kept unless a share link is asked for.
    """
    from tallybook.base.errors import UsageError
    from tallybook.records.store import Store
    from tallybook.web.serving import serve
    from tallybook.web.site import Site

    if Store(store).synthetic:
        raise UsageError(
            "the store holds synthetic records", where=str(store), expected="real records, or an empty store",
            next_step="read synthetic ones with 'count', 'replay', 'reconcile' or 'report'",
        )  # fmt: skip
    serve(Site(catalog, store, hosts=LOOPBACK if _private(host) else ()), host, port)


def _private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK
