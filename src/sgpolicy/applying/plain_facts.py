"""Facts of applications that are as nearly all are, read at once; for any other, the careful reading.

What is read here is what `reading` gives, without a problem; where anything is doubtful, nothing is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sgpolicy.applying.known_cells import KnownCells
from sgpolicy.applying.problems import RefusedError
from sgpolicy.applying.values import read_value
from sgpolicy.model.core import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgpolicy.model.application import Value
    from sgpolicy.model.core import Core
    from sgpolicy.model.declared import Declared

Key = str | tuple[str, str]


class PlainFacts:
    """Reads what many applications state under one policy.

    Args:
        core: The policy.
        stated: What an application may state, by either name.
    """

    def __init__(self, core: Core, stated: Mapping[str, Declared]) -> None:
        columns = {
            one.id: self._column(core, one) if isinstance(one, Fact) else None
            for one in stated.values()
        }
        self._by_name: dict[object, tuple[Key, KnownCells] | None] = {
            key: columns[one.id] for key, one in stated.items() if key == one.name
        }
        self._by_id: dict[object, tuple[Key, KnownCells] | None] = {
            key: columns[one.id] for key, one in stated.items() if key == one.id
        }

    def read(
        self, data: Mapping[object, object]
    ) -> tuple[dict[Key, Value], dict[object, object]] | None:
        """The facts, and what is stated beside; None where the careful reading has to say.

        All of it must be called by names, or all of it by ids: then nothing can stand there twice.
        """
        columns = self._by_name
        if not all(map(columns.__contains__, data)):
            columns = self._by_id
            if not all(map(columns.__contains__, data)):
                return None
        facts: dict[Key, Value] = {}
        others: dict[object, object] = {}
        try:
            for name, cell in data.items():
                column = columns[name]
                if column is None:
                    others[name] = cell
                    continue
                key, known = column
                if type(cell) is str:
                    value = known[cell]
                elif type(key) is tuple and isinstance(cell, Mapping):
                    return None  # a value for each reading
                else:
                    value = known.of(cell)
                if value is not None:
                    facts[key] = value
        except RefusedError:
            return None
        return facts, others

    @staticmethod
    def _column(core: Core, fact: Fact) -> tuple[Key, KnownCells]:
        key: Key = fact.id
        if fact.split is not None:
            key = fact.id, core.interpretations[fact.split].default
        return key, KnownCells(_reading(fact), is_text=fact.type.kind == "text")


def _reading(fact: Fact) -> Callable[[object], Any]:
    return lambda cell: read_value(cell, fact.type)
