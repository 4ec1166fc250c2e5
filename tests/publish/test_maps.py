"""Maps: every county is drawn, in the shade of its day, with nothing to fetch."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from tallybook.base.catalog import Catalog
from tallybook.base.errors import TallybookError
from tallybook.cli import main
from tallybook.programs.agreements import agreements_on
from tallybook.programs.secure_communities import activations, counties_active
from tallybook.publish.maps import draw, still
from tallybook.publish.maps.course import course
from tallybook.publish.maps.shapes import shapes

CATALOG = Catalog()
SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = re.compile(r"""(?:src|href|url|@import)\s*[=(]?\s*["']?(?:https?:)?//""")


def test_every_county_has_a_shape_and_every_path_is_one():
    found = shapes(CATALOG)
    drawn = {code for a in activations(CATALOG).values() for code in a.county.shapes}
    assert drawn <= set(found) and len(found) == 3143
    path = re.compile(r"(?:M-?\d+,-?\d+l(?:-?\d+[, ]?-?\d+[ ]?)+z?)+\Z")
    assert all(path.match(text) for text in found.values())


@pytest.mark.parametrize("day", [(2008, 10, 27), (2010, 9, 30), (2013, 1, 22)])
def test_the_shades_of_secure_communities(day):
    found = course(CATALOG, "secure-communities", date(*day))
    step = found.steps[found.at]
    active = counties_active(CATALOG, date(*day)).active
    assert step.day == date(*day) and step.counts == (3143 - active, active)
    assert sum(found.shade_at(fips, found.at) for fips in found.labels) == pytest.approx(active, abs=4)
    assert found.shade_at("48201", found.at) == 1
    assert found.shade_at("17031", found.at) == (day[0] == 2013)


def test_the_shades_of_agreements():
    found = course(CATALOG, "287g", date(2012, 12, 15))
    assert found.steps[found.at].headline.startswith("35 to 63 agreements")
    words = {fips: found.shades[found.shade_at(fips, found.at)].words for fips in ("48201", "51107", "13135", "48301")}
    assert words["48201"] == words["13135"] == "jail models only"
    assert words["51107"].startswith("possible"), "Loudoun: its end is known to an interval only"
    assert words["48301"] == "none placed here"
    found = course(CATALOG, "287g", date(2026, 5, 18))
    placed = {f for x in agreements_on(CATALOG, date(2026, 5, 18)).listed for f in x.spell.fips if f < "60"}
    assert sum(found.steps[found.at].counts[1:]) == len(placed)
    assert "239 agreements are in no county" in found.steps[found.at].remark
    assert found.at == len(found.steps) - 1, "no day later than the last roster"


@pytest.mark.parametrize("program", ["secure-communities", "287g"])
def test_the_drawing_is_whole_and_fetches_nothing(program):
    text = draw(CATALOG, program, date(2012, 5, 31), ".svg").decode()
    root = ElementTree.fromstring(text)
    assert root.find(f"{SVG}title").text and root.find(f"{SVG}desc").text
    assert sum(len(re.findall("M", p.get("d"))) for p in root.iter(f"{SVG}path")) > 3143
    assert "31 May 2012" in text and "us-atlas" in text
    assert not ADDRESS.search(text)


def test_the_drawing_as_png():
    data = draw(CATALOG, "secure-communities", date(2012, 5, 31), ".png")
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 1950
    assert len(data) > 100_000


def test_a_machine_without_a_font_is_told_so(monkeypatch):
    monkeypatch.setattr(still, "_rendered", lambda svg, width: b"nothing but ground")
    with pytest.raises(TallybookError, match=r"no font is installed.*\.svg or \.html"):
        still.as_png("<svg/>")


@pytest.mark.parametrize("program", ["secure-communities", "287g"])
def test_the_page_holds_every_day_and_fetches_nothing(program):
    text = draw(CATALOG, program, date(2012, 5, 31), ".html").decode()
    assert not ADDRESS.search(text)
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1])
    found = course(CATALOG, program, date(2012, 5, 31))
    assert [s["day"] for s in data["steps"]][found.at] == "31 May 2012"
    assert all(sum(s["counts"]) == sum(data["steps"][0]["counts"]) for s in data["steps"])
    assert all(f'id="c{fips}"' in text for fips in data["changes"])
    assert text.count("<tr") > 5, "the numbers stand in a table too"
    assert re.search(r'<input type="range"[^>]*aria-valuetext="31 May 2012"', text)


def test_the_command(tmp_path, capsys):
    for ending in ("svg", "png", "html"):
        file = tmp_path / f"map.{ending}"
        assert main(["program", "secure-communities", "--on", "2012-05-31", "--map", str(file)]) == 0
        assert file.stat().st_size > 50_000
    assert "3,036 of 3,143" in capsys.readouterr().out
    assert main(["program", "secure-communities", "--map", str(tmp_path / "map.gif")]) == 2
    assert main(["program", "detainers", "--map", str(tmp_path / "map.svg")]) == 2
    assert main(["program", "287g", "--map", str(tmp_path / "no" / "map.svg")]) == 1
    assert all("\n" not in line for line in capsys.readouterr().err.strip().split("\n"))
