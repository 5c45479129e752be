"""What `sgpolicy register` says; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "register": ("编一份平台名录", "make a register of platforms"),
    "register.long": (
        "由许多平台的经历编一份名录：谁有称号、到哪一天，哪些义务逾期，接下来是什么。读不出的经历连同原因另存。",
        "From many histories a register: who holds a title until when, what is overdue, what is next.",
    ),
    "register.exit": (
        "0 名录已写好；1 有的经历读不出，或者几份名称相同，见退回的文件",
        "0 the register is whole; 1 some histories could not be read or share a name, see the file of rejects",
    ),
    "register.source": (
        "经历：文件夹（YAML、JSON，一家一个文件）；.jsonl，一家一行；或者每件事一行的表格，.csv、.xlsx、.parquet",
        "histories: a folder (YAML, JSON), a file of JSON lines, or a table with a row for each event",
    ),
    "register.target": (
        "名录写到哪里，.csv、.xlsx 或 .parquet",
        "where the register goes, .csv, .xlsx or .parquet",
    ),
    "register.processes": (
        "用几个进程；未写明时为处理器的个数",
        "how many processes; as many as there are processors if not given",
    ),
    "register.bad_processes": (
        "“{text}”不是 1 以上的整数",
        "“{text}” is no whole number from 1",
    ),
    "register.problems": (
        "“{path}”有 {count} 处须更正，没有编名录：",
        "“{path}” has {count} problem(s); no register was made:",
    ),
    "register.broken": (
        "一个进程中途被系统结束，多半是内存不够；名录没有写出。",
        "A process was ended by the system, most likely for want of memory; no register was written.",
    ),
    "register.broken.remedy": (
        "请加 --processes 1 再试，或者把经历分成几份。",
        "Try --processes 1, or fewer histories at once.",
    ),
    "register.有": ("有称号", "hold a title"),
    "register.没有": ("没有称号", "hold none"),
    "register.不能断定": ("不能断定", "not known"),
    "register.不适用": ("不适用", "not applicable"),
    "register.count": ("{held} {count}", "{held}: {count}"),
    "register.done": ("{count} 家：{outcomes}。", "{count} platform(s); {outcomes}."),
    "register.none": (
        "名录是空的：没有一家的经历可以列入。",
        "The register is empty: no history is in it.",
    ),
    "register.overdue": ("有义务逾期未履行的 {count} 家。", "With duties overdue: {count}."),
    "register.written": ("名录在 {path}。", "The register is in {path}."),
    "register.rejected": (
        "另有 {count} 家的经历读不出，见 {path}。",
        "{count} more could not be read, see {path}.",
    ),
    "register.same": (
        "有 {count} 家与前面的名称相同（或者只差写法），请核对，见 {path}。",
        "{count} are called as an earlier one, or nearly; see {path}.",
    ),
}
