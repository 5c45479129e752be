"""YAML text as events for `documents.Builder`: only mappings, lists and text, nothing resolved.

The only module that imports PyYAML. Working on its events rather than its nodes keeps the depth
bound ours, and libyaml's parser is used where PyYAML has it.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

import yaml

from sgpolicy.applying.building import Builder, UnreadableError, at, too_deep
from sgpolicy.applying.problems import Place, Trouble


class _Mark(Protocol):
    """What libyaml's marks and PyYAML's own have in common."""

    line: int
    column: int


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_WIDE_COLON = re.compile(r"^[\s\-]*[^\s:#\"'：][^:#\"'：]*：")
_ANCHOR = ("锚点（&）", "an anchor (&)")
_ALIAS = ("别名引用（*）", "an alias (*)")
_TAG = ("类型标记（!）", "a type tag (!)")


def read_yaml(text: str, builder: Builder) -> None:
    """Feed a YAML text to `builder`.

    Raises:
        UnreadableError: It is not YAML, or too deep.
    """
    try:
        _feed(text, builder)
    except yaml.reader.ReaderError as error:
        raise UnreadableError(_syntax(text, None, str(error.reason))) from None
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark) if error.problem_mark else None
        if "nesting depth" in (error.problem or ""):  # libyaml's own bound, since PyYAML 6.0.4
            raise UnreadableError(too_deep(), place) from None
        raise UnreadableError(_syntax(text, place, error.problem or ""), place) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableError(_syntax(text, None, type(error).__name__)) from None


def _feed(text: str, builder: Builder) -> None:
    documents = 0
    skipping = 0
    for event in yaml.parse(text, Loader=_LOADER):
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    builder.report(Trouble("SG737", "---"), _place(event.start_mark))
                    return
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                if skipping:
                    skipping -= 1
                    if not skipping:
                        builder.key("?", _place(event.start_mark), drop=True)
                else:
                    builder.close()
            case yaml.ScalarEvent():
                if not skipping:
                    _refuse_features(event, builder)
                    _scalar(event, builder)
            case yaml.AliasEvent():
                if not skipping:
                    place = _place(event.start_mark)
                    builder.report(Trouble("SG734", f"*{event.anchor}", {"what": _ALIAS}), place)
                    if builder.wants_key:
                        builder.key(f"*{event.anchor}", place, drop=True)
                    else:
                        builder.scalar(None, place)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if skipping or builder.wants_key:
                    if not skipping:
                        place = _place(event.start_mark)
                        reason = ("名称处是一个列表或映射", "a list or mapping stands for a name")
                        builder.report(_trouble(reason), place)
                    skipping += 1
                else:
                    _refuse_features(event, builder)
                    is_map = isinstance(event, yaml.MappingStartEvent)
                    builder.open({} if is_map else [], _place(event.start_mark))
            case _:
                pass  # the stream's ends and the document's


def _scalar(event: yaml.ScalarEvent, builder: Builder) -> None:
    place = _place(event.start_mark)
    if builder.wants_key:
        builder.key(event.value, place)
    elif event.style in {None, ""} and event.value in _NOTHING:
        builder.scalar(None, place)
    else:
        builder.scalar(event.value, place)


def _refuse_features(event: yaml.ScalarEvent | yaml.CollectionStartEvent, builder: Builder) -> None:
    place = _place(event.start_mark)
    if event.anchor is not None:
        builder.report(Trouble("SG734", f"&{event.anchor}", {"what": _ANCHOR}), place)
    if event.tag is not None:
        builder.report(Trouble("SG734", event.tag, {"what": _TAG}), place)


def _place(mark: _Mark | None) -> Place:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _trouble(reason: tuple[str, str], hint: tuple[str, str] | None = None) -> Trouble:
    usual = (
        "请检查这一行和上一行：缩进用空格且上下对齐，冒号用半角且后面空一格，引号和括号成对。",
        (
            "Check this line and the one above: indent with spaces, align, use an ASCII colon and a "
            "space, and close quotes and brackets."
        ),
    )
    return Trouble("SG736", "", {"reason": reason, "hint": hint or usual})


def _syntax(text: str, place: Place | None, problem: str) -> Trouble:
    """A syntax error, with the two slips of the pen that an input method makes likely."""
    reason = ("这里不符合 YAML 的格式", f"not well-formed YAML ({problem})")
    if place is None:
        return Trouble("SG736", "", {"where": at(None), **_trouble(reason).details})
    lines = text.split("\n")[max(0, place[0] - 2) : place[0]]
    for number, line in enumerate(lines, max(1, place[0] - 1)):
        if _WIDE_COLON.match(line[:200]):
            return _trouble(
                reason,
                (
                    f"第 {number} 行用了全角冒号“：”，请改成半角冒号加一个空格。",
                    f"Line {number} has a full-width colon; use an ASCII colon and a space.",
                ),
            )
        if line[: len(line) - len(line.lstrip())].count("\t"):
            return _trouble(
                reason,
                (
                    f"第 {number} 行用制表符缩进，请改成空格。",
                    f"Line {number} is indented with a tab; use spaces.",
                ),
            )
    return _trouble(reason)
