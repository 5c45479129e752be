"""Trace → Record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from sgpolicy.model.application import FindingRecord, Panel, Row, Seat
from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Core, Fact, Finding, Ledger
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.record import FORMAT, Record
from sgpolicy.model.trace import Trace
from sgpolicy.recording.canonical import Plain, canonical, quoted
from sgpolicy.recording.proofs import Proofs
from sgpolicy.recording.shapes import Shapes, cited
from sgpolicy.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Sources:
    """What a policy was read from.

    Attributes:
        library: The library's version.
        files: Every file of the policy → the SHA-256 of its bytes.
        source: Which of them is the official text; "" for none.
        law: Every clause's text, in parts where items stand between them.
    """

    library: str
    files: Mapping[str, str]
    source: str
    law: Mapping[Clause, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is recorded beside a decision.

    Attributes:
        previous: The digest of the record before this one in its series; None for the first.
        references: Fact or ledger id → the evidence it was taken from.
        documents: Interpretation id → the document by which its reading was chosen.
        choosers: Interpretation id → who chose its reading.
    """

    previous: str | None = None
    references: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    choosers: Mapping[str, str] = field(default_factory=dict)


def _set_text(value: frozenset[str]) -> str:
    return f'{{"members":{canonical([*sorted(value)])}}}'


def _series_text(value: Mapping[int, int]) -> str:
    years: Plain = {str(year): str(count) for year, count in value.items()}
    return f'{{"years":{canonical(years)}}}'


def _number_text(value: int | Fraction) -> str:
    return f'{{"number":"{value}"}}'


@lru_cache(4096)  # the rows of a ledger have few days and choices
def _day_text(value: date) -> str:
    return f'{{"day":"{value.isoformat()}"}}'


@lru_cache(4096)
def _choice_text(value: str) -> str:
    return f'{{"choice":{quoted(value)}}}'


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    "truth": lambda value: "true" if value else "false",
    "count": _number_text,
    "money": _number_text,
    "share": _number_text,
    "area": _number_text,
    "date": _day_text,
    "choice": _choice_text,
    "set": _set_text,
    "series": _series_text,
    "text": lambda value: f'{{"text":{quoted(value)}}}',
}
"""How a value given is written, exact and in base units, by the kind of its type."""


_RESULT: Final = {True: Outcome.MET.zh, False: Outcome.NOT_MET.zh}
_RESULTS: Final = {met: quoted(result) for met, result in _RESULT.items()}

_FactWriter = tuple[str, Callable[[Any], str], str, list[tuple[str | tuple[str, str], str]]]


