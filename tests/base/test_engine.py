"""The engine: questions over Parquet files, typed SQL for ingest, whole files or none, limits, and plain errors."""

import os
from pathlib import Path

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from tallybook.base.conditions import expr, parse
from tallybook.base.engine import Cluster, Local, memory_limit, open_engine, plain_errors, thread_limit
from tallybook.base.errors import EngineError, InputError, OutputError, UsageError


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Local:
    for name in ("TALLYBOOK_ENGINE", "TALLYBOOK_MEMORY", "TALLYBOOK_THREADS"):
        monkeypatch.delenv(name, raising=False)
    with Local() as local:
        yield local


def test_a_question_over_files_whose_columns_differ(engine: Local, tmp_path: Path) -> None:
    first, second = tmp_path / "release=A" / "1.parquet", tmp_path / "release=[B]*" / "2.parquet"
    engine.copy("select * from (values (1, 'x'), (2, null)) t(n, s)", first)
    engine.copy("select 'y' as s, 3 as n, date '2012-12-21' as d", second)
    frame = engine.scan([first, second])
    assert frame.collect_schema().names() == ["n", "s", "d"]
    answer = engine.collect(frame.filter(expr(parse("n >= 2 and (s is unknown or d = 2012-12-21)"))).sort("n"))
    assert answer.select("n", "s").rows() == [(2, None), (3, "y")]
    assert isinstance(answer, pl.DataFrame)


