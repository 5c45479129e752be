"""What the language server says, in Chinese and English."""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]

_TEXTS: dict[str, tuple[str, str]] = {
    "lens.none": ("没有以它为对象的样例", "no case is about it"),
    "lens.passed": ("样例 {count} 个，全部相符", "{count} case(s), all as expected"),
    "lens.failed": (
        "样例 {count} 个，{failed} 个不符：{first}",
        "{count} case(s), {failed} differ: {first}",
    ),
    "lens.running": ("样例正在运行……", "running the cases …"),
    "lens.problems": (
        "样例文件有 {count} 处写错，没有运行",
        "case files have {count} mistake(s); not run",
    ),
    "lens.unready": (
        "办法有误，样例没有运行",
        "the policy has mistakes; its cases were not run",
    ),
    "lens.stale": ("{text}（保存后重新运行）", "{text} (run again when saved)"),
    "case.differs": ("样例“{name}”不符：{message}", "case “{name}” differs: {message}"),
    "fix.apply": ("改为“{text}”", "Change to “{text}”"),
    "fix.delete": ("删去“{text}”", "Delete “{text}”"),
    "fix.insert": ("补上“{text}”", "Insert “{text}”"),
    "fix.all": ("改正这个文件中有把握的错误", "Mend what is certain in this file"),
    "fix.declare": ("为「{text}」写{word}", "Write a {word} for 「{text}」"),
    "fix.row": ("在 {file} 中补一行清单", "Add a row to {file}"),
    "rename.nothing": (
        "这里没有可以改名的名称；请把光标放在事项、规则、口径、读法等的名称上",
        "there is no name here that can be renamed",
    ),
    "rename.word": (
        "“{name}”是语言的用词，不能改名",
        "“{name}” is a word of the language",
    ),
    "rename.id": (
        "英文键是数据文件和记录所用的名字，改了它，旧的材料就读不了；不在这里改名",
        "keys are what data files and records use; they are not renamed here",
    ),
    "rename.item": (
        "“{name}”是目录项目，须与引文相同，不能改名",
        "“{name}” is an item of a catalogue: words of the law",
    ),
    "rename.builtin": (
        "“{name}”是每种事件都有的栏目，不能改名",
        "“{name}” is a column that every event has",
    ),
    "rename.quote": (
        "这是引文，须与办法原文一字不差，不能改名",
        "this is quoted from the law",
    ),
    "rename.shipped": (
        "这是随程序附带的办法，不能改名；请把文件夹复制到别处再改",
        "this policy comes with the program; copy its folder and rename there",
    ),
    "rename.read_only": (
        "{file} 不能写，没有改名；请去掉它的“只读”属性",
        "{file} cannot be written; nothing was renamed",
    ),
    "rename.shape": (
        "“{name}”不能作名称：名称里不能有空格、引号、冒号、分号、顿号、括号、竖线、句号，也不能以数字开头",
        "“{name}” is no name: no spaces, quotes, colons, semicolons, lists, brackets, bars, stops, leading digits",
    ),
    "rename.reserved": (
        "“{name}”是语言的用词，请换一个名称，例如在前后加字",
        "“{name}” is a word of the language; choose another name",
    ),
    "rename.taken": (
        "“{name}”已经是{what}的名称，请换一个",
        "“{name}” is already the name of a {what}; choose another",
    ),
    "rename.several": (
        "“{name}”在几个口径里都是读法（{owners}），样例和材料里分不清是哪一个，不能一起改名",
        "“{name}” is a reading of several interpretations ({owners}); data files do not tell them apart",
    ),
    "rename.breaks": (
        "改成“{name}”以后，{place} 会有新的错误：{title}",
        "after renaming to “{name}”, {place} would be wrong: {title}",
    ),
    "rename.workbooks": (
        "已改名。Excel 样例（{files}）不能在这里改，请自行把“{old}”改为“{new}”",
        "Renamed. Workbooks ({files}) are not changed here: replace “{old}” by “{new}” in them",
    ),
    "hover.declared": ("声明于 {place}", "declared in {place}"),
    "hover.key": ("键", "key"),
    "hover.type": ("类型", "type"),
    "hover.question": ("问题", "question"),
    "hover.evidence": ("佐证", "evidence"),
    "hover.split": ("按口径“{name}”分列", "stated by the readings of “{name}”"),
    "hover.computed": ("台账核算", "computed from ledgers"),
    "hover.text": ("原文", "official text"),
    "hover.readings": ("读法", "readings"),
    "hover.default": ("（默认）", " (default)"),
    "hover.columns": ("列", "columns"),
    "hover.word": ("语言的用词", "a word of the language"),
    "hover.used": ("用到 {count} 处", "used {count} time(s)"),
    "hover.within": ("{kind}，属于 {owners}", "{kind} of {owners}"),
    "complete.phrase": ("{clause} 的原文", "words of {clause}"),
    "complete.open": ("尚无声明引用", "not accounted for yet"),
    "complete.word": ("用词", "word"),
    "complete.number": ("引文中的数", "number in the quote"),
    "complete.template": ("{word}的写法", "how a {word} is written"),
    "outline.notice": ("印发通知", "notice"),
    "command.nothing": (
        "没有这个样例的位置",
        "there is no such case",
    ),
}

_KINDS: dict[str, tuple[str, str]] = {
    "事项": ("事项", "fact"),
    "台账": ("台账", "ledger"),
    "主体": ("主体", "actor"),
    "事件": ("事件", "event"),
    "列": ("列", "column"),
    "选项": ("选项", "option"),
    "读法": ("读法", "reading"),
    "结果": ("结果", "result"),
    "目录项": ("目录项目", "catalogue item"),
    "规则": ("规则", "rule"),
    "评定": ("评定", "finding"),
    "组合": ("组合", "combination"),
    "适用": ("适用", "scope"),
    "定义": ("定义", "definition"),
    "计算": ("计算", "amount"),
    "排名": ("排名", "ranking"),
    "目录": ("目录", "catalogue"),
    "文件": ("文件", "document"),
    "约定": ("约定", "convention"),
    "参见": ("参见", "reference"),
    "步骤": ("步骤", "step"),
    "义务": ("义务", "duty"),
    "权力": ("权力", "power"),
    "说明": ("说明", "note"),
    "口径": ("口径", "interpretation"),
}


def say(lang: Lang, key: str, **values: object) -> str:
    """A text in the reader's language."""
    return _TEXTS[key][lang == "en"].format(**values)


def kind_word(lang: Lang, kind: str) -> str:
    """What a name is, in the reader's language."""
    return _KINDS[kind][lang == "en"] if kind in _KINDS else kind


def language(locale: str | None) -> Lang:
    """The language for a client's locale: Chinese unless it is English.

    Example:
        >>> language("en-GB"), language("zh-cn"), language(None)
        ('en', 'zh', 'zh')
    """
    return "en" if (locale or "").lower().startswith("en") else "zh"
