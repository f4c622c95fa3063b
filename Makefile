# The verbs of the house. Each needs python3 (3.11 or later, with venv), git and make; the first call installs into .venv.

PYTHON ?= python3
WORKERS ?= 2
HISTORIES ?= ../shared/histories
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --no-input --disable-pip-version-check
# A stamp tells which lock was installed last; the development lock holds everything that the other does.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
RESTORED := build/histories

.PHONY: help run test test-postgres check fix bench sim docs lock clean
.DEFAULT_GOAL := help

help: ## Say what each verb does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: $(RUN) ## Install and run one whole cycle on config/mainstay.yaml (or: make run ARGS="--fail-on alert")
	@$(BIN)/mainstay run $(ARGS)

test: $(DEV) ## Install with the development tools and run the tests (or: make test ARGS="tests/store -k forget")
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-postgres: $(DEV) ## Run the tests that use a database on a PostgreSQL server of their own, started and stopped here
	@$(BIN)/python -m tests.postgres_server $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m database $(ARGS)

check: $(DEV) ## Lint, formatting, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fix: $(DEV) ## Let the linter and the formatter repair what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV) $(RESTORED) ## Measure speed on real histories (HISTORIES=folder, PERCEVAL=path of its command)
	$(BIN)/python -m tests.bench.bench_collect $(RESTORED)/bokeh+bokeh.git $(PERCEVAL)
	$(BIN)/python -m tests.bench.bench_second_cycle $(RESTORED)
	$(BIN)/python -m tests.bench.bench_thousand $(RESTORED)
	$(BIN)/python -m tests.postgres_server --durable $(BIN)/python -m tests.bench.bench_store || $(BIN)/python -m tests.bench.bench_store

sim: $(DEV) ## Simulate one day of collecting for 100,000 projects from an invented GitHub (or: make sim ARGS="--projects 1000 --days 7")
	$(BIN)/python -m tests.sim.simulate $(ARGS)

docs: $(DEV) ## Write docs/reference.md and docs/settings.md anew from what collectors, rules and forms say of themselves
	$(BIN)/python -m tests.reference_page
	$(BIN)/python -m tests.settings_page

lock: $(DEV) ## Write both locks anew from pyproject.toml (needs uv in .venv or on PATH)
	@uv=$$(command -v $(BIN)/uv || command -v uv) || { echo "uv is needed: $(BIN)/pip install uv" >&2; exit 1; }; \
	compile="$$uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml"; \
	$$compile --all-extras --upgrade -o requirements-dev.lock && \
	$$compile --extra build --constraint requirements-dev.lock -o requirements.lock

clean: ## Remove what was installed and built; var/ with the database and the reports stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find monitor tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) must be Python 3.11 or later; name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "the venv module of Python is needed (Debian, Ubuntu: the package python3-venv)" >&2; exit 1; }

$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Mainstay into $(VENV): some seconds, once" >&2
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing Mainstay and its development tools into $(VENV): half a minute, once" >&2
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $(RUN) $@

$(RESTORED):
	@test -f "$(HISTORIES)/restore.sh" || { echo "$(HISTORIES) is no folder of packed histories; name one: make bench HISTORIES=folder" >&2; exit 1; }
	@mkdir -p $@.part
	@for packed in "$(HISTORIES)"/*.fast-export.zst; do \
		name=$$(basename "$$packed" .fast-export.zst); \
		bash "$(HISTORIES)/restore.sh" "$$(echo "$$name" | tr + /)" "$@.part/$$name.git" >/dev/null 2>&1 || exit 1; \
	done
	@mv $@.part $@
