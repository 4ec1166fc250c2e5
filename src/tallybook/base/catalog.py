"""The catalog loader: finds the files of a kind by path, checks each by one strict model, lays overlays over them.

A user's own folder of the same shape (`--catalog DIR` or `TALLYBOOK_CATALOG`) adds ids; replacing one needs
`replaces:` in the file that does it. Everything loaded says which file and which layer it came from.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from tallybook.base.errors import CatalogError, nearest

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    Model = TypeVar("Model", bound=BaseModel)

SHIPPED = Path(__file__).resolve().parent.parent / "catalog"
CASES = ".cases.yml"
"""How a file ends that holds the cases of the thing beside it (`ID.cases.yml` of `ID.yml`); it is no thing itself."""


@dataclass(frozen=True)
class Layer:
    """One catalog folder: the shipped one or a user's overlay."""

    path: Path
    name: str

    @cached_property
    def sha256(self) -> str:
        """The hash of every file in the folder but hidden ones: names, lengths and contents, in order of path."""
        digest = hashlib.sha256()
        for file in self.files():
            content = file.read_bytes()
            digest.update(f"{file.relative_to(self.path).as_posix()}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()

    def files(self, kind: str = "", ending: str = "") -> list[Path]:
        """Return the files of a kind (of all, without one) with an ending, in order of path, but hidden ones."""
        folder = self.path / kind
        return sorted(
            file
            for file in folder.rglob(f"*{ending}")
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        )


class Catalog:
    """The shipped catalog with any overlays. Reading is by kind (the folder name) and file ending."""

    def __init__(self, overlays: tuple[Path, ...] = ()) -> None:
        """Lay `overlays` over the shipped catalog, later ones on top.

        Raises:
            CatalogError: an overlay is not a folder, or holds what would go unread.
        """
        for path in overlays:
            if not path.is_dir():
                raise CatalogError(
                    "no such folder", where=str(path), expected="a catalog folder (measures/, series/, caveats/ …)"
                )
            _check_shape(path)
        self.layers = (Layer(SHIPPED, "shipped"), *(Layer(p.resolve(), str(p)) for p in overlays))

    def files(self, kind: str, ending: str) -> Iterator[tuple[Layer, Path]]:
        """Yield the files of a kind with their layer, shipped ones first, each layer in order of path."""
        for layer in self.layers:
            for file in layer.files(kind, ending):
                yield layer, file

    def load(self, kind: str, model: type[Model], key: str = "id") -> dict[str, Model]:
        """Return every YAML file of a kind as its model, keyed by id.

        Raises:
            CatalogError: a file is not YAML, does not fit the model, is misnamed, or repeats an id without `replaces:`.
        """
        found: dict[str, Model] = {}
        origin: dict[str, Path] = {}
        for _, file in self.files(kind, ".yml"):
            if file.name.endswith(CASES):
                continue
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
    """Return the catalog with the overlays named by `folder`, else by `TALLYBOOK_CATALOG`, else the shipped one alone.

    The shipped one alone is opened once in a process: what was read of it is not read again.

    Raises:
        CatalogError: an overlay is not a folder, or holds what would go unread.
    """
    chosen = os.fspath(folder) if folder else os.environ.get("TALLYBOOK_CATALOG", "")
    overlays = tuple(Path(p) for p in chosen.split(os.pathsep) if p)
    return Catalog(overlays) if overlays else _shipped()


@lru_cache(maxsize=1)
def _shipped() -> Catalog:
    return Catalog(())


def _check_shape(overlay: Path) -> None:
    """Make sure that nothing in an overlay goes unread because of a slip in its name."""
    kinds = [p.name for p in SHIPPED.iterdir() if p.is_dir()]
    for path in sorted(overlay.iterdir()):
        if path.is_dir() and not path.name.startswith(".") and path.name not in kinds:
            close = nearest(path.name, kinds)
            raise CatalogError(
                f"there is no kind {path.name!r}",
                where=str(path),
                expected="" if close else f"one of {', '.join(sorted(kinds))}",
                next_step=f"did you mean {close}?" if close else "",
            )
    for file in sorted(overlay.rglob("*.yaml")):
        raise CatalogError("the ending .yaml is not read", where=str(file), next_step="rename it to .yml")


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
                if key_node.tag == "tag:yaml.org,2002:merge":
                    continue
                key = self.construct_object(key_node, deep=True)
                if not isinstance(key, str | int | float | date):
                    raise ValueError(f"line {key_node.start_mark.line + 1}: a key is a {type(key).__name__}")
                if key in seen:
                    raise ValueError(f"line {key_node.start_mark.line + 1}: key {key!r} is given twice")
                seen.add(key)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader=Strict)  # noqa: S506 - Strict is the safe loader with one check more
    except RecursionError:
        raise ValueError("it nests too deeply") from None
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
        close = nearest(str(fault["loc"][-1]), _keys(model, fault["loc"][:-1]))
        return f"unknown key {key!r}" + (f"; did you mean {close!r}?" if close else "") + more
    if fault["type"] == "missing":
        return f"key {key!r} is missing{more}"
    said = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:
        return said + more
    return f"key {key!r} is {_shortened(repr(fault['input']))}: {said}{more}"


def _keys(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the model at a place inside another may have; none where there is no model."""
    from pydantic import BaseModel

    models: list[type[BaseModel]] = [model]
    for part in place:
        kinds: list[Any] = [m.model_fields[part].annotation for m in models if part in m.model_fields]
        if isinstance(part, int) or not kinds:
            continue  # an item of a list, or the branch of a union that was tried
        models = []
        while kinds:
            kind = kinds.pop()
            kinds += get_args(kind)
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                models.append(kind)
    return [name for found in models for name in found.model_fields]


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


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
