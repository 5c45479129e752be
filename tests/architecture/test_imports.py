"""Who may import whom, and what importing costs."""

import json
import shutil
import subprocess
import sys

import pytest

import sgpolicy
from sgpolicy.applying.writing import to_data


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


STANDARD = "import datetime, fractions, hashlib, json, pathlib, sys, typing"
DECIDING = """
before = set(sys.modules)
import sgpolicy
policy = sgpolicy.load(sys.argv[1])
decision = policy.evaluate(pathlib.Path(sys.argv[2]), on=datetime.date(2026, 11, 22))
print(decision.explain("line"))
print(*sorted(set(sys.modules) - before), sep="\\n")
"""
NOT_FOR_A_LINE = {
    "chinese_calendar lark narwhals pydantic pydantic_core pyarrow rich yaml": "other ways' libraries",
    "calendar dataclasses difflib inspect": "slow parts of the standard library",
    "sgpolicy.parsing sgpolicy.resolving sgpolicy.lowering sgpolicy.checking sgpolicy.model.tree "
    "sgpolicy.diagnostics sgpolicy.pipeline": "loading from the source",
    "sgpolicy.evaluating.procedure sgpolicy.evaluating.completion sgpolicy.evaluating.generated "
    "sgpolicy.model.account sgpolicy.status": "histories, what is pending, compiling",
    "sgpolicy.rendering.decisions.letter sgpolicy.rendering.decisions.audit "
    "sgpolicy.rendering.decisions.layout sgpolicy.rendering.decisions.markdown "
    "sgpolicy.explaining.auditing": "longer explanations",
}


def test_deciding_from_a_stored_policy_in_one_line_imports_what_that_takes(repo, tmp_path):
    """A process that answers one question starts fast only as long as this holds."""
    folder = shutil.copytree(repo / "policies" / "shaoguan-2022-188", tmp_path / "policy")
    sgpolicy.store(folder)
    policy = sgpolicy.load(folder)
    ready = policy.read_application(folder / "applications" / "符合-只有申报数.yaml")
    application = tmp_path / "application.json"
    application.write_text(json.dumps(to_data(policy.core, ready), ensure_ascii=False), "utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", STANDARD + DECIDING, str(folder), str(application)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    said, *modules = done.stdout.splitlines()
    assert "符合" in said
    assert "sgpolicy.stored" in modules
    needless = {name for names in NOT_FOR_A_LINE for name in names.split()} & set(modules)
    assert not needless
