# `make demo` and `make test` set up what is missing and run; run again, they set nothing up anew.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.redo

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test tal rundresa rundresans-program webblasare webblasarens-program dokument-test dokumentens-program bilder gyllene lint format bench lock clean
help:
	@echo "make demo    hela året 2024 från plan till uppföljning"
	@echo "make test    alla tester"
	@echo "make tal     det som tar lång tid: avbrott vid varje punkt, hundratals slumpade år"
	@echo "make rundresa arbetsböcker genom LibreOffice, ExcelJS och SheetJS (installerar dem)"
	@echo "make webblasare gränssnittet i en riktig webbläsare (installerar Debians Chromium)"
	@echo "make dokument-test dokumenten genom axe-core, LibreOffice och poppler (installerar dem)"
	@echo "make bilder  handbokens bilder på nytt, ur webbläsaren och LibreOffice"
	@echo "make gyllene skriver om de gyllene texterna i tests/gyllene"
	@echo "make lint    ruff, mypy, import-linter och handbokens tabeller"
	@echo "make bench   mätningar"
	@echo "make lock    låser beroendena på nytt (kräver uv)"

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Årshjulet behöver Python 3.11 eller senare."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installerar beroenden (första gången tar det någon minut) …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	@$(BIN)/arshjul demo

test: $(READY)
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 $(ARGS)

tal: $(READY)
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 -m tal $(ARGS)
	@PYTHONPATH=.:tests:tests/oberoende $(BIN)/python tests/oberoende/snabbt.py 1000 1300

rundresa: $(READY) rundresans-program
	@$(BIN)/python -m pytest -n 0 -m program tests/rundresa $(ARGS)

webblasare: $(READY) webblasarens-program
	@$(BIN)/python -m pytest -n 0 -m webb tests/webblasare $(ARGS)

dokument-test: $(READY) dokumentens-program
	@$(BIN)/python -m pytest -n 0 -m "dokument or not dokument" tests/dokumenttest $(ARGS)

bilder: $(READY) webblasarens-program
	@for p in soffice pdftoppm pngquant; do command -v $$p >/dev/null || { \
		echo "Bilderna behöver $$p: apt-get install libreoffice-calc-nogui poppler-utils pngquant"; exit 1; }; done
	@BILDER=skriv $(BIN)/python -m pytest -n 0 -m "webb or dokument" tests/webblasare tests/dokumenttest/test_bilder.py $(ARGS)

webblasarens-program:
	@command -v chromium >/dev/null || { echo "Installerar Chromium (Debian) …"; \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; }
	@command -v npm >/dev/null || { echo "Webbläsarens tester behöver Node.js med npm."; exit 1; }
	@test -d tests/webblasare/node_modules || { echo "Installerar playwright-core (npm) …"; \
		npm --prefix tests/webblasare ci --silent --no-audit --no-fund; }

rundresans-program:
	@command -v soffice >/dev/null || { echo "Installerar LibreOffice Calc (Debian) …"; \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends libreoffice-calc-nogui >/dev/null; }
	@command -v npm >/dev/null || { echo "Rundresan behöver Node.js med npm."; exit 1; }
	@test -d tests/rundresa/node_modules || { echo "Installerar ExcelJS och SheetJS (npm) …"; \
		npm --prefix tests/rundresa ci --silent --no-audit --no-fund; }

dokumentens-program:
	@command -v soffice >/dev/null && command -v chromium >/dev/null && command -v pdftotext >/dev/null || { \
		echo "Installerar LibreOffice, Chromium och poppler (Debian) …"; apt-get update -qq && \
		apt-get install -qq -y --no-install-recommends libreoffice-calc-nogui chromium poppler-utils >/dev/null; }
	@command -v npm >/dev/null || { echo "Dokumentens tester behöver Node.js med npm."; exit 1; }
	@test -d tests/dokumenttest/node_modules || { echo "Installerar axe-core och playwright-core (npm) …"; \
		npm --prefix tests/dokumenttest ci --silent --no-audit --no-fund; }

gyllene: $(READY)
	@GYLLENE=skriv $(BIN)/python -m pytest -n 0 tests/gyllene

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@PYTHONPATH=. $(BIN)/python docs/skriv_tabeller.py --kontrollera

format: $(READY)
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(READY)
	@$(BIN)/python tests/bench/__main__.py $(ARGS)

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--extra utveckling pyproject.toml -o requirements.lock --no-emit-index-url --no-header
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		pyproject.toml --constraints requirements.lock -o drift/requirements.lock --no-emit-index-url --no-header

clean:
	rm -rf $(VENV) arshjul-hem
