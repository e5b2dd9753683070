# A fresh machine needs Python 3.11 or newer and make, nothing else. `make` or `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test check bench fix translations screenshots clean

PREPARE = python="$$(sh tools/find-python.sh)" && "$$python" -m tools.setup
IN_VENV = .venv/bin/python -m

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start Baraza with demonstration data on http://localhost:8000 (PORT=… to choose another port)
	@$(PREPARE) run && exec $(IN_VENV) tools.run

test: ## Run every test, on its own PostgreSQL, Redis and Chromium (ARGS="tests/realtime -k name" to choose)
	@$(PREPARE) test && exec $(IN_VENV) tools.test $(ARGS)

check: ## Format, lint, types, import rules, templates, front end: all that needs no running program
	@$(PREPARE) test && exec $(IN_VENV) tools.check

fix: ## Format the code and repair what can be repaired by machine
	@$(PREPARE) test && exec $(IN_VENV) tools.check --fix

bench: ## Measure Baraza beside its peers, into docs/benchmarks (ONLY=one-document, BUDGET=25 minutes, QUICK=1)
	@$(PREPARE) bench && exec $(IN_VENV) tools.bench $(if $(ONLY),--only $(ONLY)) $(if $(BUDGET),--budget $(BUDGET)) $(if $(QUICK),--quick) $(ARGS)

translations: ## Collect new sentences into frontend/locale, compile, and say what is untranslated
	@$(PREPARE) test && exec $(IN_VENV) tools.translations

screenshots: ## Make the pictures of the README again
	@$(PREPARE) test && exec $(IN_VENV) tools.screenshots

clean: ## Remove what was built; the data under var/ stays
	@rm -rf .venv .venv-tools frontend/node_modules frontend/dist var/stamps
