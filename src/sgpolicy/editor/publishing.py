"""When diagnostics are sent: soon after an edit, once for many edits, and taken back where none are left."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path

from lsprotocol import types

from sgpolicy.editor.diagnosing import diagnostics
from sgpolicy.editor.session import Session

_PAUSE = 0.5
"""Seconds without a check after which all garbage is collected."""
_SOME_OBJECTS = 20_000
"""How many new objects are looked through after an answer."""

Send = Callable[[types.PublishDiagnosticsParams], None]


class Publisher:
    """Sends a folder's diagnostics whenever it has changed.

    Edits that arrive while a check is under way are checked together, right after it.
    """

    def __init__(self, session: Session, send: Send) -> None:
        self._session = session
        self._send = send
        self._waiting: dict[Path, None] = {}
        self._edited: dict[str, int | None] = {}
        self._sent: dict[Path, dict[str, list[types.Diagnostic]]] = {}
        self._extra: dict[Path, dict[str, list[types.Diagnostic]]] = {}
        self._is_settled = False
        self._pause: asyncio.TimerHandle | None = None

    def edited(self, folder: Path, uri: str, version: int | None) -> None:
        """A file was opened or edited: it is answered even if nothing is wrong with it."""
        self._edited[uri] = version
        self.soon(folder)

    def soon(self, folder: Path) -> None:
        """Check a folder and send what was found, after the messages that are there already."""
        if folder not in self._waiting:
            self._waiting[folder] = None
            asyncio.get_running_loop().call_soon(self._run)

    def add(self, folder: Path, extra: dict[str, list[types.Diagnostic]]) -> None:
        """What else there is to say of a folder's files, by URI, until it is said anew."""
        self._extra[folder] = extra
        self.soon(folder)

    def _run(self) -> None:
        while self._waiting:
            folder = next(iter(self._waiting))
            del self._waiting[folder]
            self._publish(folder)
        self._tidy()

    def _tidy(self) -> None:
        """Collect garbage after answers: little at a time while somebody types, all of it in a pause.

        In the middle of a check it would cost an answer.
        """
        if not self._is_settled:
            gc.collect()
            gc.freeze()  # what was read first stays: it need not be looked at again
            self._is_settled = True
        elif gc.get_count()[0] > _SOME_OBJECTS:
            gc.collect(0)
        if self._pause is not None:
            self._pause.cancel()
        self._pause = asyncio.get_running_loop().call_later(_PAUSE, gc.collect)

    def _publish(self, folder: Path) -> None:
        checked = self._session.checked(folder)
        names = dict.fromkeys([*checked.files, *(item.file for item in checked.found)])
        now: dict[str, list[types.Diagnostic]] = {}
        for name in names:
            view = self._session.view_of(checked, name)
            if view is not None:
                now[view.uri(name)] = diagnostics(view)
        for uri, more in self._extra.get(folder, {}).items():
            now[uri] = [*now.get(uri, ()), *more]
        before = self._sent.get(folder, {})
        for uri, found in now.items():
            if uri in self._edited or before.get(uri, []) != found:
                self._send(types.PublishDiagnosticsParams(uri, found, self._edited.pop(uri, None)))
        for uri in before.keys() - now.keys():
            if before[uri]:
                self._send(types.PublishDiagnosticsParams(uri, []))
        self._sent[folder] = now
