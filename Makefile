# Two commands do everything on a bare machine with Python 3.11 or newer, git and make:
#   make site   sets up the environment and builds public/
#   make test   sets up the environment, finds or installs Chromium, and runs every check
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
WORKERS ?= 2

# Some of the numeric libraries start a thread for every core and lose by it; the arrays here are small.
export OPENBLAS_NUM_THREADS := 1

.PHONY: help site test golden lighthouse screens serve check format clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

site: $(VENV)/.site ## Build public/ from data/, setting up what is needed
	$(BIN)/prosperity build

test: $(VENV)/.words ## Lint, type-check and run all tests, setting up what is needed
	chromium="$$(scripts/chromium.sh)"
	export CHROMIUM="$$chromium"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	# Types are checked beside the tests, and told after them.
	types="$$(mktemp)"
	trap 'rm -f "$$types"' EXIT
	$(BIN)/mypy > "$$types" 2>&1 & mypy=$$!
	tested=0; $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup || tested=$$?
	typed=0; wait $$mypy || typed=$$?
	cat "$$types"
	exit $$((tested || typed))

golden: $(VENV)/.test ## Keep what ten telling pages say now, after the difference has been read
	chromium="$$(scripts/chromium.sh)"
	export CHROMIUM="$$chromium"
	KEEP_GOLDEN=1 $(BIN)/python -m pytest tests/browser/test_golden_pages.py

lighthouse: $(VENV)/.lighthouse ## Rate five kinds of built pages as a phone meets them; not part of the tests
	chromium="$$(scripts/chromium.sh)"
	export CHROMIUM="$$chromium"
	$(BIN)/python scripts/lighthouse.py

screens: $(VENV)/.test ## Take pictures of ten built pages in four settings into artifacts/screens/
	chromium="$$(scripts/chromium.sh)"
	export CHROMIUM="$$chromium"
	$(BIN)/python scripts/screens.py

serve: $(VENV)/.site ## Build, then show public/ at a local address and rebuild on change
	$(BIN)/prosperity serve

check: $(VENV)/.site ## Check the built pages
	$(BIN)/prosperity check

format: $(VENV)/.test ## Put the code in the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove everything that was built
	rm -rf public .cache build $(VENV) *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis artifacts

$(BIN)/python:
	python="$$(scripts/python.sh)"
	"$$python" -m venv $(VENV)

# The stamps spare a reinstall as long as neither the requirements nor the pinned versions change.
$(VENV)/.site: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable ".[dev]"
	touch $@ $(VENV)/.site

# The checker of spelling and grammar is a package for Node.js, which pip has brought along. npm takes it only if it
# has the checksum that package-lock.json gives.
$(VENV)/.words: tests/browser/words/package.json tests/browser/words/package-lock.json $(VENV)/.test
	mkdir -p $(VENV)/words
	cp tests/browser/words/package.json tests/browser/words/package-lock.json $(VENV)/words
	(cd $(VENV)/words && ../bin/npm ci --ignore-scripts --no-audit --no-fund --loglevel error)
	touch $@

$(VENV)/.lighthouse: scripts/lighthouse/package.json scripts/lighthouse/package-lock.json $(VENV)/.test
	mkdir -p $(VENV)/lighthouse
	cp scripts/lighthouse/package.json scripts/lighthouse/package-lock.json $(VENV)/lighthouse
	(cd $(VENV)/lighthouse && ../bin/npm ci --ignore-scripts --no-audit --no-fund --loglevel error)
	touch $@

.ONESHELL:
