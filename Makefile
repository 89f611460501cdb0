# make run: the knowledge base of the seed article and its first answer; make test: the tests. Both set up what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
FIT := import sys; sys.exit(sys.version_info < (3, 11))
COMPILE ?= profile
PYTHON ?= $(shell for p in python3 python python3.14 python3.13 python3.12 python3.11; do "$$p" -c '$(FIT)' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
KB ?= kb
ASKED = --store $(KB) --format table --param leader_a="Xi Jinping" --param leader_b="Alexander Lukashenko" --param year=2023

.PHONY: help setup run test stores compiled gate lint types contracts check wheel docs bench scale clean

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

.venv/made: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/made-dev: .venv/made
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

setup: .venv/made-dev ## everything a developer needs, in .venv/

run: .venv/made ## build the knowledge base in kb/, check it, and ask it a question
	$(BIN)/dipkb build seeds/articles/ --store $(KB)
	$(BIN)/dipkb validate --store $(KB) --format table
	@echo; echo "How many times did Xi Jinping and Alexander Lukashenko meet in 2023, and which words say so?"; echo
	$(BIN)/dipkb query run meetings-of-two-leaders $(ASKED)
	@echo
	$(BIN)/dipkb query run count-evidence $(ASKED) --columns meeting_start,exact

test: .venv/made-dev ## all tests but those of stores and of the compiled extractor
	$(BIN)/pytest -n auto -m "not stores and not compiled"

stores: .venv/made-dev ## fetch real triplestores into .stores/ and run the tests that load and ask them
	$(BIN)/python -m tests.servers
	$(BIN)/pytest -rs -m stores tests

compiled: .venv/made-dev ## dist/compiled/: a wheel whose extractor is compiled by gcc (another compiler: COMPILE=1); and its tests
	rm -rf dist/compiled
	DIPKB_COMPILE=$(COMPILE) $(BIN)/python -m build --wheel --no-isolation --outdir dist/compiled
	$(BIN)/pytest -m compiled tests

gate: .venv/made-dev ## extracting and merging scored on annotated articles (../shared/eval, or DIPKB_EVALUATION), against floors
	$(BIN)/python -m tests.eval.gate
	$(BIN)/python -m tests.eval.merging

lint: .venv/made-dev ## style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/made-dev ## type hints
	$(BIN)/mypy

contracts: .venv/made-dev ## which module may import which
	$(BIN)/lint-imports

check: lint types contracts test ## what CI runs

wheel: .venv/made-dev ## dist/: wheel and source archive
	$(BIN)/python -m build --no-isolation --outdir dist

docs: .venv/made-dev ## the generated pages of docs/
	$(BIN)/python -m dipkb.cli.reference > docs/cli.md
	$(BIN)/dipkb query docs --output docs/queries.md
	$(BIN)/python -m tests.query_answers > docs/answers.md
	$(BIN)/dipkb ontology docs --output docs/ontology.md
	$(BIN)/python -m dipkb.event > ontology/event-records.schema.json

bench: .venv/made-dev ## how long the command line takes to start, and how fast articles are read (../shared/data, or DIPKB_ARTICLES)
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/extract.py
	$(BIN)/python -m benchmarks.merging 1000 10000
	$(BIN)/python -m benchmarks.validate 1700

scale: .venv/made-dev ## dipkb beside rdflib, pySHACL, Fuseki, Virtuoso and Oxigraph at 0.1, 1 and 10 million quads, into docs/ (an hour)
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m tests.servers
	$(BIN)/python -m benchmarks.scale --output docs

clean: ## forget what was made
	rm -rf .venv build dist $(KB) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
