"""Makes the shipped recounts again from the record files beside the checkout, or checks that they are what comes out.

    python bench/recounts.py ../shared/data/records            writes src/tallybook/catalog/recounts/*.csv
    python bench/recounts.py --check ../shared/data/records    says which differ, and ends with status 1 then

Only files that a release's description lists with their sha256 are used.
"""

import sys
import tempfile
from pathlib import Path

from tallybook.base.catalog import SHIPPED, open_catalog
from tallybook.publish.disclosure.shipping import recounts
from tallybook.records.ingest import ingest
from tallybook.records.store import Store
from tallybook.sources.layout import releases
from tallybook.sources.opening import open_source

TARGET = SHIPPED / "recounts"


def listed(folder: Path) -> list[Path]:
    known = {file.sha256 for release in releases(open_catalog()).values() for file in release.files if file.sha256}
    return [
        path for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size and open_source(path).sha256 in known
    ]  # fmt: skip


def made(folder: Path) -> dict[str, str]:
    files = listed(folder)
    if not files:
        sys.exit(f"no record file of a known release under {folder}")
    with tempfile.TemporaryDirectory() as place:
        store = Store(place)
        ingest(store, files, open_catalog())
        return recounts(store, open_catalog())


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    folders = [Path(a) for a in arguments if a != "--check"]
    if len(folders) != 1 or not folders[0].is_dir():
        sys.exit("usage: python bench/recounts.py [--check] FOLDER")
    new = made(folders[0])
    old = {path.stem: path.read_text(encoding="utf-8") for path in TARGET.glob("*.csv")}
    if check:
        different = sorted(name for name in {*new, *old} if new.get(name) != old.get(name))
        print("the shipped recounts are what the files give" if not different else f"different: {', '.join(different)}")
        return bool(different)
    TARGET.mkdir(exist_ok=True)
    for name, text in new.items():
        (TARGET / f"{name}.csv").write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.splitlines()) - 1:,} cells")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
