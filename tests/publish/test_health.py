"""What the doctor finds: versions, every catalog kind, overlays, the store."""

from __future__ import annotations

from pathlib import Path

from tests.series_files import every_row

from tallybook.base.catalog import SHIPPED, Catalog
from tallybook.publish.health import examine


def found(health, area):
    return {f.what: f for f in health.findings if f.area == area}


def test_a_sound_installation(tmp_path):
    health = examine(Catalog(), tmp_path / "none")
    assert health.healthy
    catalog = found(health, "catalog")
    assert catalog["series values"].found.startswith(f"{sum(1 for _ in every_row()):,} ")
    assert catalog["measures"].found.startswith(f"{len(list((SHIPPED / 'measures').glob('*.yml')))} ")
    assert "no records yet" in found(health, "store")[str(tmp_path / "none")].found
    assert found(health, "engine")["duckdb"].found
    assert {"tallybook", "python", "click", "polars"} <= set(found(health, "versions"))
    assert "Everything is in order." in health.table().notes


def test_a_fault_in_an_overlay_is_named_and_the_rest_still_looked_at(tmp_path):
    folder = tmp_path / "mine" / "lookalikes"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text("id: a\nmistakes: x\n", encoding="utf-8")
    health = examine(Catalog((tmp_path / "mine",)), tmp_path / "none")
    assert not health.healthy
    fault = found(health, "catalog")["lookalikes"]
    assert not fault.healthy
    assert "a.yml" in fault.found
    assert found(health, "catalog")["measures"].healthy
    assert health.table().rows[0][0] == "fault"
    assert any("1 fault" in n for n in health.table().notes)
    assert str(tmp_path / "mine") in found(health, "catalog")


def test_a_store_that_is_no_folder_is_a_fault(tmp_path: Path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert not examine(Catalog(), tmp_path / "file").healthy
