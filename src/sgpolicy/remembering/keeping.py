"""What is kept from one version to the next."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Values by key; what two versions in a row did not put in again is forgotten."""

    def __init__(self) -> None:
        self._now: dict[_Key, _Value] = {}
        self._before: dict[_Key, _Value] = {}

    def begin(self) -> None:
        """Another version begins."""
        self._before, self._now = self._now, {}

    def get(self, key: _Key) -> _Value | None:
        """The value of this version or the one before; None for none."""
        known = self._now.get(key)
        return self._before.get(key) if known is None else known

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value for this version and the next."""
        self._now[key] = value
