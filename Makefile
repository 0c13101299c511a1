# Electoral School. `make` lists what can be made.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
WHEEL_FILES := pyproject.toml $(wildcard widgets/voila/templates/electoral/*) $(wildcard binder/labconfig/*/*) binder/postBuild

.DEFAULT_GOAL := help
.PHONY: help start build check test test-fast bench lint messages lock clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

start: .stamp-env  ## Set everything up (first time) and open the school
	@electoral-school start $(ARGS)

build: .stamp-env  ## Build the courses in every language
	@electoral-school build

check: .stamp-env  ## Check courses, catalogues and items
	@electoral-school check

test: .stamp-test  ## Set up what tests need and run them all
	@sh tests/run all

test-fast: .stamp-test  ## The part of the tests that takes under a minute
	@sh tests/run fast

bench: .stamp-test  ## Speed and memory, side by side with the slow way
	@python tests/bench/national.py
	@python tests/bench/reading.py
	@python tests/bench/evoting.py
	@python tests/bench/grading.py
	@python tests/bench/sandbox.py
	@python tests/bench/saving.py
	@python tests/bench/formgrader_lists.py
	@python tests/bench/two_hundred_submit.py
	@python tests/bench/kernels.py
	@python tests/bench/start.py
	@python tests/bench/pages.py
	@python tests/bench/hall.py
	@python tests/bench/sliders.py

lint: .stamp-test  ## Style and types only
	@sh tests/run lint

messages: .stamp-env  ## Extract texts into the catalogues and update every language
	@$(BIN)/python -m electoral_courses.messages

lock:  ## Renew binder/requirements.txt and tests/requirements.txt (needs uv)
	uv pip compile -q pyproject.toml binder/build.in --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-strip-extras $(ARGS) -o binder/requirements.txt
	cd tests && uv pip compile -q requirements.in --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-strip-extras $(ARGS) -o requirements.txt

clean:  ## Remove the environment and everything built; asks first, answers elsewhere are kept
	@printf 'Remove .venv, node_modules and build (submissions in build/nbgrader too)? [y/N] '; \
	  read answer && [ "$$answer" = y ] && rm -rf .venv node_modules build .stamp-*

.stamp-env: binder/requirements.txt $(WHEEL_FILES)
	@sh binder/environment "$(PYTHON)"
	@touch $@

.stamp-test: .stamp-env tests/requirements.txt package-lock.json tests/environment
	@sh tests/environment
	@touch $@
