"""What the command says, in Chinese and English: one entry per message, both languages side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

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
    "evaluate.format": ("输出形式，默认 text", "output form, text by default"),
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
        "办法的名称或文件夹；未写明时为随附的办法",
        "a policy's name or folder; the shipped one if not given",
    ),
    "check.format": (
        "text 附原文和下划线（默认），concise 每个问题一行，json",
        "text with the line underlined (default), concise one line each, or json",
    ),
    "test": ("运行办法的样例", "run a policy's case files"),
    "test.long": (
        "运行办法文件夹中的样例，逐个比对结论和依据的条款。",
        "Run the cases in a policy folder and compare outcomes and citations with the expected ones.",
    ),
    "test.exit": ("0 全部相符；1 有不符", "0 all as expected; 1 some differ"),
    "test.verbose": ("相符的样例也逐个列出", "list cases that agree as well"),
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
    "test.passed": ("相符", "as expected"),
    "test.failed": ("不符", "DIFFERS"),
    # ── show ──
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
