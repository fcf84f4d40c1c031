# make demo: rate the sample reports.  make test: everything that must hold.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out/demo
SAMPLES := corpus_samples/reports

.PHONY: demo test check bench samples clean

$(VENV)/.made: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(VENV)/.made
	$(BIN)/csr-extract rate --demo --output $(OUT)
	@$(BIN)/csr-extract explain $(OUT) 清河 EN3.2 --png $(OUT)/page-zh.png --report $(SAMPLES) > $(OUT)/explain-zh.txt
	@$(BIN)/csr-extract explain $(OUT) Orvik EN3.11 --png $(OUT)/page-en.png --report $(SAMPLES) > $(OUT)/explain-en.txt
	@echo
	@echo "Pictures: $(OUT)/ranking.svg (the ranking), $(OUT)/page-zh.png and $(OUT)/page-en.png (evidence marked on its page)"
	@echo "Workbook: $(OUT)/results.xlsx    Why a rating: $(BIN)/csr-extract explain $(OUT) Orvik EN3.11"

test check: $(VENV)/.made
	$(BIN)/ruff format --check csr_extract tests
	$(BIN)/ruff check csr_extract tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: $(VENV)/.made
	$(BIN)/python -m tests.bench

# Needs WeasyPrint's libraries and the Noto fonts: apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core fonts-noto-cjk
samples: $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[samples]'
	$(BIN)/python $(SAMPLES)/make_reports.py

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
