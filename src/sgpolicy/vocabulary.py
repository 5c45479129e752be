"""Shared items: what several policies ask alike, and how each policy's facts follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sgpolicy.diagnostics.records import Collector
from sgpolicy.errors import ApplicationError, PolicyError
from sgpolicy.loading import SHARED_ITEMS, FileReader, read_text, shipped_folder
from sgpolicy.lowering.sharing import lower_correspondence
from sgpolicy.model.core import Core, Fact
from sgpolicy.model.document import Cell, Document, Manifest, Table
from sgpolicy.model.program import Program
from sgpolicy.model.sharing import Correspondence, SharedData
from sgpolicy.model.tree import Declaration, Name
from sgpolicy.named import Named
from sgpolicy.parsing.cutting import formula
from sgpolicy.parsing.lexing import Vocabulary as Words
from sgpolicy.parsing.markdown import read_tables as markdown_tables
from sgpolicy.parsing.parser import parse_one
from sgpolicy.pipeline import Compilation
from sgpolicy.records import dataclass
from sgpolicy.resolving.binding import bind
from sgpolicy.resolving.tables import read_tables
from sgpolicy.source.text import SourceFile

if TYPE_CHECKING:
    from sgpolicy.applying.documents import Document as Data
    from sgpolicy.applying.problems import Problem
    from sgpolicy.evaluating.sharing import PreparedSharing
    from sgpolicy.given import GivenApplication
    from sgpolicy.model.application import Value
    from sgpolicy.policy import Policy


_NAMES = frozenset({"SG109", "SG302"})
"""Findings after which the policy's names are not what was meant."""


@dataclass(frozen=True, slots=True)
class SameName:
    """A name that two policies both use.

    Attributes:
        name: The name of a fact, ledger or finding.
        policies: The two policies' ids.
        how: "shared" where both follow from the same items, "apart" where one says that it is something
            else, "" where nothing is said.
        reason: Why it is something else; "" otherwise.
    """

    name: str
    policies: tuple[str, str]
    how: Literal["shared", "apart", ""]
    reason: str = ""


