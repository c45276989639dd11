# Every target is one command of scripts/plataforma; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test lint update shell psql stop clean lock screenshots

help:            ## Show this list
	@sed -n 's/^\([a-z]*\): *##/  make \1\t/p' Makefile | expand -t 20

run:             ## Bring everything up and serve on 127.0.0.1:8069 (ODOO_PORT=..., ODOO_PATH=..., PGHOST=...)
test:            ## Run all tests in a throw-away PostgreSQL (ARGS='...' goes to pytest)
lint:            ## Check style, conventions and translations
update:          ## Update the addons in the database of make run
shell:           ## Open Odoo's shell on that database
psql:            ## Open psql on that database
screenshots:     ## Make the pictures of docs/manual
stop:            ## Stop what make run started
clean:           ## Delete that database and all state (asks first; FORCE=1 does not)
lock:            ## Write the requirements*.lock files anew

run test lint update shell psql screenshots stop clean lock:
	@scripts/plataforma.sh $@
