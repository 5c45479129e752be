"""Who is to act: the words at the start of a sentence, where they name a body, an office or the applicants."""

from __future__ import annotations

import re

from sgpolicy.drafting.naming import Namer
from sgpolicy.drafting.passages import Passage

_ENDS = (
    "部门|委员会|管委会|人民政府|政府|办公室|办公厅|厅|局|委|办|中心|机构|机关|单位|平台|企业|公司|学校|医院|协会|"
    "基地|组织|法院|申请人|申报人|负责人|经营者|个人|窗口"
)
_ACTING = re.compile(
    rf"^(?P<actor>.{{0,40}}?(?:{_ENDS})(?:[（(][^（）()]{{1,20}}[）)])?)"
    r"(?=负责|要|应|须|必须|可|不得|每年|于|在|自|收到|协助|组织|对|向|根据|按|依)"
)
_EXPLAINS = re.compile(r"^本.{0,6}由(?P<actor>.{2,40}?)负责解释$")


class Actors:
    """The actors of a text: one name and key for each of the law's ways to call one."""

    def __init__(self, namer: Namer) -> None:
        self.namer = namer
        self.known: dict[str, tuple[str, str, str]] = {}

    def of(self, words: str, passage: Passage) -> tuple[str, str, str]:
        """The name, the key and the law's words of an actor."""
        if words not in self.known:
            name = self.namer.name(re.sub(r"[（(][^（）()]*[）)]", "", words), passage.clause)
            self.known[words] = (name, f"actor_{len(self.known) + 1}", words)
        return self.known[words]

    def before(self, passage: Passage, at: int) -> tuple[str, str, str] | None:
        """Who acts in the sentence that holds a place; None if it does not say so at its start."""
        begin = max(passage.text.rfind("。", 0, at), passage.text.rfind("；", 0, at)) + 1
        sentence = passage.text[begin:]
        match = _ACTING.match(sentence)
        if match is None or set("，。；：") & set(match["actor"]):
            return None
        return self.of(match["actor"], passage)

    def explaining(self, passage: Passage, words: str) -> tuple[str, str, str] | None:
        """Who explains the law: 本办法由…负责解释."""
        match = _EXPLAINS.match(words)
        return self.of(match["actor"], passage) if match else None
