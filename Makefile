# Everything a newcomer types. Needs Python 3.11 or later and make; nothing else, and no root.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := .tools/bin/uv
DEMO_PROMPT := A 30 second ad for small-batch espresso from a neighbourhood roastery: roasted on Mondays, ground to order, served until late. Warm and calm.

# A run starts hundreds of processes: they share the bytecode of what they import, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup extra dev demo serve test lint format types unit diffuse-test synth layers deploy bench gallery golden \
  plans providers lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Spotworks needs Python 3.11 or later; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt

# What running needs, and on top of it what developing needs.
$(VENV)/.local: $(UV) requirements/local.txt pyproject.toml
	@echo "Setting up (once)..."
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/local.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.local requirements/all.txt requirements/runpod.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/all.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements/runpod.txt
	@touch $@

setup: $(VENV)/.local ## install what running needs

# Names of the extras of pyproject.toml.
EXTRAS = $(shell sed -n '/^\[project.optional-dependencies\]/,/^\[[^p]/s/^\([a-z]*\) = \[.*/\1/p' pyproject.toml)

extra: setup ## install an extra of pyproject.toml: make extra NAME=edge
	$(if $(filter $(EXTRAS),$(NAME)),,$(error say which one, NAME=edge for instance, of: $(EXTRAS)))
	@$(UV) pip install --python $(BIN)/python --editable '.[$(NAME)]'

dev: $(VENV)/.dev ## install what developing needs

demo: setup ## make a 30-second spot from a prompt and a photo
	@$(BIN)/spotworks make "$(DEMO_PROMPT)" --image samples/coffee.jpg --title "Espresso, unhurried" \
	  --brand "Monday Roast" --cta "Come in for a cup" --out out/demo

serve: setup ## the API, its reference page and the job page on http://127.0.0.1:8000
	@$(BIN)/spotworks serve --port 8000

# The make of macOS cannot keep the outputs apart.
APART := $(filter --output-sync,$(.FEATURES:output-sync=--output-sync))

test: dev ## everything the gate checks
	@$(MAKE) --no-print-directory -j 2 $(APART) lint types synth
	@$(MAKE) --no-print-directory unit

lint: dev ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: dev ## let ruff put things right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: dev ## mypy, strict, on the package
	@$(BIN)/mypy

unit: layers ## the tests, with coverage
	@$(BIN)/pytest -n logical --maxprocesses 4 --dist loadscope --no-loadscope-reorder --cov --cov-report=term

# Gigabytes of PyTorch, in an environment of its own: make test leaves these tests out.
diffuse-test: $(UV) ## real diffusers pipelines with random weights
	@test -x .venv-diffuse/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv-diffuse
	@$(UV) pip install --quiet --python .venv-diffuse/bin/python --editable '.[diffuse,media,voice,local,dev]'
	@.venv-diffuse/bin/pytest tests/adapters/diffusion tests/flows/test_own_gpu.py

layers: dev ## build the Lambda layers with pip, no Docker
	@$(BIN)/python -m infra.layers

synth: layers ## write the CloudFormation to cdk.out; cdk-nag and cfn-lint must be clean
	@$(BIN)/python app.py
	@$(BIN)/cfn-lint cdk.out/*.template.json

deploy: synth ## deploy to the AWS account of your environment (needs Docker)
	@$(BIN)/python -m infra.cdk deploy --app cdk.out --all --require-approval never

bench: dev ## speed and size, as ratios in one run; jobs of failing vendors: 40, `python -m bench vendors 200` for the issue's 200
	@$(BIN)/python -m bench

gallery: setup ## every mode, style, transition, aspect and format to look at, in out/gallery
	@$(BIN)/python -m gallery

golden: dev ## take the golden frames of tests/golden anew, with a sheet of what changed
	@$(BIN)/python -m tests.golden

plans: dev ## write the plans of docs/creative.md and draw their storyboards anew
	@$(BIN)/python -m tests.creative

providers: dev ## write the tables of docs/providers.md anew from the catalogue
	@$(BIN)/python -m tests.catalogue

lock: $(UV) ## pin everything anew, with hashes
	@$(PYTHON) requirements/lock.py $(UV)

clean: ## remove what was built; videos in out/ and state in .spotworks/ stay
	rm -rf $(VENV) .venv-diffuse .tools build cdk.out .pytest_cache .mypy_cache .ruff_cache .coverage*
