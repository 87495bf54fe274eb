# Two words are enough: `make run` and `make test`. Each makes its own environment first, from the lock file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# Where nothing compiled may be kept, each of the many programs that the tests start compiles thousands of files anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo env schemas vectors run test test-server install install-dev browser format check types fast lock help clean

help: ## show what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

install: $(VENV)/.installed ## make the environment that runs the app
install-dev: $(VENV)/.installed-dev ## make the environment that also tests it

$(BIN)/uv:
	@echo "==> making $(VENV) with $$($(PYTHON) --version)"
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: $(BIN)/uv requirements.lock pyproject.toml
	@echo "==> installing what requirements.lock names"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "==> installing what requirements-dev.lock names"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

run: install ## start the app on this machine
	@echo "==> starting Attune; stop it with Ctrl+C"
	$(BIN)/attune serve

demo: install ## a course of sixty to look at, made once (some minutes), then served
	$(BIN)/attune demo

browser: ## find Chromium, or install it from Debian where that is allowed
	@if command -v chromium >/dev/null 2>&1; then echo "==> browser: $$(command -v chromium)"; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "==> installing Chromium from Debian"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "The browser tests need Chromium: sudo apt-get install chromium, then make test again."; exit 1; fi

format: install-dev ## put the code in its form
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

check: install-dev ## form, types, layers, spelling, content
	@echo "==> form";     $(BIN)/ruff format --check . && $(BIN)/ruff check .
	@echo "==> types";    $(BIN)/mypy
	@echo "==> layers";   $(BIN)/lint-imports
	@echo "==> spelling"; $(BIN)/codespell
	@echo "==> content";  $(BIN)/attune check

fast: install-dev ## the tests that take under a minute
	$(BIN)/python -m pytest -q -m "not page and not slow and not crash and not server" -n 2 --dist worksteal

test: install-dev browser check ## every check and every test, browser tests included
	@echo "==> tests without pages"
	$(BIN)/python -m pytest -q -m "not page and not crash and not server" -n 2 --dist worksteal
	@echo "==> tests of pages and of sudden death"
	$(BIN)/python -m pytest -q -m "page or crash" -n 2 --dist loadfile

test-server: install-dev ## the judge, the client's voice and streaming against a real server, built from source once (ten minutes)
	@tests/server/build_server.sh $(BIN)/python .model-server
	$(BIN)/python -m pytest -q -m server tests/server
	@echo "==> measuring"; $(BIN)/python -m tests.server.measure > .model-server/measured.md && cat .model-server/measured.md

RESOLVE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

lock: $(BIN)/uv ## resolve the newest allowed versions into the lock files
	$(RESOLVE) --upgrade --group build pyproject.toml -o requirements.lock
	$(RESOLVE) --upgrade --group build --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	@# what the override sends to no platform (torch and its like) is not named at all
	for f in requirements.lock requirements-dev.lock; do awk '/^[^ ]/ {skip = /never/} !skip' $$f > $$f.new && mv $$f.new $$f; done

env: install ## write .env.example from the settings
	$(BIN)/python -c "from command_line.settings import env_example; print(env_example(), end='')" > .env.example

vectors: install ## compute the vectors of lines and exemplars that are new or changed
	$(BIN)/python -m personas.line_vectors
	$(BIN)/python -m evaluator.exemplar_vectors
	$(BIN)/python -m evaluator.judge_vectors

schemas: install ## write the JSON Schemas that an author's editor uses
	$(BIN)/python -m practice.schemas

clean: ## remove the environment
	rm -rf $(VENV)
