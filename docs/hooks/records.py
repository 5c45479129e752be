"""Griffe extension: records are read as the dataclasses that they are."""

from __future__ import annotations

from typing import Any

import griffe

_HERE, _THERE = "sgpolicy.records.", "dataclasses."


class Records(griffe.Extension):
    """Says that what modules import from `sgpolicy.records` is what `dataclasses` has by that name."""

    def on_class_members(self, *, cls: griffe.Class, **_: Any) -> None:  # noqa: ANN401 - Griffe's own
        """Label the class as Griffe labels dataclasses."""
        if any(one.callable_path == f"{_HERE}dataclass" for one in cls.decorators):
            cls.labels.add("dataclass")

    def on_module_members(self, *, mod: griffe.Module, **_: Any) -> None:  # noqa: ANN401
        """Redirect the module's imports, before Griffe makes signatures of fields."""
        for name, path in mod.imports.items():
            if path.startswith(_HERE):
                mod.imports[name] = _THERE + path.removeprefix(_HERE)
                mod.set_member(name, griffe.Alias(name, mod.imports[name], parent=mod))
