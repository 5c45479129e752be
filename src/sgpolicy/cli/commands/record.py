"""`sgpolicy record`: an application in, a decision record out, alone or at the end of a series."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import sgpolicy
from sgpolicy.cli.asking import decision_asked
from sgpolicy.cli.choosing import read_bytes
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.recording import signing


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Write the record; the exit code does not tell the outcome."""
    output = None if options.output is None else Path(options.output)
    if options.sign is not None and output is None:
        raise CommandError(Exit.USAGE, words("record.needs_output"))
    _, decision = decision_asked(options, words)
    try:
        record = decision.record(
            previous=_before(options, output, words),
            references=_pairs(options.reference, words),
            documents=_pairs(options.document, words),
            choosers=_pairs(options.chosen_by, words),
        )
    except sgpolicy.RecordError as error:
        raise CommandError(Exit.DATA, words("record.refused", reason=str(error))) from None
    signature = None if options.sign is None else _signed(record, options.sign, words)
    if output is None:
        print(record)
        return Exit.OK
    _write(output, str(record), words)
    if signature is not None:
        _write(output.with_name(output.name + ".sig"), signature, words)
    outcome = decision.outcome.label(results)
    print(words("record.done", path=output, outcome=outcome, sha256=record.sha256))
    return Exit.OK


def _pairs(given: list[str], words: Words) -> dict[str, str]:
    found = {}
    for text in given:
        name, equals, value = (part.strip() for part in text.replace("＝", "=").partition("="))
        if not (name and equals and value):
            raise CommandError(Exit.USAGE, words("record.bad_pair", text=text))
        found[name] = value
    return found


def _before(options: argparse.Namespace, output: Path | None, words: Words) -> str | None:
    """The digest of the record that comes before: the series' last, or the one named."""
    path = None if options.after is None else Path(options.after)
    if output is not None and output.suffix == ".jsonl":
        if path is not None:
            raise CommandError(Exit.USAGE, words("record.series_only"))
        path = output if output.exists() else None
    if path is None:
        return None
    lines = read_bytes(str(path), words).splitlines()
    try:
        data = json.loads(lines[-1])
        if isinstance(data["format"], str) and isinstance(data["sha256"], str):
            return str(data["sha256"])
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise CommandError(Exit.DATA, words("record.bad_before", path=path))


def _signed(record: sgpolicy.Record, key: str, words: Words) -> str:
    try:
        return signing.sign(record, read_bytes(key, words))
    except ImportError:
        raise CommandError(Exit.USAGE, words("record.no_library")) from None
    except signing.KeyFormatError:
        raise CommandError(Exit.DATA, words("record.bad_key", path=key)) from None


def _write(path: Path, line: str, words: Words) -> None:
    """A file of one line, new; or one more line of a series."""
    mode = "ab" if ".jsonl" in path.suffixes else "xb"
    try:
        with path.open(mode) as file:
            file.write(line.encode() + b"\n")
    except FileExistsError:
        raise CommandError(Exit.DATA, words("record.exists", path=path)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = words("record.unwritable", path=path, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None
