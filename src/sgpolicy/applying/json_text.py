"""JSON text as events for `building.Builder`: strictly RFC 8259, numbers kept as text."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from sgpolicy.applying.building import Builder, UnreadableError
from sgpolicy.applying.problems import Place, Trouble

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<mark>[{}\[\],:])|(?P<text>"(?:[^"\\\x00-\x1f]|\\.)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>true|false|null)(?![A-Za-z0-9_]))"
)
_SPACE = re.compile(r"[ \t\r\n]*")
_HINT = (
    "请检查这一处前后：名称和文字用半角双引号，各项之间用半角逗号，括号成对。",
    (
        "Check around this place: double quotes around names and text, commas between entries, and "
        "brackets in pairs."
    ),
)


def read_json(text: str, builder: Builder) -> None:
    """Feed a JSON text to `builder`.

    Raises:
        UnreadableError: It is not JSON, or too deep.
    """
    _Reader(text, builder).run()


class _Reader:
    """A loop over tokens. `expect` says what may come next."""

    def __init__(self, text: str, builder: Builder) -> None:
        self.text = text
        self.builder = builder
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.open: list[str] = []
        self.expect = "value"

    def run(self) -> None:
        offset = 0
        end = len(self.text)
        while True:
            start = self._after_space(offset)
            if start == end:
                break
            match = _TOKEN.match(self.text, start)
            if match is None or self.expect == "end":
                raise self._wrong(start)
            self._take(match, start)
            offset = match.end()
        if self.expect != "end" and offset:
            raise self._wrong(end)

    def _after_space(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        return match.end() if match else offset

    def _take(self, match: re.Match[str], start: int) -> None:
        mark = match["mark"]
        if self.expect in {"value", "value or ]"} and (mark is None or mark in "{["):
            self._value(match, start)
        elif self.expect in {"key", "key or }"} and match["text"]:
            self.builder.key(self._string(match["text"], start), self._place(start))
            self.expect = ":"
        elif mark == ":" and self.expect == ":":
            self.expect = "value"
        elif mark == "," and self.expect == ", or close":
            self.expect = "key" if self.open[-1] == "}" else "value"
        elif (
            mark
            and mark in "}]"
            and self.open
            and mark == self.open[-1]
            and (self.expect == ", or close" or self.expect.endswith(mark))
        ):
            self.open.pop()
            self.builder.close()
            self._done()
        else:
            raise self._wrong(start)

    def _value(self, match: re.Match[str], start: int) -> None:
        place = self._place(start)
        if match["mark"]:
            is_map = match["mark"] == "{"
            self.builder.open({} if is_map else [], place)
            self.open.append("}" if is_map else "]")
            self.expect = "key or }" if is_map else "value or ]"
            return
        if match["text"]:
            self.builder.scalar(self._string(match["text"], start), place)
        else:
            word = match["number"] or match["word"]
            self.builder.scalar(None if word == "null" else word, place)
        self._done()

    def _done(self) -> None:
        self.expect = ", or close" if self.open else "end"

    def _string(self, token: str, start: int) -> str:
        try:
            return str(json.loads(token))
        except ValueError:
            raise self._wrong(start) from None

    def _place(self, offset: int) -> Place:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def _wrong(self, offset: int) -> UnreadableError:
        reason = ("这里不符合 JSON 的格式", "not well-formed JSON")
        if offset >= len(self.text):
            reason = ("文件在这里突然结束", "the file ends in the middle")
        trouble = Trouble("SG736", "", {"reason": reason, "hint": _HINT})
        return UnreadableError(trouble, self._place(offset))
