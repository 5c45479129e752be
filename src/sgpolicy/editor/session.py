"""What the server keeps while it runs: open files, folders, and the newest check of each."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from sgpolicy.diagnostics.records import Collector
from sgpolicy.editor.buffers import Buffers, path_of
from sgpolicy.editor.folders import Checked, Folder, folder_of
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import Lang


class Session:
    """One client's session.

    Attributes:
        buffers: The open files.
        encoding: The units in which the client counts.
        lang: The reader's language.
    """

    def __init__(self) -> None:
        self.buffers = Buffers()
        self.encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16
        self.lang: Lang = "zh"
        self._folders: dict[Path, Folder] = {}
        self._checked: dict[Path, Checked] = {}

    def folder(self, path: Path) -> Path | None:
        """The policy folder of a file."""
        return folder_of(path, self.buffers)

    def touch(self, folder: Path) -> None:
        """Something in a folder has changed: its check no longer counts."""
        self._checked.pop(folder, None)

    def touch_all(self) -> None:
        """Files may have changed on the disk."""
        self._checked.clear()

    def folders(self) -> list[Path]:
        """The folders that have open files."""
        found = (self.folder(path) for path in self.buffers)
        return list(dict.fromkeys(folder for folder in found if folder is not None))

    def checked(self, folder: Path) -> Checked:
        """The newest check of a folder; made now, if something has changed since the last one."""
        known = self._checked.get(folder)
        if known is None:
            if folder not in self._folders:
                self._folders[folder] = Folder(folder, self.buffers)
            known = self._checked[folder] = self._folders[folder].check()
        return known

    def view(self, uri: str) -> View | None:
        """A file as features see it; None if it is no readable file of a policy folder."""
        path = path_of(uri)
        folder = self.folder(path) if path is not None else None
        if path is None or folder is None:
            return None
        checked = self.checked(folder)
        name = checked.name(path)
        file = checked.files.get(name)
        if file is None:
            file = self._folders[folder].read(path, name, Collector())
        if file is None:
            return None
        return View(checked, file, self.buffers, self.encoding, self.lang)

    def view_of(self, checked: Checked, name: str) -> View | None:
        """A file of a checked folder by its name."""
        file = checked.files.get(name)
        if file is None:
            return None
        return View(checked, file, self.buffers, self.encoding, self.lang)
