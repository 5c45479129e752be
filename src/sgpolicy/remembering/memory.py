"""What was read of one policy folder."""

from __future__ import annotations

from sgpolicy.diagnostics.records import Collector, Diagnostic
from sgpolicy.lowering.again import Earlier
from sgpolicy.model.document import Block, Table
from sgpolicy.model.results import Results
from sgpolicy.model.tree import Declaration
from sgpolicy.parsing.cutting import RawDeclaration, cut_block
from sgpolicy.parsing.lexing import Lexeme, Vocabulary, fold
from sgpolicy.parsing.markdown import read_tables
from sgpolicy.parsing.parser import read_one, words_of
from sgpolicy.parsing.prose import Prose, Standing, read_prose
from sgpolicy.records import dataclass, replace
from sgpolicy.remembering.keeping import Kept
from sgpolicy.remembering.moving import moved
from sgpolicy.source.text import SourceFile

_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What a declaration's text was read as.

    Attributes:
        raw: The text, where it stood then.
        vocabulary: The names that were known then.
        lexemes: The words it was cut into, as far as it could be.
        declaration: None after a report.
        found: The reports.
        words: The text without its header, quotations and free words: names are read in the rest.
        content: The same object for as long as nothing but places has changed.
    """

    raw: RawDeclaration
    vocabulary: Vocabulary
    lexemes: tuple[Lexeme, ...]
    declaration: Declaration | None
    found: tuple[Diagnostic, ...]
    words: str
    content: object


class Memory:
    """Remembers one policy folder; what two versions in a row did not use is forgotten.

    Attributes:
        right_numbers: The declarations whose numbers are those of their quotes.
        lowered: What was built of the declarations.
    """

    def __init__(self) -> None:
        self.right_numbers: Results[bool] = Results()
        self.lowered = Earlier(moved)
        self._contents: dict[int, object] = {}
        self._read: Kept[_Key, _Read] = Kept()
        self._cut: Kept[_Key, tuple[Block, list[RawDeclaration]]] = Kept()
        self._tables: dict[str, tuple[SourceFile, tuple[Table, ...]]] = {}
        self._prose: dict[str, tuple[SourceFile, Standing, Prose]] = {}
        self._names: list[str] = []
        self._vocabulary: Vocabulary | None = None
        self._changed: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def begin(self) -> None:
        """Another version is read from here on."""
        self._read.begin()
        self._cut.begin()
        self._contents = {}
        self.lowered.begin(self.content)

    def vocabulary(self, names: list[str]) -> Vocabulary:
        """The vocabulary of these names; the same one as before where they are the same."""
        if self._vocabulary is not None and names == self._names:
            return self._vocabulary
        self._names = names
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

    def prose(self, file: SourceFile, begin: Standing, found: Collector) -> Prose:
        """As `prose.read_prose`."""
        known = self._prose.get(file.name)
        if known is not None and known[0] == file and known[1] == begin:
            return known[2]
        before = found.made
        made = read_prose(file, begin, found)
        if found.made == before:
            self._prose[file.name] = file, begin, made
        return made

    def cut(self, blocks: tuple[Block, ...], found: Collector) -> list[RawDeclaration]:
        """As `cutting.cut`."""
        return [raw for block in blocks for raw in self._cut_block(block, found)]

    def _cut_block(self, block: Block, found: Collector) -> list[RawDeclaration]:
        key = (block.text, block.clause, block.span.file)
        known = self._cut.get(key)
        if known is None:
            before = found.made
            known = block, cut_block(block, found)
            if found.made > before:
                return known[1]
        elif known[0].span != block.span:
            by = block.span.start - known[0].span.start
            known = block, [moved(raw, by) for raw in known[1]]
        self._cut.put(key, known)
        return known[1]

    def parse_one(
        self, raw: RawDeclaration, vocabulary: Vocabulary, found: Collector
    ) -> Declaration | None:
        """As `parser.parse_one`."""
        key = _key(raw)
        known = self._read.get(key)
        if known is None or not self._holds(known, vocabulary):
            own = Collector()
            cut, declaration = read_one(raw, vocabulary, own)
            reports = tuple(own.found)
            known = _Read(raw, vocabulary, cut, declaration, reports, _words(raw, cut), object())
        elif (known.raw is not raw and known.raw != raw) or known.vocabulary is not vocabulary:
            known = _at(known, raw, vocabulary)
        self._read.put(key, known)
        for item in known.found:
            found.add(item)
        if known.declaration is not None:
            self._contents[id(known.declaration)] = known.content
        return known.declaration

    def content(self, declaration: Declaration | None) -> object:
        """Something equal for two declarations of two versions only if they differ in nothing but places."""
        return None if declaration is None else self._contents[id(declaration)]

    def lexemes(self, raw: RawDeclaration) -> tuple[Lexeme, ...]:
        """The words of a declaration that was read; places are those in its text."""
        known = self._read.get(_key(raw))
        return known.lexemes if known is not None else ()

    def _holds(self, known: _Read, vocabulary: Vocabulary) -> bool:
        """Whether a text would be read the same with the names known now.

        A name can only be read where it stands, outside quotations and free words: a text is cut from its
        beginning, and nothing before it is cut otherwise. What is reported of an unknown one depends on
        all names.
        """
        if known.vocabulary is vocabulary:
            return True
        if known.found:
            return False
        return self._is_apart(known, vocabulary) or words_of(known.raw, vocabulary) == known.lexemes

    def _is_apart(self, known: _Read, vocabulary: Vocabulary) -> bool:
        """Whether no name that has come or gone stands in a text."""
        changed = self._changed.get(id(known.vocabulary))
        if changed is None:
            names = known.vocabulary.names ^ vocabulary.names
            awkward = names & (known.vocabulary.awkward | vocabulary.awkward)
            changed = self._changed[id(known.vocabulary)] = names - awkward, awkward
        plain, awkward = changed
        if any(name in known.words for name in plain):
            return False
        # A name with marks in it can reach into what would be a quotation otherwise.
        return not (
            awkward and any(name in fold(known.raw.text[known.raw.body_at :]) for name in awkward)
        )


def _key(raw: RawDeclaration) -> _Key:
    return raw.text, raw.clause, raw.word, raw.span.file


def _words(raw: RawDeclaration, cut: tuple[Lexeme, ...]) -> str:
    """A text after its header as it is cut, line ends in place of quotations and free words."""
    text, parts, at = fold(raw.text), [], raw.body_at
    for lexeme in cut:
        if lexeme.kind in {"QUOTE", "TEXT"}:
            parts.append(text[at : lexeme.start])
            at = max(at, lexeme.end)
    return "\n".join([*parts, text[at:]])


def _at(known: _Read, raw: RawDeclaration, vocabulary: Vocabulary) -> _Read:
    """The same reading where the text stands now."""
    by = raw.span.start - known.raw.span.start
    declaration, found = known.declaration, known.found
    if by:
        declaration, found = moved(declaration, by), moved(found, by)
    if declaration is not None and declaration.name != raw.name:
        declaration = replace(declaration, name=raw.name)
    return _Read(raw, vocabulary, known.lexemes, declaration, found, known.words, known.content)
