"""Mappings that answer to two names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from sgpolicy.source.nearest import nearest

if TYPE_CHECKING:
    from sgpolicy.model.declared import Declared

T = TypeVar("T")
_I = TypeVar("_I", bound="Declared")


class Named(Mapping[str, T], Generic[T]):
    """A mapping by Chinese name that also answers to the ASCII id; iterates over the names."""

    def __init__(self, items: Mapping[str, T], aliases: Mapping[str, str]) -> None:
        self._items = dict(items)
        self._aliases = dict(aliases)

    @classmethod
    def of(cls, items: Collection[_I]) -> Named[_I]:
        """By the items' own names and ids."""
        return Named({one.name: one for one in items}, {one.id: one.name for one in items})

    def __getitem__(self, key: str) -> T:
        if key in self._items:
            return self._items[key]
        if key in self._aliases:
            return self._items[self._aliases[key]]
        close = nearest(key, [*self._items, *self._aliases])
        hint = f"，是不是“{close}”？" if close else ""
        raise KeyError(f"没有“{key}”{hint}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'、'.join(self._items)})"
