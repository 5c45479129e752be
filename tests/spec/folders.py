"""Policy folders on disk with something wrong in them: file name → bytes."""

from .conftest import HEADER

LAW = "### 第一条\n\n有甲。\n\n```sgp\n规则 甲则 has_a 「有甲」：甲。\n```\n"
FACTS = HEADER + "| 甲 | a | 是否 | | 有没有甲？ | | | |\n"
MANIFEST = """\
id: sample
title: 样例办法
document_number: 样〔2020〕1号
issuer: 某局
issued: 2020-01-01
language: "1"
text:
  - law.md
tables:
  - facts.md
root: has_a
"""
GOOD = {"policy.yaml": MANIFEST, "law.md": LAW, "facts.md": FACTS}


def with_manifest(old, new):
    """The good folder with its manifest changed."""
    assert old in MANIFEST
    return {**GOOD, "policy.yaml": MANIFEST.replace(old, new)}


FOLDERS = {
    "missing manifest": ("SG101", {"law.md": LAW}),
    "missing file": ("SG101", {"policy.yaml": MANIFEST, "facts.md": FACTS}),
    "GB18030": ("SG102", {**GOOD, "law.md": LAW.encode("gb18030")}),
    "no text at all": ("SG102", {**GOOD, "law.md": bytes(range(256))}),
    "manifest in GB18030": ("SG102", {**GOOD, "policy.yaml": MANIFEST.encode("gb18030")}),
    "10 MB": ("SG103", {**GOOD, "law.md": b"\xe7\x94\xb2" * 3_500_000}),
    "not YAML": ("SG104", {**GOOD, "policy.yaml": "id: ["}),
    "a list": ("SG104", {**GOOD, "policy.yaml": "- id"}),
    "empty manifest": ("SG104", {**GOOD, "policy.yaml": ""}),
    "missing key": ("SG104", with_manifest("root: has_a\n", "")),
    "unknown key": ("SG104", with_manifest("root:", "color: red\nroot:")),
    "text that is no list": ("SG104", with_manifest("text:\n  - law.md", "text: law.md")),
    "a list that is no text": ("SG104", with_manifest("id: sample", "id: [a, b]")),
    "a later language": ("SG104", with_manifest('"1"', '"2"')),
    "no such day": ("SG104", with_manifest("2020-01-01", "2020-02-30")),
    "out of the folder": ("SG104", with_manifest("- law.md", "- law.md\n  - ../secret.md")),
    "absolute path": ("SG104", with_manifest("- law.md", "- law.md\n  - /etc/passwd")),
    "null character": ("SG101", with_manifest("- law.md", '- law.md\n  - "a\\0b.md"')),
    "a folder": ("SG101", with_manifest("- law.md", "- law.md\n  - .")),
    "deep YAML": ("SG104", {**GOOD, "policy.yaml": "[" * 20_000}),
    "a number to fill in": ("SG513", with_manifest("某局", "（待填：发文机关）")),
    "a day to fill in": ("SG513", with_manifest("2020-01-01", "1900-01-01")),
    "source changed": (
        "SG106",
        with_manifest("root:", f"source: source.txt\nsource_sha256: {'0' * 64}\nroot:")
        | {"source.txt": "第一条有甲。"},
    ),
}
FINE = {
    "as it should be": GOOD,
    "byte-order mark": {**GOOD, "law.md": b"\xef\xbb\xbf" + LAW.encode()},
    "CRLF": {name: text.replace("\n", "\r\n") for name, text in GOOD.items()},
    "old Mac": {**GOOD, "law.md": LAW.replace("\n", "\r")},
    "ideographic indents": {**GOOD, "law.md": LAW.replace("有甲。", "\u3000\u3000有甲。")},
}


def write(folder, files):
    """Put the files there."""
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return folder
