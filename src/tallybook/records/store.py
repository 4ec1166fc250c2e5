"""The store: Parquet files listed in one manifest, changed by one replacement of that manifest under a lock.

    DIR/manifest.json   records/TABLE/release=ID/HASH.parquet   quarantine/TABLE/release=ID/HASH.{rows,cells}.parquet
    DIR/secret          quality/TABLE/release=ID/HASH.json      incoming/ (work not yet part of the store)

A reader opens the manifest once and reads the files it lists. A writer works in `incoming`, moves its files into place,
replaces the manifest, and only then removes what no manifest lists any more. Killed at any moment, the store is the old
generation or the new one; what was left lying about goes with the next ingest.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tallybook.base.errors import InputError, OutputError
from tallybook.records.manifest import NAME, Manifest, StoredSheet, read_manifest

PATIENCE = 3600.0
"""Seconds a second ingest waits for the first before it gives up."""

FOLDERS = ("records", "quarantine", "quality")

SYNTHETIC = "synthetic-"
"""How the id of a release begins that a model made; no release of real records may begin so."""
BANNER = "SYNTHETIC: made up by a model; no person, no record and no official count stands behind it."


class Store:
    """A folder of records. Opening one that does not exist yet is an empty store."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Open a store.

        Raises:
            InputError: the path is a file, or its manifest cannot be read.
        """
        self.folder = Path(folder)
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError("is a file", where=str(self.folder), expected="the folder of a record store")
        self.manifest = read_manifest(self.folder)

    @property
    def empty(self) -> bool:
        """Whether it holds no records."""
        return not self.manifest.sheets

    @property
    def synthetic(self) -> bool:
        """Whether what it holds was made up by a model."""
        return any(s.release.startswith(SYNTHETIC) for s in self.manifest.sheets)

    def takes(self, release: str) -> None:
        """Make sure that records of a release may stand beside what is held: never synthetic beside real.

        Raises:
            InputError: they may not.
        """
        own = release.startswith(SYNTHETIC)
        if not self.empty and own != self.synthetic:
            kinds = ("real", "synthetic")
            raise InputError(
                f"holds {kinds[self.synthetic]} records and takes no {kinds[own]} ones",
                where=str(self.folder), expected="one kind in one store", next_step="choose another folder",
            )  # fmt: skip

    def reload(self) -> Manifest:
        """Return the manifest as it is now, and keep it."""
        self.manifest = read_manifest(self.folder)
        return self.manifest

    def paths(self, sheets: Sequence[StoredSheet]) -> list[Path]:
        """Return the record files of some sheets.

        Raises:
            InputError: one is missing: the store was changed by hand, or replaced while it was being read.
        """
        found = [self.folder / sheet.records for sheet in sheets]
        for sheet, path in zip(sheets, found, strict=True):
            if not path.is_file():
                raise InputError(
                    f"the records of {sheet.where} are missing",
                    where=str(path),
                    next_step="ask again if an ingest is running; otherwise ingest that file again",
                )
        return found

    def secret(self) -> str:
        """Return the store's secret, with which person ids are re-keyed; made on first use.

        Raises:
            OutputError: it cannot be written.
        """
        path = self.folder / "secret"
        try:
            with suppress(FileNotFoundError):
                if text := path.read_text(encoding="ascii").strip():
                    return text
            self.folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            with os.fdopen(
                os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
            ) as handle:
                handle.write(secrets.token_hex(32))
                handle.flush()
                os.fsync(handle.fileno())
            part.replace(path)
            return path.read_text(encoding="ascii").strip()
        except OSError as error:
            raise unwritable(path, error) from None

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Yield a writer that alone may change the store; what it adds becomes part of it at `commit`.

        Raises:
            OutputError: the folder cannot be written, or another ingest holds the lock for too long.
        """
        import filelock

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.folder / ".lock")
            try:
                lock.acquire(timeout=0)
            except filelock.Timeout:
                print(f"tallybook: another ingest is writing to {self.folder}; waiting for it", file=sys.stderr)  # noqa: T201
                lock.acquire(timeout=PATIENCE)
        except filelock.Timeout:
            raise OutputError(
                "another ingest holds the store", where=str(self.folder), next_step="wait for it to end, or end it"
            ) from None
        except OSError as error:
            raise unwritable(self.folder, error) from None
        try:
            self.reload()
            writer = Writer(self)
            try:
                yield writer
            finally:
                writer.clean()
        finally:
            lock.release()


class Writer:
    """The one that may change a store while its lock is held."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.incoming = store.folder / "incoming" / f"{os.getpid()}-{secrets.token_hex(4)}"
        try:
            shutil.rmtree(store.folder / "incoming", ignore_errors=True)
            self.incoming.mkdir(parents=True)
        except OSError as error:
            raise unwritable(self.incoming, error) from None

    def place(self, part: Path, kind: str, folder: tuple[str, str], ending: str, digest: str = "") -> tuple[str, str]:
        """Move a finished file from `incoming` to where it belongs; return its path in the store and its hash.

        Raises:
            OutputError: the disk is full, or the folder cannot be written.
        """
        try:
            with part.open("rb") as handle:
                sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
            table, release = folder
            path = Path(kind) / table / f"release={release}" / f"{(digest or sha256)[:32]}{ending}"
            target = self.store.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)
            _sync_folder(target.parent)
        except OSError as error:
            raise unwritable(part, error) from None
        return path.as_posix(), sha256

    def commit(self, sheets: Sequence[StoredSheet]) -> Manifest:
        """Make these sheets the store's content.

        Raises:
            InputError: synthetic records would stand beside real ones.
            OutputError: the manifest cannot be written; the store is then as it was.
        """
        for sheet in sheets:
            self.store.takes(sheet.release)
        manifest = Manifest(self.store.manifest.generation + 1, tuple(sheets))
        path = self.store.folder / NAME
        part = self.incoming / NAME
        try:
            with part.open("w", encoding="utf-8") as handle:
                handle.write(manifest.to_json())
                handle.flush()
                os.fsync(handle.fileno())
            part.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            raise unwritable(path, error) from None
        self.store.manifest = manifest
        return manifest

    def clean(self) -> None:
        """Remove work that was not committed and files that no manifest lists."""
        shutil.rmtree(self.store.folder / "incoming", ignore_errors=True)
        listed = {path for sheet in self.store.manifest.sheets for path in sheet.paths}
        for kind in FOLDERS:
            for file in sorted((self.store.folder / kind).rglob("*"), reverse=True):
                with suppress(OSError):
                    if file.is_dir():
                        file.rmdir()
                    elif file.relative_to(self.store.folder).as_posix() not in listed:
                        file.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a rename in a folder last through a power cut, where the system allows it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return the error for a place that cannot be written, with the reason in plain words."""
    import errno

    reasons = {
        errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk quota is used up", errno.EACCES: "no permission",
        errno.EROFS: "the disk is read-only",
    }  # fmt: skip
    reason = reasons.get(error.errno or 0, error.strerror or str(error))
    return OutputError(
        f"cannot be written ({reason}); the store is as it was",
        where=str(path),
        next_step="make room or choose another --store",
    )
