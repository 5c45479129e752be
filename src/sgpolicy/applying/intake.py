"""Going over plain data: where one is, in both vocabularies, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

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
    from collections.abc import Iterable, Iterator, Mapping

_OFFERS = 200


class Named(Protocol):
    """Whatever data may call by its Chinese name or by its ASCII key."""

    @property
    def id(self) -> str:
        """The ASCII key."""

    @property
    def name(self) -> str:
        """The Chinese name."""


_N = TypeVar("_N", bound=Named)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the data.

    Attributes:
        path: The data's own keys and list positions from 0.
        where: The place in words, Chinese and English.
        fact: The Chinese name of the fact, ledger or finding it belongs to.
    """

    path: tuple[Step, ...]
    where: tuple[str, str]
    fact: str = ""

    def step(self, key: object, name: str) -> Spot:
        """The entry `key`, called `name` by the policy."""
        name = name or shown(key)
        here: Step = key if isinstance(key, str) else shown(key)
        if not self.path:
            return Spot((here,), (f"「{name}」", f"“{name}”"), name)
        zh, en = self.where
        return Spot((*self.path, here), (f"{zh}的「{name}」", f"“{name}” of {en}"), self.fact)

    def row(self, position: int) -> Spot:
        """The row at `position`, from 0; words count from 1."""
        zh, en = self.where
        words = (f"{zh}第 {position + 1} 行", f"row {position + 1} of {en}")
        return Spot((*self.path, position), words, self.fact)

    def at(self, path: tuple[Step, ...]) -> Spot:
        """The same place in words, another path."""
        return replace(self, path=path)


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
        names: Iterable[_N],
        spot: Spot,
        what: tuple[str, str],
    ) -> Iterator[tuple[_N, Spot, object]]:
        """The entries of a mapping that the policy declares, each once.

        Unknown names (SG702) and second names for the same thing (SG703) are noted on the way.
        """
        by_name: dict[str, _N] = {}
        for named in names:
            by_name.setdefault(named.name, named)
            by_name.setdefault(named.id, named)
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
