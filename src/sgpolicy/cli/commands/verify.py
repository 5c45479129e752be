"""`sgpolicy verify`: records in, what does not agree with the policy's files out."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import sgpolicy
from sgpolicy.cli.choosing import open_policy, read_bytes
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.recording import signing

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_MOST = 50


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print what was found about every record, and in the end how many are right."""
    if options.export_checker is not None:
        _export(Path(options.export_checker), words)
    elif not options.files:
        raise CommandError(Exit.USAGE, words("verify.nothing"))
    if not options.files:
        return Exit.OK
    records = [one for name in options.files for one in _records(name, words)]
    policy = None if options.policy is None else open_policy(options.policy, words)
    key = None if options.key is None else _key(options.key, words)
    signatures = {i: one[2] for i, one in enumerate(records) if one[2] is not None}
    found = sgpolicy.verify(
        [text for _, text, _ in records],
        policy=policy,
        after="" if options.after == "none" else options.after,
        last=options.last,
        signatures=signatures,
        key=key,
    )
    for (name, _, _), one in zip(records, found, strict=True):
        print(_told(name, one, words))
    wrong = sum(not one.is_right for one in found)
    print(words("verify.sum" if wrong else "verify.all", count=len(found), wrong=wrong))
    return Exit.NO if wrong or not found else Exit.OK


def _told(name: str, found: sgpolicy.Verification, words: Words) -> str:
    if found.is_right:
        lines = [words("verify.right", name=name, outcome=found.outcome)]
    else:
        lines = [words("verify.wrong", name=name, count=len(found.problems))]
    for one in found.problems[:_MOST]:
        key = "verify.last_is" if one.kind == "last" else f"verify.{one.kind}"
        said = {"place": one.place, "said": one.said, "found": one.found}
        lines.append(f"  {words(key, **said)}")
    if len(found.problems) > _MOST:
        lines.append(words("verify.more", count=len(found.problems) - _MOST))
    if found.before:
        lines.append(words("verify.before", before=found.before))
    if found.library:
        lines.append(words("verify.library", library=found.library))
    return "\n".join(lines)


def _records(name: str, words: Words) -> list[tuple[str, bytes, bytes | None]]:
    """The records of a file, each with what it is called and its signature, if there is one beside it."""
    content = read_bytes(name, words)
    beside = Path(f"{name}.sig")
    signatures = read_bytes(str(beside), words).splitlines() if beside.is_file() else []
    if not name.endswith(".jsonl"):
        return [(name, content, signatures[0] if signatures else None)]
    lines = content.splitlines()
    called = [words("verify.line", name=name, number=i) for i in range(1, len(lines) + 1)]
    padded = [*signatures, *[None] * (len(lines) - len(signatures))]
    return list(zip(called, lines, padded, strict=False))


def _key(path: str, words: Words) -> Ed25519PublicKey:
    try:
        return signing.read_public_key(read_bytes(path, words))
    except ImportError:
        raise CommandError(Exit.USAGE, words("record.no_library")) from None
    except signing.KeyFormatError:
        raise CommandError(Exit.DATA, words("record.bad_key", path=path)) from None


def _export(path: Path, words: Words) -> None:
    checker = files("sgpolicy").joinpath("check_record.py").read_bytes()
    try:
        path.write_bytes(checker)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = words("record.unwritable", path=path, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None
    print(words("verify.exported", path=path))
