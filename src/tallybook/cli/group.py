"""The group of commands: found by file name, listed without importing, imported only when run."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click

from tallybook.base.errors import UnknownName
from tallybook.cli.options import everywhere

SUMMARY = re.compile(r'\s*[rR]?"""(.*?)\s*(?:"""|\n)')


class CommandFolder(click.Group):
    """The files of one package as commands.

    `fiscal_year.py` is the command `fiscal-year`; it exposes `command: click.Command`, and the first line of its
    docstring is the summary in the list. Files that start with an underscore are not commands. Every command takes the
    options of `everywhere`, whether it asks for them or not.
    """

    def __init__(self, folder: Path, package: str, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.folder, self.package = folder, package

    def _files(self) -> dict[str, Path]:
        return {
            file.stem.replace("_", "-"): file
            for file in sorted(self.folder.glob("*.py"))
            if not file.stem.startswith("_")
        }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands' names in order."""
        return sorted(self._files())

    def summaries(self) -> dict[str, str]:
        """Return each command's one-line summary, read from its file without importing it."""
        found = {}
        for name, file in self._files().items():
            with file.open(encoding="utf-8") as handle:
                match = SUMMARY.match(handle.readline())
            found[name] = match[1] if match else ""
        return found

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, importing its file; None when there is no such file."""
        file = self._files().get(cmd_name)
        if file is None:
            return None
        command: click.Command = importlib.import_module(f"{self.package}.{file.stem}").command
        command.name = cmd_name
        taken = {param.name for param in command.params}
        command.params += [option for option in everywhere() if option.name not in taken]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name.

        Raises:
            UnknownName: there is none; names the nearest.
        """
        if args[0] not in self._files():
            raise UnknownName("command", args[0], self._files(), listing=f"'{ctx.command_path} --help' lists all")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands."""
        if found := sorted(self.summaries().items()):
            with formatter.section("Commands"):
                formatter.write_dl(found)
