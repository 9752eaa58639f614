# Two commands matter: `make demo` shows the programme running, `make test` proves it. Both set up .venv by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PROGRAMME := programmes/zhongwei-2021-2023
MONTHS ?= 21
TODAY ?= 2022-10-12
BIND ?= 127.0.0.1:8000
SERVE ?= on
OUT ?= out

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types imports content checks unit bench bench-indicators bench-at-rest bench-forecast bench-intake bench-compile bench-run bench-nonresponse bench-portfolio bench-web bench-calculation bench-thread fuzz-api fuzz-files torture docs lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 20

setup: $(READY)  ## create .venv with the locked dependencies

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Sigai needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

demo: export SIGAI_MODE := demonstration
demo: export SIGAI_HOME := $(OUT)/web
demo: export SIGAI_PROGRAMME := $(PROGRAMME)
demo: export SIGAI_TODAY := $(TODAY)
demo: $(READY)  ## the demonstration: data, the site and its report and bulletin, then the site running until Ctrl-C (SERVE=off: set up only)
	@$(BIN)/sigai check --no-scenarios $(PROGRAMME)
	@$(BIN)/python -m sigai_web scenarios $(PROGRAMME) --keep
	@$(BIN)/sigai demo-data $(PROGRAMME) --out $(OUT)/demo-data --seed 1 --months $(MONTHS)
	@# report and bulletin are those of the site's own run: both show the same month with the same figures
ifeq ($(SERVE),off)
	@$(BIN)/python -m sigai_web setup --data $(OUT)/demo-data --report $(OUT)/demo-run
else
	@$(BIN)/python -m sigai_web demo --data $(OUT)/demo-data --report $(OUT)/demo-run --bind $(BIND)
endif

test: checks  ## everything CI checks
	$(MAKE) unit

checks: lint types imports content  ## what reads code and content and runs no test; `make -j 2` does two at a time

lint: $(READY)
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

content: $(READY)
	$(BIN)/sigai check $(PROGRAMME)

unit: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal

bench: bench-indicators bench-at-rest bench-forecast bench-intake bench-compile bench-run  ## every benchmark, both sides printed

bench-indicators: $(READY)  ## 20 indicators over 10 million values, beside hand-written SQL and pandas
	$(BIN)/sigai bench indicators --rows 10000000

bench-at-rest: $(READY)  ## the same over 100 million values as a site keeps them, with the seconds and memory of a run's stage
	$(BIN)/sigai bench indicators-at-rest --rows 100000000

bench-forecast: $(READY)  ## coverage of the forecast's intervals and its Brier score, beside a naive forecast
	$(BIN)/sigai bench forecast

bench-intake: $(READY)  ## reading and checking CSV, Parquet and Excel, beside a row-by-row reader
	$(BIN)/sigai bench intake

bench-compile: $(READY)  ## extraction against the annotated plans, beside a plain pattern
	$(BIN)/sigai bench compile

bench-run: $(READY)  ## the whole run on demonstration data, with the share of each stage
	$(BIN)/sigai bench run

bench-portfolio: $(READY)  ## 2,000 projects chosen within budgets, beside a list by hand; published knapsacks to their optima; minutes
	$(BIN)/sigai bench portfolio

bench-nonresponse: $(READY)  ## verdicts and totals with figures missing, beside simpler ways; about an hour on two cores
	$(BIN)/sigai bench nonresponse --processes 0

fuzz-api: $(READY)  ## schemathesis over the API, a hundred requests to each operation for each of two people
	SIGAI_FUZZ_EXAMPLES=100 $(BIN)/python -m pytest -n 0 tests/web/test_api_fuzz.py

fuzz-files: $(READY)  ## thousands of strange workbooks, tables and plans: each is read, or refused in words; and how much is asked of clean ones
	SIGAI_FUZZ_EXAMPLES=5000 SIGAI_FUZZ_ROUNDS=2000 $(BIN)/python -m pytest -n 2 \
		tests/tables/test_files_fuzz.py tests/values/test_sheets_as_seen.py tests/documents/test_bad_input.py
	SIGAI_FUZZ_EXAMPLES=5000 $(BIN)/python -m pytest -n 0 -s tests/values/test_clean_workbooks.py

torture: $(READY)  ## a real site under load, killed, filled up and restarted: nothing acknowledged is lost or double (OPTIONS="--seed 2 ...")
	PYTHONPATH=src:tests $(BIN)/python -m torture $(OPTIONS)

bench-web: export SIGAI_PROGRAMME := $(PROGRAMME)
bench-web: $(READY)  ## main pages of the web under load beside an empty one, and 50 reporters handing in at once
	$(BIN)/python -m sigai_web.bench --out $(OUT)/bench-web

bench-calculation: export SIGAI_PROGRAMME := $(PROGRAMME)
bench-calculation: $(READY)  ## seconds from an acceptance until results show it, beside those of a full calculation
	$(BIN)/python -m sigai_web.bench.calculation --out $(OUT)/bench-calculation
	$(BIN)/python -m sigai_web.bench.calculation --out $(OUT)/bench-calculation-tenfold --enterprises 2000

bench-thread: export SIGAI_PROGRAMME := $(PROGRAMME)
bench-thread: $(READY)  ## an empty system filled (2,000 enterprises, 40 lists, records), once more; lists of 100,000 records
	$(BIN)/python -m sigai_web.bench.filling --out $(OUT)/bench-thread
	$(BIN)/python -m sigai_web.bench.lists --out $(OUT)/bench-lists

docs: $(READY)  ## write the pages of docs/ that are made from the code
	$(BIN)/python -c 'from sigai.cli.documenting import problems_page; from sigai_web.documenting import declare_problems; declare_problems(); print(problems_page(), end="")' > docs/problems.md
	DJANGO_SETTINGS_MODULE=sigai_web.settings.testing $(BIN)/python -c 'import django; django.setup(); from sigai_web.manifests import operations; from sigai_web.permissions.document import permissions_page; print(permissions_page(operations()), end="")' > docs/permissions.md
	DJANGO_SETTINGS_MODULE=sigai_web.settings.testing $(BIN)/python -c 'import django; django.setup(); from django.conf import settings; from sigai_web.api.describing import api_page; print(api_page(settings.SIGAI_API_RATE), end="")' > docs/api.md

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes \
		--group dev pyproject.toml --output-file requirements.lock

clean:  ## remove what commands wrote
	rm -rf $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
