"""Docs cannot drift: commands, settings, measures and caveats are all there, as the program has them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from tallybook.base.catalog import Catalog
from tallybook.cli.run import tallybook

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
ROOT_CONTEXT = click.Context(tallybook, info_name="tallybook", **tallybook.context_settings)
COMMANDS = tallybook.list_commands(ROOT_CONTEXT)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(build) -> dict[str, str]:
    return build.pages(Catalog())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_for_itself_and_each_option(name):
    command = tallybook.get_command(ROOT_CONTEXT, name)
    assert command.help, f"{name} has no help"
    assert tallybook.summaries()[name], f"the file of {name} does not begin with a one-line summary"
    assert {"--store", "--catalog", "--help"} <= {text for p in command.get_params(ROOT_CONTEXT) for text in p.opts}
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[0]} has no help"


GENERATED = ("commands.md", "measures.md", "caveats.md", "codebook.md", "disclosure.md", "sources.md")


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_up_to_date(pages, name):
    assert (DOCS / name).read_text(encoding="utf-8") == pages[name], "run make docs"


def test_every_command_measure_and_caveat_has_a_section():
    from tallybook.measures.caveat import caveats
    from tallybook.measures.measure import measures

    catalog = Catalog()
    for page, names in (
        ("commands.md", [f"tallybook {name}" for name in COMMANDS]),
        ("measures.md", list(measures(catalog))),
        ("caveats.md", list(caveats(catalog))),
    ):
        headings = re.findall(r"^## (.+)$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == sorted(names), page


def test_every_setting_is_documented_and_every_documented_one_is_read():
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    name = re.compile(r"TALLYBOOK_[A-Z]+(?:_[A-Z]+)*")
    assert set(name.findall(code)) == set(name.findall(page))


PAGES = (*sorted(DOCS.glob("*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
