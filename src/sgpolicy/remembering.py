"""What reading one version of a policy gave, kept for the next: reading again costs what has changed.

Results are kept by what they follow from, never by time or name: a declaration's tree by its text, its
clause and the names that could be read in it; a file's tables by its text. Places are moved to where the
text stands now, so that with a memory everything comes out as it does without.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sgpolicy.diagnostics.records import Collector, Diagnostic, Fix
from sgpolicy.model.document import Table
from sgpolicy.model.tree import Declaration
from sgpolicy.parsing.cutting import RawDeclaration
from sgpolicy.parsing.lexing import Lexeme, Vocabulary, fold
from sgpolicy.parsing.markdown import read_tables
from sgpolicy.parsing.parser import read_one
from sgpolicy.records import dataclass, field_names, replace
from sgpolicy.source.text import SourceFile, Span

_Key = tuple[object, ...]
_Moved = TypeVar("_Moved")


@dataclass(frozen=True, slots=True)
class _Read:
    """What a declaration's text was read as.

    Attributes:
        raw: The text, where it stood then.
        vocabulary: The names that were known then.
        lexemes: The words it was cut into, as far as it could be.
        declaration: None after a report.
        found: The reports.
    """

    raw: RawDeclaration
    vocabulary: Vocabulary
    lexemes: tuple[Lexeme, ...]
    declaration: Declaration | None
    found: tuple[Diagnostic, ...]


class Memory:
    """Remembers one policy folder; what two versions in a row did not use is forgotten."""

    def __init__(self) -> None:
        self._now: dict[_Key, _Read] = {}
        self._before: dict[_Key, _Read] = {}
        self._tables: dict[str, tuple[SourceFile, tuple[Table, ...]]] = {}
        self._vocabulary: Vocabulary | None = None
        self._changed: dict[int, frozenset[str]] = {}

    def begin(self) -> None:
        """Another version is read from here on."""
        self._before, self._now = self._now, {}

    def vocabulary(self, names: list[str]) -> Vocabulary:
        """The vocabulary of these names; the same one as before where they are the same."""
        made = Vocabulary.of(names)
        if self._vocabulary is None or self._vocabulary.names != made.names:
            self._vocabulary = made
            self._changed = {}
        return self._vocabulary

    def tables(self, file: SourceFile) -> tuple[Table, ...]:
        """A file's tables."""
        known = self._tables.get(file.name)
        if known is None or known[0] != file:
            known = file, tuple(read_tables(file))
            self._tables[file.name] = known
        return known[1]

    def parse_one(
        self, raw: RawDeclaration, vocabulary: Vocabulary, found: Collector
    ) -> Declaration | None:
        """As `parser.parse_one`."""
        key = _key(raw)
        known = self._now.get(key) or self._before.get(key)
        if known is None or not self._holds(known, vocabulary):
            own = Collector()
            words, declaration = read_one(raw, vocabulary, own)
            known = _Read(raw, vocabulary, words, declaration, tuple(own.found))
        elif known.raw != raw or known.vocabulary is not vocabulary:
            known = _at(known, raw, vocabulary)
        self._now[key] = known
        for item in known.found:
            found.add(item)
        return known.declaration

    def lexemes(self, raw: RawDeclaration) -> tuple[Lexeme, ...]:
        """The words of a declaration that was read; places are those in its text."""
        known = self._now.get(_key(raw))
        return known.lexemes if known is not None else ()

    def _holds(self, known: _Read, vocabulary: Vocabulary) -> bool:
        """Whether a text would be read the same with the names known now.

        A name can only be read where it stands. What is reported of an unknown one depends on all names.
        """
        if known.vocabulary is vocabulary:
            return True
        if known.found:
            return False
        changed = self._changed.get(id(known.vocabulary))
        if changed is None:
            changed = known.vocabulary.names ^ vocabulary.names
            self._changed[id(known.vocabulary)] = changed
        text = fold(known.raw.text)
        return not any(name in text for name in changed)


def _key(raw: RawDeclaration) -> _Key:
    return raw.text, raw.clause, raw.word, raw.span.file


def _at(known: _Read, raw: RawDeclaration, vocabulary: Vocabulary) -> _Read:
    """The same reading where the text stands now."""
    by = raw.span.start - known.raw.span.start
    declaration, found = known.declaration, known.found
    if by:
        declaration, found = _moved(declaration, by), _moved(found, by)
    if declaration is not None and declaration.name != raw.name:
        declaration = replace(declaration, name=raw.name)
    return _Read(raw, vocabulary, known.lexemes, declaration, found)


def _moved(node: _Moved, by: int) -> _Moved:
    """A record with every place in it so many characters further on."""
    return _shifted(node, by)  # type: ignore[no-any-return]


def _shifted(node: Any, by: int) -> Any:  # noqa: ANN401 - any record
    kind = type(node)
    if kind is Span:
        return Span(node.file, node.start + by, node.end + by)
    if kind is tuple:
        return tuple([_shifted(each, by) for each in node])
    names = field_names(kind) if kind.__module__ in _WITH_PLACES else ()
    return kind(*[_shifted(getattr(node, name), by) for name in names]) if names else node


_WITH_PLACES = frozenset({Declaration.__module__, Diagnostic.__module__, Fix.__module__})
