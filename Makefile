# The two commands of a newcomer: `make serve` and `make test`. Everything is set up on the way.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?=
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: help install serve test check build goldens bench bench-split bench-search bench-pages bench-build bench-hosting \
  bench-publish bench-desk bench-scale screenshots bundle clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

install: $(STAMP)  ## Make .venv with the huibian command in it

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo '需要 Python 3.10 或更高版本（现在是 '"$$($(PYTHON) -V 2>&1)"'）；可以用 make PYTHON=python3.12 指定'; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo '建不了虚拟环境。Debian/Ubuntu 请先运行：apt-get install python3-venv'; rm -rf $(VENV); exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# make serve FILE=my.txt splits that file first.
serve: $(STAMP)  ## Serve the library and print its address; FILE=my.txt splits that file first
	@if [ -n "$(FILE)" ]; then $(BIN)/huibian split "$(FILE)" $(if $(COLLECTION),--collection "$(COLLECTION)"); fi
	@$(BIN)/huibian serve $(if $(PORT),--port $(PORT))

build: $(STAMP)  ## Build the site into site/
	$(BIN)/huibian build

check: $(DEV_STAMP)  ## ruff, mypy, import-linter, huibian check, strict build
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/huibian check --quiet
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

test: check  ## Every check, then every test
	$(BIN)/pytest --numprocesses auto --dist loadfile

goldens: $(DEV_STAMP)  ## Write the golden files anew; read the diff before you commit it
	$(BIN)/pytest --update-goldens

bench: bench-split bench-search bench-pages bench-build bench-hosting bench-publish bench-desk  ## Measure everything; an hour on a quiet machine

bench-split: $(DEV_STAMP)  ## Measure splitting: speed, memory and quality, in tests/bench/RESULTS.md
	PYTHONPATH=tests $(BIN)/python -m bench $(if $(DATE),--date $(DATE))

bench-search: $(DEV_STAMP)  ## Measure the search beside Material's and Pagefind's, in tests/bench/SEARCH.md
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pagefind[extended]'
	PYTHONPATH=tests $(BIN)/python -m bench.search --out tests/bench/SEARCH.md
	PYTHONPATH=tests $(BIN)/python -m bench.practice_search --out tests/bench/PRACTICES.md

bench-pages: $(DEV_STAMP)  ## Lighthouse's marks and the weight of pages, in tests/bench/PAGES.md
	PYTHONPATH=tests $(BIN)/python tests/bench/pages.py $(if $(DATE),--date $(DATE))

bench-build: $(DEV_STAMP)  ## Building at 1,000 and 10,000 articles beside the peers, in docs/guide/performance.md
	PYTHONPATH=tests $(BIN)/python -m bench.build $(if $(DATE),--date $(DATE))

bench-hosting: $(DEV_STAMP)  ## nginx with our configuration beside its own, in tests/bench/HOSTING.md
	PYTHONPATH=tests $(BIN)/python -m bench.hosting $(if $(DATE),--date $(DATE))

bench-publish: $(DEV_STAMP)  ## Publishing and verifying 10,000 articles, in tests/bench/PUBLISH.md
	PYTHONPATH=tests $(BIN)/python -m bench.publish $(if $(DATE),--date $(DATE))

bench-desk: $(DEV_STAMP)  ## How long a clerk waits at the desk, with 10,000 articles, in tests/bench/DESK.md
	PYTHONPATH=tests NO_MKDOCS_2_WARNING=1 $(BIN)/python -m bench.desk $(if $(DATE),--date $(DATE))

bench-scale: $(DEV_STAMP)  ## Bytes that 10,000 and 100,000 articles ask of readers, in tests/bench/SCALE.md
	PYTHONPATH=tests NO_MKDOCS_2_WARNING=1 $(BIN)/python tests/bench/scale.py --out tests/bench/SCALE.md \
	  $(if $(DATE),--date $(DATE))

screenshots: $(DEV_STAMP)  ## Take the pictures of README and guide anew; ONLY=home those of some pages
	PYTHONPATH=tests $(BIN)/python tests/browser/screenshots.py $(ONLY)

# make bundle ARGS='--python 3.10 --python 3.12 --machine aarch64' for other machines.
bundle: $(STAMP)  ## Make an archive that installs without a network, in dist/; ARGS for other machines
	@PYTHONPATH=scripts $(BIN)/python -m bundling $(ARGS)

clean:  ## Remove what the targets made
	rm -rf $(VENV) site .site.lock .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
