"""The store: one generation or the next, whatever happens in between."""

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from releases import removal
from tallybook.base.catalog import open_catalog
from tallybook.base.errors import InputError, OutputError
from tallybook.measures.opened import OpenStore
from tallybook.records.store import Store

KILLS = int(os.environ.get("TALLYBOOK_KILLS", "10"))

COMMAND = "import sys; from tallybook.cli import main; sys.exit(main(sys.argv[1:]))"


def start(*arguments: str, limit: int = 0) -> subprocess.Popen[bytes]:
    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=limited,  # noqa: PLW1509
    )


def sound(folder: Path) -> dict[str, int]:
    """Return files and rows of a store, after making sure that everything its manifest lists is there and unbroken."""
    store = Store(folder)
    for sheet in store.manifest.sheets:
        path = folder / sheet.records
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sheet.records_sha256
        for other in sheet.paths:
            assert (folder / other).is_file()
    return {sheet.file: sheet.kept for sheet in store.manifest.sheets}


def many(count: int, first: int) -> list[list[str]]:
    return [removal(f"{1 + n % 12}/{1 + n % 28}/{first + (n % 12 < 9)}", area=f"Area {n}") for n in range(count)]


@pytest.fixture
def two(removals: Callable[..., Path]) -> tuple[Path, Path]:
    return (
        removals("ICE Removals for FY2016", many(200, 2015), name="one.csv"),
        removals("ICE Removals for FY2017", many(20_000, 2016), name="two.csv"),
    )


def test_killed_at_random_moments_the_store_is_the_old_or_the_new_one(
    opened: OpenStore, two: tuple[Path, Path], tmp_path: Path
) -> None:
    opened.ingest([two[0]])
    folder = tmp_path / "store"
    began = time.monotonic()
    assert start("ingest", str(two[1]), "--store", str(tmp_path / "other")).wait() == 0
    whole = time.monotonic() - began
    chance = random.Random(20161001)
    for _ in range(KILLS):
        running = start("ingest", str(two[1]), "--store", str(folder))
        time.sleep(chance.uniform(0.2, 1.1) * whole)
        running.kill()
        running.communicate()
        assert sound(folder) in ({"one.csv": 200}, {"one.csv": 200, "two.csv": 20_000})
    assert start("ingest", str(two[1]), "--store", str(folder)).wait() == 0
    assert sound(folder) == {"one.csv": 200, "two.csv": 20_000}
    listed = {p for s in Store(folder).manifest.sheets for p in s.paths}
    lying = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert lying - listed <= {"manifest.json", "secret", ".lock"}


def test_two_ingests_at_once_both_come_in(opened: OpenStore, two: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "store"
    running = [start("ingest", str(path), "--store", str(folder)) for path in two]
    for one in running:
        _, said = one.communicate()
        assert one.returncode == 0, said
    assert sound(folder) == {"one.csv": 200, "two.csv": 20_000}


def test_a_disk_that_takes_no_more_leaves_the_store_as_it_was(
    opened: OpenStore, two: tuple[Path, Path], tmp_path: Path
) -> None:
    opened.ingest([two[0]])
    folder = tmp_path / "store"
    before = (folder / "manifest.json").read_bytes()
    running = start("ingest", str(two[1]), "--store", str(folder), limit=30_000)
    _, said = running.communicate()
    assert running.returncode == 1
    assert said.decode().count("\n") == 1
    assert b"Traceback" not in said
    assert (folder / "manifest.json").read_bytes() == before
    assert sound(folder) == {"one.csv": 200}


def test_a_store_that_cannot_be_made(two: tuple[Path, Path], tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("not a folder")
    with pytest.raises(InputError, match="is a file"):
        Store(place)
    with pytest.raises((OutputError, InputError), match="file"):
        OpenStore(Store(place / "below"), open_catalog()).ingest([two[0]])


def test_a_manifest_that_cannot_be_read_is_said_plainly(
    opened: OpenStore, two: tuple[Path, Path], tmp_path: Path
) -> None:
    opened.ingest([two[0]])
    path = tmp_path / "store" / "manifest.json"
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "format": 99}))
    with pytest.raises(InputError, match="is of format 99"):
        Store(tmp_path / "store")
    path.write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        Store(tmp_path / "store")


def test_records_taken_away_by_hand_are_missed(opened: OpenStore, two: tuple[Path, Path], tmp_path: Path) -> None:
    opened.ingest([two[0]])
    (tmp_path / "store" / opened.store.manifest.sheets[0].records).unlink()
    with pytest.raises(InputError, match=r"records of one\.csv are missing"):
        opened.count("ice.removals")


def test_the_secret_is_for_the_owner_only(opened: OpenStore, two: tuple[Path, Path], tmp_path: Path) -> None:
    opened.ingest([two[0]])
    assert (tmp_path / "store" / "secret").stat().st_mode & 0o077 == 0
