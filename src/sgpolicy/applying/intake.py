"""Going over plain data: where one is, in both vocabularies, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import (
    Place,
    Problem,
    RefusedError,
    Step,
    Trouble,
    Words,
    describe,
    shown,
)
from sgpolicy.records import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sgpolicy.model.declared import Declared

_OFFERS = 200


_N = TypeVar("_N", bound="Declared")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the data.

    Attributes:
        path: The data's own keys and list positions from 0.
        words: The place in words, Chinese and English; None where they are made of `within` when asked for,
            since most places never are.
        fact: The Chinese name of the fact, ledger or finding it belongs to.
        within: What it is in. `name`: what the policy calls it there, or the position of a row from 0.
    """

    path: tuple[Step, ...]
    words: tuple[str, str] | None
    fact: str = ""
    within: Spot | None = None
    name: str | int = ""

    @property
    def where(self) -> tuple[str, str]:
        """The place in words, Chinese and English."""
        if self.words is not None or self.within is None:
            return self.words or ("", "")
        name = self.name
        if isinstance(name, str) and not self.within.path:
            return f"「{name}」", f"“{name}”"
        zh, en = self.within.where
        if isinstance(name, int):
            return f"{zh}第 {name + 1} 行", f"row {name + 1} of {en}"
        return f"{zh}的「{name}」", f"“{name}” of {en}"

    def step(self, key: object, name: str) -> Spot:
        """The entry `key`, called `name` by the policy."""
        name = name or shown(key)
        here: Step = key if isinstance(key, str) else shown(key)
        return Spot((*self.path, here), None, self.fact if self.path else name, self, name)

    def row(self, position: int) -> Spot:
        """The row at `position`, from 0; words count from 1."""
        return Spot((*self.path, position), None, self.fact, self, position)

    def at(self, path: tuple[Step, ...]) -> Spot:
        """The same place in words, another path."""
        return replace(self, path=path)


def by_names(names: Iterable[_N]) -> Mapping[str, _N]:
    """What the policy declares by either name, the first to have one."""
    found: dict[str, _N] = {}
    for named in names:
        found.setdefault(named.name, named)
        found.setdefault(named.id, named)
    return found


@dataclass(slots=True)
class Intake:
    """What one reading of an application collects.

    Attributes:
        ignore_unknown: Let undeclared names pass.
        places: Line and column by path, where the data came from text.
        problems: What was found so far.
    """

    ignore_unknown: bool = False
    places: Mapping[tuple[Step, ...], Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _offers: int = _OFFERS

    def report(self, code: str, given: object, spot: Spot, **details: Words) -> None:
        """Note a problem at `spot`."""
        self._note(Trouble(code, given, details), spot)

    def refused(self, error: RefusedError, spot: Spot) -> None:
        """Note everything a value was refused for."""
        for trouble in error.troubles:
            self._note(trouble, spot)

    def _note(self, trouble: Trouble, spot: Spot) -> None:
        place = self.places.get((*spot.path, *trouble.within)) or self.places.get(spot.path)
        found = describe(trouble, path=spot.path, where=spot.where, fact=spot.fact, place=place)
        self.problems.append(found)

    def entries(
        self,
        data: Mapping[object, object],
        names: Iterable[_N] | Mapping[str, _N],
        spot: Spot,
        what: tuple[str, str],
    ) -> Iterator[tuple[_N, Spot, object]]:
        """The entries of a mapping that the policy declares, each once.

        Unknown names (SG702) and second names for the same thing (SG703) are noted on the way.
        """
        by_name = names if isinstance(names, Mapping) else by_names(names)
        given_as: dict[str, object] = {}
        for key, value in data.items():
            named_ = by_name.get(key.strip()) if isinstance(key, str) else None
            if named_ is None:
                if not self.ignore_unknown:
                    self._unknown(key, by_name, spot, what)
                continue
            here = spot.step(key, named_.name)
            if named_.id in given_as:
                self.report("SG703", key, here, first=shown(given_as[named_.id]))
                continue
            given_as[named_.id] = key
            yield named_, here, value

    def _unknown(
        self, key: object, names: Mapping[str, object], spot: Spot, what: tuple[str, str]
    ) -> None:
        """An undeclared name; only the first few hundred are compared with the declared ones."""
        self._offers -= 1
        offer = did_you_mean(key, names) if isinstance(key, str) and self._offers > 0 else ("", "")
        here = spot.at(spot.step(key, "").path)
        self.report("SG702", key, here, what=what, nearest=offer)
