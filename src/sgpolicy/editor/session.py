"""What the server keeps while it runs: open files, folders, and the newest check of each."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from sgpolicy.diagnostics.records import Collector
from sgpolicy.editor.buffers import Buffers, path_of
from sgpolicy.editor.folders import Checked, Folder, folder_of
from sgpolicy.editor.symbols import Symbols
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import Lang
from sgpolicy.loading import read_text


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
        self._symbols: dict[Path, tuple[Checked, Symbols]] = {}

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

    def folder_of(self, view: View) -> Folder:
        """The folder that a view is of."""
        return self._folders[view.checked.folder]

    def symbols(self, view: View) -> Symbols:
        """The names of a view's folder; collected once for each check."""
        checked = view.checked
        known = self._symbols.get(checked.folder)
        if known is None or known[0] is not checked:
            known = self._symbols[checked.folder] = (checked, Symbols(checked))
        return known[1]

    def is_unsaved(self, checked: Checked) -> bool:
        """Whether an open file of a folder differs from what is saved."""
        for path in self.buffers:
            if path.is_relative_to(checked.folder):
                saved = read_text(path, path.name, Collector())
                if saved is None or saved.text != self.buffers.text(path):
                    return True
        return False

    def any_view(self, checked: Checked, name: str) -> View | None:
        """Any text file of a checked folder by its name; None if it cannot be read."""
        file = checked.files.get(name)
        if file is None:
            path = checked.folder / name
            file = self._folders[checked.folder].read(path, name, Collector())
        return None if file is None else View(checked, file, self.buffers, self.encoding, self.lang)

    def view_of(self, checked: Checked, name: str) -> View | None:
        """A file of a checked folder by its name."""
        file = checked.files.get(name)
        if file is None:
            return None
        return View(checked, file, self.buffers, self.encoding, self.lang)
