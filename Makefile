# `make demo` and `make test` are all a fresh machine needs: Debian 12, python3 with venv, make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' service/nutgraf/__init__.py)

.DEFAULT_GOAL := help
.PHONY: help demo test drills conformance lint format floors bench lock sbom release clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.run: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.run ## read the seed articles and serve them on 127.0.0.1:8000
	$(BIN)/nutgraf --home nutgraf-data/demo demo --host $(HOST) --port $(PORT)

test: $(VENV)/.dev ## run all tests
	$(BIN)/python -m pytest -n 2

conformance: $(VENV)/.dev ## run the test suites of the W3C over HTTP (NUTGRAF_CORPORA)
	$(BIN)/python -m tests.conformance

drills: $(VENV)/.dev ## kill, cut, flip and fill a data directory hundreds of times
	$(BIN)/python -m tests.drills

lint: $(VENV)/.dev ## style, types and the layers between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

floors: $(VENV)/.dev ## check that articles are read as well as ever
	$(BIN)/nutgraf bench reading --check

bench: $(VENV)/.dev ## measure reading quality, then the speed of each step
	$(BIN)/nutgraf bench reading
	$(BIN)/python bench/speed.py

lock: ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --output-file requirements.lock
	uv pip compile pyproject.toml --universal --extra dev --constraint requirements.lock --generate-hashes --no-header --output-file requirements-dev.lock

sbom: $(VENV)/.dev ## write the bill of materials (CycloneDX) of the locked dependencies to dist/
	@mkdir -p dist
	$(BIN)/python deploy/sbom.py requirements.lock --version $(VERSION) > dist/nutgraf-$(VERSION).cdx.json

release: lint test sbom ## build wheel, source archive, bill of materials and their sums in dist/
	$(BIN)/hatchling build --directory dist
	cd dist && sha256sum nutgraf-$(VERSION)* > SHA256SUMS

clean: ## remove what was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
