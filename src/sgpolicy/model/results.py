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
        self._before: dict[str, tuple[tuple[tuple[str, object], ...], _Value]] = {}
        self._now: dict[str, tuple[tuple[tuple[str, object], ...], _Value]] = {}
        self._state: Callable[[str], object] = str

    def begin(self, state: Callable[[str], object]) -> None:
        """Another version begins; results that the last one did not ask for are forgotten.

        Args:
            state: What a name stands for now; equal only if nothing that a result can lean on has
                changed.
        """
        self._before, self._now = self._now, {}
        self._state = state

    def get(self, name: str) -> _Value | None:
        """The result for a name, if it still holds."""
        known = self._before.get(name)
        if known is None:
            return None
        state = self._state
        for each, then in known[0]:
            if state(each) != then:
                return None
        self._now[name] = known
        return known[1]

    def put(self, name: str, names: Iterable[str], value: _Value) -> None:
        """Keep a result, and the names that were looked at for it."""
        state = self._state
        self._now[name] = tuple((each, state(each)) for each in sorted({name, *names})), value
