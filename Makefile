# lambda-triage: `make demo` and `make test` do all the set-up they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: all demo test test-long test-live lint docs bench accuracy enums clean
.DEFAULT_GOAL := all

all: $(STAMP)

# All extras but `sam`, which holds click and botocore back: its tests have the SAM CLI in .venv-sam.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench,dev,mcp,runtime,validate]'
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/lambda-triage demo

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not long and not browser and not live"

test-long: $(STAMP)
	$(BIN)/python -m pytest -m "long"

test-live: $(STAMP)
	tools/emulators.sh
	tools/inspector.sh
	$(BIN)/python -m pytest -m "live and not long"

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/docs.py --check
	$(BIN)/python tools/schema.py --check
	$(BIN)/python tools/index.py --check
	$(BIN)/python tools/answers.py --check
	$(BIN)/python tools/own_incidents.py --check

docs: $(STAMP)
	$(BIN)/python tools/docs.py
	$(BIN)/python tools/index.py
	$(BIN)/python tools/schema.py
	$(BIN)/python tools/own_incidents.py

bench: $(STAMP)
	mkdir -p build
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/generate.py --gb 1 build/mix.log
	$(BIN)/python benchmarks/scan.py build/mix.log
	$(BIN)/python benchmarks/memory.py build/mix.log
	$(BIN)/python benchmarks/judge.py

accuracy: $(STAMP)
	$(BIN)/python tools/accuracy.py

enums: $(STAMP)
	rm -rf build/newest
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target build/newest botocore awslambdaric
	PYTHONPATH=build/newest $(BIN)/python -m pytest tests/test_enums.py
	PYTHONPATH=build/newest $(BIN)/python tools/answers.py --check

clean:
	rm -rf $(VENV) .venv-aws .venv-sam .node .mypy_cache .ruff_cache .pytest_cache .hypothesis
