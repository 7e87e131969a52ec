# Everything runs in .venv, made from hashed locks with the machine's own python3 and pip.
# A target installs only what a changed lock asks for, so a second run starts at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV_LOCK := uv pip compile --quiet --universal --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links $(LOCK_OPTIONS)
LOCK := $(UV_LOCK) --python-version 3.10
# For containers, whose Python may be older than flowc's own.
SHIM_LOCK := $(UV_LOCK) --python-version 3.9 --no-annotate
# Airflow's provider for AWS needs it; each version of Airflow has an environment of its own.
AIRFLOW_LOCK := $(UV_LOCK) --python-version 3.11 --no-annotate
# What the tests of a file share is started once then, where they run.
ON_ALL_CORES := --numprocesses=auto --dist=loadfile
# What takes minutes on that cluster is left out by `make test-cluster CLUSTER_OPTIONS=`.
CLUSTER_OPTIONS ?= --slow
STORES := --datastore=folder --datastore=s3 --datastore=s3-faulty --datastore=gcs --datastore=azure
# No addresses in it: they are those of whichever registry the machine uses.
NPM_LOCK := npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

.DEFAULT_GOAL := help
.PHONY: help demo test test-stores test-slow cluster-build cluster cluster-down test-cluster lint format \
	golden bench lock clean

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.demo ## Sets up, runs examples/train.py here, compiles it for Argo Workflows.
	$(BIN)/flowc run examples/train.py --epochs 10
	$(BIN)/flowc show
	$(BIN)/flowc artifacts TrainFlow/latest/end
	$(BIN)/flowc compile examples/train.py --target argo --output build/argo
	@cat build/argo/*.yaml
	@echo && ls -l build/argo

test: lint ## Sets up, lints, checks the types, runs all tests.
	$(BIN)/python -m pytest $(ON_ALL_CORES)

test-stores: $(VENV)/.dev ## Runs all conformance cases on each kind of datastore; takes an hour.
	$(BIN)/python -m pytest tests/conformance $(STORES)

test-slow: $(VENV)/.dev ## Runs the tests that take minutes each, which `make test` leaves out.
	$(BIN)/python -m pytest -m slow --slow

cluster-build: $(VENV)/.dev ## Builds Kubernetes and Argo Workflows, once for each version.
	$(BIN)/python -m tests.engines.cluster build

cluster: $(VENV)/.dev ## Brings up Kubernetes with Argo Workflows; builds them the first time.
	$(BIN)/python -m tests.engines.cluster up

cluster-down: $(VENV)/.dev ## Ends that cluster.
	$(BIN)/python -m tests.engines.cluster down

test-cluster: cluster ## Runs the tests that need that cluster.
	$(BIN)/python -m pytest -m cluster --cluster $(CLUSTER_OPTIONS)

lint: $(VENV)/.dev ## Runs ruff and mypy.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## Formats the code.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(VENV)/.dev ## Writes the golden files anew, for a person to read the diff; never in CI.
	$(BIN)/python -m pytest -m golden --regenerate-golden
	@git --no-pager diff --stat -- golden_tests tests

bench: $(VENV)/.dev ## Measures flowc, and Metaflow beside it.
	$(BIN)/python -m benchmarks

lock: ## Resolves the locks anew (needs uv and npm); LOCK_OPTIONS=--upgrade takes newer versions.
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) requirements/metaflow.in -o requirements/metaflow.txt
	$(LOCK) requirements/benchmark.in -o requirements/benchmark.txt
	$(LOCK) requirements/gcs.in -o requirements/gcs.txt
	$(LOCK) requirements/demo.in -o requirements/demo.txt
	for lock in requirements/airflow-*.in; do $(AIRFLOW_LOCK) $$lock -o $${lock%.in}.txt || exit; done
	$(NPM_LOCK) --prefix tests/servers/azurite
	$(NPM_LOCK) --prefix tests/validators/asl
	$(LOCK) pyproject.toml -o requirements/runtime.txt
	$(SHIM_LOCK) requirements/shim.in -o compiler/images/requirements.txt
	$(PYTHON) -m requirements.container_digests compiler/images/requirements.txt
	$(SHIM_LOCK) requirements/tools.in -o compiler/images/tools.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/runtime.txt -c compiler/images/requirements.txt -o requirements/dev.txt

clean: ## Removes everything that the other targets made.
	rm -rf $(VENV) .venvs .flowc build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo 'flowc needs Python 3.10 or newer: make PYTHON=python3.12 ...' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.created requirements/runtime.txt requirements/build.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.demo: $(VENV)/.runtime requirements/demo.txt
	$(PIP) install --require-hashes -r requirements/demo.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
