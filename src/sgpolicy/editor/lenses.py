"""Above each rule, its cases and how they came out; running them again when something is saved."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types

from sgpolicy.editor.case_states import CaseState, CaseStates, read_states
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import say

SHOW = "sgpolicy.showCases"
"""The command behind a lens: show the first case that differs, or the first one."""
_WITHOUT = frozenset({"口径", "说明", "文件", "约定", "目录", "参见", "定义", "合议"})
"""Declarations that no case is about by itself."""


def lenses(view: View, states: CaseStates | None, *, is_stale: bool) -> list[types.CodeLens]:
    """The lenses of a file of the law: over every declaration and article that cases can be about.

    Args:
        view: The file.
        states: How the cases came out; None while they run for the first time.
        is_stale: Whether something has changed since that is not saved.
    """
    compilation = view.checked.compilation
    if compilation is None or not view.is_law:
        return []
    by_target: dict[str, list[CaseState]] = {}
    for state in states.states if states is not None else ():
        by_target.setdefault(state.target, []).append(state)
    found = []
    for clause, span in compilation.document.beginnings:
        if span.file == view.file.name and clause.label in by_target:
            found.append(
                _lens(view, span.start, by_target[clause.label], states, is_stale=is_stale)
            )
    for raw in view.raws:
        own = by_target.get(raw.name.text, [])
        if raw.name.text and (own or raw.word not in _WITHOUT):
            found.append(_lens(view, raw.span.start, own, states, is_stale=is_stale))
    return found


def _lens(
    view: View,
    at: int,
    own: list[CaseState],
    states: CaseStates | None,
    *,
    is_stale: bool,
) -> types.CodeLens:
    title = _title(view, own, states)
    if is_stale and states is not None:
        title = say(view.lang, "lens.stale", text=title)
    first = next((s for s in own if not s.passed), own[0] if own else None)
    arguments = None
    if first is not None:
        arguments = [view.uri(first.file), first.line]
    line = view.file.line_of(at)
    start = view.file.line_start(line)
    range_ = view.here(start, start + len(view.file.line_text(line)))
    return types.CodeLens(range_, types.Command(title, SHOW, arguments=arguments))


def _title(view: View, own: list[CaseState], states: CaseStates | None) -> str:
    if states is None:
        return say(view.lang, "lens.running")
    if not states.is_ready:
        return say(view.lang, "lens.unready")
    if states.problems:
        return say(view.lang, "lens.problems", count=len(states.problems))
    failed = [state for state in own if not state.passed]
    if not own:
        return say(view.lang, "lens.none")
    if not failed:
        return say(view.lang, "lens.passed", count=len(own))
    first = failed[0].name
    return say(view.lang, "lens.failed", count=len(own), failed=len(failed), first=first)


def case_diagnostics(
    states: CaseStates, view_of: Callable[[str], View | None]
) -> dict[str, list[types.Diagnostic]]:
    """What is wrong in case files and which cases differ, by the file's URI."""
    found: dict[str, list[types.Diagnostic]] = {}
    rows = [*states.problems, *((s.file, s.line, s.message) for s in states.states if not s.passed)]
    views: dict[str, View | None] = {}
    for file, line, text in rows:
        if file not in views:
            views[file] = view_of(file)
        view = views[file]
        if view is None or file.endswith(".xlsx"):
            continue
        last = view.file.text.count("\n") + 1
        start = view.file.line_start(min(max(line, 1), last))
        end = start + len(view.file.line_text(min(max(line, 1), last)))
        made = types.Diagnostic(
            view.here(start, end),
            text,
            severity=types.DiagnosticSeverity.Error,
            source="sgpolicy test",
        )
        found.setdefault(view.uri(file), []).append(made)
    return found


class CaseRunner:
    """Runs a folder's cases in a process of its own; a newer run replaces one under way."""

    def __init__(self, done: Callable[[Path], Awaitable[None]]) -> None:
        self._done = done
        self._tasks: dict[Path, asyncio.Task[None]] = {}
        self.states: dict[Path, CaseStates] = {}

    def start(self, folder: Path) -> None:
        """Run the cases of a folder as it is saved."""
        running = self._tasks.pop(folder, None)
        if running is not None:
            running.cancel()
        self._tasks[folder] = asyncio.get_running_loop().create_task(self._run(folder))

    def is_known(self, folder: Path) -> bool:
        """Whether a folder's cases have been run, or are being run."""
        return folder in self._tasks

    def stop(self) -> None:
        """End what is under way."""
        for task in self._tasks.values():
            task.cancel()

    async def _run(self, folder: Path) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "sgpolicy.editor.case_states",
            str(folder),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            data, _ = await process.communicate()
        except asyncio.CancelledError:
            if process.returncode is None:
                process.kill()
            raise
        self.states[folder] = read_states(data)
        await self._done(folder)
