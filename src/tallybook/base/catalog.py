"""The catalog loader: finds the files of a kind by path, checks each against one strict model, and lays overlays over them.

A user's own folder of the same shape (`--catalog DIR` or `TALLYBOOK_CATALOG`) adds ids; replacing one needs `replaces:` in
the file that does it. Everything loaded says which file and which layer it came from.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tallybook.base.errors import CatalogError, nearest

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    Model = TypeVar("Model", bound=BaseModel)

SHIPPED = Path(__file__).resolve().parent.parent / "catalog"


@dataclass(frozen=True)
class Layer:
    """One catalog folder: the shipped one or a user's overlay."""

    path: Path
    name: str

    @cached_property
    def sha256(self) -> str:
        """The hash of every file in the folder, names and contents, in order of path."""
        digest = hashlib.sha256()
        for file in sorted(p for p in self.path.rglob("*") if p.is_file()):
            digest.update(file.relative_to(self.path).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()


class Catalog:
    """The shipped catalog with any overlays. Reading is by kind (the folder name) and file ending."""

    def __init__(self, overlays: tuple[Path, ...] = ()) -> None:
        """Lay `overlays` over the shipped catalog, later ones on top.

        Raises:
            CatalogError: an overlay is not a folder.
        """
        for path in overlays:
            if not path.is_dir():
                raise CatalogError(
                    "no such folder", where=str(path), expected="a catalog folder (measures/, series/, caveats/ …)"
                )
        self.layers = (Layer(SHIPPED, "shipped"), *(Layer(p.resolve(), str(p)) for p in overlays))

    def files(self, kind: str, ending: str) -> Iterator[tuple[Layer, Path]]:
        """Yield the files of a kind with their layer, shipped ones first, each layer in order of path."""
        for layer in self.layers:
            folder = layer.path / kind
            if folder.is_dir():
                for file in sorted(folder.rglob(f"*{ending}")):
                    yield layer, file

    def load(self, kind: str, model: type[Model], key: str = "id") -> dict[str, Model]:
        """Return every YAML file of a kind as its model, keyed by id.

        Raises:
            CatalogError: a file is not YAML, does not fit the model, is misnamed, or repeats an id without `replaces:`.
        """
        found: dict[str, Model] = {}
        origin: dict[str, Path] = {}
        for layer, file in self.files(kind, ".yml"):
            data = read_yaml(file)
            replaces = data.pop("replaces", None)
            item = validate(model, data, file)
            name = str(getattr(item, key))
            if file.stem != name:
                raise CatalogError(f"{key} is {name!r}", where=str(file), expected=f"the file to be named {name}.yml")
            if replaces is not None and replaces != name:
                raise CatalogError(
                    f"replaces: {replaces!r} in a file whose {key} is {name!r}",
                    where=str(file),
                    expected="the two equal",
                )
            if name in found and replaces is None:
                raise CatalogError(
                    f"{key} {name!r} is already in {origin[name]}",
                    where=str(file),
                    next_step=f"add 'replaces: {name}' if the new one should win, or choose another {key}",
                )
            if replaces is not None and name not in found:
                raise CatalogError(
                    f"replaces: {name!r}, which nothing below defines",
                    where=str(file),
                    next_step="remove the line or correct the id",
                )
            found[name], origin[name] = item, file
        return found

    def overlays_used(self) -> list[dict[str, str]]:
        """Return name and hash of each overlay, for provenance."""
        return [{"name": layer.name, "sha256": layer.sha256} for layer in self.layers[1:]]


def open_catalog(folder: str | os.PathLike[str] | None = None) -> Catalog:
    """Return the catalog with the overlay named by `folder`, else by `TALLYBOOK_CATALOG`, else the shipped one alone."""
    chosen = os.fspath(folder) if folder else os.environ.get("TALLYBOOK_CATALOG", "")
    return Catalog(tuple(Path(p) for p in chosen.split(os.pathsep) if p))


def read_yaml(file: Path) -> dict[str, Any]:
    """Return a YAML file as a mapping, read by the C loader; a key given twice is an error.

    Raises:
        CatalogError: the file is not YAML, or not a mapping, or repeats a key.
    """
    try:
        data = yaml_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"cannot be read ({error})", where=str(file), expected="a UTF-8 YAML file") from None
    except ValueError as error:
        raise CatalogError(f"is not valid YAML ({error})", where=str(file), next_step="correct that line") from None
    if not isinstance(data, dict):
        raise CatalogError(
            f"holds {type(data).__name__ if data is not None else 'nothing'}",
            where=str(file),
            expected="a mapping of keys",
        )
    return data


def yaml_load(text: str) -> Any:
    """Return parsed YAML, by the C loader where PyYAML has it.

    Raises:
        ValueError: not YAML; the message says line and column.
    """
    import yaml

    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(base):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: set[Any] = set()
            for key_node, _ in node.value:
                key = self.construct_object(key_node, deep=True)
                if key in seen:
                    raise ValueError(f"line {key_node.start_mark.line + 1}: key {key!r} is given twice")
                seen.add(key)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader=Strict)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ValueError(f"{place}{getattr(error, 'problem', None) or error}") from None


def validate(model: type[Model], data: Mapping[str, Any], file: Path) -> Model:
    """Return `data` as the model.

    Raises:
        CatalogError: naming file, key and the nearest valid key.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise CatalogError(_first_fault(model, error), where=str(file)) from None


def _first_fault(model: type[BaseModel], error: ValidationError) -> str:
    faults = error.errors()
    # A misspelt key is two faults, the unknown key and the missing one; the first says what to correct.
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    key = ".".join(str(part) for part in fault["loc"]) or "(file)"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    if fault["type"] == "extra_forbidden":
        close = nearest(str(fault["loc"][-1]), model.model_fields)
        return f"unknown key {key!r}" + (f"; did you mean {close!r}?" if close else "") + more
    if fault["type"] == "missing":
        return f"key {key!r} is missing{more}"
    return f"key {key!r} is {fault['input']!r}: {fault['msg']}{more}"


def read_csv(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and row of a catalog CSV whose header is exactly `columns`.

    Raises:
        CatalogError: the file cannot be read as UTF-8 CSV, the header differs, or a row has another number of cells.
    """
    line = 1
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            _check_header(tuple(next(reader, ())), columns, file)
            for cells in reader:
                line = reader.line_num
                if len(cells) != len(columns):
                    raise CatalogError(
                        f"{len(cells)} cells", where=f"{file}, line {line}", expected=f"{len(columns)} cells"
                    )
                yield line, dict(zip(columns, cells, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogError(
            f"cannot be read after line {line} ({error})", where=str(file), expected="a UTF-8 CSV file"
        ) from None


def _check_header(header: tuple[str, ...], columns: tuple[str, ...], file: Path) -> None:
    if header == columns:
        return
    wrong = next((h for h in header if h not in columns), None)
    missing = [c for c in columns if c not in header]
    if wrong is not None:
        close = nearest(wrong, columns)
        found = f"unknown column {wrong!r}" + (f"; did you mean {close!r}?" if close else "")
    else:
        found = f"columns missing: {', '.join(missing)}" if missing else "columns out of order or given twice"
    raise CatalogError(found, where=f"{file}, line 1", expected=",".join(columns))
