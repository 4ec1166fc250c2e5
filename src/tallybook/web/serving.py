"""The server: one process on one address, with its address printed once it answers."""

from __future__ import annotations

import socket
import sys

from tallybook.base.errors import UsageError
from tallybook.web.app import create_app
from tallybook.web.site import Site


def serve(site: Site, host: str, port: int) -> None:
    """Serve a site until the process is told to stop.

    Raises:
        UsageError: the address cannot be listened on.
        CatalogError: a catalog file does not fit.
        InputError: the store cannot be read.
    """
    import uvicorn

    site.warm()
    app = create_app(site)
    listening = _listen(host, port)
    name, number = listening.getsockname()[:2]
    address = f"[{name}]" if ":" in name else name
    print(f"Tallybook is at http://{address}:{number}/  (Ctrl-C stops it)", file=sys.stderr, flush=True)  # noqa: T201
    settings = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="on",
        timeout_keep_alive=30, h11_max_incomplete_event_size=65_536,
    )  # fmt: skip
    uvicorn.Server(settings).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)  # whoever reads the address may connect at once, and waits for the first answer
    except OSError as error:
        raise UsageError(
            f"cannot listen there ({(error.strerror or str(error)).lower()})", where=f"--host {host} --port {port}",
            next_step="choose another --port; 0 takes any free one",
        ) from None  # fmt: skip
    return listening
