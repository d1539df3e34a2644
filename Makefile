# make          tells what there is to choose from
# make demo     PYTHON=/path/to/python3.12 chooses the Python; VENV=dir puts the environment elsewhere
# Works with GNU Make 3.81 (macOS) and later.

PYTHON   ?=
VENV     ?= .venv
SCENARIO ?= scenarios/01_tydligt_erbjudande.yaml
DEMO_DIR ?= build/demo

BIN        := $(VENV)/bin
STAMP      := $(VENV)/.sigrisk-installed
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3.12 python3.11 python3 python3.13)
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# True where durable-rules is among the dependencies, and so a C compiler with Python's headers is needed.
COMPILES   := import sys; sys.exit(sys.version_info >= (3, 13) or sys.implementation.name != "cpython")
HEADERS    := import os, sysconfig; print(os.path.join(sysconfig.get_paths()["include"], "Python.h"))
CC_OF      := import sysconfig; print(sysconfig.get_config_var("CC") or "cc")

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install demo test check verify bench pictures clean show-scenario

help:
	@echo "make demo     prövar ett exempelärende och skriver promemorian i $(DEMO_DIR)"
	@echo "make test     kör testerna"
	@echo "make check    granskar koden, regelboken och dokumentationen"
	@echo "make verify   kör de långa testerna"
	@echo "make bench    mäter hur lång tid en bedömning tar"
	@echo "make pictures ritar om bilderna i handboken"
	@echo "make install  installerar sigrisk i $(VENV); de andra gör det själva när det behövs"
	@echo "make clean    tar bort allt som har byggts"

install: $(STAMP)

# An environment whose Python still runs is kept, so that a change of dependencies costs seconds; any other is made anew.
$(STAMP): pyproject.toml
	@found=; \
	for py in $(CANDIDATES); do \
	  if "$$py" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then found=$$py; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "sigrisk behöver Python 3.11 eller nyare, men ingen sådan hittades." >&2; \
	  for py in $(CANDIDATES); do \
	    echo "  $$py: $$("$$py" -c 'import platform; print("version", platform.python_version())' 2>/dev/null || echo 'går inte att köra')" >&2; \
	  done; \
	  echo "Installera en nyare Python, eller ange var den finns: make demo PYTHON=/sökväg/till/python3.12" >&2; \
	  exit 1; \
	fi; \
	if [ -n "$(PYTHON)" ] || ! "$(BIN)/python" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then \
	  echo "Skapar $(VENV) med $$("$$found" --version) ..."; \
	  if ! "$$found" -m venv --clear "$(VENV)"; then \
	    echo "Det gick inte att skapa en virtuell miljö med $$found. På Debian och Ubuntu behövs paketet python3-venv." >&2; \
	    exit 1; \
	  fi; \
	fi; \
	echo "Installerar sigrisk i $(VENV). Första gången kan det ta någon minut ..."; \
	if ! "$(BIN)/python" -m pip install --quiet -e '.[dev]'; then \
	  echo >&2; \
	  echo "Installationen misslyckades. Orsaken står ovanför." >&2; \
	  cc=$${CC:-$$("$(BIN)/python" -c '$(CC_OF)')}; \
	  if ! "$(BIN)/python" -c '$(COMPILES)'; then \
	    echo "Kontrollera att datorn når internet och försök igen." >&2; \
	  elif ! $$cc --version >/dev/null 2>&1; then \
	    echo "Det saknas en C-kompilator, som regelmotorn durable-rules behöver." >&2; \
	    echo "Installera en C-kompilator (build-essential / Xcode Command Line Tools) eller använd Python 3.13:" >&2; \
	    echo "  make demo PYTHON=python3.13" >&2; \
	  elif [ ! -f "$$("$(BIN)/python" -c '$(HEADERS)')" ]; then \
	    echo "Det saknas filer för att bygga tillägg till Python, som regelmotorn durable-rules behöver." >&2; \
	    echo "Installera dem (paketet python3-dev på Debian och Ubuntu) eller använd Python 3.13:" >&2; \
	    echo "  make demo PYTHON=python3.13" >&2; \
	  else \
	    echo "Kontrollera att datorn når internet och försök igen." >&2; \
	  fi; \
	  exit 1; \
	fi; \
	touch "$@"

demo: $(STAMP)
	@rm -rf "$(DEMO_DIR)"
	"$(BIN)/sigrisk" assess "$(SCENARIO)" --out "$(DEMO_DIR)" --format html,md,json
	@set -- "$(DEMO_DIR)"/*.html; \
	if [ ! -s "$$1" ]; then echo "Ingen promemoria skrevs i $(DEMO_DIR)." >&2; exit 1; fi; \
	echo; echo "Öppna promemorian i en webbläsare:"; \
	for memo in "$$@"; do case $$memo in /*) echo "  $$memo";; *) echo "  $(CURDIR)/$$memo";; esac; done

test: $(STAMP)
	"$(BIN)/python" -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

check: $(STAMP)
	"$(BIN)/python" -m ruff check .
	"$(BIN)/python" -m ruff format --check .
	"$(BIN)/python" -m mypy
	"$(BIN)/sigrisk" test --mutate
	"$(BIN)/sigrisk" check --prove
	"$(BIN)/sigrisk" rules publish --out docs --check

verify: $(STAMP)
	HYPOTHESIS_PROFILE=verify "$(BIN)/python" -m pytest -n auto --dist worksteal -m "verify or not verify" $(PYTEST_ARGS)

bench: $(STAMP)
	"$(BIN)/python" -m bench $(BENCH_ARGS)

pictures: $(STAMP)
	"$(BIN)/python" -m tools.pictures

clean:
	rm -rf build dist .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find sigrisk tests tools bench -type d -name __pycache__ -prune -exec rm -rf {} +

show-scenario:
	@echo "$(SCENARIO)"
