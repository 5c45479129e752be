"""Every command and every Python example in README and docs runs, and shows what it says.

A ```console block holds commands (`$ …`) and their output, standard error included. A line 「……」 in
the output stands for any lines. `pytest tests/docs --accept` rewrites what differs.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys

import pytest

PAGES = ("README.md", "CONTRIBUTING.md", "docs/**/*.md")
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELISION = "……"


def blocks(root, language):
    pages = sorted(page for pattern in PAGES for page in root.glob(pattern))
    for page in pages:
        for number, match in enumerate(BLOCK.finditer(page.read_text("utf-8")), 1):
            if match[1] == language:
                yield page, number, match[2]


def pytest_generate_tests(metafunc):
    root = metafunc.config.rootpath
    if "console_block" in metafunc.fixturenames:
        found = list(blocks(root, "console"))
        ids = [f"{page.relative_to(root)}-{number}" for page, number, _ in found]
        metafunc.parametrize("console_block", found, ids=ids)


@pytest.fixture
def shell(repo, tmp_path):
    """Run one command line as a reader of the docs would, and go on from its exit code."""
    shim = tmp_path / "bin" / "sgpolicy"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sgpolicy "$@"\n')
    shim.chmod(0o755)
    home = tmp_path / "checkout"
    home.mkdir()
    shutil.copytree(repo / "policies", home / "policies")
    shutil.copytree(repo / "docs" / "assets", home / "docs" / "assets")
    environment = {
        "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(repo / "src"),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
    }

    def run(commands):
        mark = "=====sgpolicy-docs-mark====="
        lines = []
        for command in commands:
            lines += [command, "status=$?", f"echo '{mark}'", "(exit $status)"]
        done = subprocess.run(
            ["bash", "-c", "\n".join(lines)],
            cwd=home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        outputs = done.stdout.split(f"{mark}\n")
        assert len(outputs) == len(commands) + 1, done.stdout
        return [output.splitlines() for output in outputs[:-1]]

    return run


def parse(block):
    """Commands with the output that the page shows for each."""
    shown = []
    for line in block.splitlines():
        if line.startswith("$ "):
            shown.append((line[2:], []))
        else:
            shown[-1][1].append(line)
    return shown


def agrees(expected, actual):
    if ELISION not in expected:
        return [line.rstrip() for line in actual] == expected
    at = expected.index(ELISION)
    head, tail = expected[:at], expected[at + 1 :]
    actual = [line.rstrip() for line in actual]
    return (
        len(actual) >= len(head) + len(tail)
        and actual[:at] == head
        and actual[len(actual) - len(tail) :] == tail
    )


def refreshed(expected, actual):
    actual = [line.rstrip() for line in actual]
    if ELISION not in expected:
        return actual
    at = expected.index(ELISION)
    return [*actual[:at], ELISION, *actual[len(actual) - (len(expected) - at - 1) :]]


def test_console_block_shows_what_the_commands_print(console_block, shell, pytestconfig):
    page, _, block = console_block
    shown = parse(block)
    outputs = shell([command for command, _ in shown])
    if pytestconfig.getoption("accept"):
        text = "".join(
            "\n".join([f"$ {command}", *refreshed(expected, actual)]) + "\n"
            for (command, expected), actual in zip(shown, outputs, strict=True)
        )
        page.write_text(page.read_text("utf-8").replace(block, text, 1), "utf-8")
        return
    for (command, expected), actual in zip(shown, outputs, strict=True):
        same = agrees(expected, actual)
        assert same, f"$ {command}\n" + "\n".join(actual) + "\n(make accept rewrites the page)"


def test_there_are_console_blocks(repo):
    pages = {page.name for page, _, _ in blocks(repo, "console")}
    assert {"README.md", "tutorial.md", "command.md"} <= pages


def test_python_examples_run(repo, tmp_path, monkeypatch):
    """Blocks of one page share their names; the page's application file is the shipped one."""
    applications = repo / "policies/shaoguan-2022-188/applications"
    shutil.copy(min(applications.glob("*.yaml")), tmp_path / "申报材料.yaml")
    shutil.copy(applications.parent / "histories/七年.yaml", tmp_path / "经历.yaml")
    monkeypatch.chdir(tmp_path)
    pages = {}
    for page, _, block in blocks(repo, "python"):
        namespace = pages.setdefault(page, {"print": lambda *_, **__: None})
        exec(compile(block, str(page), "exec"), namespace)  # noqa: S102 - our own docs
    assert pages


def test_docstrings_of_pages_run(repo):
    for page, number, block in blocks(repo, "pycon"):
        test = doctest.DocTestParser().get_doctest(block, {}, f"{page}:{number}", str(page), 0)
        assert doctest.DocTestRunner().run(test).failed == 0


def test_rules_shown_in_readme_stand_in_the_policy(repo):
    policy = "\n".join(
        file.read_text("utf-8") for file in (repo / "policies/shaoguan-2022-188").glob("*.md")
    )
    for page, number, block in blocks(repo, "sgp"):
        assert block.strip() in policy, f"{page.name}, block {number}"


def test_make_targets_named_in_the_docs_exist(repo):
    targets = set(re.findall(r"^([a-z-]+):", (repo / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set()
    for pattern in PAGES:
        for page in repo.glob(pattern):
            named |= set(re.findall(r"\bmake ([a-z-]+)", page.read_text("utf-8")))
    assert {"demo", "test"} <= named <= targets
