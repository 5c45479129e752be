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
    for owner, start, end in quoted.places:
        form = quoted.forms[owner.clause]
        places = tuple((form.spans[at].file, form.normal.offsets[at]) for at in range(start, end))
        yield Quotation(Owner(owner.name, owner.word, owner.mark), owner.clause, places)
