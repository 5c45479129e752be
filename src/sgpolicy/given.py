"""What may be given where the library asks for an application or a history: for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any, TypeAlias

    from pydantic import BaseModel

    from sgpolicy.applying.documents import Document
    from sgpolicy.model.application import Application
    from sgpolicy.model.history import History

GivenApplication: TypeAlias = "Path | bytes | str | Mapping[str, Any] | BaseModel | Application"
"""A file, its text or bytes, a mapping, an instance of the policy's model, or what was read before."""

GivenHistory: TypeAlias = "Path | bytes | str | Mapping[str, Any] | BaseModel | Document | History"
"""Likewise; also plain data that knows its places."""
