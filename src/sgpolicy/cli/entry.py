"""From arguments to exit code: picks the language, runs the command, words every failure."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from sgpolicy.cli.arguments import build_parser
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words, language


def run(argv: Sequence[str] | None) -> int:
    """Run the command; never lets an exception out."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    lang, asked = language(arguments, os.environ)
    words = Words(lang)
    try:
        code = _dispatch(arguments, words, results=lang if asked else "zh")
        sys.stdout.flush()
    except CommandError as error:
        _complain(words, error)
        return error.code
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing more to say, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.BROKEN_PIPE
    except KeyboardInterrupt:
        print(f"\n{words('interrupted')}", file=sys.stderr)
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a user must never see a traceback unasked
        if os.environ.get("SGPOLICY_TRACEBACK"):
            traceback.print_exc()
        name = type(error).__name__
        _complain(
            words,
            CommandError(Exit.INTERNAL, words("internal", name=name), words("internal.remedy")),
        )
        return Exit.INTERNAL
    return code


def _dispatch(arguments: list[str], words: Words, results: Lang) -> int:
    """Run the chosen command; `results` is the language of decisions."""
    try:
        options = build_parser(words.lang).parse_args(arguments)
    except SystemExit as done:  # --help and --version have printed
        return int(done.code or 0)
    command = import_module(f"sgpolicy.cli.commands.{options.command.replace('-', '_')}")
    code: int = command.run(options, words, results)
    return code


def _complain(words: Words, error: CommandError) -> None:
    try:
        sys.stdout.flush()
        usage = error.code == Exit.USAGE
        print(words("usage_error" if usage else "error", message=error.message), file=sys.stderr)
        if error.remedy:
            print(error.remedy, file=sys.stderr)
    except BrokenPipeError:
        pass


def _speak_utf8() -> None:
    """Print UTF-8 whatever the locale: the output is Chinese under LANG=C too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