class SharedVocabulary:
    """The shared items, and the way from them to policies' facts and back.

    Safe to share between threads.

    Example:
        >>> import sgpolicy
        >>> sgpolicy.shared_vocabulary().items["登记地"].question[:14]
        '申请者在哪个市注册登记？以登'
    """

    def __init__(self, core: Core, program: Program, assumed: frozenset[str]) -> None:
        self._core = core
        self._assumed = assumed
        self._program = program
        self._words = Words.of(program.tables.names())

    def __repr__(self) -> str:
        return f"SharedVocabulary({'、'.join(self.items)})"

    @property
    def core(self) -> Core:
        """The items as facts, for tools."""
        return self._core

    @property
    def assumed(self) -> frozenset[str]:
        """The ids of the items that are only assumed, such as when one would apply."""
        return self._assumed

    @cached_property
    def items(self) -> Named[Fact]:
        """Every shared item, by name or key."""
        return Named.of(self._core.facts.values())

    def template(self) -> str:
        """A commented form to fill in, as YAML."""
        from sgpolicy.applying.template import items_template

        return items_template(self._core)

    def read(self, source: Path | bytes | str | Mapping[str, Any] | SharedData) -> SharedData:
        """Read what an applicant states of shared items.

        Args:
            source: A file (`Path`), its text or bytes (YAML or JSON), or a mapping keyed by either name.

        Raises:
            ApplicationError: With every problem in the data.
            OSError: If the file cannot be read.
        """
        if isinstance(source, SharedData):
            return source
        from sgpolicy.applying.documents import read_document

        if isinstance(source, Path):
            source = source.read_bytes()
        if isinstance(source, bytes | str):
            return self.read_document(read_document(source))
        return self.read_document(source)

    def read_document(self, data: Data | Mapping[str, Any]) -> SharedData:
        """Read what was taken apart already; see `read`."""
        from sgpolicy.applying.reading import read_application

        result = read_application(self._core, data)
        if result.problems:
            raise ApplicationError(result.problems)
        return SharedData({k: v for k, v in result.application.facts.items() if isinstance(k, str)})

    def correspondence(self, policy: Policy) -> Correspondence:
        """How a policy's facts follow from shared items.

        Raises:
            PolicyError: With every mistake in its tables.
        """
        file = policy.compilation.document.files.get(policy.manifest.shared)
        if file is None:
            return Correspondence(policy.id, (), ())
        found = Collector()
        made = self.compile(policy.core, file, found)
        if found.found:
            raise PolicyError(policy.id, found.sorted())
        return made

    def compile(self, core: Core, file: SourceFile, found: Collector) -> Correspondence:
        """Read a policy's tables of correspondence; mistakes are reported."""

        def read(name: Name, key: str, cell: Cell) -> Declaration | None:
            return parse_one(formula(name, key, cell.text, cell.span), self._words, found)

        return lower_correspondence(core, self._program, markdown_tables(file), read, found)

    def prepared(self, policy: Policy) -> PreparedSharing:
        """A policy's correspondence made ready to evaluate.

        Raises:
            PolicyError: With every mistake in its tables.
        """
        from sgpolicy.evaluating.sharing import prepare_sharing

        return prepare_sharing(self._core, self.correspondence(policy), self._assumed)

    def recognise(
        self,
        policy: Policy,
        application: GivenApplication,
        *,
        on: date,
    ) -> SharedData:
        """What an application to one policy tells about shared items, so that others can use it.

        Only what is certain: 韶关注册=是 tells where it is registered, 韶关注册=否 does not. And only
        facts, no assumptions: an application made to one authority is none to another.

        Args:
            policy: The policy that the application was made for.
            application: See `Policy.read_application`.
            on: The day as of which.

        Raises:
            ApplicationError: With every problem in the data; also where it contradicts itself, such as
                a natural person registered in Shaoguan.
        """
        from sgpolicy.evaluating.sharing import recognise

        stated = policy.read_application(application).facts
        prepared = self.prepared(policy)
        data, contradicting = recognise([(prepared, plain_facts(stated))], on)
        if contradicting:
            raise ApplicationError([contradiction(policy, prepared, contradicting[0][1])])
        return data

    def same_names(self, policies: Iterable[Policy]) -> tuple[SameName, ...]:
        """Every name of a fact, ledger or finding that two policies both use, and what was said of it.

        Equal names never carry data over; this is for those who keep the tables.
        """
        given = [*policies]
        made = {policy.id: self.correspondence(policy) for policy in given}
        found = []
        for i, one in enumerate(given):
            for other in given[i + 1 :]:
                theirs = _names(other.core)
                found += [
                    _same(name, made[one.id], made[other.id], one, other)
                    for name in _names(one.core)
                    if name in theirs
                ]
        return tuple(found)


def plain_facts(stated: Mapping[str | tuple[str, str], Value]) -> dict[str, Value]:
    """The facts that are not asked for by reading."""
    return {key: value for key, value in stated.items() if isinstance(key, str)}


def contradiction(policy: Policy, sharing: PreparedSharing, fact: str, key: str = "") -> Problem:
    """A fact that cannot be true beside the others; `key`: the section of the data it stands in."""
    from sgpolicy.applying.problems import Trouble, describe

    name = policy.core.facts[fact].name
    items = "、".join(item.name for item in sharing.items[fact])
    return describe(
        Trouble("SG739", "", {"items": items}),
        path=(key, name) if key else (name,),
        where=(f"{key} 的「{name}」", f"“{name}” of {key}")
        if key
        else (f"「{name}」", f"“{name}”"),
        fact=name,
    )


