"""The catalog loader: overlays, strict models, and one plain line for every malformed file."""

import hashlib
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, model_validator

from tallybook.base import catalog as loader
from tallybook.base.catalog import Catalog, open_catalog, read_csv, read_yaml, yaml_load
from tallybook.base.errors import CatalogError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(Strict):
    colour: str
    size: int = 0


class Thing(Strict):
    id: str
    title: str
    steps: tuple[Step, ...] = ()
    first: Step | None = None

    @model_validator(mode="after")
    def _titled(self) -> "Thing":
        if self.title == "untitled":
            raise ValueError("a title must say something")
        return self


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shipped"
    write(folder / "things" / "a.yml", "id: a\ntitle: Shipped a\n")
    write(folder / "things" / "deep" / "b.c.yml", "id: b.c\ntitle: Shipped b\n")
    write(folder / "things" / ".hidden.yml", "not read")
    write(folder / "rows" / "a.csv", "x,y\n1,2\n")
    monkeypatch.setattr(loader, "SHIPPED", folder)
    monkeypatch.delenv("TALLYBOOK_CATALOG", raising=False)
    return folder


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "overlay"
    folder.mkdir()
    return folder


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fault(catalog: Catalog) -> str:
    with pytest.raises(CatalogError) as caught:
        catalog.load("things", Thing)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_files_are_found_by_path_and_keyed_by_id(shipped: Path) -> None:
    found = Catalog().load("things", Thing)
    assert {name: item.title for name, item in found.items()} == {"a": "Shipped a", "b.c": "Shipped b"}
    assert Catalog().load("nothing", Thing) == {}
    assert Catalog().overlays_used() == []


