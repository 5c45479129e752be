"""What `sgpolicy rank`, `batch` and `compile` say; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "batch": ("逐行评估一个表格文件", "decide every row of a file"),
    "batch.long": (
        "逐行评估 CSV 或者 Parquet 文件，多长都可以。列名是事项的名称，台账另成文件。读不出的行连同原因另存。",
        "Decide every row of a CSV or Parquet file; ledgers have files of their own. Unreadable rows go aside.",
    ),
    "batch.exit": (
        "0 每一行都已评估；1 有的行读不出或者没有用上，见退回的文件",
        "0 every row decided; 1 some could not be read or used, see the file of rejects",
    ),
    "batch.source": ("表格文件，.csv 或 .parquet", "the file, .csv or .parquet"),
    "batch.target": ("结果写到哪里，.csv 或 .parquet", "where the result goes, .csv or .parquet"),
    "batch.rule": (
        "为这条规则、这一项或者这一条另设一列；可写多次",
        "a column for this rule, item or article; may be repeated",
    ),
    "batch.reasons": ("另设一列，写明所依据的条款", "a column with the clauses that decided"),
    "batch.ledger": (
        "台账另成一个文件：名称和文件，如 服务台账=台账.csv；可写多次，须写 --key",
        "a ledger in a file of its own: its name and the file; may be repeated, needs --key",
    ),
    "batch.key": (
        "申报编号的列名：申请的文件和台账都有，每份申请一个编号",
        "the column that says which application a row belongs to, in IN and in each ledger",
    ),
    "batch.bad_ledger": (
        "--ledger 写成“台账=文件”，如 服务台账=台账.csv；写的是“{text}”",
        "--ledger is written NAME=FILE, such as 服务台账=台账.csv, not “{text}”",
    ),
    "batch.no_ledger": (
        "办法没有“{name}”这个台账；有：{known}",
        "the policy has no ledger “{name}”; it has: {known}",
    ),
    "batch.no_ledgers": (
        "办法没有“{name}”这个台账；这部办法没有台账，请去掉 --ledger",
        "the policy has no ledger “{name}”: it has none at all; leave out --ledger",
    ),
    "batch.ledger_twice": (
        "台账“{name}”写了两次；请合成一个文件，只写一次",
        "the ledger “{name}” is given twice; put it into one file and give that once",
    ),
    "batch.no_key": (
        "写了 --ledger，还须用 --key 写明哪一列是申报编号",
        "--ledger needs --key: the column that says which application a row belongs to",
    ),
    "batch.ignore": ("略过办法不认识的列", "let columns pass that the policy does not know"),
    "batch.problems": (
        "“{path}”有 {count} 处须更正，没有评估：",
        "“{path}” has {count} problem(s); nothing was decided:",
    ),
    "batch.no_rule": ("办法没有“{name}”这条规则", "the policy has no rule “{name}”"),
    "batch.failed": ("读不出或者写不进：{reason}", "cannot read or write: {reason}"),
    "batch.done": (
        "{rows} 行：{outcomes}。结果在 {path}。",
        "{rows} rows: {outcomes}. The result is in {path}.",
    ),
    "batch.rejected": (
        "另有 {count} 行读不出，见 {path}。",
        "{count} more could not be read, see {path}.",
    ),
    "batch.ledger_rejected": (
        "台账“{name}”的 {rows} 行中有 {count} 行读不出或者没有对应的申请，见 {path}。",
        "Of {rows} rows of the ledger “{name}”, {count} could not be read or belong to no application, see {path}.",
    ),
    "batch.with_ledgers": (
        "另有 {count} 行没有评估：读不出，编号有误，或者台账有读不出的行，见 {path}。",
        "{count} more were not decided: they, their key or a row of a ledger could not be read, see {path}.",
    ),
    "batch.count": ("{outcome} {count}", "{outcome} {count}"),
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
