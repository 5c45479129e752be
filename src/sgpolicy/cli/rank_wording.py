"""What `sgpolicy rank` and `sgpolicy compile` say; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "compile": ("把办法编译成一个函数", "compile the policy to one function"),
    "compile.long": (
        "python：输出一个给出每条规则结论的函数，与逐条评估相同，快得多。core：把检查过的办法存在它的文件夹里，装载不必再解析。",
        "python: print a function with every rule's outcome. core: store the checked policy, to load without a parser.",
    ),
    "compile.exit": ("0 已输出或者已存好", "0 printed or stored"),
    "compile.to": ("编译成什么", "what to compile to"),
    "compile.done": ("已存好：{path}", "stored: {path}"),
    "compile.readings": (
        "core 保留全部读法，不能同时写 --reading",
        "core keeps every reading; leave out --reading",
    ),
    "compile.unwritable": ("写不进 {path}：{reason}", "cannot write {path}: {reason}"),
    "rank": ("给同时申请的各人排名", "rank those who apply at the same time"),
    "rank.long": (
        "逐份评估申请材料，按办法的排名规则排出名次：由什么排，谁并列，谁因为什么没有名次，资料不全的名次在什么范围之内。",
        "Assess every application and rank them as the text says: by what, who shares a place, who has none and why.",
    ),
    "rank.exit": ("0 已排名", "0 ranked"),
    "rank.file": (
        "申请材料，YAML 或 JSON，几份都可以；文件名（不含后缀）就是申请人的称呼",
        "applications, YAML or JSON, any number; the file's name without its ending names the applicant",
    ),
    "rank.quota": ("名额（总量控制的指标数）", "how many places there are"),
    "rank.ranking": (
        "用哪一个排名；办法只有一个排名的，不用写",
        "which ranking; not needed where the policy has only one",
    ),
    "rank.format": ("输出形式，默认 text", "output form, text by default"),
    "rank.none": (
        "《{title}》没有排名规则，不能排名。",
        "《{title}》 has no ranking.",
    ),
    "rank.which": (
        "办法有几个排名，请用 --ranking 写明：{names}",
        "The policy has several rankings; name one with --ranking: {names}",
    ),
    "rank.unknown": ("没有名为“{name}”的排名", "There is no ranking called “{name}”"),
    "rank.bad_quota": ("名额“{text}”不是 1 以上的整数", "“{text}” is no whole number from 1"),
    "rank.twice": (
        "两份材料的文件名同为“{name}”，分不清是谁",
        "Two applications are called “{name}”",
    ),
    "test.rival": ("另一人", "the other"),
    "test.ahead": ("在前", "ahead"),
    "test.level": ("并列", "level"),
    "test.behind": ("在后", "behind"),
    "test.out": ("不排", "not ranked"),
    "test.open": ("待定", "open"),
    "rank.problems": (
        "申请材料有 {count} 处须更正，暂不能排名：",
        "The applications have {count} problem(s) to mend before they can be ranked:",
    ),
}
