# Every target only calls a script of Python's standard library: without make, call it yourself.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run test test-all check bench demo fmt messages lock

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s%s\n", $$1, $$2 }' Makefile

run:  ## the portal with its demo world on http://127.0.0.1:8000/ (PORT changes it); Ctrl-C ends it
	@$(PYTHON) scripts/run.py

test:  ## the daily suite: SQLite, PostgreSQL with Redis, browser; says what it left out
	@$(PYTHON) scripts/test.py

test-all:  ## the whole suite, as CI runs it: every page, every right, every language
	@$(PYTHON) scripts/test.py --all

check:  ## style, types, floors, settings, migrations, catalogues
	@$(PYTHON) scripts/check.py

bench:  ## the benchmarks, as ratios to floors measured in the same run (SIZE=S|M|L)
	@$(PYTHON) scripts/bench.py

demo:  ## put the demo world back as it was on the first day
	@$(PYTHON) scripts/run.py --fresh --prepare-only

fmt:  ## put the code in shape
	@$(PYTHON) scripts/environment.py dev
	@.venv/bin/python -m ruff check --fix --quiet . ; .venv/bin/python -m ruff format --quiet .

messages:  ## gather the texts into locale/ (needs GNU gettext)
	@$(PYTHON) scripts/environment.py dev
	@.venv/bin/python manage.py gather_messages

lock:  ## write requirements/*.txt from pyproject.toml (UPGRADE=--upgrade takes the newest)
	@$(PYTHON) scripts/environment.py lock $(UPGRADE)
