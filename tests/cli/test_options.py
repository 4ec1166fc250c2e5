"""Shared options hand a command something ready to use."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tallybook.base.catalog import Catalog
from tallybook.cli import main, options


def group(**seen: object) -> tuple[click.Group, dict[str, object]]:
    @click.command()
    @options.store
    @options.catalog
    @options.output()
    def command(store: Path, catalog: Catalog, output: options.Output) -> None:
        seen.update(store=store, catalog=catalog, output=output)

    return click.Group("tallybook", {"command": command}), seen


def test_the_ending_of_out_says_the_format_and_format_wins():
    made, seen = group()
    assert main(["command"], made) == 0
    assert (seen["output"].format, seen["output"].out) == ("table", None)
    assert main(["command", "--out", "a.XLSX"], made) == 0
    assert seen["output"].format == "xlsx"
    assert main(["command", "--out", "a.data", "--format", "csv"], made) == 0
    assert (seen["output"].format, seen["output"].out) == ("csv", Path("a.data"))


@pytest.mark.parametrize("name", ["a.doc", "a"])
def test_an_ending_that_says_no_format_is_wrong_usage(name, capsys):
    made, _ = group()
    assert main(["command", "--out", name], made) == 2
    err = capsys.readouterr().err
    assert "expected one of .txt, .json, .csv, .parquet, .xlsx, .dta" in err
    assert "--format" in err


def test_an_unknown_format_names_the_known_ones(capsys):
    made, _ = group()
    assert main(["command", "--format", "xls"], made) == 2
    err = capsys.readouterr().err
    assert "'table', 'json', 'csv', 'parquet', 'xlsx', 'dta'" in err
    assert err.count("\n") == 1


def test_the_store_is_the_option_else_the_setting_else_the_users_data_folder(tmp_path, monkeypatch):
    made, seen = group()
    monkeypatch.delenv("TALLYBOOK_STORE", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    main(["command"], made)
    assert seen["store"] == tmp_path / "data" / "tallybook"
    monkeypatch.setenv("TALLYBOOK_STORE", str(tmp_path / "mine"))
    main(["command"], made)
    assert seen["store"] == tmp_path / "mine"
    main(["command", "--store", str(tmp_path / "other")], made)
    assert seen["store"] == tmp_path / "other"


def test_a_missing_catalog_folder_is_one_plain_line(tmp_path, capsys):
    made, seen = group()
    assert main(["command", "--catalog", str(tmp_path / "none")], made) == 1
    assert "no such folder" in capsys.readouterr().err
    (tmp_path / "mine").mkdir()
    assert main(["command", "--catalog", str(tmp_path / "mine")], made) == 0
    assert [layer.name for layer in seen["catalog"].layers] == ["shipped", str(tmp_path / "mine")]
