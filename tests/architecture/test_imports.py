"""Who may import whom, and what importing costs."""

import subprocess
import sys

import pytest


def modules_after(statement):
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_import_contracts_hold(repo):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])",
        ],
        cwd=repo,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("heavy", ["lark", "pydantic", "yaml", "jsonschema"])
def test_importing_the_library_brings_nothing_heavy(heavy):
    assert heavy not in modules_after("import sgpolicy")


def test_help_brings_nothing_heavy():
    modules = modules_after(
        "import sgpolicy.cli\ntry: sgpolicy.cli.main(['check', '--help'])\nexcept SystemExit: pass"
    )
    assert not modules & {"lark", "pydantic", "yaml"}
