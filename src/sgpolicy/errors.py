"""What the library raises: each error carries everything that is wrong, not the first thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from sgpolicy.model.carried import Carried

if TYPE_CHECKING:
    from sgpolicy.applying.problems import Problem
    from sgpolicy.diagnostics.records import Diagnostic


class SgpolicyError(Carried):
    """The base of every error that this library raises on purpose.

    It can be handed from one process to another, with everything that it carries.
    """


class PolicyError(SgpolicyError):
    """A policy folder has mistakes.

    Attributes:
        diagnostics: All of them, by place.
    """

    def __init__(self, path: str, diagnostics: Sequence[Diagnostic]) -> None:
        self.path = path
        self.diagnostics = tuple(diagnostics)
        first = f"：{diagnostics[0].code} {diagnostics[0].title()}" if diagnostics else ""
        super().__init__(f"{path} 有 {len(diagnostics)} 处问题{first}")


class UnknownPolicyError(PolicyError):
    """There is neither a shipped policy nor a policy folder of that name.

    Attributes:
        names: The shipped policies.
    """

    def __init__(self, path: str, names: Sequence[str]) -> None:
        super().__init__(path, ())
        self.names = tuple(names)
        self.args = (f"没有办法“{path}”；随库提供的有：{'、'.join(names)}",)


class ApplicationError(SgpolicyError):
    """An application's data has problems.

    Attributes:
        problems: All of them, in the order of the data.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in problems))


class HistoryError(ApplicationError):
    """A history's data has problems.

    Attributes:
        problems: All of them, in the order of the data.
    """


class RecordError(SgpolicyError):
    """A record cannot be made, or what was given as one is none."""


class UnknownReadingError(SgpolicyError, KeyError):
    """An interpretation or a reading of that name does not exist.

    Attributes:
        name: What was asked for. `known`: what there is.
    """

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"没有“{name}”；有：{'、'.join(known)}")

    def __str__(self) -> str:
        return str(self.args[0])


class MachineCodeError(SgpolicyError):
    """A policy's function cannot be had as machine code; as Python it can.

    Attributes:
        why: "not installed", "this Python" (it is not CPython, or has no global lock), or "the policy" (it computes
            what whole numbers of 64 bits cannot hold).
    """

    def __init__(self, why: MachineCodeProblem) -> None:
        self.why = why
        super().__init__(
            f"{_NO_MACHINE_CODE[why]}；不用 in_machine_code()，由 Python 函数评估，结论相同。"
        )


MachineCodeProblem = Literal["not installed", "this Python", "the policy"]
_NO_MACHINE_CODE: Mapping[MachineCodeProblem, str] = {
    "not installed": "机器码由 llvmlite 编译，没有安装，可以 pip install 'sgpolicy[compiled]'",
    "this Python": "机器码只为带全局锁的 64 位 CPython 编译，这里的 Python 不是",
    "the policy": "办法里有机器码做不到的计算（两个未定的数相乘、占比再参与运算等）",
}
