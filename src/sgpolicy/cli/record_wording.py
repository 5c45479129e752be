"""What `sgpolicy record` and `verify` say; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "record": ("评估并留下结论记录", "assess and keep a decision record"),
    "record.long": (
        "评估一份申报材料，输出结论记录：一份自足的 JSON，含依据、引文、推理和摘要，可以重做、可以独立核验。",
        "Assess an application and write its record: one JSON document with basis, quotes, proof and digest.",
    ),
    "record.exit": ("0 已记录，不论结论", "0 recorded, whatever the outcome"),
    "record.output": (
        "写到哪里：.jsonl 接在这一批的最后，前后相连；其他文件写一份。未写明时写到标准输出",
        "where to: .jsonl continues that series, chained; any other file is one record; standard output if not given",
    ),
    "record.after": (
        "前一份记录的文件；写到 .jsonl 的不用写",
        "the file of the record before this one; not for .jsonl",
    ),
    "record.reference": (
        "某事项或台账出自什么证据，如 资产总额=审计报告第3页；可写多次",
        "the evidence of a fact or ledger, such as total_assets=page 3; may be repeated",
    ),
    "record.document": (
        "某口径依哪一份文件选定读法（第十七条），如 K-5=文号；可写多次",
        "the document by which a reading was chosen, such as K-5=…; may be repeated",
    ),
    "record.chosen-by": (
        "某口径的读法由谁选定，如 K-5=局长办公会；可写多次",
        "who chose a reading, such as K-5=…; may be repeated",
    ),
    "record.sign": (
        "用这个 Ed25519 私钥（PEM）签名，签名写在记录旁边的 .sig 里",
        "sign with this Ed25519 private key (PEM); the signature goes beside the record, in .sig",
    ),
    "record.bad_pair": ("“{text}”应写成 名称=内容", "'{text}' should be NAME=TEXT"),
    "record.refused": ("没有记录：{reason}", "not recorded: {reason}"),
    "record.series_only": (
        "写到 .jsonl 的自然接在最后一份之后，不能再写 --after",
        "a .jsonl file is continued at its end; leave out --after",
    ),
    "record.needs_output": (
        "签名须另存一个文件，请用 --output 写明记录写到哪里",
        "a signature needs a file of its own; say with --output where the record goes",
    ),
    "record.exists": (
        "{path} 已经有了，没有改动；记录不覆盖，请另写一个文件名",
        "{path} exists and was left as it is; records are not overwritten, give another name",
    ),
    "record.bad_before": (
        "{path} 的最后一份不是结论记录，没有接着写",
        "the last line of {path} is no record; nothing was added",
    ),
    "record.unwritable": ("写不进 {path}：{reason}", "cannot write {path}: {reason}"),
    "record.done": ("{path}：{outcome}，摘要 {sha256}", "{path}: {outcome}, digest {sha256}"),
    "record.no_library": (
        "签名须安装 cryptography：pip install 'sgpolicy[sign]'",
        "signing takes cryptography: pip install 'sgpolicy[sign]'",
    ),
    "record.bad_key": (
        "{path} 不是 Ed25519 的 PEM 密钥（或者有口令）",
        "{path} is no Ed25519 key in PEM (or has a password)",
    ),
    "schema.record": (
        "改为输出结论记录的 JSON Schema",
        "the JSON Schema of decision records instead",
    ),
    "verify": ("重做、核对结论记录", "replay and verify decision records"),
    "verify.long": (
        "用记录中的材料重新评估，与记录逐项比较；查摘要，几份的查前后相连，给了公钥的查签名。不同的地方逐处列出。",
        "Assess again from what the record holds and compare; check digests, the chain of several, and signatures.",
    ),
    "verify.exit": (
        "0 全部相符；1 有不符，或者改过",
        "0 all as recorded; 1 something differs or was changed",
    ),
    "verify.files": (
        "记录，一份一个 .json，或者一行一份的 .jsonl；几个文件依先后次序",
        "records: one to a .json file or to a line of .jsonl; several files in their order",
    ),
    "verify.after": (
        "第一份所接的那一份的摘要；写 none 表示第一份就是开头",
        "the digest of the record before the first; none says that the first begins the series",
    ),
    "verify.last": ("最后一份的摘要", "the digest of the last record"),
    "verify.key": (
        "每份都须有与这个 Ed25519 公钥（PEM）相符的签名（旁边的 .sig）",
        "every record must be signed (.sig beside it) by the holder of this Ed25519 key (PEM)",
    ),
    "verify.export": (
        "把独立核验程序写到这个文件；它只用 Python 标准库，不用本库",
        "write the standalone checker to this file; it takes nothing but Python's standard library",
    ),
    "verify.exported": (
        "已写到 {path}。用法：python {path} 记录 --law 办法文件夹",
        "written to {path}. Use: python {path} RECORD --law FOLDER",
    ),
    "verify.nothing": ("请写明要核对的记录", "say which records to verify"),
    "verify.line": ("{name} 第 {number} 行", "{name}, line {number}"),
    "verify.right": ("{name}：相符（{outcome}）", "{name}: as recorded ({outcome})"),
    "verify.wrong": ("{name}：{count} 处不符", "{name}: {count} mismatch(es)"),
    "verify.before": (
        "  提示：前面还有一份 {before}，没有给出",
        "  note: it follows a record {before} that was not given",
    ),
    "verify.library": (
        "  提示：由本库 {library} 作出，步骤的写法没有比较",
        "  note: made by version {library} of the library; how steps are written was not compared",
    ),
    "verify.more": ("  ……另有 {count} 处", "  … and {count} more"),
    "verify.sum": ("共 {count} 份，{wrong} 份不符", "{count} record(s), {wrong} not as recorded"),
    "verify.all": ("共 {count} 份，全部相符", "{count} record(s), all as recorded"),
    "verify.form": (
        "不是规范形式（RFC 8785）的 JSON，或者不全",
        "not JSON in canonical form (RFC 8785), or not whole",
    ),
    "verify.format": (
        "格式是“{said}”，本库核对 {found}",
        "its format is '{said}'; this library verifies {found}",
    ),
    "verify.policy": (
        "办法打不开：{said}；不是随附的办法，请用 --policy 写明文件夹",
        "the policy cannot be opened: {said}; name its folder with --policy",
    ),
    "verify.hash": (
        "{place}：摘要应是 {found}，记的是 {said}；内容改过",
        "{place}: should be {found}, is {said}; the content was changed",
    ),
    "verify.chain": (
        "{place}：应接 {found}，记的是 {said}；有增减、改动或者乱序",
        "{place}: should follow {found}, says {said}; records were added, removed, changed or reordered",
    ),
    "verify.last_is": (
        "最后一份应是 {found}，这里是 {said}；后面少了记录，或者改过",
        "the last record should be {found}, is {said}; the end is missing or was changed",
    ),
    "verify.unreadable": (
        "{place}：办法不认识“{said}”",
        "{place}: the policy does not know '{said}'",
    ),
    "verify.newer": (
        "{place}：记录由 {said} 作出，本库是 {found}；请用不低于它的版本核对",
        "{place}: made by version {said}; this is {found}, verify with that one or a later one",
    ),
    "verify.differs": (
        "{place}：记的是“{said}”，重做得“{found}”",
        "{place}: recorded '{said}', the replay gives '{found}'",
    ),
    "verify.signature": ("没有签名，或者签名不符", "not signed, or not by this key"),
}
