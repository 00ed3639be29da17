# make demo: the whole floor on this machine. make test: everything that is checked.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check types bench audit conformance package pictures clean

help: ## List what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

# The editable install builds the pages (hatch_build.py); later changes of a page are built below.
$(VENV)/installed: pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/tools: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

demo: $(VENV)/installed ## Start the demo centre on http://127.0.0.1:8080 (options: ARGS="--speed 10")
	$(BIN)/motcua demo $(ARGS)

test: $(VENV)/tools check ## Set up what tests need, then run every check and test
	tests/install-services
	MOTCUA_REQUIRE_ALL=1 $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/tools types ## Format, lint, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/tools ## Types of the Python and of the pages
	$(BIN)/mypy
	$(BIN)/python hatch_build.py --types

bench: $(VENV)/tools ## Ratios to bare baselines (options: ARGS="--quick")
	tests/install-services
	$(BIN)/python tests/bench/run.py $(ARGS)

audit: $(VENV)/tools ## Known weaknesses of the libraries in use (asks the internet)
	$(BIN)/pip-audit --skip-editable

conformance: $(VENV)/tools ## Every answer of the API against its document, as every role (ARGS="--examples 30")
	$(BIN)/python tests/bench/conformance.py $(ARGS)

package: ## Build the wheel from a clean copy, install it by pipx, and try it
	deploy/try-package

pictures: $(VENV)/tools ## Take the README's pictures of every face
	tests/install-services
	$(BIN)/python docs/pictures/take.py

clean: ## Remove what was made
	rm -rf $(VENV) server/web/node_modules */static */*/static
