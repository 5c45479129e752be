"""Case files as pytest tests, in any project that has this library installed.

Files named `*.cases.md`, `*.cases.yaml` or `*.cases.xlsx` are collected, each case a test. In the
project's pytest settings:

    sgpolicy_cases = 样例/*.xlsx 样例/*.md    # other names, relative to the root folder
    sgpolicy_policy = policies/某办法          # a folder, or a policy that comes with the library

Nothing of the library is imported before the first case file is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from sgpolicy.cases import CaseRun
    from sgpolicy.casing.records import AnyCase

_SUFFIXES = (".md", ".yaml", ".yml", ".xlsx")
_NAMES = tuple(f"*.cases{suffix}" for suffix in _SUFFIXES)
_ready: pytest.StashKey[dict[Path, CaseRun]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two settings."""
    parser.addini(
        "sgpolicy_cases",
        "case files to collect, as patterns relative to the root folder "
        f"(default: {' '.join(_NAMES)})",
        type="args",
        default=[],
    )
    parser.addini(
        "sgpolicy_policy",
        "the policy that case files are about: a folder relative to the root folder, or the name "
        "of a policy that comes with sgpolicy",
        default="",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """A case file, by its name."""
    if file_path.suffix.lower() not in _SUFFIXES or file_path.name.startswith(("~$", ".")):
        return None
    patterns: list[str] = parent.config.getini("sgpolicy_cases")
    if patterns:
        root = parent.config.rootpath
        path = file_path.relative_to(root) if file_path.is_relative_to(root) else file_path
        matches = any(fnmatchcase(path.as_posix(), pattern) for pattern in patterns)
    else:
        matches = any(fnmatchcase(file_path.name, name) for name in _NAMES)
    return CaseFile.from_parent(parent, path=file_path) if matches else None


class NotAsExpectedError(Exception):
    """A case came out otherwise; the text says how and why."""


class CaseFile(pytest.File):
    """A case file: its cases are tests."""

    def collect(self) -> Iterator[CaseItem]:
        """Every case.

        Raises:
            CaseFileError: With every mistake in the file.
            PolicyError: If the policy is unknown or has mistakes.
        """
        for case in self.ready.cases_in(self.path):
            yield CaseItem.from_parent(self, name=case.name, case=case)

    @cached_property
    def ready(self) -> CaseRun:
        """The policy, loaded once for a run of the tests."""
        from sgpolicy.cases import CaseRun

        config = self.config
        root = config.rootpath if self.path.is_relative_to(config.rootpath) else self.path.parent
        known = config.stash.setdefault(_ready, {})
        if root not in known:
            known[root] = CaseRun.of(_policy(config), root)
        return known[root]

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ANN401, ARG002 - as pytest calls it
    ) -> str | TerminalRepr:
        """What is wrong with the file or the policy, without a traceback."""
        from sgpolicy.errors import SgpolicyError

        if isinstance(excinfo.value, SgpolicyError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: AnyCase, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        """Evaluate it.

        Raises:
            NotAsExpectedError: If it comes out otherwise.
        """
        if not isinstance(self.parent, CaseFile):
            raise TypeError(self.parent)
        result = self.parent.ready.run(self.case)
        if not result.passed:
            from sgpolicy.cli.case_report import failure
            from sgpolicy.cli.wording import Words

            told = failure(result, Words("zh"))
            raise NotAsExpectedError(f"{result.place}：{result.message}\n{told}")

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ANN401
    ) -> str | TerminalRepr:
        """The expectation beside the explanation, without a traceback."""
        if isinstance(excinfo.value, NotAsExpectedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, self.case.line - 1, self.name


def _policy(config: pytest.Config) -> str | Path:
    """The policy that the settings name; the one that comes with the library if they name none."""
    import sgpolicy

    named = str(config.getini("sgpolicy_policy")).strip()
    if not named:
        return sgpolicy.shipped()[0]
    return named if named in sgpolicy.shipped() else config.rootpath / named
