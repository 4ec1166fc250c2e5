"""A layer imports only from layers below it."""

from __future__ import annotations

import ast
from pathlib import Path

import tallybook

PACKAGE = Path(tallybook.__file__).parent
ORDER = ("base", "sources", "records", "measures", "policies", "programs", "claims", "publish", "web", "cli")


def imported(file: Path) -> set[str]:
    """The layers that a file imports from, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("tallybook.")}
    return found & set(ORDER)


def test_layers_import_one_way():
    wrong = [
        f"{file.relative_to(PACKAGE)} imports {layer}"
        for place, own in enumerate(ORDER)
        for file in sorted((PACKAGE / own).rglob("*.py"))
        for layer in imported(file)
        if ORDER.index(layer) > place
    ]
    assert wrong == []


def test_every_folder_of_code_is_a_layer():
    folders = {path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/*.py")}
    assert folders <= set(ORDER)
