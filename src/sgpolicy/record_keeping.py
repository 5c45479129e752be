"""Records of a policy's decisions: made, and replayed against its files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sgpolicy.errors import RecordError
from sgpolicy.model.record import Record
from sgpolicy.recording.reading import read_basis
from sgpolicy.recording.writing import Recorder, Remarks, Sources

if TYPE_CHECKING:
    from sgpolicy.model.exercise import LawText
    from sgpolicy.model.trace import Trace
    from sgpolicy.policy import Policy

_DIGEST = re.compile(r"[0-9a-f]{64}")


def record_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of decision records.

    Example:
        >>> record_schema()["properties"]["format"]
        {'const': 'sgpolicy.record/1'}
    """
    text = files("sgpolicy.recording").joinpath("record.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


class RecordKeeper:
    """Keeps records of one policy's decisions."""

    def __init__(self, policy: Policy, files: Mapping[str, str] | None) -> None:
        self._policy = policy
        self._files = files
        self._recorders: dict[tuple[str, ...], Recorder] = {}

    @cached_property
    def sources(self) -> Sources:
        """What the policy was read from.

        Raises:
            RecordError: If its files have changed since.
        """
        from sgpolicy import __version__

        document = self._policy.compilation.document
        digests = {
            name: file.sha256 or sha256(file.text.encode()).hexdigest()
            for name, file in document.files.items()
        }
        if self._files is not None and dict(self._files) != digests:
            raise RecordError("办法的文件在装载之后改过；请重新装载，再作评估和记录")
        law = {
            clause: tuple(part for part, _ in text.parts)
            for clause, text in document.clauses.items()
        }
        return Sources(__version__, digests, document.manifest.source, law)

    @cached_property
    def law_text(self) -> LawText:
        """The official text that the policy was read from, cut where its quotations begin and end.

        Raises:
            RecordError: If the policy's files have changed since.
        """
        from sgpolicy.official_text import law_text

        _ = self.sources  # what is not what it was read from is not shown
        return law_text(self._policy.compilation)

    def record(
        self,
        trace: Trace,
        previous: Record | str | None,
        references: Mapping[str, str],
        documents: Mapping[str, str],
        choosers: Mapping[str, str],
    ) -> Record:
        """The record of a decision; see `Decision.record`."""
        before = previous.sha256 if isinstance(previous, Record) else previous
        if before is not None and not _DIGEST.fullmatch(before):
            raise RecordError(f"“{before}”不是前一份记录的摘要；摘要是 64 位十六进制数")
        core, policy = self._policy.core, self._policy
        ledgers = {ledger.name: key for key, ledger in core.ledgers.items()}

        def cell(name: str) -> str | None:
            found = policy.facts.get(name)
            return found.id if found else ledgers.get(name, name if name in core.ledgers else None)

        def interpretation(name: str) -> str | None:
            found = policy.interpretations.get(name)
            return found.id if found else None

        remarks = Remarks(
            before,
            _by_id(references, cell, "事项或台账"),
            _by_id(documents, interpretation, "口径"),
            _by_id(choosers, interpretation, "口径"),
        )
        return self._record(trace, remarks)

    def replay(self, data: Mapping[str, Any]) -> Record:
        """The record that the same basis gives today, under this policy's files and this library.

        Args:
            data: A record.

        Raises:
            UnreadableError: If something in it is not what the policy knows.
            RecordError: If the policy's files have changed since they were read.
        """
        basis = read_basis(self._policy.core, data)
        decision = self._policy.evaluate(basis.application, on=basis.on, readings=basis.readings)
        return self._record(decision.trace, basis.remarks)

    def _record(self, trace: Trace, remarks: Remarks) -> Record:
        key = tuple(trace.readings.values())
        recorder = self._recorders.get(key)
        if recorder is None:
            recorder = Recorder(self._policy.core, trace.readings, self.sources)
            self._recorders[key] = recorder
        try:
            return recorder.record(trace, remarks)
        except UnicodeEncodeError:
            raise RecordError("材料中有不成字的编码（半个代理对），不能记入") from None


def _by_id(
    given: Mapping[str, str], find: Callable[[str], str | None], what: str
) -> dict[str, str]:
    found = {}
    for name, text in given.items():
        key = find(name)
        if key is None:
            raise RecordError(f"办法中没有{what}“{name}”")
        found[key] = text
    return found
