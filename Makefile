# Every target makes its own .venv from python3 and a package index; nothing else is needed beforehand.
#   make demo       checks the example, prints the verdicts, writes the FY2012 account to demo/
#   make test       lint, types and tests
#   make spark      the same questions on a Spark cluster of this machine (needs Java)
#   make accuracy   scores `tallybook check` on the development set beside the checkout, where there is one
#   make ledger     measures the figures of results/ledger.json again
#   make recounts   counts the record files beside the checkout again for the recounts and replays that are shipped
#   make docs       writes the generated pages of docs/ again
#   make bench      start times; published tables and policies over ten million records
#   make pictures   takes the pictures of the pages for README and docs again (needs chromium)
#   make lint       style and types only
#   make lock       resolves pyproject.toml into requirements/ again (needs uv)

PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: demo test spark pictures lint accuracy ledger ledger-check recounts docs bench lock clean

demo: .venv/.run
	@mkdir -p demo
	$(BIN)/tallybook check examples/december-2012.md
	$(BIN)/tallybook report --fiscal-year 2012 --out demo/fy2012.html
	$(BIN)/tallybook report --fiscal-year 2012 --out demo/fy2012.xlsx
	$(BIN)/tallybook report --fiscal-year 2012 --out demo/fy2012.md
	@sed '/^## /,$$d' demo/fy2012.md
	@echo "The account of FY2012: demo/fy2012.html demo/fy2012.xlsx demo/fy2012.md"

test: lint
	$(BIN)/python -m pytest -n 2

spark: .venv/.spark
	TALLYBOOK_SPARK_REQUIRED=1 $(BIN)/python -m pytest -p no:xdist -m spark

pictures: .venv/.dev
	TALLYBOOK_BROWSER_REQUIRED=1 TALLYBOOK_PICTURES=docs/pictures $(BIN)/python -m pytest -p no:xdist tests/web/browser/test_pictures.py -k made_of

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

accuracy: .venv/.run
	$(BIN)/python bench/accuracy.py $(SHARED)/articles

ledger: .venv/.run
	$(BIN)/python bench/ledger.py $(SHARED)/articles

ledger-check:
	$(PYTHON) bench/ledger.py --check

recounts: .venv/.run
	$(BIN)/python bench/recounts.py $(SHARED)/data/records
	$(BIN)/python bench/replays.py $(SHARED)/data/records

docs: .venv/.run
	$(BIN)/python docs/build.py

bench: .venv/.run
	$(BIN)/python bench/start.py
	@test ! -d $(SHARED)/articles || $(BIN)/python bench/check.py $(SHARED)/articles
	$(BIN)/python bench/published.py
	$(BIN)/python bench/policies.py
	$(BIN)/python bench/simulate.py

# Hashes are checked for every package; the project itself is then installed with what the lock brought, nothing fetched.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: $(PYTHON) is older than 3.11; name a newer one with PYTHON=" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "make: $(PYTHON) cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.spark: requirements/spark.txt .venv/.dev
	$(INSTALL) --require-hashes -r requirements/spark.txt
	@touch $@

COMPILE = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --no-header

lock:
	$(COMPILE) --group build --output-file requirements/run.txt
	$(COMPILE) --group build --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(COMPILE) --group build --extra spark --constraint requirements/run.txt --output-file requirements/spark.txt

clean:
	rm -rf .venv demo
