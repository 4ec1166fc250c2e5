"""assess, replay and policies on the command line: formats, places, and one plain line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallybook.cli import main

CASE = "title: a case\ndate: 2013-03-01\nfacts: {misd_dui_conv: true}\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "case.yml"
    file.write_text(CASE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("format_", "said"),
    [("table", "A detainer may be issued: by D3c"), ("markdown", "## MORTON-2012D"), ("html", "<!doctype html>")],
)
def test_an_assessment_in_each_format(case: Path, capsys: pytest.CaptureFixture, format_: str, said: str) -> None:
    assert main(["assess", str(case), "--format", format_]) == 0
    assert said in capsys.readouterr().out


def test_an_assessment_as_json_and_its_options(case: Path, capsys: pytest.CaptureFixture) -> None:
    args = ["assess", str(case), "--on", "2015-06-01", "--policy", "johnson-2014p", "--unstated", "absent"]
    assert main([*args, "--switch", "gang_age_at=decision", "--findings", "unknown", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["on"] == "2015-06-01"
    assert data["case"]["findings"] == "unknown"
    (answer,) = data["policies"]
    assert answer["switches"]["gang_age_at"]["value"] == "decision"
    assert "priority_1" in answer["outcomes"]


def test_a_case_from_standard_input_and_a_page_to_a_file(tmp_path: Path, monkeypatch, capsys) -> None:
    import io

    class Stdin:
        buffer = io.BytesIO(CASE.encode())

    monkeypatch.setattr("sys.stdin", Stdin())
    assert main(["assess", "-", "--out", str(tmp_path / "a.html")]) == 0
    assert "MORTON-2012D" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_template_is_a_case_file(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["assess", "--template", "--on", "2013-03-01"]) == 0
    text = capsys.readouterr().out
    assert "# misd_dui_conv:" in text
    assert "sig_misd_dui" not in text, "a fact that no policy of that day asks for"
    file = tmp_path / "t.yml"
    file.write_text(text, encoding="utf-8")
    assert main(["assess", str(file)]) == 0


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("date: 2013-03-01\nfacts: {misd_dui: true}\n", 2, "there is no fact 'misd_dui'"),
        ("date: 2013-03-01\nfacts: {felony_convictions: 2, criminal_convictions: 0}\n", 2, "cannot both be so"),
        ("date: 1980-03-01\nfacts: {}\n", 1, "no policy is in force on 1980-03-01"),
        ("date: 2013-02-30\nfacts: {}\n", 1, "is not valid YAML"),
        ("facts: [\n", 1, "is not valid YAML"),
        ("", 1, "holds nothing; expected a case"),
        ("date: 2013-03-01\nfacts: {}\nfacts: {}\n", 1, "given twice"),
    ],
)
def test_a_bad_case_is_one_plain_line(tmp_path: Path, capsys, text: str, status: int, said: str) -> None:
    file = tmp_path / "case.yml"
    file.write_text(text, encoding="utf-8")
    assert main(["assess", str(file)]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_no_case_no_file_and_a_bad_switch(case: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["assess"]) == 2
    assert "--template" in capsys.readouterr().err
    assert main(["assess", "nowhere.yml"]) == 1
    assert "no such file" in capsys.readouterr().err
    assert main(["assess", str(case), "--switch", "gang_age_at"]) == 2
    assert "NAME=READING" in capsys.readouterr().err
    assert main(["assess", str(case), "--on", "yesterday"]) == 2
    assert "a day that exists" in capsys.readouterr().err


def test_policies_are_listed_with_their_days_gaps_and_clauses(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["policies", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {"MORTON-2012D", "JOHNSON-2014P", "INA-236C"} <= {r["policy"] for r in rows}
    assert main(["policies", "--timeline", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [r["days"] for r in rows if r["lane"] == "priorities" and r["state"] == "gap"] == [180, 12, 399]
    assert main(["policies", "JOHNSON-2014P", "--format", "csv"]) == 0
    assert "felony_convictions_nonstatus >= 1" in capsys.readouterr().out
    assert main(["policies", "--on", "2013-03-01", "--format", "json"]) == 0
    assert all(r["from"] <= "2013-03-01" for r in json.loads(capsys.readouterr().out)["rows"])
    assert main(["policies", "--facts", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    (convicted,) = [r for r in rows if r["fact"] == "criminal_convictions" and r["table"] == "removals"]
    assert "2019-ICFO-53623" in convicted["releases"]
    assert [r["fields"] for r in rows if r["fact"] == "outstanding_criminal_warrant"] == ["none seen so far"]
    assert main(["policies", "--out", str(tmp_path / "t.html")]) == 0
    page = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1
    assert "<script" not in page
    assert "gap in priorities from 24 June 2022 to 28 July 2023" in page
    assert main(["policies", "--lane", "prioritys"]) == 2
    assert "did you mean priorities?" in capsys.readouterr().err


def test_replay_needs_records_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["replay", "removals", "--policy", "KELLY-2017", "--store", str(tmp_path / "none")]) == 1
    assert "the store holds no removals" in capsys.readouterr().err
    assert main(["replay", "removal", "--policy", "KELLY-2017", "--store", str(tmp_path / "none")]) == 2
    assert main(["replay", "removals", "--store", str(tmp_path / "none")]) == 2
