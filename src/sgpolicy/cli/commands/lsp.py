"""`sgpolicy lsp`: the language server for editors, over standard input and output."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words


def run(_options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Serve an editor until it leaves."""
    if find_spec("pygls") is None:
        raise CommandError(Exit.USAGE, words("lsp.missing"), words("lsp.missing.remedy"))
    from sgpolicy.editor.server import serve

    serve()
    return Exit.OK
