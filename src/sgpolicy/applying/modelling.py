"""The policy's applications as a pydantic model: fields by ASCII key, aliases in Chinese.

The only module that needs pydantic, which it imports when a model is asked for. A model holds
values as they were given (its fields check them with the same readers as `reading`, so an error
says the same); `read_application` takes an instance as it takes a mapping.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sgpolicy.applying.intake import Intake, Spot
from sgpolicy.applying.judgements import ALL_PARTS, FINDINGS, Part, read_part
from sgpolicy.applying.problems import Problem, RefusedError, describe
from sgpolicy.applying.reading import read_fact
from sgpolicy.applying.schema import json_schema, value_schema
from sgpolicy.applying.values import read_value

if TYPE_CHECKING:
    from types import UnionType

    from pydantic import BaseModel, ConfigDict

    from sgpolicy.model.core import Core, Fact, LedgerColumn
    from sgpolicy.model.declared import Declared

__all__ = ["application_model", "json_schema"]

_Check = Callable[[object], object]


def application_model(core: Core) -> type[BaseModel]:
    """A pydantic model of the applications under `core`.

    Every field is optional; None is *not stated*. Extra names are refused.

    Example:
        `application_model(core)(total_assets="120万元", 注册日期="2020-10-20")`
    """
    from pydantic import create_model

    fields: dict[str, Any] = {}
    for fact in core.facts.values():
        schema = value_schema(fact.type) if fact.split is None else {}
        fields[fact.id] = _field(fact, _fact_check(core, fact), fact.question, schema)
    for ledger in core.ledgers.values():
        columns: dict[str, Any] = {
            column.id: _field(column, _cell_check(column), column.note, value_schema(column.type))
            for column in ledger.columns
        }
        row: Any = create_model(f"Row_{ledger.id}", __config__=config(), **columns)
        fields[ledger.id] = _nested(list[row], ledger.name, ledger.question)
    if core.findings:
        parts: dict[str, Any] = {
            part.id: _field(part, _part_check(core, part), "", {}) for part in ALL_PARTS
        }
        record: Any = create_model("Finding", __config__=config(), **parts)
        records: dict[str, Any] = {
            finding.id: _nested(record | list[record], finding.name, finding.question)
            for finding in core.findings.values()
        }
        findings: Any = create_model("Findings", __config__=config(), **records)
        fields[FINDINGS.id] = _nested(findings, FINDINGS.name, "")
    model: type[BaseModel] = create_model(
        "Application", __config__=config(), __doc__=core.title, **fields
    )
    return model


def config() -> ConfigDict:
    """How every model of this package is configured."""
    from pydantic import ConfigDict

    return ConfigDict(
        extra="forbid",
        populate_by_name=True,
        validate_by_name=True,
        validate_by_alias=True,
        protected_namespaces=(),
        arbitrary_types_allowed=True,
        validate_assignment=True,
    )


def _field(
    named: Declared, check: _Check, description: str, schema: dict[str, object]
) -> tuple[object, object]:
    from typing import Annotated

    from pydantic import AfterValidator, Field, WithJsonSchema

    checked = Annotated[Any, AfterValidator(check), WithJsonSchema(schema)]
    said = Field(default=None, alias=named.name, title=named.name, description=description)
    return checked, said


def _nested(type_: type[object] | UnionType, name: str, description: str) -> tuple[object, object]:
    from pydantic import Field

    return type_ | None, Field(default=None, alias=name, title=name, description=description)


def _fact_check(core: Core, fact: Fact) -> _Check:
    def check(given: object) -> object:
        intake = Intake()
        read_fact(core, fact, given, Spot((), ("", "")).step(fact.name, fact.name), intake)
        return _checked(given, intake.problems)

    return check


def _cell_check(column: LedgerColumn) -> _Check:
    def check(given: object) -> object:
        try:
            read_value(given, column.type)
        except RefusedError as error:
            return _checked(given, _said(error, column.name))
        return given

    return check


def _part_check(core: Core, part: Part) -> _Check:
    def check(given: object) -> object:
        try:
            read_part(core, part, given)
        except RefusedError as error:
            return _checked(given, _said(error, part.name))
        return given

    return check


def _said(error: RefusedError, name: str) -> list[Problem]:
    where = (f"「{name}」", f"“{name}”")
    return [describe(trouble, where=where, fact=name) for trouble in error.troubles]


def _checked(given: object, problems: list[Problem]) -> object:
    """The value as it was given, if there are no problems."""
    refuse_problems(problems)
    return given


def refuse_problems(problems: list[Problem]) -> None:
    """Refuse a value for its problems, if it has any.

    Raises:
        PydanticCustomError: With the first problem's code and the words of all.
    """
    if problems:
        from pydantic_core import PydanticCustomError

        words = "\n".join(problem.text() for problem in problems)
        raise PydanticCustomError(problems[0].code, "{words}", {"words": words})
