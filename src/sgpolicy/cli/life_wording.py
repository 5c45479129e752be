"""What the commands about histories say: `status`, `next`, `calendar`; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "status": ("说明一家示范平台的状况", "say how a platform stands"),
    "status.long": (
        "由一家平台的经历说明它在某日的状况：称号是否有效，哪些办理不合规定，负有哪些义务，下一步是什么，各依哪一条。",
        "From a history: is a title held on a day, which acts were flawed, what is owed, what comes next, and why.",
    ),
    "status.exit": (
        "0 持有称号；1 没有称号；3 不能断定",
        "0 a title is held; 1 none is; 3 not known",
    ),
    "status.history": (
        "经历，YAML 或 JSON；写 - 则从标准输入读取",
        "the history, YAML or JSON; - reads standard input",
    ),
    "status.on": (
        "状况日，如 2026-11-22；未写明时为今天",
        "the day, such as 2026-11-22; today if not given",
    ),
    "status.length": (
        "详略：line 一行，letter 说明书（默认），audit 逐项核对",
        "how much: line, letter (default) or audit (every event)",
    ),
    "status.timeline": ("改为输出时间轴", "draw the timeline instead"),
    "status.format": (
        "输出形式，默认 text；svg 只用于时间轴，可插入公文",
        "output form, text by default; svg is for timelines, to put into documents",
    ),
    "status.holidays": (
        "自己的休假日表（YAML 或 JSON）；未写明时用已公布的",
        "a table of days of rest of your own (YAML or JSON); the published one if not given",
    ),
    "status.today": (
        "状况日未写明，按今天（{date}）说明。",
        "No --on given: as of today, {date}.",
    ),
    "status.problems": (
        "经历有 {count} 处须更正，暂不能说明：",
        "The history has {count} problem(s) to mend first:",
    ),
    "status.svg": (
        "--format svg 只用于时间轴，请加 --timeline",
        "--format svg is for timelines: add --timeline",
    ),
    "holidays.problems": (
        "休假日表有 {count} 处须更正：",
        "The table of days of rest has {count} problem(s) to mend:",
    ),
    "next": ("现在可以或者应当办什么", "say what may or must be done now"),
    "next.long": (
        "由一家平台的经历说明某日可以或者应当办理的事项，由谁办理，依哪一条；还有到期和逾期的义务，以及何时可以申报。",
        "From a history: what may or must be done, by whom, on which clause; duties due; when it may apply.",
    ),
    "next.exit": ("0 已输出", "0 printed"),
    "next.format": ("输出形式，默认 text", "output form, text by default"),
    "calendar": ("输出一年的办事日历", "print a year's calendar"),
    "calendar.long": (
        "输出某年到期的义务，按主体排列，附条款；写明经历的，另列各平台的情况、称号届满和可以申报的日子。",
        "Print a year's duties by actor, with clauses; with histories how each platform stands, and when titles end.",
    ),
    "calendar.exit": ("0 已输出", "0 printed"),
    "calendar.year": ("年份，如 2027", "the year, such as 2027"),
    "calendar.history": (
        "一家平台的经历；可写多次",
        "a platform's history; may be repeated",
    ),
    "calendar.format": (
        "输出形式，默认 text；ics 供日历软件导入",
        "output form, text by default; ics is for calendar programs",
    ),
    "calendar.bad_year": (
        "“{text}”不是年份；请写 1 至 9998 的整数",
        "'{text}' is no year from 1 to 9998",
    ),
    "calendar.extra": (
        "输出 ics 须先安装：pip install 'sgpolicy[calendar]'",
        "for ics, first: pip install 'sgpolicy[calendar]'",
    ),
    "template.history": ("改为输出空白经历", "print a history to fill in instead"),
    "schema.history": ("改为输出经历的 JSON Schema", "the JSON Schema of histories instead"),
}
