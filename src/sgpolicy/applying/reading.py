"""Plain data to an `Application`, with everything that is wrong in it at once.

The data is a mapping from a fact's Chinese name or ASCII key to its value. A ledger is a list of
rows (column → value). Findings stand under 评定 (`findings`); see `judgements`. A fact that an
interpretation splits takes a plain value, for the default reading, or a mapping from reading to
value.
"""

from __future__ import annotations

from collections.abc import Mapping

from sgpolicy.applying.blanks import is_blank, refuse_stand_in
from sgpolicy.applying.documents import Document, Form, read_document
from sgpolicy.applying.intake import Intake, Spot, by_names
from sgpolicy.applying.judgements import read_findings
from sgpolicy.applying.members import is_catalogued
from sgpolicy.applying.names import Names
from sgpolicy.applying.nearest import did_you_mean
from sgpolicy.applying.problems import Problem, RefusedError, if_file_name, shown
from sgpolicy.applying.values import read_value, read_year
from sgpolicy.model.application import Application, FindingRecord, Panel, Row, Value
from sgpolicy.model.core import Core, Fact, Interpretation, Ledger
from sgpolicy.model.declared import Declared
from sgpolicy.records import dataclass

_TABLE = ("列表，每行是一条记录", "a list of records")
_TABLE_FORM = (
    "每条以“- ”开头，下面各列写成“列名: 内容”",
    "each begins with “- ”, then `column: value`",
)
_ROW = ("一条记录（列名: 内容）", "a record of `column: value`")


@dataclass(frozen=True, slots=True)
class ReadResult:
    """An application as read, and what is wrong with the data.

    Attributes:
        application: What could be read. Where there are problems it is incomplete, and nothing
            should be decided from it.
        problems: Everything that is wrong, in the order of the data; empty where all is well.
    """

    application: Application
    problems: tuple[Problem, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the application may be evaluated."""
        return not self.problems


def read_text(
    core: Core,
    content: bytes | str,
    form: Form = "auto",
    *,
    ignore_unknown: bool = False,
    names: Names | None = None,
) -> ReadResult:
    """Read an application from YAML or JSON text; never raises on content."""
    document = read_document(content, form)
    return read_application(core, document, ignore_unknown=ignore_unknown, names=names)


def read_application(
    core: Core,
    data: object,
    *,
    ignore_unknown: bool = False,
    known: Parts | None = None,
    names: Names | None = None,
) -> ReadResult:
    """Read an application; never raises on data.

    Args:
        core: The policy.
        data: A mapping, a `Document` (its places then stand in the problems) or an instance of the
            policy's pydantic model.
        ignore_unknown: Let names pass that the policy does not declare.
        known: What was read before of data that shares parts with this, and takes up what is read now.
        names: The policy's names, for those who read much under it.

    Example:
        With `{"资产总额": "120万元"}`, `result.application.facts["total_assets"]` is 1200000.
    """
    intake = Intake(ignore_unknown=ignore_unknown)
    if isinstance(data, Document):
        intake.places = data.places
        intake.problems += data.problems
        data = data.data
        if intake.problems and data is None:
            return ReadResult(Application(), tuple(intake.problems))
    elif not isinstance(data, Mapping) and callable(getattr(data, "model_dump", None)):
        data = dumped(data)
    whole = Spot((), ("申报材料", "the application"))
    if not isinstance(data, Mapping):
        what = ("空白", "nothing") if is_blank(data) else shown(data)
        intake.report("SG701", data, whole, what=what, hint=if_file_name(data))
        return ReadResult(Application(), tuple(intake.problems))
    facts: dict[str | tuple[str, str], Value] = {}
    ledgers: dict[str, tuple[Row, ...]] = {}
    findings: Mapping[str, FindingRecord | Panel] = {}
    read = _part if known is None else known.read
    others: Mapping[object, object] = data
    if known is None and names is not None and (plain := names.plain_facts.read(data)) is not None:
        facts, others = plain
    stated = (names or Names(core)).stated
    for named, spot, given in intake.entries(others, stated, whole, ("事项", "fact or ledger")):
        part = read(core, named, given, spot, intake)
        facts.update(part.facts)
        ledgers.update(part.ledgers)
        findings = part.findings or findings
    problems = sorted(intake.problems, key=lambda p: (p.line or 0, p.column or 0))
    return ReadResult(Application(facts, ledgers, findings), tuple(problems))


class Parts:
    """What was read of parts of applications, by the very objects that said it.

    Cases are hundreds of applications that share nearly all of their data; a part in which anything is wrong
    is read again each time, since it is told by its place.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[object, Application]] = {}

    def read(
        self, core: Core, named: Declared, given: object, spot: Spot, intake: Intake
    ) -> Application:
        """What an entry says of the fact, ledger or findings that it is about."""
        key = (named.id, id(given))
        if key in self._known:
            return self._known[key][1]
        before = len(intake.problems)
        part = _part(core, named, given, spot, intake)
        if len(intake.problems) == before:
            self._known[key] = given, part  # the object is kept, so that no other is taken for it
        return part


