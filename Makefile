# `make demo` runs the main job, `make test` passes every check; each needs only Python 3.11+ and make.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo test check docs reference lock coverage clean

# The first Python on the path that is new enough; `make PYTHON=/path/to/python …` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPARK := $(VENV)/.spark
OUT := out
EXAMPLES := $(filter-out %/README.md,$(sort $(wildcard examples/*.txt examples/*.md)))
PYTEST_FLAGS ?= -n auto --dist load

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 22

# Installed once, from the locked and hashed list, and again only when the list or the package's metadata change. The lock is
# also handed over as the constraint, so that a constraint configured on the machine cannot contradict it.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer was not found; name one: make PYTHON=/path/to/python' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=requirements.lock $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Spark is large and comes as source only: it is installed where it is wanted, for the tests, from a list of its own.
$(SPARK): requirements-spark.lock $(READY)
	PIP_CONSTRAINT=requirements-spark.lock $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes -r requirements-spark.lock
	@touch $@

demo: $(READY) ## audit the bundled examples: the report on the screen, and as a page in out/
	@mkdir -p $(OUT)
	$(BIN)/baozhang audit $(EXAMPLES) --fail-on never --format html --output $(OUT)/report.html
	$(BIN)/baozhang audit $(EXAMPLES) --fail-on never
	@echo 'The same report as a page: $(OUT)/report.html'

test: check $(SPARK) ## every check and every test
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

check: $(READY) $(SPARK) ## style, types, architecture and documentation, without the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.reference --check

docs: reference ## build the documentation site into site/
	$(BIN)/zensical build --clean --strict

reference: $(READY) ## write docs/reference from the rules, the command line and the hub
	$(BIN)/python -m tools.reference

coverage: $(READY) ## run the tests and show the lines that none of them reaches
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

lock: $(READY) ## write the locks anew (needs uv on the path)
	uv pip compile --quiet --universal --generate-hashes --no-header --extra dev --extra postgres --upgrade -o requirements.lock pyproject.toml
	echo 'pyspark>=4.0,<4.1' | uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade -o requirements-spark.lock -

clean: ## remove everything that is made
	rm -rf $(VENV) $(OUT) site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
