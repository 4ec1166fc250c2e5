"""The command line: each command is one call into the layers below."""

from tallybook.cli.run import main

__all__ = ["main"]
