# Everything a newcomer needs: Python 3.11 or later, and make.
.DELETE_ON_ERROR:
.PHONY: help demo run test lint quality renderings bench bench-copies bench-stories bench-figures bench-race bench-ledger-race bench-matching bench-delivery chaos-delivery clean

PYTHON ?= python3
BIN := .venv/bin
# How many articles have been read when looking for copies is timed; the last takes five minutes to lay down.
READS ?= 1000 10000 100000 1000000

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'

demo: .venv/.installed ## watch Deltawire read weeks of news in about a minute; DESK=… for another subject
	@$(BIN)/deltawire demo $(if $(DESK),--desk $(DESK))

run: .venv/.installed ## start the service on the default sources; Ctrl-C stops it
	@$(BIN)/deltawire up

test: .venv/.installed-for-tests lint ## all checks and tests, on a real PostgreSQL, Valkey and Celery
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: .venv/.installed-for-tests ## style, types and the layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

quality: .venv/.installed ## measure reading and ringing, and write docs/quality.md (needs the labelled texts)
	@$(BIN)/python -m bench.quality

renderings: .venv/.installed ## write docs/renderings.md: one message as each kind of target gets it
	@$(BIN)/python -m bench.renderings

bench: .venv/.installed ## measure speed, as ratios within one run
	@$(BIN)/python -m bench.speed

bench-copies: .venv/.installed-peers ## copies: ours beside others', and how the cost grows with what was read
	@$(BIN)/python -m bench.beside.copies
	@$(BIN)/python -m bench.growth --reads $(READS)

bench-stories: .venv/.installed-peers ## stories: ours beside others'
	@$(BIN)/python -m bench.beside.stories

bench-figures: .venv/.installed-peers ## figures: ours beside another reader, and the ledger's cost as it grows
	@$(BIN)/python -m bench.beside.figures

bench-race: .venv/.installed ## eight processes take in copies of the same articles at once, ten times
	@$(BIN)/python -m bench.race --runs 10

bench-ledger-race: .venv/.installed ## two processes meet the same thousand claims at once, twenty times
	@$(BIN)/python -m bench.ledger_race

bench-matching: .venv/.installed ## a hundred thousand subscriptions held against a thousand changes
	@$(BIN)/python -m bench.matching

bench-delivery: .venv/.installed ## deliveries a second from one worker, and the time from publication to delivery
	@$(BIN)/python -m bench.delivery

chaos-delivery: .venv/.installed ## 10,000 alerts to twenty targets of mixed temper while workers are killed; four minutes
	@$(BIN)/python -m bench.chaos_delivery

clean: ## remove what make made, data included
	@if [ -x $(BIN)/deltawire ]; then $(BIN)/python -m adapters.forget .deltawire; fi
	rm -rf .venv .deltawire .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Deltawire needs Python 3.11 or later: make PYTHON=/path/to/python3.11'; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo 'Installing (once, about half a minute) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-for-tests: requirements-dev.lock .venv/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.installed-peers: requirements-peers.lock .venv/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	@touch $@
