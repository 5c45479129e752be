"""`sgpolicy evaluate`: an application in, an explained decision out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import sgpolicy
from sgpolicy.cli.asking import decision_asked
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.cli.writing import paper, write_bytes

CODES = {
    sgpolicy.Outcome.MET: Exit.OK,
    sgpolicy.Outcome.NOT_MET: Exit.NO,
    sgpolicy.Outcome.MISSING_FACTS: Exit.OPEN,
    sgpolicy.Outcome.AWAITING_FINDINGS: Exit.OPEN,
    sgpolicy.Outcome.NOT_APPLICABLE: Exit.NOT_APPLICABLE,
}
"""What each outcome exits with."""

_FILES = frozenset({"docx", "pdf"})


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Print the explanation, or write it to a file; the exit code tells the outcome."""
    _check_paper(options, words)
    _, decision = decision_asked(options, words)
    _give(decision, options, words, results)
    return CODES[decision.outcome]


def _check_paper(options: argparse.Namespace, words: Words) -> None:
    """What cannot be written is said before anything is read."""
    form = options.format
    if form in _FILES and options.output is None:
        raise CommandError(Exit.USAGE, words("evaluate.needs_output", form=form))
    if options.notice and form == "json":
        raise CommandError(Exit.USAGE, words("evaluate.notice_form", form=form))
    for name in ("deadline", "issued", "office"):
        if getattr(options, name) is not None and not options.notice:
            raise CommandError(Exit.USAGE, words("evaluate.only_notice", option=f"--{name}"))
    for folder in options.fonts:
        if not Path(folder).is_dir():
            raise CommandError(Exit.NO_INPUT, words("evaluate.no_folder", path=folder))


def _give(
    decision: sgpolicy.Decision, options: argparse.Namespace, words: Words, lang: Lang
) -> None:
    explanation = decision.explain(options.length, lang=lang, jointly=options.jointly)
    said: sgpolicy.RenderedExplanation | sgpolicy.RenderedNotice = explanation
    if options.notice:
        try:
            said = explanation.notice(
                deadline=options.deadline, office=options.office or "", issued=options.issued
            )
        except sgpolicy.PaperError as error:  # the outcome is another, and the exit code says which
            print(error.text(words.lang), file=sys.stderr)
            return
    match options.format:
        case "docx":
            write_bytes(options.output, paper(said.to_docx, words), words)
            return
        case "pdf":
            write_bytes(
                options.output, paper(lambda: said.to_pdf(fonts=options.fonts), words), words
            )
            return
        case "json":
            text = explanation.to_json()
        case "html" if options.length == "audit" and not options.notice:
            text = decision.report(lang=lang, jointly=options.jointly).to_html()
        case "html":
            text = said.to_html()
        case "markdown":
            text = said.to_markdown()
        case _:
            text = str(said)
    if options.output is None:
        print(text)
    else:
        write_bytes(options.output, text.rstrip("\n").encode() + b"\n", words)