class Recorder:
    """Writes the records of one policy under some readings."""

    def __init__(self, core: Core, readings: Mapping[str, str], sources: Sources) -> None:
        """Prepare what every record says.

        Args:
            core: The policy.
            readings: Interpretation id → reading id in force, for all interpretations.
            sources: What the policy was read from.
        """
        self._core = core
        self._proofs = Proofs(core, readings)
        self._readings = dict(readings)
        self._library = quoted(sources.library)
        self._facts = [self._cell(fact) for fact in core.facts.values()]
        self._policy = canonical(_policy(core, sources))
        self._law = canonical(_law(core, sources)).encode()
        self._kinds = canonical(_kinds(core, Shapes(core, readings))).encode()
        self._undocumented = self._chosen(Remarks())
        self._findings = {key: _about(finding) for key, finding in core.findings.items()}

    def record(self, trace: Trace, remarks: Remarks) -> Record:
        """The record of one decision, made under the same readings.

        Raises:
            UnicodeEncodeError: If a text has half a surrogate pair, which no JSON document may have.
        """
        basis = self._basis(trace, remarks).encode()
        between = (
            f',"conclusion":{self._conclusion(trace)},"fingerprint":"{sha256(basis).hexdigest()}"'
            f',"format":"{FORMAT}","law":'
        )
        previous = "null" if remarks.previous is None else quoted(remarks.previous)
        nodes = "".join(self._proofs.written(trace))
        pieces = [
            *(b'{"basis":', basis, between.encode(), self._law),
            *(f',"previous":{previous},"proof":{{"kinds":'.encode(), self._kinds),
            *(b',"nodes":', nodes.encode(), b"}"),
        ]
        digest = sha256(b"".join([*pieces, b"}"])).hexdigest()
        return Record(b"".join([*pieces, f',"sha256":"{digest}"}}'.encode()]), digest)

    def _basis(self, trace: Trace, remarks: Remarks) -> str:
        """Everything that the answer follows from."""
        given, documented = trace.application, remarks.documents or remarks.choosers
        ledgers = [
            self._ledger(key, given.ledgers[key], remarks.references.get(key))
            for key in sorted(given.ledgers)
        ]
        findings = [
            self._finding(key, given.findings[key])
            for key in self._core.findings
            if key in given.findings
        ]
        return (
            f'{{"as_of":"{trace.on}","facts":[{",".join(self._given(trace, remarks.references))}]'
            f',"findings":[{",".join(findings)}],"holidays":null,"ledgers":[{",".join(ledgers)}]'
            f',"library":{self._library},"policy":{self._policy}'
            f',"readings":{self._chosen(remarks) if documented else self._undocumented}}}'
        )

    def _given(self, trace: Trace, references: Mapping[str, str]) -> list[str]:
        """The facts as stated, in the order of the policy."""
        facts = trace.application.facts
        found = []
        for key, write, before, cells in self._facts:
            for cell, reading in cells:
                value = facts.get(cell)
                if value is not None:
                    reference = references.get(key)
                    noted = "" if reference is None else f',"reference":{quoted(reference)}'
                    found.append(f'{before}{reading}{noted},"value":{write(value)}}}')
        return found

    def _cell(self, fact: Fact) -> _FactWriter:
        """What is the same of a fact whenever it is given, and where an application has it."""
        before = canonical({"evidence": fact.evidence, "fact": fact.id, "name": fact.name})[:-1]
        cells: list[tuple[str | tuple[str, str], str]] = [(fact.id, "")]
        if fact.split is not None:
            readings = self._core.interpretations[fact.split].readings
            cells += [((fact.id, one.id), f',"reading":{quoted(one.id)}') for one in readings]
        return fact.id, _WRITERS[fact.type.kind], before, cells

    def _ledger(self, key: str, rows: tuple[Row, ...], reference: str | None) -> str:
        ledger = self._core.ledger(key)
        noted = "" if reference is None else f',"reference":{quoted(reference)}'
        written = ",".join(_rows(ledger, rows))
        return f'{{"ledger":{quoted(key)},"name":{quoted(ledger.name)}{noted},"rows":[{written}]}}'

    def _finding(self, key: str, given: FindingRecord | Panel) -> str:
        about, standard = self._findings[key]
        if isinstance(given, Panel):
            votes: Plain = [self._vote(seat) for seat in given.seats]
            return f'{{{about},{standard},"votes":{canonical(votes)}}}'
        person = f',"person":{quoted(given.person)}' if given.person else ""
        position = f',"position":{quoted(given.role)}' if given.role else ""
        return (
            f'{{"by":{quoted(given.by)},"evidence":{quoted(given.evidence)},{about},"on":"{given.on}"'
            f'{person}{position},"reasons":{quoted(given.note)},"result":{_RESULTS[given.met]}'
            f',"role":{quoted(self._core.actors[given.by].name)},{standard}}}'
        )

    def _vote(self, seat: Seat) -> dict[str, Plain]:
        vote: dict[str, Plain] = {
            "by": seat.by,
            "chair": seat.is_chair,
            "person": seat.person,
            "role": self._core.actors[seat.by].name,
        }
        if seat.judged is not None:
            vote["judged"] = _judgement(seat.judged)
            if seat.judged.role:
                vote["position"] = seat.judged.role
        return vote

    def _chosen(self, remarks: Remarks) -> str:
        """The reading in force of every interpretation, and who chose it by which document."""
        found: list[Plain] = []
        for key, item in self._core.interpretations.items():
            reading = item.reading(self._readings[key])
            one: dict[str, Plain] = {
                "default": item.default,
                "id": key,
                "in_force": self._readings[key],
                "name": item.name,
                "number": item.number,
                **cited(item.citation),
                "says": reading.name if reading else "",
            }
            if key in remarks.documents:
                one["document"] = remarks.documents[key]
            if key in remarks.choosers:
                one["chosen_by"] = remarks.choosers[key]
            found.append(one)
        return canonical(found)

    def _conclusion(self, trace: Trace) -> str:
        pending: list[Plain] = []
        for item in trace.pending:
            one: dict[str, Plain] = {"cause": item.cause, "id": item.id, "kind": item.kind}
            if item.reading is not None:
                one["reading"] = item.reading
            pending.append(one)
        data: Plain = {
            "outcome": trace.outcome.zh,
            "pending": pending,
            "relied_on": [*trace.relied_on],
            "root": self._core.root,
            "scopes": [*self._core.scopes],
        }
        return canonical(data)


def _about(finding: Finding) -> tuple[str, str]:
    """What is the same of a finding whoever makes it: what is asked, and the standard."""
    about = canonical({"finding": finding.id, "name": finding.name})
    return about[1:-1], canonical({"standard": [*finding.citation.phrases]})[1:-1]


def _judgement(record: FindingRecord) -> dict[str, Plain]:
    return {
        "evidence": record.evidence,
        "on": record.on.isoformat(),
        "reasons": record.note,
        "result": _RESULT[record.met],
    }


def _rows(ledger: Ledger, rows: Sequence[Row]) -> list[str]:
    """Each row, its columns in the order of their ids."""
    columns = [
        (column.id, f"{quoted(column.id)}:", _WRITERS[column.type.kind])
        for column in sorted(ledger.columns, key=lambda one: one.id)
    ]
    written = [
        [before + ("null" if (value := row.get(key)) is None else write(value)) for row in rows]
        for key, before, write in columns
    ]
    return [f"{{{','.join(cells)}}}" for cells in zip(*written, strict=True)]


def _policy(core: Core, sources: Sources) -> Plain:
    return {
        "document_number": core.document_number,
        "files": [{"name": name, "sha256": sources.files[name]} for name in sorted(sources.files)],
        "id": core.policy,
        "issuer": core.issuer,
        "language": core.language,
        "source": sources.source,
        "title": core.title,
    }


def _law(core: Core, sources: Sources) -> Plain:
    """The text of every clause that something quotes."""
    quoting = {node.citation.clause for node in core.nodes.values() if node.citation.phrases}
    quoting |= {one.citation.clause for one in core.findings.values()}
    quoting |= {one.citation.clause for one in core.interpretations.values()}
    return [
        {"clause": clause.label, "parts": [*parts]}
        for clause, parts in sources.law.items()
        if clause in quoting
    ]


def _kinds(core: Core, shapes: Shapes) -> Plain:
    """What each fact is, by whose readings it is asked for, and how ledgers yield it."""
    found: list[Plain] = []
    for fact in core.facts.values():
        one: dict[str, Plain] = {"id": fact.id, "kind": fact.type.kind}
        if fact.split is not None:
            one["split"] = fact.split
        if fact.computed is not None:
            one["computed"] = shapes.formula(fact.computed)
        found.append(one)
    return found
