"""Policy folders opened: load one to work with, or check one and hear everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sgpolicy.diagnostics.records import Collector, Diagnostic
from sgpolicy.errors import PolicyError, UnknownPolicyError
from sgpolicy.loading import is_partly_unread, read_folder, shipped_folder, shipped_policies
from sgpolicy.model.coverage import Coverage
from sgpolicy.pipeline import Compilation, compile_policy
from sgpolicy.policy import Policy
from sgpolicy.source.text import SourceFile
from sgpolicy.vocabulary import check_correspondence


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
    compilation, files, found = _compile(name_or_path)
    if found.found or compilation is None or compilation.core is None:
        raise PolicyError(str(name_or_path), found.sorted())
    return Policy(compilation, compilation.core, files)


def check(name_or_path: str | Path) -> CheckReport:
    """Check a policy folder and report everything at once.

    Raises:
        UnknownPolicyError: If there is no such policy.
    """
    compilation, files, found = _compile(name_or_path)
    if compilation is not None:
        check_correspondence(compilation, files, folder_of(name_or_path), found)
    coverage = compilation.coverage if compilation is not None else None
    return CheckReport(tuple(found.sorted()), coverage, files, folder_of(name_or_path))


def shipped() -> list[str]:
    """The names of the policies that come with the library."""
    return shipped_policies()
