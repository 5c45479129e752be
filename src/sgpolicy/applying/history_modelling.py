"""The policy's histories as a pydantic model: fields by ASCII key, aliases in Chinese.

Events may state the columns of any kind; the whole is checked with the same reader as a file, so an
error says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sgpolicy.applying.event_columns import PARTS
from sgpolicy.applying.histories import COMPLETE, EVENTS, FACTS, NAME, read_history
from sgpolicy.applying.modelling import config, refuse_problems

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sgpolicy.model.core import Core
    from sgpolicy.model.declared import Declared


def history_model(core: Core) -> type[BaseModel]:
    """A pydantic model of the histories under `core`; extra names are refused.

    Example:
        `history_model(core)(name="某平台", events=[{"event": "yearly_call", "date": "2023-03-01",
        "by": "city_bureau"}])`
    """
    from pydantic import create_model, model_validator

    columns = {c.id: c for kind in core.events.values() for c in kind.columns}
    fields: dict[str, Any] = {part.id: _optional(part) for part in PARTS}
    fields |= {key: _optional(column) for key, column in columns.items() if key not in fields}
    event: Any = create_model("Event", __config__=config(), **fields)

    def check(self: BaseModel) -> BaseModel:
        refuse_problems(list(read_history(core, self).problems))
        return self

    parts: dict[str, Any] = {part.id: _optional(part) for part in (NAME, COMPLETE, FACTS)}
    parts[EVENTS.id] = _listed(event)
    validators: dict[str, Any] = {"check": model_validator(mode="after")(check)}
    model: type[BaseModel] = create_model(
        "History", __config__=config(), __doc__=core.title, __validators__=validators, **parts
    )
    return model


def _optional(named: Declared) -> tuple[object, object]:
    from pydantic import Field

    return Any, Field(default=None, alias=named.name, title=named.name)


def _listed(event: Any) -> tuple[object, object]:  # noqa: ANN401 (a model made at run time)
    from pydantic import Field

    return list[event], Field(default_factory=list, alias=EVENTS.name, title=EVENTS.name)