def test_the_query_can_be_shown_and_run_again(engine: Local, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    engine.copy("select range as n from range(10)", path)
    question = engine.scan([path]).filter(nw.col("n") > 6).select("n")
    text = engine.sql_text(question)
    assert str(path) in text
    assert engine.sql(text).equals(engine.collect(question))


def test_a_table_in_memory_joins(engine: Local, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    engine.copy("select range as n from range(3)", path)
    names = engine.table(pl.DataFrame({"n": [2], "name": ["two"]}))
    assert engine.collect(engine.scan([path]).join(names, on="n", how="inner")).rows() == [(2, "two")]


def test_sql_takes_parameters_and_registered_rows(engine: Local, tmp_path: Path) -> None:
    rows = pl.DataFrame({"raw": ["12", "x", None]})
    engine.register("raw_rows", rows)
    typed = "select try_cast(raw as integer) as n from raw_rows where raw is distinct from $skip"
    assert engine.sql(typed, {"skip": "x"})["n"].to_list() == [12, None]
    assert engine.sql("select ? + 1 as n", [1]).item() == 2
    assert engine.copy(typed, tmp_path / "deep" / "out.parquet", {"skip": None}) == 2
    assert engine.sql("create table t (a int)").is_empty()
    engine.unregister("raw_rows")
    with pytest.raises(EngineError, match="raw_rows"):
        engine.sql("select * from raw_rows")


def test_no_variable_is_read_as_a_table(engine: Local) -> None:
    rows = pl.DataFrame({"a": [1]})
    with pytest.raises(EngineError, match="rows"):
        engine.sql("select * from rows")
    assert len(rows) == 1


def test_a_copy_is_zstd_and_replaces_whole_files_only(engine: Local, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = tmp_path / "out.parquet"
    assert engine.copy("select 1 as a", path) == 1
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"
    with pytest.raises(EngineError, match="the question cannot be run"):
        engine.copy("select cast(s as integer) from (values ('1'), ('x')) t(s)", path)
    assert engine.sql("select a from read_parquet($p)", {"p": str(path)}).item() == 1
    assert [file.name for file in tmp_path.iterdir()] == ["out.parquet"]


def test_an_unwritable_place_is_one_plain_line(engine: Local, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"file/out.parquet: cannot be written") as caught:
        engine.copy("select 1", tmp_path / "file" / "out.parquet")
    assert "\n" not in str(caught.value)


def test_missing_and_broken_files_are_plain_lines(engine: Local, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file to read"):
        engine.scan([])
    with pytest.raises(InputError, match=r"gone.parquet: no such file"):
        engine.scan([tmp_path / "gone.parquet"])
    broken = tmp_path / "broken.parquet"
    broken.write_text("no Parquet at all, whatever its name says")
    with pytest.raises(InputError, match=r"broken.parquet: cannot be read"):
        engine.scan([broken])


@pytest.mark.parametrize("condition", ["nonexistent = 1", "n = 'text'"])
def test_a_question_that_does_not_fit_the_columns(engine: Local, tmp_path: Path, condition: str) -> None:
    path = tmp_path / "a.parquet"
    engine.copy("select 1 as n", path)
    with pytest.raises(EngineError, match="the question cannot be run") as caught, plain_errors():
        engine.collect(engine.scan([path]).filter(expr(parse(condition))))
    assert "\n" not in str(caught.value)


def test_too_little_memory_is_a_plain_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYBOOK_MEMORY", "64MB")
    monkeypatch.setenv("TALLYBOOK_THREADS", "1")
    with Local() as small, pytest.raises(EngineError, match=r"not enough memory.*set TALLYBOOK_MEMORY higher"):
        small.sql("select list(range) from range(30000000)")


def test_sessions_share_tables_and_limits(engine: Local) -> None:
    engine.sql("create table t as select 7 as a")
    with engine.session() as other:
        assert other.sql("select a from t").item() == 7
    assert engine.sql("select a from t").item() == 7


def test_closing_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    local = Local()
    assert len(list(tmp_path.iterdir())) == 1
    local.close()
    assert not list(tmp_path.iterdir())


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYBOOK_MEMORY", "1.5 GB")
    monkeypatch.setenv("TALLYBOOK_THREADS", "1")
    assert memory_limit() == 3 * 2**29
    with Local() as local:
        row = local.sql("select current_setting('memory_limit') as m, current_setting('threads') as t").row(0)
    assert row == ("1.5 GiB", 1)
    monkeypatch.delenv("TALLYBOOK_MEMORY")
    monkeypatch.delenv("TALLYBOOK_THREADS")
    assert 256 * 2**20 <= memory_limit() <= os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert thread_limit() >= 1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TALLYBOOK_MEMORY", "lots", "TALLYBOOK_MEMORY is 'lots'; expected a size"),
        ("TALLYBOOK_MEMORY", "1MB", "at least 64MB"),
        ("TALLYBOOK_THREADS", "two", "TALLYBOOK_THREADS is 'two'"),
        ("TALLYBOOK_THREADS", "0", "from 1 to 1024"),
        ("TALLYBOOK_THREADS", "²", "from 1 to 1024"),
        ("TALLYBOOK_ENGINE", "sqlite", "there is no engine 'sqlite'; expected duckdb or spark://HOST:PORT"),
        ("TALLYBOOK_ENGINE", "spark://host", "there is no engine 'spark://host'"),
    ],
)
def test_wrong_settings_are_usage_errors(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=says.replace("(", r"\(")):
        open_engine()


def test_the_engine_named_on_the_command_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLYBOOK_ENGINE", "sqlite")
    with open_engine("duckdb") as local:
        assert local.name == "duckdb"


def test_a_cluster_that_cannot_be_used_is_one_plain_line() -> None:
    with pytest.raises(EngineError, match=r"engine spark://127.0.0.1:1: (Spark is not installed|does not answer)"):
        open_engine("spark://127.0.0.1:1")


@pytest.mark.spark
def test_a_cluster_answers_as_the_engine_inside_does(engine: Local, tmp_path: Path, spark_address: str) -> None:
    path = tmp_path / "a=b 100%" / "[c]{d}*.parquet"
    path.parent.mkdir()
    engine.copy(
        "select range as n, case when range % 3 = 0 then null else 'ice.' || range end as s, "
        "date '2012-10-01' + range::integer as d, timestamp '2012-10-01 23:00' + to_days(range::integer) as w "
        "from range(50)",
        path,
    )
    condition = parse(
        "(n between 3 and 40 and not s like 'ice.1*' and d < 2012-11-05) or w = 2012-11-19 or n in (48, 48.5) "
        "or s is unknown"
    )
    with Cluster(spark_address) as cluster:
        rows = []
        for one in (engine, cluster):
            question = one.scan([path]).with_columns(hit=expr(condition)).select("n", "hit").sort("n")
            rows.append(one.collect(question).rows())
            assert one.sql_text(question)
        assert rows[0] == rows[1]
        assert {hit for _, hit in rows[0]} == {True, False}
        names = cluster.table(pl.DataFrame({"n": [2], "name": ["two"]}))
        assert cluster.collect(cluster.scan([path]).join(names, on="n", how="inner").select("name")).rows() == [
            ("two",)
        ]
