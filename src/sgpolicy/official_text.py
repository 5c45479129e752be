"""The official text of a policy, character by character, cut where the policy's quotations begin and end."""

from __future__ import annotations

from collections.abc import Iterator

from sgpolicy.covering.passages import Quotation, paragraphs
from sgpolicy.model.exercise import LawText, Owner
from sgpolicy.pipeline import Compilation


def law_text(compilation: Compilation) -> LawText:
    """The official text of a policy.

    Args:
        compilation: What became of the policy's folder.
    """
    document = compilation.document
    quotations = tuple(_quotations(compilation))
    return LawText(
        document.manifest.title,
        document.manifest.document_number,
        paragraphs(document.clauses, quotations, document.manifest.text),
        document.titles,
        {quotation.owner.name: quotation.owner for quotation in quotations},
    )


def _quotations(compilation: Compilation) -> Iterator[Quotation]:
    quoted = compilation.quoted
    places = {
        clause: tuple((span.file, offset) for span, offset in form.places())
        for clause, form in quoted.forms.items()
    }
    for owner, start, end in quoted.places:
        place = places[owner.clause][start:end]
        yield Quotation(Owner(owner.name, owner.word, owner.mark), owner.clause, place)
