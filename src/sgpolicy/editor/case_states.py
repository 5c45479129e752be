"""How a policy's cases come out, found in a process of its own: `python -m sgpolicy.editor.case_states FOLDER`.

Cases run on what is saved; they take seconds, and must not keep an edit waiting.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class CaseState:
    """How one case came out.

    Attributes:
        file: Its file, relative to the policy folder; `line` from 1.
        name: What staff call it.
        target: The name of what it is about.
        passed: Whether it came out as expected.
        message: How it differs; "" if it does not.
    """

    file: str
    line: int
    name: str
    target: str
    passed: bool
    message: str


@dataclass(frozen=True, slots=True)
class CaseStates:
    """How a folder's cases came out.

    Attributes:
        states: Case by case.
        problems: Mistakes in case files: file, line, what is wrong. Nothing was run then.
        is_ready: False where the policy itself has mistakes.
    """

    states: tuple[CaseState, ...] = ()
    problems: tuple[tuple[str, int, str], ...] = ()
    is_ready: bool = True


def read_states(data: bytes) -> CaseStates:
    """What the process wrote; not ready if it wrote nothing."""
    try:
        found = json.loads(data)
    except ValueError:
        return CaseStates(is_ready=False)
    return CaseStates(
        tuple(CaseState(*state) for state in found["states"]),
        tuple((file, line, text) for file, line, text in found["problems"]),
        found["is_ready"],
    )


def states_of(folder: Path) -> CaseStates:
    """Run the cases of a folder as it is saved."""
    from sgpolicy.cases import CaseFileError, CaseRun
    from sgpolicy.errors import PolicyError

    try:
        run = CaseRun.of(folder)
        results = [run.run(case) for case in run.cases()]
    except CaseFileError as error:
        return CaseStates((), tuple((p.file, p.line, p.message) for p in error.problems))
    except PolicyError:
        return CaseStates(is_ready=False)
    return CaseStates(
        tuple(CaseState(r.file, r.line, r.name, r.target, r.passed, r.message) for r in results)
    )


def main() -> None:
    """Write the states as JSON."""
    if hasattr(os, "nice"):
        os.nice(10)  # an edit comes first
    found = states_of(Path(sys.argv[1]))
    states = [(s.file, s.line, s.name, s.target, s.passed, s.message) for s in found.states]
    data = {"states": states, "problems": found.problems, "is_ready": found.is_ready}
    sys.stdout.write(json.dumps(data))


if __name__ == "__main__":
    main()
