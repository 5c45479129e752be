"""Policy folders opened: load one to work with, or check one and hear everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sgpolicy.errors import PolicyError, UnknownPolicyError
from sgpolicy.loading import shipped_folder, shipped_policies
from sgpolicy.policy import Policy
from sgpolicy.records import dataclass
from sgpolicy.stored import read_stored, stored_bytes, write_stored

if TYPE_CHECKING:
    from sgpolicy.diagnostics.records import Collector, Diagnostic
    from sgpolicy.model.coverage import Coverage
    from sgpolicy.pipeline import Compilation
    from sgpolicy.source.text import SourceFile


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking a policy folder found.

    Attributes:
        diagnostics: Every mistake, by place; empty for a clean policy.
        coverage: How the law's text is accounted for; None if the folder could not be read.
        files: The files read, for showing places.
        folder: Where they were read from.
    """

    diagnostics: tuple[Diagnostic, ...]
    coverage: Coverage | None
    files: Mapping[str, SourceFile]
    folder: Path


def folder_of(name_or_path: str | Path) -> Path:
    """The policy folder that a name or path means.

    Raises:
        UnknownPolicyError: If there is none.
    """
    path = Path(name_or_path)
    shipped = shipped_policies()
    if isinstance(name_or_path, str) and name_or_path in shipped:
        return shipped_folder() / name_or_path
    try:
        if (path / "policy.yaml").is_file():
            return path
        if path.name == "policy.yaml" and path.is_file():
            return path.parent
    except (OSError, ValueError):
        pass
    raise UnknownPolicyError(str(name_or_path), shipped)


def _compile(
    name_or_path: str | Path,
) -> tuple[Compilation | None, dict[str, SourceFile], Collector]:
    from sgpolicy.diagnostics.records import Collector
    from sgpolicy.loading import is_partly_unread, read_folder
    from sgpolicy.pipeline import compile_policy

    folder = folder_of(name_or_path)
    found = Collector()
    manifest, files = read_folder(folder, found)
    if manifest is None or is_partly_unread(found):
        return None, files, found
    return compile_policy(manifest, files, found), files, found


def load(name_or_path: str | Path) -> Policy:
    """Load a policy: one that comes with the library, by name, or a folder.

    Raises:
        UnknownPolicyError: If there is no such policy.
        PolicyError: With every mistake in the folder.

    Example:
        >>> import sgpolicy
        >>> sgpolicy.load("shaoguan-2022-188").document_number
        '韶工信函〔2022〕188号'
    """
    folder = folder_of(name_or_path)
    from_source = partial(_checked, folder)
    stored = read_stored(folder)
    if stored is not None:
        return Policy(stored.core, stored.manifest, from_source, stored.files)
    compilation = _checked(name_or_path)
    if compilation.core is None:
        raise PolicyError(str(name_or_path), compilation.diagnostics)
    policy = Policy(compilation.core, compilation.document.manifest, from_source)
    policy.compilation = compilation  # it is there already
    return policy


def _checked(name_or_path: str | Path) -> Compilation:
    """What a folder becomes, if there is nothing wrong with it."""
    compilation, _, found = _compile(name_or_path)
    if found.found or compilation is None:
        raise PolicyError(str(name_or_path), found.sorted())
    return compilation


def store(name_or_path: str | Path) -> Path:
    """Write a policy's compiled form beside its source; from then on loading it needs no parser.

    It is used while every file of the policy stays as it is, and by this version of the library. After
    a change, write it again: until then the source is read, as if it were not there.

    Returns:
        The file.

    Raises:
        UnknownPolicyError: If there is no such policy.
        PolicyError: With every mistake in the folder.
        OSError: If the file cannot be written; what was there before stays.
    """
    return write_stored(folder_of(name_or_path), stored_form(name_or_path))


def stored_form(name_or_path: str | Path) -> bytes:
    """What `store` writes.

    Raises:
        UnknownPolicyError: If there is no such policy.
        PolicyError: With every mistake in the folder.
    """
    folder = folder_of(name_or_path)
    compilation = _checked(folder)
    if compilation.core is None:
        raise PolicyError(str(name_or_path), compilation.diagnostics)
    document = compilation.document
    return stored_bytes(folder, compilation.core, document.manifest, document.files)


def check(name_or_path: str | Path) -> CheckReport:
    """Check a policy folder and report everything at once.

    Raises:
        UnknownPolicyError: If there is no such policy.
    """
    from sgpolicy.vocabulary import check_correspondence

    compilation, files, found = _compile(name_or_path)
    if compilation is not None:
        check_correspondence(compilation, files, folder_of(name_or_path), found)
    coverage = compilation.coverage if compilation is not None else None
    return CheckReport(tuple(found.sorted()), coverage, files, folder_of(name_or_path))


def shipped() -> list[str]:
    """The names of the policies that come with the library."""
    return shipped_policies()
