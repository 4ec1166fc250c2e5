"""Whoever quotes a figure can say whose it is, from which document and vintage, and how it was had."""

from __future__ import annotations

import json
import re

import pytest

import tallybook as tb
from tallybook import __version__
from tallybook.base.catalog import open_catalog
from tallybook.base.errors import UnknownName
from tallybook.base.periods import fiscal_year
from tallybook.cli.run import main
from tallybook.measures.figures import figure
from tallybook.measures.series import series
from tallybook.publish.account import account
from tallybook.publish.citations import Citation, amount_citations, as_bibtex, citations, cite


@pytest.fixture(scope="module")
def catalog():
    return open_catalog()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tb.open_store(tmp_path_factory.mktemp("none") / "store")


def test_a_figure_names_publisher_document_vintage_date_version_and_query(catalog):
    text = cite(figure(catalog, "ice.removals", fiscal_year(2012)))
    for part in ("ICE", "FY 2012: ICE announces", "21 December 2012", "https://www.ice.gov", "409,849 removals"):
        assert part in text
    assert f"Tallybook {__version__}: tallybook series ice.removals --period FY2012" in text


def test_the_command_of_a_citation_gives_the_figure_again(catalog, store, capsys):
    said = citations(figure(catalog, "dhs.removals", fiscal_year(2012)))[0].query
    assert main([*said.split()[1:], "--format", "csv"]) == 0
    assert "415579" in capsys.readouterr().out
    tally = store.count("ice.removals", where="criminality = 'convicted'", by="fiscal_year", period="FY2016")
    again = citations(tally)[0].query
    import shlex

    assert main([*shlex.split(again)[1:], "--format", "json", "--store", str(store.store.folder)]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == [dict(row) for row in tally.rows]


def test_what_is_recalled_is_never_cited_as_read(catalog):
    recalled = next(v for v in series(catalog, "ice.removals").values if v.basis == "recalled")
    for style in ("plain", "bibtex", "csl"):
        assert "not yet confirmed" in cite(recalled, style)


def test_a_count_is_cited_with_its_release_files_and_whether_it_is_whole(store):
    whole, part = store.count("ice.removals", period="FY2016"), store.count("ice.removals")
    text = cite(whole)
    assert text.startswith("240,255 removals: Tallybook")
    assert "not complete" not in text
    assert whole.provenance["files"][0]["sha256"] in text
    assert "not complete" in cite(part)


def test_bibtex_has_balanced_braces_distinct_keys_and_nothing_that_breaks_it():
    evil = Citation("A & B {x}", "100% of $1 #1 _a_ ~b^c \\input{x}", published="2012-12", url="https://a.b/{}?x=1&y")
    text = as_bibtex([evil, evil])
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    keys = re.findall(r"^@\w+\{([^,]+),", text, re.MULTILINE)
    assert len(set(keys)) == 2
    assert r"100\% of \$1 \#1" in text
    assert "month = {12}" in text


@pytest.mark.parametrize(
    ("published", "parts"),
    [("2012-12-21", [[2012, 12, 21]]), ("2014", [[2014]]), ("2022..2023-05", [[2022], [2023, 5]]), (None, None)],
)
def test_csl_has_dates_as_far_as_they_are_known(published, parts):
    item = Citation("ICE", "A table", published=published).csl()
    assert (item["issued"]["date-parts"] if parts else item.get("issued")) == parts


def test_every_value_of_the_catalog_can_be_cited(catalog):
    from tallybook.measures.series import all_values

    for value in all_values(catalog):
        one = citations(value)[0]
        assert one.plain
        assert one.publisher
        assert json.dumps(one.csl())
        assert one.bibtex.startswith("@")


def test_a_figure_of_an_account_is_cited(catalog):
    made = account(catalog, 2012)
    amount = next(a for a in made.amounts() if a.measure == "ice.removals" and a.value == 409_849)
    found = amount_citations(made, amount)
    assert found[0].figure == "ice.removals, FY2012, 409,849 removals"
    assert found[0].query == made.rerun.command
    assert len(citations(made)) == len(made.sources)


def test_a_style_that_is_none_names_the_nearest(catalog):
    with pytest.raises(UnknownName, match="bibtex"):
        cite(figure(catalog, "ice.removals", fiscal_year(2012)), "bibtext")


def test_an_address_is_one_or_none(catalog):
    from tallybook.measures.series import all_values

    assert {v.url for v in all_values(catalog) if v.url and not v.url.startswith(("https://", "http://"))} == set()
