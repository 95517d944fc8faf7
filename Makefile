# Everything a fresh machine needs is Python 3.11 or newer and make.
#   make run      set up what is needed, then open the bundled case (make run ARGS=--no-serve ends by itself)
#   make setup    make .venv ready, with the tools for working on the program
#   make test     run the tests;  make lint, make types: the other checks
#   make browser  what the tests in a real browser need beside Chromium (npm: the checker of accessibility)
#   make docs     write the generated pages;  make bench: measure speed

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PIP := $(BIN)/python -m pip --disable-pip-version-check
ARGS ?=
TESTS ?= tests

.PHONY: help run setup test lint format types docs bench browser clean

help:
	@sed -n 's/^#   //p' Makefile

run: $(VENV)/.installed
	@$(BIN)/interbellum open karabakh $(ARGS)

setup: $(VENV)/.ready

test: $(VENV)/.ready
	$(BIN)/python -m pytest $(TESTS) -q -n auto --dist loadfile $(ARGS)

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.ready
	$(BIN)/mypy
	for part in benchmarks docs tools; do $(BIN)/mypy $$part || exit 1; done

browser: node_modules/.installed

docs: $(VENV)/.ready
	$(BIN)/python docs/build.py

bench: $(VENV)/.ready
	for script in benchmarks/*.py; do $(BIN)/python $$script $(ARGS) || exit 1; done

clean:
	rm -rf $(VENV) node_modules build dist out .mypy_cache .ruff_cache .pytest_cache

# The first Python of these that is new enough makes the environment.
$(BIN)/python:
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making $(VENV) with $$("$$python" --version)"; \
	    exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo "interbellum needs Python 3.11 or newer: install one, or run make PYTHON=/path/to/python3" >&2; exit 1

# Stamps: nothing is installed again until the dependencies change.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing interbellum and what it needs into $(VENV) (once, a few minutes)"
	$(PIP) install --quiet --upgrade 'pip>=25.1'
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.ready: $(VENV)/.installed
	$(PIP) install --quiet --constraint constraints.txt --group dev
	@touch $@

node_modules/.installed: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
