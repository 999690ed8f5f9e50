# make run: the demonstration in a browser. make test: every test. See the README.

PYTHON ?= python3
PORT ?= 8000
export PYTHON PORT
# Tests start many processes: none of them should compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input
CATALOGUES := award/translations
ENGLISH := $(CATALOGUES)/en/LC_MESSAGES/messages
EXTRACT := --mapping=pyproject.toml --keywords="_l lazy_gettext lazy_ngettext:1,2" \
	--no-location --sort-output --width=100 --ignore-dirs=".*"
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version=3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

.PHONY: run test test-sqlite test-postgres check bench pictures lock messages clean system system-test

run: export DEMO ?= 1
run: export BASE_URL ?= http://localhost:$(PORT)
run: system .venv/run $(ENGLISH).mo
	@$(BIN)/python -m flask --app wsgi serve

# Both databases side by side, more processes than cores: tests with browsers and killed workers
# wait much. What PostgreSQL has to say is shown in one piece.
test: system-test .venv/test $(ENGLISH).mo
	@$(MAKE) --no-print-directory --jobs=2 test-sqlite test-postgres

test-sqlite test-postgres: .venv/test $(ENGLISH).mo

test-sqlite:
	$(BIN)/python -m pytest --numprocesses=3

test-postgres: LOG := .venv/test-postgres.log
test-postgres:
	@trap 'cat $(LOG)' EXIT; trap 'exit 130' INT TERM; \
	$(BIN)/python -m pytest --numprocesses=2 --postgres >$(LOG) 2>&1

check: system .venv/test $(ENGLISH).mo
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest --quiet --numprocesses=2 tests/guards

bench: system-test .venv/bench $(ENGLISH).mo
	@$(BIN)/python -m tests.benchmarks

# Draws docs/certificates anew.
pictures: system-test .venv/test
	$(BIN)/python -m docs.certificates.draw

# Pins every dependency anew, with hashes.
lock: .venv/test
	$(PIP) uv
	$(LOCK) --upgrade --output-file=requirements.txt pyproject.toml
	$(LOCK) --upgrade --constraints=requirements.txt --output-file=requirements-dev.txt --group=dev
	$(LOCK) --upgrade --constraints=requirements.txt --output-file=requirements-bench.txt --group=bench

# Brings the English catalogue in step with the Indonesian texts of code and templates.
messages: .venv/run
	$(BIN)/pybabel --quiet extract $(EXTRACT) --output-file=.venv/messages.pot .
	$(BIN)/pybabel --quiet update --input-file=.venv/messages.pot --output-dir=$(CATALOGUES) \
		--locale=en --width=100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel --quiet compile --directory=$(CATALOGUES)

clean:
	rm -rf .venv $(ENGLISH).mo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

system:
	@sh .ci/packages run

system-test:
	@sh .ci/packages test

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/run: requirements.txt | system .venv/bin/python
	@echo "Installing the pinned dependencies ..."
	@$(PIP) --require-hashes --requirement=requirements.txt
	@touch $@

.venv/test: requirements-dev.txt .venv/run
	@echo "Installing the pinned test tools ..."
	@$(PIP) --require-hashes --requirement=requirements-dev.txt
	@touch $@

.venv/bench: requirements-bench.txt .venv/test
	@echo "Installing what the measurements compare with ..."
	@$(PIP) --require-hashes --requirement=requirements-bench.txt
	@touch $@

%.mo: %.po .venv/run
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@ --locale=en
