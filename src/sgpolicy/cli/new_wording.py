"""What `sgpolicy new` says; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "new": ("由办法的原文起草一个文件夹", "lay out a policy folder from a law's text"),
    "new.long": (
        "由办法的原文摆出文件夹：分成章、条、项，认出界限、期限和列举，起草声明，都标上“待确认”。已有的文件夹不动。",
        "Lay out a policy folder from a law's text: clauses, and drafts to be confirmed for what it recognises.",
    ),
    "new.exit": ("0 已写出", "0 written"),
    "new.text": (
        "原文：文本文件（UTF-8、UTF-16、GBK），或者 Word 文件（.docx，须安装 sgpolicy[word]）",
        "the text: a text file (UTF-8, UTF-16, GBK) or a Word file (.docx, needs sgpolicy[word])",
    ),
    "new.output": (
        "写到这个文件夹；未写明时在当前文件夹里按文号起名，如 policy-2022-188",
        "write to this folder; named by the document's number, like policy-2022-188, if not given",
    ),
    "new.exists": ("{folder} 已经有了，没有写任何文件", "{folder} exists; nothing was written"),
    "new.exists.remedy": (
        "请用 --output 写明一个还没有的文件夹。",
        "Name a folder that does not exist yet with --output.",
    ),
    "new.not_written": ("写不了 {folder}：{reason}", "cannot write {folder}: {reason}"),
    "new.unreadable": ("读不到 {path}：{reason}", "cannot read {path}: {reason}"),
    "new.encoding": ("{path} 不是认得的文字编码", "{path} is in no known encoding"),
    "new.encoding.remedy": (
        "请在编辑器中打开，用“另存为”选择 UTF-8 编码保存。",
        "Open it in an editor and save it as UTF-8.",
    ),
    "new.binary": ("{path} 不是文本文件", "{path} is no text file"),
    "new.binary.remedy": (
        "请把原文另存为文本文件（.txt）或者 Word 文件（.docx）；PDF 请先取出文字。",
        "Save the text as .txt or .docx; take the text out of a PDF first.",
    ),
    "new.long_text": ("{path} 过大", "{path} is too large"),
    "new.long_text.remedy": (
        "一部办法的文字不超过 500 KB；请检查是不是放了别的文件，或者分成几部。",
        "A law's text is at most 500 KB; check that it is the right file, or part it.",
    ),
    "new.empty": ("{path} 里没有文字", "{path} holds no text"),
    "new.empty.remedy": (
        "扫描件请先作文字识别，再存成文本文件。",
        "If it is a scan, have its characters recognised and save them as text.",
    ),
    "new.word": ("{path} 不是完好的 Word 文件", "{path} is no sound Word file"),
    "new.word.remedy": (
        "请用 Word 打开，另存为 .docx 或者 .txt。",
        "Open it in Word and save it as .docx or .txt.",
    ),
    "new.old_word": ("{path} 是 Word 97—2003 的文件", "{path} is a file of Word 97 to 2003"),
    "new.old_word.remedy": (
        "请用 Word 或 WPS 打开，另存为 .docx。",
        "Open it in Word and save it as .docx.",
    ),
    "new.no_library": ("读 Word 文件须安装 python-docx", "Word files need python-docx"),
    "new.no_library.remedy": (
        "请运行 pip install 'sgpolicy[word]'，或者把原文另存为文本文件。",
        "Run pip install 'sgpolicy[word]', or save the text as a text file.",
    ),
    "new.written": ("已写出 {folder}", "wrote {folder}"),
    "new.law": (
        "{title}：{chapters} 章，{articles} 条，{items} 项，{annexes} 个附件。",
        "{title}: {chapters} chapters, {articles} articles, {items} items, {annexes} annexes.",
    ),
    "new.untitled": ("（没有认出名称）", "(no title recognised)"),
    "new.unknown": (
        "没有认出{what}，请在 policy.yaml 中填写。",
        "not recognised, to be filled in in policy.yaml: {what}.",
    ),
    "new.unknown.title": ("名称", "title"),
    "new.unknown.document_number": ("文号", "document number"),
    "new.unknown.issuer": ("发文机关", "issuer"),
    "new.unknown.issued": ("印发日期", "date of issue"),
    "new.mended": ("整理了 {count} 处：", "{count} place(s) put in order:"),
    "new.mended.more": (
        "……另有 {count} 处，见起草记录.md。",
        "… and {count} more, see 起草记录.md.",
    ),
    "new.drafted": (
        "起草了 {count} 个声明，其中的数 {bounds} 个，都标着“待确认”；另有 {open} 处文字没有声明。",
        "{count} drafts with {bounds} numbers, all marked 待确认; {open} stretches of text are left open.",
    ),
    "new.drafted.all": (
        "起草了 {count} 个声明，其中的数 {bounds} 个，都标着“待确认”；每处文字都有声明。",
        "{count} drafts with {bounds} numbers, all marked 待确认; every stretch of text has one.",
    ),
    "new.next": (
        "接下来运行“sgpolicy check {folder}”，逐处对照原文；改好一处，删去它的“待确认”。",
        "Next, run 'sgpolicy check {folder}' and compare with the law; delete 待确认 where a draft is right.",
    ),
}
