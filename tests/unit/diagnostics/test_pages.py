"""Every code has a page; its bad example gives exactly that code, its good one nothing."""

import ast
import hashlib
import re
from datetime import date

import pytest
import yaml

import sgpolicy
from sgpolicy.applying.documents import read_document
from sgpolicy.applying.histories import read_history_text
from sgpolicy.applying.problems import CATALOGUE as PROBLEMS
from sgpolicy.diagnostics.catalogue import CATALOGUE
from sgpolicy.diagnostics.page import BLOCKS, STAGES, Block, blocks, codes, page, pieces

ON = date(2026, 11, 22)
MANIFEST = {
    "id": "example",
    "title": "示范办法",
    "document_number": "示〔2022〕1号",
    "issuer": "某局",
    "issued": "2022-10-20",
    "language": "1",
    "text": ["law.md"],
    "tables": ["facts.md"],
    "root": "min_assets",
}
FILES = {"law": "law.md", "facts": "facts.md", "source": "source.txt", "list": "clauses.md"}
LAW = """\
资产总额不低于100万元。

```sgp
规则 资产规模 min_assets 「资产总额不低于100万元」：
  资产总额 不低于 100万元。
```
"""
FACTS = """\
| 名称 | 键 | 类型 | 单位 | 问题 |
|---|---|---|---|---|
| 资产总额 | total_assets | 金额 | 万元 | 资产总额是多少？ |
"""


def bytes_of(block):
    options = dict(block.options)
    lines = block.text.splitlines(keepends=True)
    lines += lines[-1:] * (int(options.get("末行重复", 1)) - 1)
    text = "".join(lines) * int(options.get("重复", 1))
    return text.encode(options.get("编码", "utf-8"))


def write(folder, shown):
    """The policy folder that a page's blocks describe; what they leave out is as usual."""
    manifest = dict(MANIFEST)
    parts = {"law": Block("law", (), LAW), "facts": Block("facts", (), FACTS)} | shown
    parts["law"] = Block("law", parts["law"].options, f"### 第一条\n\n{parts['law'].text}")
    for kind, name in FILES.items():
        if kind in parts:
            (folder / name).write_bytes(bytes_of(parts[kind]))
    if "source" in parts:
        manifest |= {"source": "source.txt"}
    if "list" in parts:
        manifest |= {"inventory": "clauses.md"}
    if "root: " not in parts.get("policy.yaml", Block("", (), "")).text:
        first = parts["law"].text.partition("```sgp\n")[2].split()
        manifest["root"] = next((w for w in first if w.isascii() and w[0].isalpha()), "min_assets")
        manifest["root"] = manifest["root"].split("「")[0].rstrip("：:")
    if "policy.yaml" in parts:
        text = re.sub(
            r"^(\w+): (\d.*)$", r"\1: '\2'", parts["policy.yaml"].text, flags=re.MULTILINE
        )
        manifest |= yaml.safe_load(text)
    (folder / "policy.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=True), "utf-8")
    return folder


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


def findings(folder, shown, policy):
    """The codes that an example gives."""
    if "history" in shown:
        read = read_history_text(policy.core, bytes_of(shown["history"]))
        return [problem.code for problem in read.problems]
    if "shared" in shown:
        return problems(sgpolicy.applicable, bytes_of(shown["shared"]), on=ON)
    if "apply" in shown:
        policy = sgpolicy.load(write(folder, shown)) if "law" in shown else policy
        document = read_document(bytes_of(shown["apply"]))
        if document.problems:
            return [problem.code for problem in document.problems]
        given = document.data
    elif "mapping" in shown:
        given = ast.literal_eval(shown["mapping"].text)
    else:
        return [item.code for item in sgpolicy.check(write(folder, shown)).diagnostics]
    if not isinstance(given, dict):
        given = bytes_of(shown["apply"])
    return problems(policy.read_application, given)


def problems(read, *given, **options):
    try:
        read(*given, **options)
    except sgpolicy.ApplicationError as error:
        return [problem.code for problem in error.problems]
    return []


def test_every_code_has_a_page_and_no_page_lacks_a_code():
    assert codes() == sorted({*CATALOGUE, *PROBLEMS})


@pytest.mark.parametrize("code", codes())
def test_the_bad_example_gives_exactly_this_code(code, tmp_path, policy):
    shown = {block.kind: block for block in blocks(page(code).bad)}
    assert shown
    assert findings(tmp_path, shown, policy) == [code]


@pytest.mark.parametrize("code", codes())
def test_the_good_example_gives_nothing(code, tmp_path, policy):
    """What the good example does not show again stands as in the bad one."""
    shown = {block.kind: block for block in blocks(page(code).bad)}
    mended = {block.kind: block for block in blocks(page(code).remedy)}
    assert mended
    assert findings(tmp_path, shown | mended, policy) == []


@pytest.mark.parametrize("code", codes())
def test_a_page_is_whole(code):
    shown = page(code)
    assert shown.title
    assert shown.stage in STAGES
    for section in (shown.checks, shown.harm, shown.bad, shown.remedy):
        assert section
        for piece in pieces(section):
            if isinstance(piece, Block):
                assert piece.kind in BLOCKS
            else:
                assert piece.endswith(("。", "："))


def test_the_digest_on_the_page_is_that_of_its_source():
    (source,) = [b for b in blocks(page("SG106").bad) if b.kind == "source"]
    (good,) = blocks(page("SG106").remedy)
    assert hashlib.sha256(source.text.encode()).hexdigest() in good.text


def test_an_unknown_code_has_no_page():
    with pytest.raises(KeyError):
        page("SG999")