def _part(core: Core, named: Declared, given: object, spot: Spot, intake: Intake) -> Application:
    """What one entry says, as an application of that alone."""
    if isinstance(named, Fact):
        return Application(read_fact(core, named, given, spot, intake))
    if not isinstance(named, Ledger):
        return Application(findings=read_findings(core, given, spot, intake))
    rows = _ledger(named, given, spot, intake)
    return Application() if rows is None else Application(ledgers={named.id: rows})


def dumped(data: object, *, exclude_none: bool = False) -> object:
    """What a pydantic instance holds, as plain data; the object itself if it will not say."""
    try:
        dump = data.model_dump  # type: ignore[attr-defined]
        return dump(exclude_none=exclude_none)
    except Exception:  # noqa: BLE001
        return data


def read_fact(
    core: Core, fact: Fact, given: object, spot: Spot, intake: Intake
) -> Mapping[str | tuple[str, str], Value]:
    """What `given` states of a fact: nothing, its value, or a value for each reading."""
    if fact.split is None:
        value = _value(given, fact, spot, intake)
        return {} if value is None else {fact.id: value}
    interpretation = core.interpretations[fact.split]
    if not (isinstance(given, Mapping) and _is_by_reading(given, fact, interpretation)):
        value = _value(given, fact, spot, intake)
        return {} if value is None else {(fact.id, interpretation.default): value}
    found: dict[str | tuple[str, str], Value] = {}
    given_keys: dict[str, object] = {}
    for key, part in given.items():
        reading = interpretation.reading(key.strip()) if isinstance(key, str) else None
        here = spot.step(key, reading.name if reading else "")
        if reading is None:
            default = interpretation.reading(interpretation.default)
            intake.report(
                "SG718",
                key,
                spot.at(here.path),
                interpretation=interpretation.name,
                members="、".join(r.name for r in interpretation.readings),
                nearest=did_you_mean(
                    shown(key), [n for r in interpretation.readings for n in (r.name, r.id)]
                ),
                default=default.name if default else interpretation.default,
            )
            continue
        if reading.id in given_keys:
            intake.report("SG703", key, here, first=shown(given_keys[reading.id]))
            continue
        given_keys[reading.id] = key
        value = _value(part, fact, here, intake)
        if value is not None:
            found[fact.id, reading.id] = value
    return found


def _is_by_reading(
    given: Mapping[object, object], fact: Fact, interpretation: Interpretation
) -> bool:
    """Whether a mapping gives a value per reading, and is not itself the value."""
    keys = [key for key in given if isinstance(key, str)]
    if any(interpretation.reading(key.strip()) for key in keys):
        return True
    if fact.type.kind == "series":
        return not any(read_year(key) is not None for key in given)
    return not (fact.type.kind == "set" and is_catalogued(fact.type))


def _value(given: object, fact: Fact, spot: Spot, intake: Intake) -> Value | None:
    try:
        return read_value(given, fact.type)
    except RefusedError as error:
        intake.refused(error, spot)
        return None


def _ledger(ledger: Ledger, given: object, spot: Spot, intake: Intake) -> tuple[Row, ...] | None:
    """The rows that hold anything; None where the ledger was not given."""
    if is_blank(given):
        return None
    if not isinstance(given, list | tuple):
        try:
            refuse_stand_in(given, _TABLE_FORM)
        except RefusedError as error:
            intake.refused(error, spot)
        else:
            intake.report("SG705", given, spot, wanted=_TABLE, form=_TABLE_FORM)
        return None
    rows: list[Row] = []
    columns = by_names(ledger.columns)
    blank = dict.fromkeys(column.id for column in ledger.columns)
    for i, given_row in enumerate(given):
        here = spot.row(i)
        if is_blank(given_row):
            continue
        if not isinstance(given_row, Mapping):
            intake.report("SG705", given_row, here, wanted=_ROW, form=_TABLE_FORM)
            continue
        row: dict[str, Value | None] = {**blank}
        before = len(intake.problems)
        cells = intake.entries(given_row, columns, here, ("列", "column"))
        for column, place, cell in cells:
            try:
                row[column.id] = read_value(cell, column.type)
            except RefusedError as error:
                intake.refused(error, place)
        if len(intake.problems) > before or any(cell is not None for cell in row.values()):
            rows.append(row)
    return None if given and not rows else tuple(rows)
