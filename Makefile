# Otklik: the commands of this repository. `make run` and `make test` need Debian 12 with python3, pip, venv, make, apt.
.DEFAULT_GOAL := run
.PHONY: run test bench lint shots package clean setup lock i18n calendar
unexport PIP_FIND_LINKS
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BOOTSTRAP := python3 installer/bootstrap.py
BIN := .venv/bin
OFFSCREEN := QT_QPA_PLATFORM=offscreen

run:  ## the program with a demo world; without a display its programs run and print where they listen
	@$(BOOTSTRAP) run
	@if [ -z "$$DISPLAY" ] && [ -z "$$WAYLAND_DISPLAY" ]; then \
		echo "There is no display (DISPLAY and WAYLAND_DISPLAY are not set): running without a window."; \
		exec $(BIN)/otklik demo --headless; \
	else \
		exec $(BIN)/otklik demo; \
	fi

test: lint  ## every check and test (benchmarks aside)
	$(OFFSCREEN) $(BIN)/python -m pytest -m "not bench" -n 2 --dist loadfile

lint: setup  ## ruff, mypy, import contracts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup  ## one JSON object per figure; ONLY=name runs one benchmark
	@$(OFFSCREEN) $(BIN)/python -m tests.benchmarks $(ONLY)

shots: setup  ## screenshots of every screen into build/shots
	$(OFFSCREEN) $(BIN)/python -m tests.shots build/shots

package: setup  ## a wheel in build/dist
	$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir build/dist .
	@ls build/dist

clean:  ## remove everything that was made, the environment too
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f resources/i18n/*.qm

setup:
	@$(BOOTSTRAP) dev

i18n: setup  ## collect the texts of the window; then fill in what is unfinished in resources/i18n/otklik_ru.ts
	$(BIN)/pyside6-lupdate -silent $(TEXTS) -ts resources/i18n/otklik_ru.ts $(COLLECT) -target-language ru
	$(BIN)/pyside6-lupdate -silent $(TEXTS) -ts resources/i18n/otklik_en.ts $(COLLECT) -target-language en -pluralonly
TEXTS = $(sort $(shell find desktop_app/ui -name '*.py'))
COLLECT := -source-language en -no-obsolete -locations none

calendar: setup  ## the tables of holidays and moved days, from PyPI `holidays`; once a year, after the decrees
	$(BIN)/python installer/production_calendar.py

# Needs uv on the path; everything else installs from the lock files alone.
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links
lock:
	cd installer && $(COMPILE) requirements.in -o requirements.txt
	cd installer && $(COMPILE) requirements-dev.in -o requirements-dev.txt
