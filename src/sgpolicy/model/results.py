"""Results for declarations, kept from one version of a policy to the next with the names they lean on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Results(Generic[_Value]):
    """What a stage made of each declaration, by name.

    A result holds as long as everything that was looked at for it is as it was: the stage says which
    names it looked at, and `begin` says how to tell whether what a name stands for has changed.

    Example:
        >>> results = Results()
        >>> results.begin({"甲": 1, "乙": 2}.get)
        >>> results.put("甲", ["甲", "乙"], "fine")
        >>> results.begin({"甲": 1, "乙": 3}.get)
        >>> results.get("甲") is None
        True
    """

    def __init__(self) -> None:
        self._before: dict[str, tuple[tuple[str, ...], _Value]] = {}
        self._now: dict[str, tuple[tuple[str, ...], _Value]] = {}
        self._states_before: dict[str, object] = {}
        self._states: dict[str, object] = {}
        self._same: dict[str, bool] = {}
        self._state: Callable[[str], object] = str

    def begin(self, state: Callable[[str], object]) -> None:
        """Another version begins; results that the last one did not ask for are forgotten.

        Args:
            state: What a name stands for now; equal only if nothing that a result can lean on has
                changed. In one version it is always the same.
        """
        self._before, self._now = self._now, {}
        self._states_before, self._states = self._states, {}
        self._same = {}
        self._state = state

    def get(self, name: str, holds: Callable[[_Value], bool] | None = None) -> _Value | None:
        """The result for a name, if it still holds.

        Args:
            name: Whose result.
            holds: Whether it does as far as it leans on more than what names stand for.
        """
        known = self._before.get(name)
        if known is None:
            return None
        same = self._same
        for each in known[0]:
            if not (same[each] if each in same else self._is_same(each)):
                return None
        if holds is not None and not holds(known[1]):
            return None
        self._now[name] = known
        return known[1]

    def put(self, name: str, names: Iterable[str], value: _Value) -> None:
        """Keep a result, and the names that were looked at for it."""
        looked_at = tuple(sorted({name, *names}))
        for each in looked_at:
            if each not in self._same:
                self._is_same(each)
        self._now[name] = looked_at, value

    def _is_same(self, name: str) -> bool:
        """Whether a name stands for what it stood for in the version before; whoever holds a result asked then."""
        state = self._states[name] = self._state(name)
        same = name in self._states_before and self._states_before[name] == state
        self._same[name] = same
        return same
