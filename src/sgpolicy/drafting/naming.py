"""Names and keys of what is suggested: from the law's own words, each once, always the same for the same text."""

from __future__ import annotations

import re

from sgpolicy.model.citation import Clause
from sgpolicy.operators.words import WORDS

_NOT_NAMES = re.compile(r"[^一-鿿A-Za-z]+")
_ASIDES = re.compile(r"[（(][^（）()]*[）)]")
_AHEAD = re.compile(
    r"^(?:其中|按照|根据|依照|最高|最长|最多|最低|单项|同时|并且|以及|或者|应当|必须|提供的|具有|拥有|具备(?!条件)"
    r"|并|且|或(?!有)|和(?!谐)|及(?!时|格)|与(?!会)|应(?!用|急|届)|须|需(?!求)|要(?!求|素)|其(?!他|它)"
    r"|在(?!线|建|职|校|编|读|岗|册|地)|对(?!外|口|接)|的|为|有(?!效|关|限|机|偿)|由|将)+"
)
"""Words that only lead to the thing; not where they begin another word."""
_BEHIND = re.compile(
    r"(?:最高|最长|最多|最低|原则上|一般|应当|应该|必须|分别|至少|达到|不少|共计|总计|合计|累计|已经|每年|具有|拥有|持有"
    r"|(?<![存现实潜])在|达|(?<![供响反效适对])应|须|(?<![必急])需|(?<![主重必])要|(?<![人年户月])均|各"
    r"|(?<![行作])为|是|的|(?<!公)共|(?<![契节预合公])约|已|不|(?<![含国所自占])有|满)+$"
)
"""Words that only lead on to the bound."""
_LONGEST = 20
_LONGEST_NAME = 28
_LONG = 14


class Namer:
    """Gives out names and keys, none twice."""

    def __init__(self) -> None:
        self.taken: set[str] = set(WORDS) | {"结论", "通知", "年", "月", "日"}
        self.counts: dict[str, int] = {}

    def name(self, wanted: str, clause: Clause) -> str:
        """A name of these words; where it is taken, with the clause before it."""
        base = _NOT_NAMES.sub("", wanted)[-_LONGEST_NAME:] or "事项"
        name = base
        if name in self.taken:
            name = _NOT_NAMES.sub("", clause.label) + base
        number = 2
        while name in self.taken:
            name = f"{base}之{'一二三四五六七八九十'[number - 1] if number <= 10 else number}"
            number += 1
        self.taken.add(name)
        return name

    def key(self, clause: Clause, letter: str) -> str:
        """A key that says where the thing comes from: `art7_1_f2` is 第七条第（一）项, the second fact."""
        place = clause.id.replace(".", "_")
        number = self.counts[place + letter] = self.counts.get(place + letter, 0) + 1
        return f"{place}_{letter}{number}"


def subject_of(words: str) -> str:
    """What a bound is set to, from the words before it; "" if they do not say it.

    Example:
        >>> subject_of("其中办公场所面积应当"), subject_of("人均"), subject_of("近")
        ('办公场所面积', '人均', '')
    """
    text = re.sub(r"《[^《》]*》", "", _ASIDES.sub("", words))
    text = re.sub(r"[“”‘’\"《》〈〉]", "", text)
    if len(text) > _LONG:
        for cut in ("等", "、"):
            rest = text.rpartition(cut)[2]
            if cut in text and len(_trimmed(rest)) >= 2:
                text = rest
                break
    text = _trimmed(text)
    if len(text) > _LONGEST and len(rest := _trimmed(text.rpartition("的")[2])) > 4:
        text = rest
    text = _trimmed(_NOT_NAMES.sub("", text)[-_LONGEST:])
    return text if len(text) >= 2 else ""


def _trimmed(text: str) -> str:
    return _BEHIND.sub("", _AHEAD.sub("", text))


def short_of(words: str) -> str:
    """A phrase as a name: its beginning, without the words that only introduce it.

    Example:
        >>> short_of("具有健全的管理制度、规范的服务流程")
        '健全的管理制度'
    """
    text = re.sub(r"[“”‘’\"《》〈〉]", "", _ASIDES.sub("", words))
    trimmed = _AHEAD.sub("", text)
    first = re.split("[、，]", trimmed)[0]
    whole = _NOT_NAMES.sub("", first if len(first) >= 4 else trimmed)
    if len(whole) > _LONG:
        for joint in ("和", "以及", "或"):
            head = whole.partition(joint)[0]
            if 4 <= len(head) <= _LONG:
                return head
    return whole[:_LONG]
