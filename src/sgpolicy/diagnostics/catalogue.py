"""Every diagnostic about a policy, declared once: code, slug, wording, remedy.

The hundreds give the stage: 1 files and prose, 2 syntax, 3 names, 4 types and units, 5 the law's text,
6 interpretations. A code is never used again for something else. The words in braces are facts that
the report brings.
"""

from __future__ import annotations

from sgpolicy.records import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One code's wording in both languages."""

    slug: str
    title_zh: str
    help_zh: str
    title_en: str
    help_en: str

    def title(self, lang: str) -> str:
        """What is wrong; braces still open."""
        return self.title_en if lang == "en" else self.title_zh

    def help(self, lang: str) -> str:
        """What to do; braces still open."""
        return self.help_en if lang == "en" else self.help_zh


CATALOGUE: dict[str, Entry] = {
    "SG101": Entry(
        "unreadable-file",
        "读不出文件 {name}",
        "请确认文件存在、可读，并且列在 policy.yaml 中的名称正确。",
        "cannot read {name}",
        "Check that the file exists, may be read, and is named correctly in policy.yaml.",
    ),
    "SG102": Entry(
        "not-utf8",
        "文件 {name} 不是 UTF-8 编码{guess}",
        "请在编辑器中用“另存为”选择 UTF-8 编码保存。",
        "{name} is not UTF-8{guess}",
        "Save it as UTF-8.",
    ),
    "SG103": Entry(
        "too-large",
        "文件 {name} 过大（超过 {limit}）",
        "规则文件只写正文和规则；请检查是否误放了别的文件。",
        "{name} is too large (over {limit})",
        "A rule file holds prose and rules only; check that it is the right file.",
    ),
    "SG104": Entry(
        "bad-manifest",
        "policy.yaml 有误：{problem}",
        "请对照语言手册第一节补全。",
        "policy.yaml: {problem}",
        "See the first section of the language page.",
    ),
    "SG105": Entry(
        "prose-differs",
        "正文与官方原文不同：这里是「{here}」，原文是「{there}」",
        "正文须一字不改；批注请写在 <!-- --> 里，规则请写在 sgp 代码块里。",
        "the prose differs from the official text: 「{here}」 here, 「{there}」 there",
        "Restore the official wording; remarks go into <!-- -->, rules into sgp blocks.",
    ),
    "SG106": Entry(
        "source-changed",
        "官方原文文件 {name} 的摘要与 policy.yaml 记载的不一致",
        "原文若确有更新，请核对来源后改写 source_sha256 为 {actual}。",
        "the digest of {name} differs from the one in policy.yaml",
        "If the official text really changed, set source_sha256 to {actual}.",
    ),
    "SG107": Entry(
        "open-fence",
        "代码块没有结束",
        "请在规则之后另起一行写 ```。",
        "the rule block is not closed",
        "Write ``` on a line of its own after the rules.",
    ),
    "SG109": Entry(
        "bad-table",
        "表格有误：{problem}",
        "请对照语言手册“表格”一节修改。",
        "table: {problem}",
        "See the section on tables of the language page.",
    ),
    "SG201": Entry(
        "stray-character",
        "不认识的字符「{text}」",
        "请删去，或者检查是否漏了引号。",
        "unexpected character 「{text}」",
        "Remove it, or check for a missing quotation mark.",
    ),
    "SG202": Entry(
        "not-a-declaration",
        "这一行不是声明的开头：「{text}」{nearest}",
        "声明以“规则、评定、组合、定义、口径”等词开头，后接中文名和英文键。",
        "this line does not start a declaration: 「{text}」{nearest}",
        "A declaration starts with 规则, 评定, 组合, 定义, 口径 …, then a name and a key.",
    ),
    "SG203": Entry(
        "syntax",
        "这里不能写「{text}」{expected}",
        "请对照语言手册的写法修改；部分之间用分号，结尾用句号。",
        "「{text}」 cannot stand here{expected}",
        "See the language page; parts are separated by ； and end with 。.",
    ),
    "SG204": Entry(
        "open-quote",
        "引文没有结束",
        "请补上「」的后一半。",
        "the quotation is not closed",
        "Add the closing mark.",
    ),
    "SG205": Entry(
        "run-too-long",
        "这一串文字过长（{length} 字），无法断词",
        "请在名称之间加空格。",
        "a run of {length} characters is too long to cut into words",
        "Put spaces between names.",
    ),
    "SG206": Entry(
        "ambiguous-run",
        "「{text}」可以读作 {first}，也可以读作 {second}",
        "请在名称前后加空格，把两种读法分开。",
        "「{text}」 can be read as {first} or as {second}",
        "Put spaces around the names.",
    ),
    "SG207": Entry(
        "too-deep",
        "式子嵌套或者互相引用超过 {limit} 层",
        "请用“定义”把里面的式子另起一个名字。",
        "expressions are nested, or refer to one another, more than {limit} deep",
        "Give the inner expression a name with 定义.",
    ),
    "SG208": Entry(
        "mixed-junctions",
        "且、或混用而没有括号",
        "请用括号写明先后，如：（甲 且 乙） 或 丙。",
        "且 and 或 are mixed without brackets",
        "Say with brackets which comes first.",
    ),
    "SG209": Entry(
        "no-such-day",
        "没有 {text} 这一天",
        "请核对年月日。",
        "there is no such day: {text}",
        "Check year, month and day.",
    ),
    "SG210": Entry(
        "bad-header",
        "声明的开头不完整：应为“{word} 中文名 英文键”",
        "英文键以小写字母开头，只含小写字母、数字和下划线。",
        "a declaration starts with 「{word} name key」",
        "The key starts with a lower-case letter; letters, digits and underscores follow.",
    ),
    "SG211": Entry(
        "incomplete",
        "声明没有写完{expected}",
        "请补全；结尾用句号。",
        "the declaration is incomplete{expected}",
        "Complete it; it ends with 。.",
    ),
    "SG301": Entry(
        "unknown-name",
        "没有声明过「{text}」{nearest}",
        "请改用已声明的名称，或者先在事项表或定义中声明。",
        "「{text}」 is not declared{nearest}",
        "Use a declared name, or declare it first.",
    ),
    "SG302": Entry(
        "duplicate-name",
        "「{text}」声明了两次，另一处在 {other}",
        "请改名，或者删去其中一处。",
        "「{text}」 is declared twice; the other is at {other}",
        "Rename or remove one.",
    ),
    "SG303": Entry(
        "name-is-keyword",
        "名称「{text}」与语言的用词相同",
        "请换一个名称，例如在前后加字。",
        "the name 「{text}」 is a word of the language",
        "Choose another name.",
    ),
    "SG304": Entry(
        "cycle",
        "声明互相引用，绕成一圈：{path}",
        "请去掉其中一处引用。",
        "declarations refer to one another in a circle: {path}",
        "Remove one of the references.",
    ),
    "SG305": Entry(
        "unused-interpretation",
        "口径「{text}」没有任何声明使用",
        "请在受它影响的规则里写“按 {text}（…）”，或在步骤、义务、权力里写“口径 {text}”。",
        "no declaration uses the interpretation 「{text}」",
        "Use it with 按, or name it in a step, duty or power.",
    ),
    "SG306": Entry(
        "unused-fact",
        "{what}「{text}」声明了但没有用到",
        "请在规则中使用它，或者从表格中删去。",
        "{what} 「{text}」 is declared and never used",
        "Use it in a rule, or delete it from the table.",
    ),
    "SG307": Entry(
        "branches",
        "按口径取式时，{problem}",
        "每个读法写一个分支，次序不限。",
        "branches of 按: {problem}",
        "Write one branch for each reading.",
    ),
    "SG308": Entry(
        "wrong-kind-of-name",
        "「{text}」是{actual}，这里要的是{wanted}",
        "请换成{wanted}的名称。",
        "「{text}」 is a {actual}; a {wanted} is wanted here",
        "Use the name of a {wanted}.",
    ),
    "SG309": Entry(
        "no-root",
        "policy.yaml 的 root「{text}」不是一条规则或组合",
        "请写结论所在组合的英文键。",
        "root 「{text}」 in policy.yaml is no rule or combination",
        "Give the key of the combination that is the decision.",
    ),
    "SG310": Entry(
        "no-parts",
        "「{text}」所在的条款下面没有分项，或者分项没有规则",
        "“各项”指本条各项；请在各项下面写规则。",
        "the clause of 「{text}」 has no items with rules",
        "各项 means the items of the article; put rules under them.",
    ),
    "SG311": Entry(
        "second-voting",
        "已有一条合议「{text}」，不能再有一条",
        "一部办法只有一种合成办法；请只留一条，没有写明的写成口径，用“按”分列。",
        "there is a 合议 already: 「{text}」",
        "Keep one; where the text leaves it open, choose by an interpretation (按).",
    ),
    "SG401": Entry(
        "unit-mismatch",
        "单位不同：{left} 与 {right}",
        "请核对事项的单位与规则中的单位。",
        "units differ: {left} and {right}",
        "Compare the fact's unit with the rule's.",
    ),
    "SG402": Entry(
        "type-mismatch",
        "类型不合：这里要{wanted}，「{text}」是{actual}",
        "请核对事项表中的类型，或者改写式子。",
        "type mismatch: {wanted} is wanted, 「{text}」 is {actual}",
        "Check the type in the table, or rewrite the expression.",
    ),
    "SG403": Entry(
        "no-such-member",
        "「{text}」不在选项之中{nearest}",
        "请用表格里列出的选项。",
        "「{text}」 is not one of the options{nearest}",
        "Use an option that the table lists.",
    ),
    "SG404": Entry(
        "impossible-bound",
        "界限不可能成立：{text}",
        "请核对数值。",
        "the bound is impossible: {text}",
        "Check the number.",
    ),
    "SG405": Entry(
        "not-ordered",
        "「{text}」的选项没有次序，不能说以上、以下",
        "请把类型改为“有序（低 < 高）”，或者用“属于”。",
        "the options of 「{text}」 have no order",
        "Declare the type as 有序（low < high）, or use 属于.",
    ),
    "SG501": Entry(
        "quote-not-in-clause",
        "{clause_label}里没有「{text}」{nearest}",
        "引文须与所在条款的原文一字不差；请从正文复制。",
        "「{text}」 does not stand in {clause_label}{nearest}",
        "Copy the words from the clause.",
    ),
    "SG502": Entry(
        "quote-twice",
        "「{text}」在{clause_label}里出现了 {count} 次",
        "请多引几个字，使引文只出现一次。",
        "「{text}」 occurs {count} times in {clause_label}",
        "Quote more, so that it occurs once.",
    ),
    "SG503": Entry(
        "not-accounted-for",
        "{clause_label}的这些文字没有声明引用：「{text}」",
        "请写规则、评定、定义、步骤、义务或权力；确无作用的写说明并给出理由。",
        "no declaration accounts for 「{text}」 of {clause_label}",
        "Write a rule, finding, definition, step, duty or power; or a note with its reason.",
    ),
    "SG504": Entry(
        "note-covers-too-much",
        "说明不能引用{problem}：「{text}」",
        "说明只用于不产生作用的文字；请改写成规则、义务等。",
        "a note may not quote {problem}: 「{text}」",
        "Notes are for words without effect; write a rule or duty instead.",
    ),
    "SG505": Entry(
        "number-differs",
        "规则里的数与引文不同：{problem}",
        "请改成与引文一致；确需不同的，写“因 {written}：理由”。",
        "the rule's numbers differ from its quote's: {problem}",
        "Make them equal, or state the reason with 因 {written}：….",
    ),
    "SG506": Entry(
        "inventory-differs",
        "清单 {row} 记「{text}」为{wanted}，规则文件里是{actual}",
        "请核对：是清单记错，还是规则写错了类别。",
        "row {row} of the inventory says 「{text}」 is {wanted}; the rule files make it {actual}",
        "Find out which of the two is wrong.",
    ),
    "SG507": Entry(
        "inventory-phrase",
        "清单 {row} 的词句「{text}」{problem}",
        "请从正文复制词句，并核对条款。",
        "row {row} of the inventory: 「{text}」 {problem}",
        "Copy the phrase from the clause.",
    ),
    "SG508": Entry(
        "not-in-inventory",
        "{word}「{text}」的引文不在清单的任何一行之中",
        "请在 clauses.md 中补一行，写明这处文字做什么。",
        "the quote of {word} 「{text}」 is in no row of the inventory",
        "Add a row to clauses.md that says what these words do.",
    ),
    "SG509": Entry(
        "item-not-in-quote",
        "目录项目「{text}」不在引文之中",
        "项目须是引文中的原文。",
        "the item 「{text}」 is not in the quote",
        "Items are words of the quote.",
    ),
    "SG510": Entry(
        "quote-missing",
        "{word}「{text}」没有引文",
        "请在英文键之后写「」，引用它所执行的原文。",
        "{word} 「{text}」 quotes nothing",
        "Quote the words it carries out.",
    ),
    "SG511": Entry(
        "reason-unused",
        "“因”里写的 {text} 在规则里没有用到",
        "请删去，或者核对数值。",
        "the reason for {text} is not used",
        "Delete it, or check the number.",
    ),
    "SG512": Entry(
        "not-confirmed",
        "{word}「{text}」待确认",
        "请对照原文核对引文、数、单位和类别；无误的，删去“待确认”。",
        "{word} 「{text}」 is a draft",
        "Compare it with the law's text; if it is right, delete 待确认.",
    ),
    "SG513": Entry(
        "not-filled-in",
        "policy.yaml 的 {key}（{what}）待填",
        "请照原文填写。",
        "{key} in policy.yaml is still to be filled in",
        "Fill it in as the law's text has it.",
    ),
    "SG601": Entry(
        "interpretation-incomplete",
        "口径「{text}」{problem}",
        "口径要有编号、问、至少两个读法、一个（默认），以及“用于”。",
        "interpretation 「{text}」: {problem}",
        "It needs a number, a question, two readings, one default, and 用于.",
    ),
    "SG602": Entry(
        "declaration-incomplete",
        "{word}「{text}」缺少：{missing}",
        "请对照语言手册补全。",
        "{word} 「{text}」 lacks: {missing}",
        "See the language page.",
    ),
}
