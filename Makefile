# Every target does its own set-up: git, make and Python 3.11 or later with venv and pip are enough.
# 每个目标自己准备环境：有 git、make 和带 venv、pip 的 Python 3.11 以上即可。

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq
APPLICANT := policies/shaoguan-2022-188/applications/符合-综合服务中心.yaml
PYTEST_ARGS ?= -n auto

.DEFAULT_GOAL := help
PEERS := .venv-peers

.PHONY: help demo test test-long lint format docs accept editor-grammar bench bench-peers clean

help: ## 列出各目标
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

demo: $(VENV)/.installed ## 评估一份随附的申报材料，打印告知书
	@$(BIN)/sgpolicy --lang zh evaluate $(APPLICANT) --on 2026-11-22 --length letter

test: $(VENV)/.installed-test ## 运行测试（快速一级）
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

test-long: $(VENV)/.installed-test ## 运行全部测试（含耗时较长的）
	@$(BIN)/python -m pytest $(PYTEST_ARGS) -m "long or not long" --hypothesis-profile=long

lint: $(VENV)/.installed-dev ## 格式、写法、类型和引用关系
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.installed-dev ## 改成统一格式
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed-dev ## 生成文档站（site/）
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

accept: $(VENV)/.installed-test ## 重写文档中由程序生成的部分
	@$(BIN)/python -m pytest tests/docs tests/spec tests/unit/rendering --accept -q -p no:randomly

editor-grammar: $(VENV)/.installed
	@$(BIN)/python editors/vscode/grammar.py

bench: $(VENV)/.installed ## 量一量速度
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/decide.py
	@$(BIN)/python bench/histories.py

bench-peers: $(PEERS)/.installed ## 与别的规则引擎和手写代码比一比速度（约十分钟）
	@cd bench && PYTHONPATH=../src ../$(PEERS)/bin/python -m peers.run $(PEERS_ARGS)

clean: ## 删除生成的文件
	rm -rf $(VENV) $(PEERS) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# ── environments: one virtual environment; each stamp says what it holds ─────────────────

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 以上；若另有安装，可写 make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "正在准备 Python 环境（$(VENV)），第一次约需一分钟……" >&2
	@$(PYTHON) -m venv $(VENV)

# The peers are pinned with hashes, in an environment of their own: bench/peers/requirements.in, compiled by
# pip-compile --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links.
$(PEERS)/.installed: bench/peers/requirements.lock
	@echo "正在准备各家引擎的环境（$(PEERS)），第一次约需一分钟……" >&2
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install -qq --require-hashes -r $<
	@touch $@

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@$(PIP) --editable '.[test,lint,docs]'
	@touch $@ $(VENV)/.installed-test $(VENV)/.installed
