# The commands of the project. Each makes the virtual environment it needs; see docs/operations.md.

PYTHON ?= python3
ARGS ?=

.PHONY: help run test drill mutate bench check format lock clean

help:
	@echo "make run     start the embedded run (PORT=8000, data in var/)"
	@echo "make test    all tests on both engines, then the browser journeys (ARGS goes to pytest)"
	@echo "make drill   the fault and race campaign alone, at full size, with a table of what was tried and lost"
	@echo "make mutate  change the code in small ways and list what no test notices (ARGS: modules, --sample, --tests)"
	@echo "make bench   measure pages and work in multiples of a floor (ARGS: --accounts, --only, --strict; many minutes)"
	@echo "make check   linters, types, import contracts, templates, migrations, deployment checks"
	@echo "make format  let ruff order and format the code"
	@echo "make lock    renew the hashed locks from requirements*.in (needs uv)"
	@echo "make clean   remove caches and build output, not the data"

run:
	@$(PYTHON) -m scripts.run

test:
	@$(PYTHON) -m scripts.test $(ARGS)

drill:
	@$(PYTHON) -m scripts.drill $(ARGS)

mutate:
	@$(PYTHON) -m scripts.mutate $(ARGS)

bench:
	@$(PYTHON) -m scripts.bench $(ARGS)

check:
	@$(PYTHON) -m scripts.check

format:
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

COMPILE = uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes --python-version 3.11

lock:
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
