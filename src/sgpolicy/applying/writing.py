"""An `Application` as canonical plain data: Chinese names and exact text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from sgpolicy.applying.judgements import (
    BY,
    CHAIR,
    EVIDENCE,
    FINDINGS,
    MET,
    NOT_MET,
    NOTE,
    ON,
    PERSON,
    RESULT,
    ROLE,
)
from sgpolicy.model.application import FindingRecord

if TYPE_CHECKING:
    from sgpolicy.model.application import Application, Panel, Value
    from sgpolicy.model.core import Core
    from sgpolicy.model.types import Type

Data = str | list["Data"] | dict[str, "Data"] | None

_PLACES = 18


def to_data(core: Core, application: Application) -> dict[str, Data]:
    """Plain data that `read_application` reads back as the same application.

    Facts and ledgers stand in the policy's order, ledger cells that are blank as None. A series
    without a year and a row without a cell are not stated, so they are left out.

    Raises:
        KeyError: The application mentions a fact, ledger, finding or actor the policy lacks.
    """
    for key in application.facts:
        core.facts[key if isinstance(key, str) else key[0]]
    data: dict[str, Data] = {}
    for fact in core.facts.values():
        if fact.split is None:
            if fact.id in application.facts:
                _put(data, fact.name, to_plain(application.facts[fact.id], fact.type))
            continue
        readings = core.interpretations[fact.split].readings
        parts: dict[str, Data] = {}
        for reading in readings:
            if (fact.id, reading.id) in application.facts:
                value = to_plain(application.facts[fact.id, reading.id], fact.type)
                _put(parts, reading.name, value)
        _put(data, fact.name, parts)
    for key, rows in application.ledgers.items():
        ledger = core.ledgers[key]
        data[ledger.name] = [
            {column.name: to_plain(row.get(column.id), column.type) for column in ledger.columns}
            for row in rows
        ]
    findings: dict[str, Data] = {
        core.findings[key].name: _finding(core, record)
        for key, record in application.findings.items()
    }
    _put(data, FINDINGS.name, findings)
    return data


def _put(data: dict[str, Data], name: str, value: Data) -> None:
    if value != {}:
        data[name] = value


def _finding(core: Core, given: FindingRecord | Panel) -> Data:
    if isinstance(given, FindingRecord):
        return _record(core, given)
    return [
        {
            BY.name: core.actors[seat.by].name,
            PERSON.name: seat.person,
            **({ROLE.name: CHAIR} if seat.is_chair else {}),
            **({} if seat.judged is None else _record(core, seat.judged)),
        }
        for seat in given.seats
    ]


def _record(core: Core, record: FindingRecord) -> dict[str, Data]:
    parts: dict[str, Data] = {
        RESULT.name: MET if record.met else NOT_MET,
        BY.name: core.actors[record.by].name,
        ON.name: record.on.isoformat(),
        EVIDENCE.name: record.evidence,
    }
    further = ((NOTE, record.note), (PERSON, record.person), (ROLE, record.role))
    parts |= {part.name: text for part, text in further if text}
    return parts


def to_plain(value: Value | None, type_: Type) -> Data:
    """A value in its canonical written form: `1200000元`, `85%`, `60家`, `2022-10-20`.

    Numbers are exact: one without a finite decimal form of 18 places stands as a ratio, `1/3元`.

    Example:
        >>> from sgpolicy.model.types import SHARE
        >>> to_plain(Fraction(17, 20), SHARE), to_plain(Fraction(1, 3), SHARE)
        ('85%', '1/3')
    """
    match value:
        case None:
            return None
        case bool():
            return "是" if value else "否"
        case int() | Fraction() if type_.kind == "share":
            percent = decimal_text(Fraction(value) * 100)
            return f"{percent}%" if percent else _ratio(Fraction(value))
        case int() | Fraction():
            unit = {"money": "元", "area": "平方米"}.get(type_.kind, type_.unit or "")
            number = Fraction(value)
            return (decimal_text(number) or _ratio(number)) + unit
        case date():
            return value.isoformat()
        case str():
            return value
        case Mapping():
            counts = sorted(value.items())
            return {str(year): f"{count}{type_.unit or ''}" for year, count in counts}
        case _:
            return [*sorted(value, key=lambda m: _rank(m, type_))]


def _rank(member: str, type_: Type) -> int:
    return type_.members.index(member)


def _ratio(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def decimal_text(number: Fraction) -> str | None:
    """A number in decimals, exactly; None if it has no such form within 18 places."""
    rest = number.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    places = max(twos, fives)
    if rest != 1 or places > _PLACES:
        return None
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    if not places:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
