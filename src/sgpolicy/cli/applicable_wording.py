"""What `sgpolicy applicable` says; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "applicable": ("看适用哪些办法", "say which policies apply"),
    "applicable.long": (
        "由申请者的共用事项（申请者类型、登记地等，只填一次）看哪些办法适用，依哪一条，还要知道什么。含义相同才共用，名称相同不算。",
        "From shared items, given once: which policies apply, by which clause, and what is still to be known.",
    ),
    "applicable.exit": (
        "0 有适用的；3 还不能断定；4 都不适用",
        "0 at least one applies; 3 cannot be told yet; 4 none applies",
    ),
    "applicable.file": (
        "填好的共用事项，YAML 或 JSON；写 - 则从标准输入读取",
        "shared items filled in, YAML or JSON; - reads standard input",
    ),
    "applicable.policy": (
        "只看这份办法（名称或文件夹），可写多次；未写明时看随附的各份",
        "look at this policy only (name or folder), may be repeated; all that are shipped if not given",
    ),
    "applicable.of": (
        "FILE 不是共用事项，而是这份办法的申报材料：其中能确定的共用事项，用于其他办法",
        "FILE is an application to this policy: what it tells for certain is used for the others",
    ),
    "applicable.assume": (
        "另外假定一项共用事项，如 假定申请日期=2026-11-24；可写多次",
        "assume a shared item besides, such as place_of_registration=…; may be repeated",
    ),
    "applicable.bad_assume": (
        "--assume 应写成 名称=值，现在是“{text}”",
        "--assume takes NAME=VALUE, not “{text}”",
    ),
    "applicable.template": ("改为输出空白的共用事项表", "print the form of shared items instead"),
    "applicable.fill": (
        "改为输出这份办法的申报表，能得出的事项已经填好",
        "print this policy's application form instead, what follows filled in",
    ),
    "applicable.names": (
        "改为列出各办法同名的事项：是对应同一共用事项，还是同名而不是一回事",
        "list names that policies have in common: the same shared item, or something else",
    ),
    "applicable.format": ("输出形式，默认 text", "output form, text by default"),
    "applicable.nothing": (
        "须写明共用事项的文件；空白表用“sgpolicy applicable --template”输出",
        "Name the file of shared items; 'sgpolicy applicable --template' prints a form",
    ),
    "applicable.problems": (
        "共用事项有 {count} 处须更正：",
        "The shared items have {count} problem(s) to mend:",
    ),
    "applicable.shared": ("对应同一共用事项", "from the same shared item"),
    "applicable.apart": ("同名而不是一回事：{reason}", "something else: {reason}"),
    "applicable.unsaid": (
        "没有交代是不是一回事（不影响评估：同名从不自动共用）",
        "nothing is said (harmless: equal names are never shared by themselves)",
    ),
    "applicable.name": (
        "{name}（{first}、{second}）：{said}",
        "{name} ({first}, {second}): {said}",
    ),
}
