"""`main`: runs a command and turns every way it can end into an exit status and at most one plain line on stderr."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tallybook import __version__
from tallybook.base.errors import TallybookError, UnknownName
from tallybook.cli.group import CommandFolder

INTERRUPTED = 130
PIPE_CLOSED = 141


@click.group(
    cls=CommandFolder,
    folder=Path(__file__).parent / "commands",
    package="tallybook.cli.commands",
    name="tallybook",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", message="tallybook %(version)s", help="Show the version and leave.")
@click.pass_context
def tallybook(ctx: click.Context) -> None:
    """Check, re-count and explain US immigration enforcement figures.

    Exit status: 0 done, 1 an input could not be read or used, 2 wrong usage.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None, group: click.Group = tallybook) -> int:
    """Return the exit status of a command line; `args` without the program's name, else the process's own.

    A command ends with a status of its own by `ctx.exit(status)`.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a dash or an accent shows a stand-in instead of failing.
        sys.stdout.reconfigure(errors="replace")
    try:
        return _run(list(sys.argv[1:] if args is None else args), group)
    except TallybookError as error:
        return _fail(str(error), error.exit_status)
    except click.UsageError as error:
        return _fail(_usage(error), 2, error.ctx)
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _drop_stdout()
        return INTERRUPTED
    except OSError as error:
        _drop_stdout()
        if error.errno == errno.EPIPE:
            return PIPE_CLOSED
        place = os.fspath(error.filename) if isinstance(error.filename, str | os.PathLike) else "output"
        return _fail(f"{place}: {(error.strerror or str(error)).lower()}", 1)


def _run(args: list[str], group: click.Group) -> int:
    status = 0
    try:
        with group.make_context("tallybook", args) as ctx:
            group.invoke(ctx)
    except click.exceptions.Exit as left:
        status = left.exit_code
    # Flushed here, where a full disk or a closed pipe can still be told apart and said plainly.
    sys.stdout.flush()
    return status


def _fail(line: str, status: int, ctx: click.Context | None = None) -> int:
    path = ctx.command_path if ctx else "tallybook"
    click.echo(f"{path}: {' '.join(line.split())}", err=True)
    return status


def _usage(error: click.UsageError) -> str:
    """Return a usage error as one line that says what is wrong, what may have been meant and where help is."""
    ctx = error.ctx
    path = ctx.command_path if ctx else "tallybook"
    help_line = f"see '{path} --help'"
    if isinstance(error, click.NoSuchOption):
        options = [text for p in (ctx.command.get_params(ctx) if ctx else []) for text in (*p.opts, *p.secondary_opts)]
        known = [option for option in options if option.startswith("--")]
        return str(UnknownName("option", error.option_name, known, listing=help_line))
    text = error.format_message().rstrip(".")
    return f"{text[:1].lower()}{text[1:]}; {help_line}"


def _drop_stdout() -> None:
    """Point stdout at nothing, so that leaving the program does not try again to write what could not be written."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return
