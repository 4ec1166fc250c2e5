"""The layers import one way only, and nothing but the engine names an engine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tallybook

PACKAGE = Path(tallybook.__file__).parent
LAYERS = ("base", "sources", "records", "measures", "policies", "programs", "claims", "publish", "web", "cli")
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(text: str, package: str) -> Iterator[str]:
    """Yield the full name of everything a module imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def layer_of(name: str) -> str:
    """Return the layer a dotted name belongs to, or an empty string for the top package and for other packages."""
    parts = name.split(".")
    return parts[1] if parts[0] == "tallybook" and len(parts) > 1 and parts[1] in LAYERS else ""


def faults(text: str, module: str) -> list[str]:
    """Return what a module imports that is no layer of its own or to the left of it."""
    mine = layer_of(module)
    package = module.rpartition(".")[0]
    wrong = []
    for name in imported(text, package):
        layer = layer_of(name)
        if layer and LAYERS.index(layer) > LAYERS.index(mine):
            wrong.append(f"{module} ({mine}) imports {name}")
        elif not layer and name.split(".")[0] == "tallybook" and name not in ("tallybook", "tallybook.__version__"):
            wrong.append(f"{module} imports {name}, which is no layer")
    return wrong


def dotted(file: Path) -> str:
    return ".".join(("tallybook", *file.relative_to(PACKAGE).with_suffix("").parts))


@pytest.mark.parametrize("file", [f for f in MODULES if f.parent != PACKAGE], ids=dotted)
def test_a_module_imports_only_from_its_own_layer_or_one_to_the_left(file: Path) -> None:
    module = dotted(file)
    assert layer_of(module), f"{module} lies outside the layers {', '.join(LAYERS)}"
    assert faults(file.read_text(encoding="utf-8"), module) == []


def test_the_top_package_holds_nothing_but_the_facade() -> None:
    assert {f.name for f in MODULES if f.parent == PACKAGE} <= {"__init__.py", "__main__.py"}


@pytest.mark.parametrize(
    "text",
    [
        "from tallybook.claims import model",
        "def f():\n    import tallybook.web.app",
        "from ..cli import run",
        "from tallybook import publish",
        "from tallybook.helpers import x",
    ],
)
def test_the_test_sees_a_wrong_import(text: str) -> None:
    assert faults(text, "tallybook.measures.series")


def test_nothing_but_the_engine_names_an_engine() -> None:
    named = [
        dotted(file)
        for file in MODULES
        if re.search(r"duckdb|pyspark", file.read_text(encoding="utf-8"), re.IGNORECASE)
        and dotted(file) != "tallybook.base.engine"
    ]
    assert named == []
