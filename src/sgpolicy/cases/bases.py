"""What cases start from: applications and histories beside the case files, read once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sgpolicy.applying.documents import read_document
from sgpolicy.applying.histories import read_history
from sgpolicy.applying.reading import Parts, read_application
from sgpolicy.casing.editing import edited
from sgpolicy.casing.life_editing import edited_history
from sgpolicy.casing.records import AnyCase, Case, LifeCase, Problems, RankCase
from sgpolicy.loading import materials_in
from sgpolicy.model.application import Application
from sgpolicy.model.history import History
from sgpolicy.records import dataclass, field

if TYPE_CHECKING:
    from sgpolicy.policy import Policy

_NO_BASE = frozenset({"(无)", "（无）"})
_LIMIT = 20_000_000
_NOTHING: Mapping[str, object] = {"经历": []}


@dataclass(frozen=True, slots=True)
class Bases:
    """The applications and histories of a policy's cases, with what was read so far.

    Attributes:
        policy: The policy.
        folder: Which they must not leave.
    """

    policy: Policy
    folder: Path
    _files: dict[Path, Mapping[str, object] | None] = field(default_factory=dict)
    _applications: dict[object, Application] = field(default_factory=dict)
    _histories: dict[object, History] = field(default_factory=dict)
    _checked: dict[Path, bool] = field(default_factory=dict)
    _parts: Parts = field(default_factory=Parts)

    def application(self, case: Case | RankCase, problems: Problems) -> Application | None:
        """The application a case is about: its base with its changes; None if that is no good."""
        path = self._path(case, problems)
        if path is None:
            return None
        key = (path, case.written, case.origins)
        if key in self._applications:
            return self._applications[key]
        base = self._base(path, case, problems)
        if base is None:
            return None
        before = len(problems.found)
        here = problems.within(case.cell)
        data = edited(base, case, self.policy.core.interpretations, here)
        if len(problems.found) > before:
            return None
        result = read_application(self.policy.core, data, known=self._parts)
        for problem in result.problems:
            message = f"申报材料（{case.base}）：{problem.text()}"
            _report(case, problem.fact, message, problem.text(), problems)
        if not result.is_valid:
            return None
        self._applications[key] = result.application
        return result.application

    def history(self, case: LifeCase, problems: Problems) -> History | None:
        """The history a case is about: its base with its changes; None if that is no good."""
        path = self._path(case, problems)
        if path is None:
            return None
        # Whoever an added act is done by may depend on a reading.
        key = (path, case.written, case.origins, case.readings)
        if key in self._histories:
            return self._histories[key]
        base = self._base(path, case, problems)
        if base is None or not self._is_good(path, base, case, problems):
            return None
        before = len(problems.found)
        core = self.policy.core
        data = edited_history(base, case, core, problems.within(case.cell))
        if len(problems.found) > before:
            return None
        result = read_history(core, data, materials=materials_in(path.parent))
        for problem in result.problems:
            message = f"经历（{case.base}，改动以后）：{problem.text()}"
            _report(case, problem.fact, message, problem.text(), problems)
        if not result.is_valid:
            return None
        self._histories[key] = result.history
        return result.history

    def _is_good(
        self, path: Path, base: Mapping[str, object], case: LifeCase, problems: Problems
    ) -> bool:
        """Whether a history can be read as it stands; if not, that is said once, not at every case."""
        if path not in self._checked:
            materials = materials_in(path.parent)
            result = read_history(self.policy.core, base, materials=materials)
            here = problems.within(case.cell)
            for problem in result.problems:
                here.report(case.line, f"经历“{case.base}”：{problem.text()}")
            self._checked[path] = result.is_valid
        return self._checked[path]

    def _path(self, case: AnyCase, problems: Problems) -> Path | None:
        try:
            return (self.folder / case.file).parent.joinpath(case.base).resolve()
        except (OSError, ValueError, RuntimeError):  # too long, a NUL, links in a circle
            problems.report(case.line, f"{_word(case)}“{case.base[:40]}”不是文件的路径")
            return None

    def _base(self, path: Path, case: AnyCase, problems: Problems) -> Mapping[str, object] | None:
        if case.base in _NO_BASE:
            return _NOTHING if isinstance(case, LifeCase) else {}
        here = problems.within(case.cell)
        if path not in self._files:
            self._files[path] = self._read(path, case, here)
        return self._files[path]

    def _read(self, path: Path, case: AnyCase, problems: Problems) -> Mapping[str, object] | None:
        word = _word(case)
        if not path.is_relative_to(self.folder):
            problems.report(case.line, f"{word}“{case.base}”不在办法的文件夹里")
            return None
        try:
            with path.open("rb") as file:
                content = file.read(_LIMIT)
        except OSError:
            problems.report(case.line, f"读不出{word}“{case.base}”；路径从样例文件所在的文件夹算起")
            return None
        document = read_document(content)
        for problem in document.problems:
            problems.report(case.line, f"{word}“{case.base}”：{problem.text()}")
        if document.problems:
            return None
        if isinstance(document.data, dict):
            return document.data
        what = (
            "一份经历（经历: 各件事）"
            if isinstance(case, LifeCase)
            else "一份申报材料（名称: 内容）"
        )
        problems.report(case.line, f"{word}“{case.base}”不是{what}")
        return None


def _word(case: AnyCase) -> str:
    return "经历" if isinstance(case, LifeCase) else "基础"


def _report(case: AnyCase, subject: str, message: str, short: str, problems: Problems) -> None:
    """Note a problem of the edited data where it was stated, if that has a place of its own."""
    origin = case.origin(subject)
    if origin is not None:
        problems.within(origin.cell).report(origin.line, short)
    else:
        problems.within(case.cell).report(case.line, message)