def _names(core: Core) -> dict[str, str]:
    """The names by which data may be given, with their ids."""
    found = {fact.name: fact.id for fact in core.facts.values()}
    found |= {ledger.name: ledger.id for ledger in core.ledgers.values()}
    return found | {finding.name: finding.id for finding in core.findings.values()}


def _same(
    name: str, mine: Correspondence, theirs: Correspondence, one: Policy, other: Policy
) -> SameName:
    pair = (one.id, other.id)
    for made, away in ((mine, other.id), (theirs, one.id)):
        for row in made.apart:
            if row.name == name and row.other == away:
                return SameName(name, pair, "apart", row.reason)
    formulas = [
        {rule.written for rule in made.rules if core.facts[rule.fact].name == name}
        for made, core in ((mine, one.core), (theirs, other.core))
    ]
    return SameName(name, pair, "shared" if formulas[0] and formulas[1] else "")


def vocabulary_file(folder: Path) -> Path:
    """The file of shared items that a policy folder goes by: one beside it, or the shipped one."""
    beside = folder.resolve().parent / SHARED_ITEMS
    return beside if beside.is_file() else shipped_folder() / SHARED_ITEMS


def read_vocabulary(
    path: Path, found: Collector, read: FileReader = read_text
) -> tuple[SharedVocabulary | None, SourceFile | None]:
    """Read a file of shared items; mistakes are reported."""
    file = read(path, path.name, found)
    if file is None:
        return None, None
    written = tuple(markdown_tables(file))
    tables, computed, _ = read_tables(written, (), found)
    for _name, cell in computed:
        found.report("SG109", cell.span, problem="共用事项没有台账，“台账核算”须留空")
    manifest = Manifest(
        "shared", "共用事项", "Shared items", "", "", "", "", "", (), (), "", "", "", ""
    )
    document = Document(manifest, {file.name: file}, {}, (), (), ())
    program = bind(document, tables, [], [], found)
    facts = {
        fact.id: Fact(fact.id, name, fact.type, fact.question, fact.evidence)
        for name, fact in tables.facts.items()
    }
    core = Core("shared", "共用事项", "", "", "1", facts, {}, {}, {}, {}, {}, (), "")
    return SharedVocabulary(core, program, _assumed(written)), file


def _assumed(tables: Iterable[Table]) -> frozenset[str]:
    """The ids of the items that are marked as only assumed."""
    found = set()
    for table in tables:
        mark, key = table.column("假定"), table.column("键")
        if mark is not None and key is not None:
            found |= {
                row[key].text for row in table.rows if row[mark : mark + 1] and row[mark].text
            }
    return frozenset(found)


def check_correspondence(
    compilation: Compilation,
    files: dict[str, SourceFile],
    folder: Path,
    found: Collector,
    read: FileReader = read_text,
) -> None:
    """Check how a policy's facts follow from shared items; deciding needs none of it.

    Args:
        compilation: The policy; without a Core nothing can be checked.
        files: Those of its folder; the file of shared items is added, for showing places.
        folder: The policy's folder.
        found: Where mistakes go.
        read: Reads the file of shared items.
    """
    core, own = compilation.core, files.get(compilation.document.manifest.shared)
    if core is None or own is None or any(d.code in _NAMES for d in found.found):
        return
    vocabulary, file = read_vocabulary(vocabulary_file(folder), found, read)
    if vocabulary is not None and file is not None:
        files.setdefault(file.name, file)
        vocabulary.compile(core, own, found)


def shared_vocabulary(path: str | Path | None = None) -> SharedVocabulary:
    """The shared items: those that come with the library, or those of a file.

    Raises:
        PolicyError: With every mistake in the file.
    """
    found = Collector()
    given = shipped_folder() / SHARED_ITEMS if path is None else Path(path)
    vocabulary, _ = read_vocabulary(given, found)
    if vocabulary is None or found.found:
        raise PolicyError(str(given), found.sorted())
    return vocabulary
