"""Opening what the arguments name: the policy, its readings, the application's text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import sgpolicy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Words
from sgpolicy.source.nearest import nearest

_LIMIT = 20_000_000
_FOLDERS_UP = 4


def policy_name(given: str | None) -> str:
    """The policy that is meant: the one given, or else the first that is shipped."""
    return given if given is not None else sgpolicy.shipped()[0]


def open_policy(given: str | None, words: Words, beside: str | None = None) -> sgpolicy.Policy:
    """Load the policy that is meant, or end with what is wrong with it.

    Args:
        given: What the command names, if anything.
        words: The reader's language.
        beside: A file of data: where no policy is named, it is the one in whose folder the file lies.
    """
    name = given if given is not None else _folder_of(beside) or policy_name(None)
    try:
        return sgpolicy.load(name)
    except sgpolicy.PolicyError as error:
        raise policy_error(name, error, words) from None


def _folder_of(file: str | None) -> str | None:
    """The policy folder in which a file lies, a few folders up at most."""
    if file is None or file == "-":
        return None
    try:
        parents = Path(file).resolve().parents
    except (OSError, ValueError, RuntimeError):
        return None
    for folder in parents[:_FOLDERS_UP]:
        if (folder / "policy.yaml").is_file():
            return str(folder)
    return None


def policy_error(name: str, error: sgpolicy.PolicyError, words: Words) -> CommandError:
    """There is no such policy, or it has mistakes."""
    if isinstance(error, sgpolicy.UnknownPolicyError):
        meant = nearest(name, error.names)
        near = words("near", name=meant) if meant else ""
        remedy = near + words("policies_are", names=words.list(error.names))
        return CommandError(Exit.NO_INPUT, words("unknown_policy", name=name), remedy)
    message = words("policy_findings", count=len(error.diagnostics), path=name)
    return CommandError(Exit.DATA, message)


def chosen_readings(policy: sgpolicy.Policy, given: Sequence[str], words: Words) -> dict[str, str]:
    """The readings that `--reading` asks for, each by the interpretation's id; all are checked."""
    chosen: dict[str, str] = {}
    interpretations = policy.interpretations
    for text in given:
        name, equals, value = (part.strip() for part in text.replace("＝", "=").partition("="))
        if not (name and equals and value):
            raise CommandError(Exit.USAGE, words("bad_reading", text=text))
        found = next(
            (i for i in interpretations.values() if name in (i.name, i.id, i.number)), None
        )
        if found is None:
            names = [i.name for i in interpretations.values()]
            raise _unknown(words, "unknown_interpretation", name, names, name=name)
        reading = found.reading(value)
        if reading is None:
            names = [r.name for r in found.readings]
            raise _unknown(words, "unknown_reading", value, names, name=found.name, reading=value)
        if chosen.setdefault(found.id, reading.id) != reading.id:
            raise CommandError(Exit.USAGE, words("reading_twice", name=found.name))
    return chosen


def _unknown(
    words: Words, key: str, given: str, names: Sequence[str], **values: str
) -> CommandError:
    meant = nearest(given, names)
    near = words("near", name=meant) if meant else ""
    return CommandError(Exit.USAGE, words(key, names=words.list(names), **values), near)


def read_bytes(given: str, words: Words) -> bytes:
    """The application's bytes from a file, or from standard input for `-`.

    No more than a little over what an application may have is read; the library says what is wrong.
    """
    if given == "-":
        return sys.stdin.buffer.read(_LIMIT)
    try:
        with Path(given).open("rb") as file:
            return file.read(_LIMIT)
    except FileNotFoundError:
        key = "missing"
    except IsADirectoryError:
        key = "is_folder"
    except PermissionError:
        key = "not_allowed"
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        message = words("unreadable", path=given, reason=reason)
        raise CommandError(Exit.NO_INPUT, message) from None
    raise CommandError(Exit.NO_INPUT, words(key, path=given), words(f"{key}.remedy"))