def test_an_overlay_adds_and_replaces_and_is_named_with_its_hash(shipped: Path, overlay: Path) -> None:
    write(overlay / "things" / "new.yml", "id: new\ntitle: Mine\n")
    write(overlay / "things" / "a.yml", "id: a\ntitle: Mine too\nreplaces: a\n")
    write(overlay / ".git" / "x", "not part of it")
    catalog = Catalog((overlay,))
    found = catalog.load("things", Thing)
    assert {name: item.title for name, item in found.items()} == {
        "a": "Mine too", "b.c": "Shipped b", "new": "Mine",
    }  # fmt: skip
    (used,) = catalog.overlays_used()
    digest = hashlib.sha256()
    for name in ("things/a.yml", "things/new.yml"):
        content = (overlay / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    assert used == {"name": str(overlay), "sha256": digest.hexdigest()}
    write(overlay / "things" / "new.yml", "id: new\ntitle: Other\n")
    assert Catalog((overlay,)).overlays_used() != [used]


def test_later_overlays_lie_on_top(shipped: Path, overlay: Path, tmp_path: Path) -> None:
    write(overlay / "things" / "new.yml", "id: new\ntitle: One\n")
    write(tmp_path / "second" / "things" / "new.yml", "id: new\ntitle: Two\nreplaces: new\n")
    assert Catalog((overlay, tmp_path / "second")).load("things", Thing)["new"].title == "Two"


def test_replacing_needs_to_be_said(shipped: Path, overlay: Path) -> None:
    path = write(overlay / "things" / "a.yml", "id: a\ntitle: Mine\n")
    assert fault(Catalog((overlay,))) == (
        f"{path}: id 'a' is already in {shipped}/things/a.yml; "
        "add 'replaces: a' if the new one should win, or choose another id"
    )


def test_replaces_must_name_the_id_and_something_below(shipped: Path, overlay: Path) -> None:
    path = write(overlay / "things" / "a.yml", "id: a\ntitle: Mine\nreplaces: b.c\n")
    assert "replaces: 'b.c' in a file whose id is 'a'; expected the two equal" in fault(Catalog((overlay,)))
    path.unlink()
    write(overlay / "things" / "z.yml", "id: z\ntitle: Mine\nreplaces: z\n")
    assert "replaces: 'z', which nothing below defines; remove the line" in fault(Catalog((overlay,)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: y\ntitle: t\n", "id is 'y'; expected the file to be named y.yml"),
        ("id: x\ntitel: t\n", "unknown key 'titel'; did you mean 'title'? (and 1 more)"),
        ("id: x\ntitle: t\nqqqqqq: 1\n", "unknown key 'qqqqqq'"),
        ("id: x\n", "key 'title' is missing"),
        ("id: x\ntitle: 5\n", "key 'title' is 5: Input should be a valid string"),
        ("id: x\ntitle: untitled\n", "x.yml: a title must say something"),
        ("id: x\ntitle: t\nsteps: [{color: red}]\n", "unknown key 'steps.0.color'; did you mean 'colour'?"),
        ("id: x\ntitle: t\nfirst: {colour: red, sise: 3}\n", "unknown key 'first.sise'; did you mean 'size'?"),
        ("id: x\ntitle: t\nsteps: [{colour: red, size: big}]\n", "key 'steps.0.size' is 'big'"),
        ("", "holds nothing; expected a mapping of keys"),
        ("- a\n", "holds list; expected a mapping of keys"),
        ("id: x\nid: y\n", "is not valid YAML (line 2: key 'id' is given twice)"),
        ("id: x\nsteps: [{colour: a, colour: b}]\n", "line 2: key 'colour' is given twice"),
        ("id: 'x\n", "is not valid YAML (line"),
        ("id: x: y\n", "is not valid YAML (line 1, column 6:"),
        ("id: x\ntitle: !!python/object:os.system ls\n", "is not valid YAML (line 2, column 8:"),
        ("[a]: b\n", "line 1: a key is a list"),
        ("id: x\ntitle: 2012-13-45\n", "is not valid YAML (month must be"),
        ("[" * 3000, "is not valid YAML ("),
        (b"id: \xff\n", "cannot be read ("),
        ("id: x\ntitle: t\n1: x\n", "key '1'"),
    ],
)
def test_malformed_files_are_one_plain_line(shipped: Path, overlay: Path, text: str | bytes, says: str) -> None:
    path = write(overlay / "things" / "x.yml", text)
    said = fault(Catalog((overlay,)))
    assert said.startswith(f"{path}: ")
    assert says in said


def test_a_long_value_is_shortened(shipped: Path, overlay: Path) -> None:
    write(overlay / "things" / "x.yml", f"id: x\ntitle: [{'a, ' * 500}a]\n")
    assert len(fault(Catalog((overlay,)))) < 300


def test_an_overlay_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no such folder; expected a catalog folder"):
        Catalog((tmp_path / "gone",))
    with pytest.raises(CatalogError, match="no such folder"):
        Catalog((write(tmp_path / "file", ""),))


def test_nothing_in_an_overlay_goes_unread_because_of_a_slip(shipped: Path, overlay: Path) -> None:
    path = write(overlay / "thing" / "a.yml", "id: a\n")
    with pytest.raises(CatalogError, match=r"overlay/thing: there is no kind 'thing'; did you mean things\?"):
        Catalog((overlay,))
    path.unlink()
    path.parent.rmdir()
    (overlay / "qqqq").mkdir()
    with pytest.raises(CatalogError, match="there is no kind 'qqqq'; expected one of rows, things"):
        Catalog((overlay,))
    (overlay / "qqqq").rmdir()
    write(overlay / "things" / "a.yaml", "id: a\n")
    with pytest.raises(CatalogError, match=r"a\.yaml: the ending \.yaml is not read; rename it to \.yml"):
        Catalog((overlay,))


def test_the_overlay_comes_from_the_option_then_the_environment(
    shipped: Path, overlay: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert len(open_catalog().layers) == 1
    monkeypatch.setenv("TALLYBOOK_CATALOG", str(overlay))
    assert open_catalog().layers[1].path == overlay.resolve()
    other = tmp_path / "other"
    other.mkdir()
    assert [layer.name for layer in open_catalog(other).layers] == ["shipped", str(other)]
    assert [layer.name for layer in open_catalog(f"{other}:{overlay}").layers] == ["shipped", str(other), str(overlay)]


def test_merged_keys_are_no_repeats() -> None:
    assert yaml_load("base: &b {a: 1}\nmore:\n  <<: *b\n  a: 2\n") == {"base": {"a": 1}, "more": {"a": 2}}


def test_yaml_files_are_read_as_mappings(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path / "a.yml", "a: é\nb: [1, 2]\n")) == {"a": "é", "b": [1, 2]}
    with pytest.raises(CatalogError, match=r"gone.yml: cannot be read"):
        read_yaml(tmp_path / "gone.yml")


def test_csv_rows_come_with_their_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", '\ufeffx,y\n1,"a\nb"\n2,c\n')
    assert list(read_csv(path, ("x", "y"))) == [(3, {"x": "1", "y": "a\nb"}), (4, {"x": "2", "y": "c"})]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x,yy\n", "unknown column 'yy'"),
        ("x,volue,y\n", "unknown column 'volue'"),
        ("x\n", "columns missing"),
        ("y,x\n", "out of order"),
        ("", "columns missing"),
        ("x,y\n1,2\n1\n", "line 3: 1 cells; expected 2 cells"),
        ("x,y\n1,2\n\n", "line 3: 0 cells"),
        (b"x,y\n1,\xff\n", "cannot be read"),
    ],
)
def test_malformed_csv_is_one_plain_line(tmp_path: Path, text: str | bytes, says: str) -> None:
    path = write(tmp_path / "a.csv", text)
    with pytest.raises(CatalogError) as caught:
        list(read_csv(path, ("x", "y")))
    assert str(caught.value).startswith(str(path))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
