"""An application inside a history: what is stated of the platform, or the material of an event.

It is read as any application is. What is wrong in it is said with where in the history it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from sgpolicy.applying.blanks import is_blank, refuse_stand_in
from sgpolicy.applying.documents import Document
from sgpolicy.applying.intake import Intake, Spot
from sgpolicy.applying.problems import Place, Problem, Step, Words, path_text, refuse, shown
from sgpolicy.applying.reading import ReadResult, read_application, read_text
from sgpolicy.applying.values import read_value
from sgpolicy.model.types import Type
from sgpolicy.records import dataclass, field, replace

if TYPE_CHECKING:
    from sgpolicy.applying.building import Plain
    from sgpolicy.applying.names import Names
    from sgpolicy.model.application import Application
    from sgpolicy.model.core import Core

Materials = Callable[[str], bytes | None]
"""What a file holds, by the name that the history gives it; None where it cannot be read."""

_APPLICATION = ("申报材料（事项: 内容）", "an application of `name: value`")
_OR_FILE = (
    "申报材料（事项: 内容）或者它的文件名",
    "an application of `name: value`, or its file's name",
)
_FORM = ("{资产总额: 120万元, …}（也可每项一行）", "{name: value, …}, or a line for each")
_FILE_FORM = ("{资产总额: 120万元, …}，或 申报材料.yaml", "{name: value, …}, or application.yaml")
_NO_FILES: Mapping[str, Words] = {
    "reason": (
        "而这份经历不是从文件读来的，不能引用别的文件",
        "this history was not read from a file, so it can refer to none",
    ),
    "hint": ("请把经历存成文件再读", "Save the history as a file and read that"),
}
_NO_SUCH_FILE: Mapping[str, Words] = {
    "reason": ("这个文件读不到", "it cannot be read"),
    "hint": (
        "请核对文件名；文件要与经历放在一处",
        "Check the file's name; it belongs beside the history",
    ),
}


@dataclass(frozen=True, slots=True)
class _Below(Mapping[tuple[Step, ...], Place]):
    """Places as they are counted from an entry further in."""

    places: Mapping[tuple[Step, ...], Place]
    path: tuple[Step, ...]

    def __getitem__(self, within: tuple[Step, ...]) -> Place:
        return self.places[(*self.path, *within)]

    def __iter__(self) -> Iterator[tuple[Step, ...]]:
        depth = len(self.path)
        return (path[depth:] for path in self.places if path[:depth] == self.path)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class MaterialReader:
    """Reads the applications inside one history; a file that is named again is read once.

    Attributes:
        core: The policy. `names`: its names.
        intake: What takes the problems.
        materials: Yields files; None where the history is no file itself.
    """

    core: Core
    names: Names
    intake: Intake
    materials: Materials | None = None
    _files: dict[str, ReadResult | None] = field(default_factory=dict)

    def stated(self, given: object, spot: Spot) -> Application | None:
        """An application that stands in the history itself; None where nothing does.

        Raises:
            RefusedError: It is no mapping.
        """
        if is_blank(given):
            return None
        if not isinstance(given, Mapping):
            refuse_stand_in(given, _FORM)
            raise refuse("SG705", given, wanted=_APPLICATION, form=_FORM)
        return self._within(given, spot)

    def material(self, given: object, spot: Spot) -> Application | None:
        """An application that stands in the history or in a file that it names; None for a blank.

        Raises:
            RefusedError: It is neither, or the file cannot be read.
        """
        if is_blank(given):
            return None
        if isinstance(given, Mapping):
            return self._within(given, spot)
        refuse_stand_in(given, _FILE_FORM)
        if not isinstance(given, str):
            raise refuse("SG705", given, wanted=_OR_FILE, form=_FILE_FORM)
        return self._from_file(str(read_value(given, Type("text"))), spot)

    def _within(self, given: Mapping[object, object], spot: Spot) -> Application:
        places = _Below(self.intake.places, spot.path)
        result = read_application(
            self.core, Document(cast("Plain", given), places), names=self.names
        )
        for problem in result.problems:
            self._note(problem, spot, problem.line, problem.column)
        return result.application

    def _from_file(self, name: str, spot: Spot) -> Application:
        if self.materials is None:
            raise refuse("SG750", name, **_NO_FILES)
        if name not in self._files:
            content = _content(self.materials, name)
            self._files[name] = (
                None if content is None else read_text(self.core, content, names=self.names)
            )
        result = self._files[name]
        if result is None:
            raise refuse("SG750", name, **_NO_SUCH_FILE)
        line, column = self.intake.places.get(spot.path, (None, None))
        for problem in result.problems:
            zh, en = f"（文件「{shown(name)}」", f" (file “{shown(name)}”"
            if problem.line is not None:
                zh, en = f"{zh}第 {problem.line} 行", f"{en}, line {problem.line}"
            where = (f"{spot.where[0]}{zh}）", f"{spot.where[1]}{en})")
            self._note(problem, replace(spot, words=where), line, column)
        return result.application

    def _note(self, problem: Problem, spot: Spot, line: int | None, column: int | None) -> None:
        """Take over a problem of an application that stands at `spot`."""
        zh, en = spot.where
        joint = "." if problem.path and not problem.path.startswith("[") else ""
        self.intake.problems.append(
            replace(
                problem,
                path=f"{path_text(spot.path)}{joint}{problem.path}",
                message=f"{zh}：{problem.message}",
                message_en=f"{en}: {problem.message_en}",
                line=line,
                column=column,
            )
        )


def _content(materials: Materials, name: str) -> bytes | None:
    try:
        return materials(name)
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return None
