"""What the command says, in Chinese and English: one entry per message, both languages side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from sgpolicy.cli import (
    advice_wording,
    applicable_wording,
    editing_wording,
    life_wording,
    new_wording,
    paper_wording,
    rank_wording,
    record_wording,
    register_wording,
)
from sgpolicy.model.citation import Clause

Lang = Literal["zh", "en"]

_TEXTS: dict[str, tuple[str, str]] = {
    # ── help: frame ──
    "arguments": ("参数", "arguments"),
    "options": ("选项", "options"),
    "commands": ("命令", "commands"),
    "description": (
        "把办法的原文和规则写在一起，对申报材料逐条评估，并说明理由。",
        "A regulation's text and its rules in one place: applications assessed clause by clause, with reasons.",
    ),
    "epilog": (
        "“sgpolicy 命令 --help”显示该命令的选项和退出码。",
        "'sgpolicy COMMAND --help' shows a command's options and exit codes.",
    ),
    "help": ("显示本说明", "show this help"),
    "lang": (
        "界面语言；未写明时随系统语言。评估结果未写明时用中文",
        "language of messages, by locale if not given; results are Chinese unless this says en",
    ),
    "version": ("显示版本", "show the version"),
    "exit_codes": ("退出码", "exit codes"),
    "exit_common": (
        "2 用法有误；65 材料或办法有误，无法作答；66 文件读不到；70 程序内部错误；130 被中断",
        "2 usage; 65 mistakes in data or policy, no answer; 66 unreadable file; 70 internal error; 130 interrupted",
    ),
    # ── help: commands ──
    "evaluate": ("评估一份申报材料", "assess an application"),
    "evaluate.long": (
        "按办法逐条评估一份申报材料，说明结论、依据的条款、差多少、还缺什么。",
        "Assess an application clause by clause: outcome, deciding clauses, shortfalls, what is missing.",
    ),
    "evaluate.exit": (
        "0 符合；1 不符合；3 待补材料或待评定；4 不适用",
        "0 met; 1 not met; 3 still open; 4 not applicable",
    ),
    "evaluate.file": (
        "申报材料，YAML 或 JSON；写 - 则从标准输入读取",
        "the application, YAML or JSON; - reads standard input",
    ),
    "evaluate.on": (
        "评估日，如 2026-11-22 或 2026年11月22日；未写明时为今天",
        "assess as of this day, such as 2026-11-22; today if not given",
    ),
    "evaluate.reading": (
        "某口径改用另一读法，如 学历和职称=兼备；可写多次",
        "use another reading of an interpretation, such as 学历和职称=兼备; may be repeated",
    ),
    "evaluate.length": (
        "详略：line 一行，letter 告知书（默认），audit 逐条核算",
        "how much: line, letter (default) or audit (every rule and value)",
    ),
    "evaluate.ignore": (
        "忽略办法未列明的事项，不作为错误",
        "ignore data the policy does not ask for instead of refusing it",
    ),
    "check": ("检查办法的规则和原文", "check a policy's rules and text"),
    "check.long": (
        "检查办法文件夹：列出全部问题，并逐条统计正文每个字由哪类声明负责。",
        "Check a policy folder: list every finding, then what accounts for each article's characters.",
    ),
    "check.exit": ("0 没有问题；1 有问题", "0 no findings; 1 findings"),
    "check.path": (
        "办法的名称或文件夹；未写明时为材料所在文件夹的办法，或者随附的第一部",
        "a policy's name or folder; if not given, that of the data's folder, or the first one shipped",
    ),
    "check.format": (
        "text 附原文和下划线（默认），concise 每个问题一行，json；sarif、github 供其他程序使用",
        "text with the line underlined (default), concise one line each, json, sarif or github",
    ),
    "check.fix": (
        "改正没有疑问的笔误（只差一两个字的名称、引文等），再检查一遍",
        "mend slips that leave no doubt (a name or quote a character or two off), then check again",
    ),
    "check.diff": (
        "只显示 --fix 会改什么，不写文件",
        "only show what --fix would change; write nothing",
    ),
    "describe": ("说明一种检查结果，附例子", "explain a code, with examples"),
    "describe.long": (
        "显示一个编号的说明：检查什么、为什么不好、反例、改法。不写编号则列出全部。",
        "Explain a code: what is checked, why it is bad, an example, the remedy. Without one, list all.",
    ),
    "describe.exit": ("0 已显示", "0 shown"),
    "describe.code": ("编号，如 SG505", "a code, such as SG505"),
    "test": ("运行办法的样例", "run a policy's case files"),
    "test.long": (
        "运行办法文件夹中的样例（Markdown、YAML、Excel），逐个比对结论和依据的条款。",
        "Run the cases in a policy folder (Markdown, YAML, Excel): compare outcomes and citations.",
    ),
    "test.exit": ("0 全部相符；1 有不符", "0 all as expected; 1 some differ"),
    "test.verbose": ("相符的样例也逐个列出", "list cases that agree as well"),
    "test.junit": (
        "另把结果写成 JUnit XML，供自动检查的系统读取",
        "also write the results to FILE as JUnit XML",
    ),
    "coverage": ("查看样例试到了哪些条文", "show what the cases exercise"),
    "coverage.long": (
        "运行办法文件夹中的样例，逐条列出试到的结论、界限、例外和读法，以及没有试到的。",
        "Run the cases and list, clause by clause, the outcomes, bounds, exceptions and readings they try.",
    ),
    "coverage.exit": ("0 已列出；1 低于 --fail-under", "0 listed; 1 below --fail-under"),
    "coverage.format": (
        "text 表格（默认），json，html 为一个独立的网页，条文按作用着色",
        "text tables (default), json, or html: one page with the law's text coloured",
    ),
    "coverage.output": (
        "写入这个文件；未写明时写到标准输出",
        "write to this file instead of standard output",
    ),
    "coverage.fail_under": (
        "试到的不足百分之 N 时，退出码为 1",
        "exit with 1 if less than N per cent is tried",
    ),
    "coverage.written": ("已写入 {path}。", "Written to {path}."),
    "coverage.below": (
        "试到 {percent}，低于要求的 {wanted}%。",
        "{percent} tried, less than the {wanted}% asked for.",
    ),
    "unwritable": ("写不了 {path}：{reason}", "cannot write {path}: {reason}"),
    "show": ("查看一个条款", "show a clause"),
    "show.long": (
        "显示一个条款的原文、规则、所用事项和口径。",
        "Show a clause's text, rules, facts and interpretations.",
    ),
    "show.exit": ("0 已显示", "0 shown"),
    "show.clause": (
        "条款，如 第七条第（一）项、第八条、7(1)",
        "a clause, such as 第七条第（一）项, 第八条 or 7(1)",
    ),
    "template": ("输出空白申报表", "print an application to fill in"),
    "template.long": (
        "输出一份可填写的申报表（YAML），按条款次序排列，每项附问题和佐证。",
        "Print an application form (YAML) in the order of the law, with question and evidence per item.",
    ),
    "template.exit": ("0 已输出", "0 printed"),
    "schema": ("输出申报材料的 JSON Schema", "print the application's JSON Schema"),
    "schema.long": (
        "输出申报材料的 JSON Schema，供编辑器和其他程序核对格式。",
        "Print the application's JSON Schema, for editors and other programs.",
    ),
    "schema.exit": ("0 已输出", "0 printed"),
    "policies": ("列出随附的办法", "list the shipped policies"),
    "policies.long": ("列出随程序附带的办法。", "List the policies that come with the program."),
    "policies.exit": ("0 已列出", "0 listed"),
    "policies.example": ("示例：{note}", "worked example: {note}"),
    "policy": (
        "办法的名称或文件夹；未写明时为随附的办法",
        "a policy's name or folder; the shipped one if not given",
    ),
    # ── usage errors ──
    "usage_error": ("用法有误：{message}", "usage: {message}"),
    "usage_hint": ("运行“{prog} --help”查看用法。", "Run '{prog} --help' for usage."),
    "bad_date": (
        "“{text}”不是有效的日期；请写成 2026-11-22 或 2026年11月22日",
        "'{text}' is not a date; write it as 2026-11-22 or 2026年11月22日",
    ),
    "bad_reading": (
        "“{text}”应写成 口径=读法，如 学历和职称=兼备",
        "'{text}' must be NAME=READING, such as 学历和职称=兼备",
    ),
    "reading_twice": (
        "口径“{name}”指定了两种读法；请只留一种",
        "interpretation '{name}' is given two readings; keep one",
    ),
    "unknown_interpretation": (
        "没有名为“{name}”的口径；可用的口径：{names}",
        "no interpretation is named '{name}'; there are: {names}",
    ),
    "unknown_reading": (
        "口径“{name}”没有读法“{reading}”；可用的读法：{names}",
        "interpretation '{name}' has no reading '{reading}'; there are: {names}",
    ),
    "near": ("是否指“{name}”？", "Did you mean '{name}'?"),
    "bad_clause": (
        "“{text}”不是条款的写法；请写成 第七条第（一）项、第八条 或 7(1)",
        "'{text}' is not a citation; write 第七条第（一）项, 第八条 or 7(1)",
    ),
    "no_clause": ("办法中没有{clause}", "the policy has no {clause}"),
    "clauses_are": ("可查看的条款：{names}", "There are: {names}"),
    # ── files ──
    "error": ("错误：{message}", "error: {message}"),
    "missing": ("找不到文件 {path}", "no such file: {path}"),
    "missing.remedy": (
        "请核对路径；用“sgpolicy template > 申报材料.yaml”可得到一份空白申报表。",
        "Check the path; 'sgpolicy template > application.yaml' writes a blank form.",
    ),
    "is_folder": ("{path} 是文件夹，不是申报材料", "{path} is a folder, not an application"),
    "is_folder.remedy": ("请写明文件夹中的哪一个文件。", "Name one of the files in it."),
    "not_allowed": ("没有权限读取 {path}", "no permission to read {path}"),
    "not_allowed.remedy": ("请检查文件的访问权限。", "Check the file's permissions."),
    "unreadable": ("读不到 {path}：{reason}", "cannot read {path}: {reason}"),
    # ── evaluate ──
    "today": (
        "评估日未写明，按今天（{date}）评估。",
        "No --on given: assessed as of today, {date}.",
    ),
    "data_problems": (
        "申报材料有 {count} 处须更正，暂不能评估：",
        "The application has {count} problem(s) to mend before it can be assessed:",
    ),
    # ── policies ──
    "unknown_policy": (
        "没有名为“{name}”的办法，也没有这个文件夹",
        "there is no policy or folder named '{name}'",
    ),
    "policies_are": ("随附的办法：{names}", "Shipped policies: {names}"),
    "policy_findings": (
        "办法有 {count} 处问题，不能用于评估；运行“sgpolicy check {path}”查看",
        "the policy has {count} finding(s) and cannot be used; run 'sgpolicy check {path}' to see them",
    ),
    # ── check ──
    "check.summary.clean": ("没有发现问题。", "No findings."),
    "check.summary": ("共 {count} 处问题。", "{count} finding(s)."),
    "check.fixable": (
        "其中 {count} 处可以自动改正：sgpolicy check {path} --fix",
        "{count} can be mended for you: sgpolicy check {path} --fix",
    ),
    "check.more": (
        "说明和例子：sgpolicy describe {code}",
        "Explanation and examples: sgpolicy describe {code}",
    ),
    "check.changed": (
        "已改 {place} {code}：「{old}」改为「{new}」",
        "mended {place} {code}: 「{old}」 is now 「{new}」",
    ),
    "check.put_in": (
        "已改 {place} {code}：补上「{new}」",
        "mended {place} {code}: put in 「{new}」",
    ),
    "check.removed": (
        "已改 {place} {code}：删去「{old}」",
        "mended {place} {code}: removed 「{old}」",
    ),
    "check.nothing_fixed": (
        "没有可以自动改正的问题。",
        "Nothing can be mended without a person's judgement.",
    ),
    "check.not_written": ("写不了 {path}", "cannot write {path}"),
    # ── describe ──
    "describe.stage": ("{stage}xx {name}", "{stage}xx {name}"),
    "describe.one": (
        "查看其中一个：sgpolicy describe SG505",
        "To see one: sgpolicy describe SG505",
    ),
    "describe.unknown": ("没有编号 {code}", "there is no code {code}"),
    "describe.all": (
        "运行“sgpolicy describe”列出全部编号。",
        "Run 'sgpolicy describe' to list all.",
    ),
    "describe.checks": ("检查什么", "What is checked"),
    "describe.harm": ("为什么不好", "Why it is bad"),
    "describe.bad": ("反例", "Example"),
    "describe.remedy": ("改法", "Remedy"),
    "mark.A": ("规则", "rule"),
    "mark.H": ("评定", "finding"),
    "mark.D": ("定义", "definition"),
    "mark.P": ("步骤", "step"),
    "mark.O": ("义务", "obligation"),
    "mark.W": ("权力", "power"),
    "mark.N": ("说明", "note"),
    "coverage.title": ("正文各字由哪类声明负责（字数）", "What accounts for the text (characters)"),
    "coverage.clause": ("条款", "clause"),
    "coverage.total": ("字数", "all"),
    "coverage.open": ("未负责", "open"),
    "coverage.sum": ("合计", "total"),
    "coverage.share": ("已负责 {percent}。", "{percent} accounted for."),
    # ── test ──
    "test.summary": (
        "样例 {count} 个：{passed} 个相符，{failed} 个不符。",
        "{count} cases: {passed} as expected, {failed} not.",
    ),
    "cases_wrong": ("样例文件有 {count} 处错误：", "the case files have {count} mistake(s):"),
    "test.none": ("没有找到样例（{path}）", "no case files in {path}"),
    "test.expected": ("期望", "expected"),
    "test.clauses": ("（依据{clauses}）", " (put down to {clauses})"),
    "test.actual": ("得到", "got"),
    "test.changes": ("改动", "changes"),
    "test.readings": ("读法", "readings"),
    "test.base": ("基础", "base"),
    "test.on": ("，评估日 {date}", ", as of {date}"),
    "test.why": ("说明", "why"),
    "test.unwritable": ("JUnit 结果写不进 {path}：{reason}", "cannot write {path}: {reason}"),
    "test.is_folder": ("是一个文件夹", "it is a folder"),
    "test.no_folder": ("上级文件夹不存在", "there is no such folder"),
    "test.unwritable.remedy": (
        "请换一个能写的位置，上级文件夹须已存在。",
        "Name a file in a folder that exists and may be written.",
    ),
    "test.passed": ("相符", "as expected"),
    "test.failed": ("不符", "DIFFERS"),
    # ── fmt ──
    "show.text": ("原文", "text"),
    "show.declarations": ("规则与声明", "declarations"),
    "show.facts": ("所用事项", "facts"),
    "show.interpretations": ("口径", "interpretations"),
    "show.default": ("默认", "default"),
    # ── failures ──
    "internal": (
        "程序内部错误（{name}）。这不是您的材料有误，请把所用命令和材料反馈给维护者。",
        "internal error ({name}): not your data's fault; please report the command and the file.",
    ),
    "internal.remedy": (
        "设环境变量 SGPOLICY_TRACEBACK=1 再运行，可得到供维护者查看的详情。",
        "Set SGPOLICY_TRACEBACK=1 and run again for details to report.",
    ),
    "interrupted": ("已中断。", "Interrupted."),
    **editing_wording.TEXTS,
    **life_wording.TEXTS,
    **new_wording.TEXTS,
    **rank_wording.TEXTS,
    **record_wording.TEXTS,
    **register_wording.TEXTS,
    **paper_wording.TEXTS,
    **applicable_wording.TEXTS,
    **advice_wording.TEXTS,
}


class Words:
    """The messages in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._index = 1 if lang == "en" else 0

    def __call__(self, key: str, /, **values: object) -> str:
        """The message of that key, with `values` filled in."""
        text = _TEXTS[key][self._index]
        return text.format(**values) if values else text

    def clause(self, clause: Clause) -> str:
        """The citation of a clause: 第七条第（一）项, Article 7(1)."""
        return clause.label_en if self.lang == "en" else clause.label

    def list(self, names: Sequence[str]) -> str:
        """Names one after another, with the language's own comma."""
        return (", " if self.lang == "en" else "、").join(names)


def keys() -> Mapping[str, tuple[str, str]]:
    """All messages, for tests."""
    return dict(_TEXTS)


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Lang, bool]:
    """The language to speak, and whether the user asked for it with `--lang`.

    `--lang` decides; otherwise the locale (LC_ALL, LC_MESSAGES, LANG, the first that is set). Without
    a locale, or with C or POSIX, it is Chinese: the regulation's readers are.

    Example:
        >>> language(["show", "--lang=en"], {}), language([], {"LANG": "en_GB.UTF-8"})
        (('en', True), ('en', False))
    """
    for i, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument in {"--lang=en", "--lang=zh"}:
            return ("en" if argument.endswith("en") else "zh"), True
        if argument == "--lang" and arguments[i + 1 : i + 2] in (["en"], ["zh"]):
            return ("en" if arguments[i + 1] == "en" else "zh"), True
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            name = value.partition(".")[0].partition("_")[0].lower()
            return ("zh" if name in {"zh", "c", "posix"} else "en"), False
    return "zh", False
