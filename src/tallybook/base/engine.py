"""The engine: where questions over Parquet run. Only this module names one.

Questions are Narwhals frames, so they run alike on DuckDB inside the process (`Local`) and on a Spark cluster
(`Cluster`). Typing at ingest is plain SQL and runs on `Local` only.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from tallybook.base.errors import EngineError, InputError, OutputError, UsageError

if TYPE_CHECKING:
    import duckdb
    import narwhals.stable.v2 as nw
    import polars as pl
    import pyarrow as pa

    Params = Sequence[Any] | Mapping[str, Any]

LOCAL = "duckdb"
_MASTER = re.compile(r"spark://[\w.\-]+:\d+(?:,[\w.\-]+:\d+)*\Z")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])i?B?\Z", re.I)
_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


class Engine(Protocol):
    """What a question needs of an engine, whichever it is."""

    name: str

    def scan(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files, columns matched by name, unread until collected."""

    def table(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Return a small table held in memory as a frame of this engine, for joins."""

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """Return a question's answer."""

    def sql_text(self, frame: nw.LazyFrame[Any]) -> str:
        """Return the query that answers a question, as `--explain` prints it."""

    def close(self) -> None:
        """Let go of connections and temporary files."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_engine(where: str | None = None) -> Engine:
    """Return the engine named by `where`, else by `TALLYBOOK_ENGINE`, else the one inside the process.

    Raises:
        UsageError: no engine has that name.
        EngineError: the cluster cannot be reached, or what it needs is not installed.
    """
    chosen = (where or os.environ.get("TALLYBOOK_ENGINE", "")).strip() or LOCAL
    if chosen == LOCAL:
        return Local()
    if _MASTER.match(chosen):
        return Cluster(chosen)
    raise UsageError(f"there is no engine {chosen!r}", expected=f"{LOCAL} or spark://HOST:PORT")


class _Closing:
    """Makes an engine a context manager."""

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Local(_Closing):
    """DuckDB inside the process, within a share of the memory, spilling to a temporary folder of its own.

    `TALLYBOOK_MEMORY` (such as `4GB`) and `TALLYBOOK_THREADS` set its limits; otherwise half of the memory and every
    processor that the process may use.
    """

    name = LOCAL

    def __init__(self) -> None:
        """Open a connection with the limits of the environment.

        Raises:
            UsageError: a limit is not a size, or not a number.
        """
        import duckdb

        limit, threads = memory_limit(), thread_limit()
        self._spill = Path(tempfile.mkdtemp(prefix="tallybook-"))
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{limit // 2**20}MiB",
                "threads": str(threads),
                "temp_directory": str(self._spill),
                # Nothing is fetched while a question runs, and no variable of the program can be read as a table.
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "python_enable_replacements": "false",
            },
        )
        self._owner = True
        _quiet(self._connection)

    def session(self) -> Local:
        """Return a second connection to the same engine, under the same limits, for another thread."""
        other = object.__new__(Local)
        other._spill, other._connection, other._owner = self._spill, self._connection.cursor(), False
        _quiet(other._connection)
        return other

    def scan(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files, columns matched by name, unread until collected.

        Raises:
            InputError: no file is given, or one is missing or no Parquet file.
        """
        import narwhals.stable.v2 as nw

        names = _present(paths)
        with plain_errors(f"{names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")):
            # Folders such as release=ID are names, not columns: the files carry every column themselves.
            return nw.from_native(
                self._connection.read_parquet(names, union_by_name=True, hive_partitioning=False)
            ).lazy()

    def table(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Return a small table held in memory as a frame of this engine, for joins."""
        import narwhals.stable.v2 as nw

        return nw.from_native(self._connection.from_arrow(rows.to_arrow())).lazy()

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """Return a question's answer.

        Raises:
            EngineError: the question cannot be answered, or not within the memory.
        """
        with plain_errors():
            answer: pl.DataFrame = frame.collect("polars").to_native()
            return answer

    def sql_text(self, frame: nw.LazyFrame[Any]) -> str:
        """Return the SQL that answers a question."""
        relation: duckdb.DuckDBPyRelation = frame.to_native()
        return str(relation.sql_query())

    def register(self, name: str, rows: pl.DataFrame | pa.Table | pa.RecordBatchReader) -> None:
        """Make rows held in memory, or a stream of them, readable by SQL under a name."""
        import polars as pl

        self._connection.register(name, rows.to_arrow() if isinstance(rows, pl.DataFrame) else rows)

    def unregister(self, name: str) -> None:
        """Forget rows made readable by `register`."""
        self._connection.unregister(name)

    def sql(self, query: str, params: Params | None = None) -> pl.DataFrame:
        """Return the rows of a SQL query (`?` or `$name` for parameters); a statement without any returns none.

        Raises:
            EngineError: the query cannot be run, or not within the memory.
        """
        import polars as pl

        with plain_errors():
            relation = self._connection.sql(query, params=params)
            rows: pl.DataFrame = relation.pl() if relation is not None else pl.DataFrame()
            return rows

    def copy(self, query: str, path: Path, params: Params | None = None) -> int:
        """Write a query's rows to a Parquet file, whole or not at all, and return how many there are.

        Raises:
            OutputError: the file cannot be written.
            EngineError: the query cannot be run, or not within the memory.
        """
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.touch()
            with plain_errors():
                self._connection.sql(query, params=params).write_parquet(str(part), compression="zstd")
            with part.open("rb+") as handle:
                os.fsync(handle.fileno())
            part.replace(path)
        except OSError as error:
            raise OutputError(
                f"cannot be written ({error.strerror or error})", where=str(path), next_step="choose another folder"
            ) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return int(self.sql("select count(*) from read_parquet($path)", {"path": str(path)}).item())

    def close(self) -> None:
        """Let go of the connection and, for the first one, of what it spilled."""
        self._connection.close()
        if self._owner:
            shutil.rmtree(self._spill, ignore_errors=True)


def _quiet(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep long queries from drawing a bar on stdout, which they do where Python was started without a file."""
    connection.execute("set enable_progress_bar = false")


class Cluster(_Closing):
    """A Spark cluster. The Parquet files must lie where every worker can read them under the same path."""

    def __init__(self, master: str) -> None:
        """Open a session on a cluster.

        Raises:
            EngineError: Spark is not installed, or the cluster does not answer.
        """
        self.name = master
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineError(
                "Spark is not installed", where=f"engine {master}", next_step="run pip install 'tallybook[spark]'"
            ) from None
        _answering(master)
        settings = {
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.memory": f"{memory_limit() // 2**20}m",
        }
        builder = SparkSession.builder.master(master).appName("tallybook")
        for key, value in settings.items():
            builder = builder.config(key, value)
        with plain_errors(f"engine {master}"):
            self._session = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")

    def scan(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files, columns matched by name, unread until collected.

        Raises:
            InputError: no file is given, or one is missing or no Parquet file.
        """
        import narwhals.stable.v2 as nw

        # Not `as_uri`: Spark takes a percent sign for itself, and a store's folders are named `release=ID`.
        names = [f"file://{Path(name).resolve()}" for name in _present(paths)]
        with plain_errors(names[0]):
            rows = self._session.read.option("mergeSchema", "true").option("__globPaths__", "false").parquet(*names)
            frame: nw.LazyFrame[Any] = nw.from_native(rows)
            return frame

    def table(self, rows: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Return a small table held in memory as a frame of this engine, for joins."""
        import narwhals.stable.v2 as nw

        frame: nw.LazyFrame[Any] = nw.from_native(self._session.createDataFrame(rows.to_arrow()))
        return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """Return a question's answer.

        Raises:
            EngineError: the question cannot be answered.
        """
        with plain_errors():
            answer: pl.DataFrame = frame.collect("polars").to_native()
            return answer

    def sql_text(self, frame: nw.LazyFrame[Any]) -> str:
        """Return the plan that answers a question: Spark keeps no SQL of a frame."""
        return str(frame.to_native()._jdf.queryExecution().optimizedPlan().toString())

    def close(self) -> None:
        """End the session."""
        self._session.stop()


def memory_limit() -> int:
    """Return the bytes an engine may use: `TALLYBOOK_MEMORY`, else half of what the machine or its container has.

    Raises:
        UsageError: the setting is not a size.
    """
    text = os.environ.get("TALLYBOOK_MEMORY", "").strip()
    if not text:
        return max(_memory() // 2, 256 * 2**20)
    size = _SIZE.match(text)
    if size is None or (limit := int(float(size[1]) * _UNITS[size[2].upper()])) < 64 * 2**20:
        raise UsageError(f"TALLYBOOK_MEMORY is {text!r}", expected="a size of at least 64MB, such as 4GB")
    return limit


def thread_limit() -> int:
    """Return how many threads an engine may use: `TALLYBOOK_THREADS`, else the processors this process may use.

    Raises:
        UsageError: the setting is not a number.
    """
    text = os.environ.get("TALLYBOOK_THREADS", "").strip()
    if not text:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1024):
        raise UsageError(f"TALLYBOOK_THREADS is {text!r}", expected="a whole number from 1 to 1024")
    return int(text)


def _memory() -> int:
    sizes = [2 * 2**30]
    with suppress(ValueError, OSError, AttributeError):
        sizes = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for group in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            sizes.append(int(Path(group).read_text(encoding="ascii")))
    return min(sizes)


def _present(paths: Sequence[Path]) -> list[str]:
    """Return the paths as text, after making sure that there are some and that each is a file."""
    if not paths:
        raise InputError("there is no file to read", next_step="ingest a release first")
    for path in paths:
        if not path.is_file():
            raise InputError("no such file", where=str(path), next_step="ingest its release again")
    return [str(path) for path in paths]


def _answering(master: str) -> None:
    """Make sure that a master listens: Spark itself tries for a minute and then prints a page."""
    import socket

    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        with suppress(OSError, OverflowError), socket.create_connection((host, int(port)), timeout=5):
            return
    raise EngineError("does not answer", where=f"engine {master}", next_step="check the address and that it is running")


@contextmanager
def plain_errors(where: str = "") -> Iterator[None]:
    """Turn an engine's own errors into one plain line; everything else passes.

    Whoever builds a question from what a user wrote does so inside it: engines find some faults before they collect.

    Raises:
        InputError: a file cannot be read.
        OutputError: the disk is full.
        EngineError: the question cannot be run.
    """
    try:
        yield
    except Exception as error:
        kind = next((base.__module__ for base in type(error).__mro__ if _foreign(base.__module__)), "")
        if not kind:
            raise
        raise _translated(error, where) from None


def _foreign(module: str) -> bool:
    return module.partition(".")[0] in ("duckdb", "_duckdb", "pyspark", "py4j", "narwhals", "polars", "pyarrow")


def _translated(error: Exception, where: str) -> InputError | OutputError | EngineError:
    name = type(error).__name__
    said = str(error).partition("\n")[0].strip()
    if name == "OutOfMemoryException":
        return EngineError(
            "there is not enough memory for this question", where=where, next_step="set TALLYBOOK_MEMORY higher"
        )
    if where and name in ("InvalidInputException", "IOException", "InvalidInputError", "AnalysisException"):
        return InputError(f"cannot be read ({said})", where=where, expected="Parquet files")
    if name == "IOException" and "No space left" in str(error):
        return OutputError("the disk is full", where=tempfile.gettempdir(), next_step="make room or set TMPDIR")
    return EngineError(f"the question cannot be run ({said})", where=where)
