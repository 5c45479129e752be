"""Running the command in this process, as `sgpolicy …` would."""

import io
import sys
from typing import NamedTuple

import pytest

from sgpolicy.cli import main


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "SGPOLICY_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def run(capsys, monkeypatch):
    """`run("show", "第七条", stdin=b"…")`; nothing printed may look like a traceback."""

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return Result(code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def applications(repo):
    """The shipped applications."""
    return repo / "policies/shaoguan-2022-188/applications"
