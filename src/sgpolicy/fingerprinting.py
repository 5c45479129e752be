"""A stable digest of each clause: what a second person signs off.

for item in fingerprints(sgpolicy.load("shaoguan-2022-188").compilation).clauses:
    print(item.clause.label, item.digest)

A clause's digest is over the official text, the declarations under it in their canonical form, and
the rows of every fact, ledger column and actor that they name (those that a fact's own computation
names included). Form and comments do not change it. What another clause defines is in that clause's
digest; the whole's digest is over all of them, the tables and what `policy.yaml` says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from sgpolicy.diagnostics.records import Collector
from sgpolicy.formatter import Formatter
from sgpolicy.formatting.pieces import Piece, joined, settled
from sgpolicy.model.citation import Clause
from sgpolicy.model.document import Document
from sgpolicy.model.program import DeclaredFact, Tables
from sgpolicy.model.types import Type
from sgpolicy.parsing.cutting import RawDeclaration, cut, formula
from sgpolicy.pipeline import Compilation, declared_names
from sgpolicy.records import dataclass
from sgpolicy.source.normalising import normalise

SHORT = 16
"""How many hexadecimal digits are enough to tell two versions apart by eye."""
_SCHEME = "1"
_FREE = frozenset({"TEXT", "QUOTE"})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One clause's digest.

    Attributes:
        digest: SHA-256, in hexadecimal digits.
        declarations: How many declarations stand under the clause.
        names: The facts, ledgers, columns and actors that they use, in the order of the tables.
    """

    clause: Clause
    digest: str
    declarations: int
    names: tuple[str, ...]

    @property
    def short(self) -> str:
        """Its first digits."""
        return self.digest[:SHORT]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Every clause's digest in the order of the law, and the whole policy's."""

    clauses: tuple[Fingerprint, ...]
    digest: str

    @property
    def short(self) -> str:
        """The whole's first digits."""
        return self.digest[:SHORT]


def fingerprints(compilation: Compilation) -> Fingerprints:
    """The digests of a policy that has no mistakes."""
    document, tables = compilation.document, compilation.program.tables
    raws = cut(document.blocks, Collector())
    formatter = Formatter.of([*tables.names(), *declared_names(raws)])
    rows = _Rows.of(compilation, formatter)
    by_clause: dict[Clause, list[RawDeclaration]] = {clause: [] for clause in document.clauses}
    for raw in raws:
        by_clause.setdefault(raw.clause, []).append(raw)
    clauses = []
    for clause, own in by_clause.items():
        written = [formatter.pieces(raw, [], 0) for raw in own]
        names = rows.used(piece.text for pieces in written for piece in pieces)
        content = {
            "clause": clause.id,
            "text": _prose(document, clause),
            "declarations": [_line(pieces) for pieces in written],
            "names": {name: rows.content[name] for name in names},
        }
        clauses.append(Fingerprint(clause, _digest(content), len(own), names))
    whole = {
        "manifest": _manifest(document),
        "clauses": [[item.clause.id, item.digest] for item in clauses],
        "names": rows.content,
        "inventory": [
            ["".join(cell.text.split()) for cell in row]
            for table in document.inventory
            for row in table.rows
        ],
    }
    return Fingerprints(tuple(clauses), _digest(whole))


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the tables say of each name, and which names each row needs."""

    content: Mapping[str, list[object]]
    needs: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, compilation: Compilation, formatter: Formatter) -> _Rows:
        tables = compilation.program.tables
        formulas = {
            name: _formula(compilation, fact, formatter) for name, fact in tables.facts.items()
        }
        content = _content(tables, formulas)
        needs = {
            name: frozenset(piece.text for piece in pieces if piece.kind == "NAME")
            for name, pieces in formulas.items()
        }
        return cls(content, needs)

    def used(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The names among the texts, with all that their rows need, in the order of the tables."""
        waiting = {text for text in texts if text in self.content}
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting |= {n for n in self.needs.get(name, ()) if n in self.content} - found
        return tuple(name for name in self.content if name in found)


def _content(tables: Tables, formulas: Mapping[str, list[Piece]]) -> dict[str, list[object]]:
    """Every row by name. Columns of one name in several ledgers stand together."""
    content: dict[str, list[object]] = {}

    def add(name: str, row: list[object]) -> None:
        content.setdefault(name, []).append(row)

    for name, fact in tables.facts.items():
        split = fact.split.text if fact.split else ""
        written = _line(formulas[name]) if formulas[name] else ""
        said = [_squeezed(fact.question), _squeezed(fact.evidence), split, written]
        add(name, ["fact", fact.id, _type(fact.type), *said])
    for ledger_name, ledger in tables.ledgers.items():
        add(ledger_name, ["ledger", ledger.id, _squeezed(ledger.question)])
        for name, column in ledger.columns.items():
            note = _squeezed(column.note)
            add(name, ["column", ledger_name, column.id, _type(column.type), note])
    for name, actor in tables.actors.items():
        add(name, ["actor", actor.id, _squeezed(actor.official)])
    return content


def _formula(compilation: Compilation, fact: DeclaredFact, formatter: Formatter) -> list[Piece]:
    """A fact's 台账核算, spelt; nothing where it has none."""
    if fact.computed is None:
        return []
    for table in compilation.document.tables:
        at, name_at = table.column("台账核算"), table.column("名称")
        if at is None or name_at is None:
            continue
        for row in table.rows:
            if at < len(row) and row[name_at].text == fact.name.text and row[at].text:
                raw = formula(fact.name, fact.id, row[at].text, row[at].span)
                return formatter.pieces(raw, [], 0)
    return []


def _line(pieces: list[Piece]) -> str:
    """A declaration on one line; white space in quotations and free words does not count."""
    return joined([_normal(piece) for piece in settled(pieces)])


def _normal(piece: Piece) -> Piece:
    if piece.kind not in _FREE:
        return piece
    text = normalise(piece.text).text if piece.kind == "QUOTE" else _squeezed(piece.text)
    return Piece(piece.kind, text)


def _prose(document: Document, clause: Clause) -> list[str]:
    text = document.clauses.get(clause)
    parts = "\n".join(part for part, _ in text.parts) if text else ""
    return [normalise(document.titles.get(clause, "")).text, normalise(parts).text]


def _type(type_: Type) -> list[object]:
    return [type_.kind, type_.unit or "", list(type_.members), type_.ordered, type_.domain]


def _manifest(document: Document) -> list[str]:
    manifest = document.manifest
    said = (manifest.id, manifest.title, manifest.document_number, manifest.issuer)
    return [*said, manifest.issued, manifest.language, manifest.root]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _digest(content: object) -> str:
    data = json.dumps([_SCHEME, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8")).hexdigest()
