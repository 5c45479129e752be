"""Results as JUnit XML: a suite for each case file, a testcase for each case."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from sgpolicy.cases import CaseResult
from sgpolicy.casing.records import Problem
from sgpolicy.records import dataclass

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class TimedResult:
    """A case's result and how long it took, in seconds; `told` says how it differs."""

    result: CaseResult
    seconds: float
    told: str = ""


def results_to_xml(policy: str, timed: Sequence[TimedResult]) -> bytes:
    """The document for cases that were run."""
    by_file: dict[str, list[TimedResult]] = {}
    for one in timed:
        by_file.setdefault(one.result.file, []).append(one)
    root = ET.Element("testsuites", name=_clean(policy))
    for file, own in by_file.items():
        suite = ET.SubElement(root, "testsuite", name=_clean(file))
        for one in own:
            result = one.result
            case = _case(suite, policy, file, result.name, result.line)
            case.set("time", f"{one.seconds:.4f}")
            if not result.passed:
                message = _clean(f"{result.place}：{result.message}")
                failure = ET.SubElement(case, "failure", message=message, type="mismatch")
                failure.text = _clean(f"{result.place}\n{one.told}")
        _count(suite, sum(one.seconds for one in own))
    return _document(root)


def problems_to_xml(policy: str, problems: Iterable[Problem]) -> bytes:
    """The document for case files that could not be read: each mistake is an error."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    root = ET.Element("testsuites", name=_clean(policy))
    for file, own in by_file.items():
        suite = ET.SubElement(root, "testsuite", name=_clean(file))
        for number, problem in enumerate(own, 1):
            name = f"{problem.cell or problem.line} ({number})"
            case = _case(suite, policy, file, name, problem.line)
            case.set("time", "0")
            error = ET.SubElement(case, "error", message=_clean(problem.text()), type="unreadable")
            error.text = _clean(problem.text())
        _count(suite, 0)
    return _document(root)


def _case(suite: ET.Element, policy: str, file: str, name: str, line: int) -> ET.Element:
    stem = file.rpartition(".")[0].replace("/", ".")
    return ET.SubElement(
        suite,
        "testcase",
        classname=_clean(f"{policy}.{stem}"),
        name=_clean(name),
        file=_clean(file),
        line=str(line),
    )


def _count(suite: ET.Element, seconds: float) -> None:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", "0")
    suite.set("time", f"{seconds:.4f}")


def _document(root: ET.Element) -> bytes:
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", f"{sum(float(suite.get('time', '0')) for suite in root):.4f}")
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _ILLEGAL.sub("�", text)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once: a reader sees the old one or the whole new one.

    Raises:
        OSError: If it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
