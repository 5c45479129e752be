"""A policy folder begun from a regulation's text: laid out, with drafts that hold what they claim."""

from __future__ import annotations

import hashlib

from sgpolicy.diagnostics.records import Collector, Diagnostic
from sgpolicy.drafting.front_matter import front_matter
from sgpolicy.drafting.layout import Folder, declaration, laid_out, manifest_text
from sgpolicy.drafting.mending import found_lines
from sgpolicy.drafting.paragraphs import paragraphs_of
from sgpolicy.drafting.reading import read_found
from sgpolicy.drafting.recognising import drafts_of
from sgpolicy.drafting.records import Chunk, Draft, FrontMatter, Mend
from sgpolicy.drafting.report import report_of
from sgpolicy.drafting.structure import chunks_of
from sgpolicy.drafting.unreadable import UnreadableTextError
from sgpolicy.loading import LANGUAGE
from sgpolicy.model.document import NO_DATE, Manifest
from sgpolicy.pipeline import compile_policy
from sgpolicy.records import dataclass
from sgpolicy.source.text import SourceFile

_TO_CONFIRM = frozenset({"SG503", "SG512", "SG513"})
"""What a begun folder may be found to lack: words that nothing carries out, drafts not confirmed."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A policy folder, not yet written.

    Attributes:
        files: Its files by name, in UTF-8.
        front: What was recognised of the law's title, number, issuer and date.
        chunks: The law's clauses.
        drafts: The declarations that were suggested.
        mends: What was put right in the text, left out of it, or only noticed.
        encoding: How the text was encoded, or "Word".
        open_places: How many stretches of the text no draft carries out.
    """

    files: dict[str, str]
    front: FrontMatter
    chunks: tuple[Chunk, ...]
    drafts: tuple[Draft, ...]
    mends: tuple[Mend, ...]
    encoding: str
    open_places: int


def begin(data: bytes, name: str, identity: str = "") -> Begun:
    """Lay out a policy folder from a regulation's text; the same bytes always become the same files.

    Every draft has been checked like any other declaration: one that would be found wrong is left out,
    and the words it was to carry out are left open.

    Args:
        data: The file's bytes: plain text in UTF-8, UTF-16 or GB18030, or a Word file.
        name: The file's name, for the report.
        identity: The policy's id; made of the document's number if not given.

    Raises:
        sgpolicy.drafting.unreadable.UnreadableTextError: If there is no text to begin from.
    """
    found = read_found(data)
    lines, mended, source = found_lines(found.text)
    paragraphs, joined = paragraphs_of(lines)
    chunks = chunks_of(paragraphs)
    if not chunks:  # page numbers only
        raise UnreadableTextError("empty")
    front = front_matter(chunks)
    folder, open_places = _sound(chunks, drafts_of(chunks, front), source, front)
    mends = tuple(sorted([*mended, *joined], key=lambda mend: mend.line))
    digest = hashlib.sha256(source.encode("utf-8")).hexdigest()
    identity = identity or identity_of(front)
    files = {"policy.yaml": manifest_text(identity, front, folder, digest), **folder.files}
    files["起草记录.md"] = report_of(name, found, front, chunks, folder.drafts, mends)
    return Begun(files, front, tuple(chunks), folder.drafts, mends, found.encoding, open_places)


def identity_of(front: FrontMatter) -> str:
    """An id from the year and number of the document, `policy-2022-188`; `policy` without one."""
    digits = "".join(c if c.isdigit() else " " for c in front.document_number).split()
    return "-".join(["policy", *digits])


def _sound(
    chunks: list[Chunk], drafts: list[Draft], source: str, front: FrontMatter
) -> tuple[Folder, int]:
    """The folder with those drafts that check finds nothing wrong with, and how many places are left open."""
    while True:
        folder = laid_out(chunks, drafts, source)
        found = _check(folder, front)
        wrong = [item for item in found if item.code not in _TO_CONFIRM]
        bad = {draft.key for item in wrong for draft in _meant(item, folder)}
        kept = [draft for draft in drafts if draft.key not in bad]
        if wrong and len(kept) == len(drafts) and drafts:
            kept = []  # what is wrong cannot be put down to one of them
        if not wrong or len(kept) == len(drafts):
            return folder, sum(item.code == "SG503" for item in found)
        drafts = kept


def _check(folder: Folder, front: FrontMatter) -> tuple[Diagnostic, ...]:
    manifest = Manifest(
        id="policy",
        title=front.title,
        title_en="",
        document_number=front.document_number,
        issuer=front.issuer,
        issuer_en="",
        issued=front.issued or NO_DATE,
        language=LANGUAGE,
        text=folder.text,
        tables=("facts.md",),
        inventory="",
        source="source.txt",
        source_sha256="",
        root=folder.root,
    )
    files = {name: SourceFile(name, text) for name, text in folder.files.items()}
    return compile_policy(manifest, files, Collector()).diagnostics


def _meant(item: Diagnostic, folder: Folder) -> list[Draft]:
    """The drafts that a finding is about: by where it stands, or by the fact or actor in its row."""
    if item.span is None:
        return []
    text = folder.files.get(item.span.file, "")
    if item.span.file == "facts.md":
        start = text.rfind("\n", 0, item.span.start) + 1
        row = text[start : text.find("\n", start)]
        name = row.strip("| ").split(" | ")[0]
        return [
            d for d in folder.drafts if name in {f.name for f in d.facts} | {a[0] for a in d.actors}
        ]
    for draft in folder.drafts:
        at = text.find(declaration(draft))
        if 0 <= at <= item.span.start <= at + len(declaration(draft)):
            return [draft]
    return []
