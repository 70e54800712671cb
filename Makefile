# Cartagena. `make run` and `make test` need Python 3.11 or newer with its venv module, and nothing else.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command 'make lock'

.PHONY: help run stack test drill faults hostile check format screenshots lock sbom advisories clean

help:
	@echo 'make run      serve Cartagena on http://127.0.0.1:$(PORT)/ (another port: make run PORT=8001)'
	@echo 'make stack    the whole as on a server, on this machine: nginx with HTTPS, gunicorn, PostgreSQL'
	@echo 'make test     everything: the checks, the suite on SQLite and on PostgreSQL, the browser tests'
	@echo 'make drill    back up, lose and bring back an installation, on SQLite and on PostgreSQL'
	@echo 'make check    only the checks: lint, format, floors, types, migrations, production settings'
	@echo 'make faults   break things while people work, and count what is left (under 15 minutes)'
	@echo 'make hostile  put hostile values in every parameter of every address, for ten minutes'
	@echo 'make format   format Python and mend what the linter can'
	@echo 'make screenshots  take the pictures of docs/screenshots anew, in Chromium'
	@echo 'make lock     write the hashes of requirements.txt and requirements-dev.txt anew, after a change of theirs'
	@echo 'make sbom     list what an installation holds, with licences, as sbom.cdx.json (CycloneDX)'
	@echo 'make advisories  ask for known vulnerabilities of what is installed'
	@echo 'make clean    remove what was made here, except the database'

# One person may log and publish in this start; everywhere else that has to be asked for.
run: $(BIN)/run.stamp
	@export PORT='$(PORT)' ALLOW_SELF_PUBLICATION="$${ALLOW_SELF_PUBLICATION:-on}"; \
	$(BIN)/python manage.py prepare && exec $(BIN)/gunicorn cartagena.wsgi

stack: $(BIN)/run.stamp
	@exec $(BIN)/python -m tests.harness.stack

test: $(BIN)/dev.stamp
	@exec $(BIN)/python -m tests.run

drill: $(BIN)/dev.stamp
	@exec $(BIN)/python -m tests.run drill

check: $(BIN)/dev.stamp
	@exec $(BIN)/python -m tests.run checks

faults: $(BIN)/dev.stamp
	@exec $(BIN)/python -m tests.faults

hostile: $(BIN)/dev.stamp
	@exec $(BIN)/python -m tests.hostile 600

format: $(BIN)/dev.stamp
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

screenshots: $(BIN)/dev.stamp
	@exec $(BIN)/python -m tests.browser.screenshots

# Who installs, when, and from where must not change a file: it names neither.
lock: $(BIN)/dev.stamp
	$(LOCK) -o requirements.lock requirements.txt
	$(LOCK) -o requirements-dev.lock requirements-dev.txt

# Licences stand in the packages themselves, so they are installed by the lock into a place that is thrown away.
sbom: $(BIN)/dev.stamp
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(BIN)/python -m venv --without-pip "$$folder" && \
	$(BIN)/uv pip install --no-config --quiet --require-hashes --only-binary :all: --python "$$folder/bin/python" \
		-r requirements.lock && \
	PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
		--of JSON -o sbom.cdx.json "$$folder/bin/python" && echo 'sbom.cdx.json'

advisories: $(BIN)/dev.stamp
	@exec $(BIN)/python -m tests.harness.advisories

clean:
	rm -rf .venv staticfiles .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is as new as the requirements that were installed; with it in place a start needs no pip.
# Each file that is installed has a hash in the lock; nothing is built here from a source that was not asked for.
$(BIN)/run.stamp: requirements.lock | $(BIN)/python
	@echo 'Installing what Cartagena needs into .venv …'
	@$(INSTALL) --only-binary :all: -r requirements.lock
	@touch $@

$(BIN)/dev.stamp: requirements-dev.lock | $(BIN)/python
	@echo 'Installing what the tests need into .venv …'
	@$(INSTALL) -r requirements-dev.lock
	@touch $@ $(BIN)/run.stamp

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Cartagena needs Python 3.11 or newer; choose one with make run PYTHON=python3.12")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'This Python cannot make a .venv; on Debian: apt-get install python3-venv' >&2; exit 1; }
	@rm -f $(BIN)/run.stamp $(BIN)/dev.stamp
	@$(PYTHON) -m venv .venv
