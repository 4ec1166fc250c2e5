"""Every way a command can end: exit status, and at most one plain line on stderr."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest

from tallybook import __version__
from tallybook.base.errors import InputError, UnknownName
from tallybook.cli import main
from tallybook.cli.group import CommandFolder


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandFolder:
    """A folder of commands, made for the test, in the shape of `cli/commands`."""
    folder = tmp_path / "made_commands"
    folder.mkdir()
    for name, text in {
        "__init__.py": "",
        "_shared.py": '"""Not a command."""\n',
        "count_things.py": '''\
            """Counts things.

            More about it.
            """
            import click
            @click.command()
            @click.option("--period")
            @click.argument("what")
            def command(period, what):
                """Count."""
                click.echo(f"counted {what}")
            ''',
        "287g.py": '''\
            """Shows agreements."""
            import click
            @click.command()
            @click.pass_context
            def command(ctx):
                """Show."""
                ctx.exit(3)
            ''',
        "broken.py": '"""Fails when imported."""\nraise RuntimeError("imported")\n',
    }.items():
        (folder / name).write_text(textwrap.dedent(text))
    monkeypatch.syspath_prepend(tmp_path)
    yield CommandFolder(folder, "made_commands", name="tallybook")
    for module in [m for m in sys.modules if m.startswith("made_commands")]:
        del sys.modules[module]


def raising(error: BaseException) -> click.Group:
    """A group whose command `fail` ends in an error."""

    @click.command()
    def fail() -> None:
        raise error

    return click.Group("tallybook", {"fail": fail})


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err.strip()


def test_the_list_of_commands_imports_none_of_them(group, capsys):
    assert main(["--help"], group) == 0
    out = capsys.readouterr().out
    assert "count-things  Counts things." in out
    assert "287g          Shows agreements." in out
    assert "broken" in out
    assert "Not a command" not in out
    assert not any(name.startswith("made_commands") for name in sys.modules)


def test_a_file_name_with_underscores_or_digits_is_a_command(group, capsys):
    assert main(["count-things", "beds"], group) == 0
    assert capsys.readouterr().out == "counted beds\n"
    assert main(["287g"], group) == 3


def test_every_command_takes_the_same_places(group, capsys, tmp_path):
    assert main(["count-things", "beds", "--store", str(tmp_path), "--catalog", str(tmp_path)], group) == 0
    assert main(["count-things", "--help"], group) == 0
    assert capsys.readouterr().out.count("--store DIR") == 1


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (["count-thing"], ["there is no command 'count-thing'", "did you mean count-things?"]),
        (["count-things", "beds", "--perod", "x"], ["tallybook count-things: ", "'--perod'", "did you mean --period?"]),
        (["count-things"], ["missing argument 'WHAT'", "see 'tallybook count-things --help'"]),
        (["count-things", "a", "b"], ["unexpected extra argument", "see 'tallybook count-things --help'"]),
    ],
)
def test_wrong_usage_is_one_line_with_what_was_meant(group, capsys, args, parts):
    assert main(args, group) == 2
    line = one_line(capsys)
    for part in parts:
        assert part in line


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (InputError("is empty", where="a.txt"), 1, "tallybook: a.txt: is empty"),
        (UnknownName("measure", "ice.removal", ["ice.removals"] * 1), 2, "did you mean ice.removals?"),
        (OSError(errno.ENOSPC, "No space left on device", "x.csv"), 1, "tallybook: x.csv: no space left on device"),
        (PermissionError(errno.EACCES, "Permission denied", "x.csv"), 1, "tallybook: x.csv: permission denied"),
    ],
)
def test_errors_are_one_line_and_their_own_status(capsys, monkeypatch, error, status, line):
    monkeypatch.setattr("tallybook.cli.run._drop_stdout", lambda: None)
    assert main(["fail"], raising(error)) == status
    assert line in one_line(capsys)


def test_an_interrupt_ends_with_130_and_no_traceback(capsys, monkeypatch):
    monkeypatch.setattr("tallybook.cli.run._drop_stdout", lambda: None)
    assert main(["fail"], raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err.strip() == ""


def test_version_and_bare_call(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"tallybook {__version__}\n"
    assert main([]) == 0
    assert "Exit status" in capsys.readouterr().out


def run(program: str, **settings: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, **settings)


LONG = """
import sys, click
from tallybook.cli import main
@click.command()
def command():
    for number in range(200_000):
        click.echo(f"line {number}")
sys.exit(main(["command"], click.Group("tallybook", {"command": command})))
"""


def test_a_reader_that_leaves_early_is_no_error():
    process = run(LONG, stdout=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 128 + signal.SIGPIPE


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110
def test_a_full_disk_is_one_line():
    with open("/dev/full", "w") as full:  # noqa: PTH123
        process = run(LONG, stdout=full)
        assert process.stderr.read() == b"tallybook: output: no space left on device\n"
        assert process.wait() == 1


def test_help_and_version_import_nothing_heavy():
    heavy = {"pydantic", "polars", "duckdb", "pyarrow", "narwhals", "rich", "yaml", "jinja2", "numpy", "pandas"}
    program = (
        "import sys; from tallybook.cli import main; main(['--help']); main(['--version']); "
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
