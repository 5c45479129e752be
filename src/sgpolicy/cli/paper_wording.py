"""What `sgpolicy summary` and the papers of `sgpolicy evaluate` say; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "evaluate.format": (
        "输出形式，默认 text；html 是一个网页，逐条核算的连同办法原文；docx、pdf 须用 --output 写明文件",
        "text by default; html is one page, an audit beside the official text; docx and pdf need --output",
    ),
    "evaluate.output": ("写到这个文件，不打印", "write to this file instead of printing"),
    "evaluate.fonts": (
        "pdf 另用这个文件夹里的字体；可写多次",
        "for pdf, use the fonts in this folder, too; may be repeated",
    ),
    "evaluate.notice": (
        "输出补正材料通知：还须补充的全部材料，一次告知",
        "the notice of missing material instead: everything to be supplied, told once",
    ),
    "evaluate.deadline": (
        "通知上的补正期限（含当日）；未写明时留空待填",
        "until when, that day included, for the notice; left blank if not given",
    ),
    "evaluate.issued": (
        "通知上的日期；未写明时留空待填",
        "the date of the notice; left blank if not given",
    ),
    "evaluate.office": (
        "通知上的落款单位；未写明时留空待填",
        "who sends the notice; left blank if not given",
    ),
    "evaluate.jointly": (
        "结论已定的，还说明几项口径同时改取会怎样（积分一类的办法要算几秒）",
        "for a decided outcome, also tell what several readings changed at a time would decide",
    ),
    "evaluate.needs_output": (
        "--format {form} 写的是文件；请用 --output 写明文件名",
        "--format {form} makes a file; name it with --output",
    ),
    "evaluate.notice_form": (
        "补正材料通知没有 {form} 形式；可用 text、markdown、html、docx、pdf",
        "there is no notice in {form}; use text, markdown, html, docx or pdf",
    ),
    "evaluate.only_notice": (
        "{option} 只用于补正材料通知；请一并写上 --notice",
        "{option} is for the notice only; add --notice",
    ),
    "evaluate.no_folder": ("没有 {path} 这个文件夹", "there is no folder {path}"),
    "paper.written": ("已写入 {path}", "written to {path}"),
    "summary": ("把一批材料的结论汇总成工作簿或者网页", "sum up a round as a workbook or a page"),
    "summary.long": (
        (
            "评估一批申报材料，写成一个 Excel 工作簿：名单、差额、不符合之处、各条款的结论（附图）和口径；"
            "或者写成一个网页：各条款的结论（图）和逐份的理由。"
        ),
        (
            "Assess many applications and write one Excel workbook: outcomes, shortfalls, tests not met, "
            "outcomes by clause with a chart, and readings; or one page: a chart of outcomes by clause, "
            "and everybody's reasons."
        ),
    ),
    "summary.exit": ("0 已写出", "0 written"),
    "summary.output": (
        "写到哪里：.xlsx 是工作簿，.html 是网页",
        "where it goes: .xlsx for a workbook, .html for a page",
    ),
    "summary.problems": (
        "申报材料有 {count} 处须更正，没有汇总：",
        "The applications have {count} problem(s); nothing was summed up:",
    ),
}
