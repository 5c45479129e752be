"""Drafts: marked 待确认, reported until a person takes the mark away."""

import pytest

import sgpolicy
from sgpolicy.diagnostics.records import Collector
from sgpolicy.fixing import mend
from sgpolicy.formatter import edited, format_policy
from sgpolicy.loading import read_folder

MANIFEST = """\
id: example
title: 示范办法
document_number: 示〔2022〕1号
issuer: 某局
issued: 2022-10-20
language: "1"
text: [law.md]
tables: [facts.md]
root: min_assets
"""
FACTS = """\
| 名称 | 键 | 类型 | 单位 | 问题 |
|---|---|---|---|---|
| 资产总额 | total_assets | 金额 | 万元 | 资产总额是多少？ |
"""
RULE = "规则 资产规模 min_assets 「资产总额不低于100万元」：{body}\n"


def folder(path, body):
    (path / "policy.yaml").write_text(MANIFEST, "utf-8")
    (path / "facts.md").write_text(FACTS, "utf-8")
    block = f"```sgp\n{RULE.format(body=body)}```"
    (path / "law.md").write_text(f"### 第一条\n\n资产总额不低于100万元。\n\n{block}\n", "utf-8")
    return path


WRITTEN = [
    "\n  资产总额 不低于 100万元；\n  待确认。",
    "\n  资产总额 不低于 100万元；待确认",
    "资产总额 不低于 100万元；待确认；因 100万元：见条文。",
    "\n  资产总额 不低于 100万元；\n  因 100万元：见条文\n  待确认。",
    "\n  资产总额 不低于 100万元；\n  因 100万元：见条文；\n  待确认；",
]


@pytest.mark.parametrize("body", WRITTEN)
def test_a_draft_is_reported_and_nothing_can_be_decided_with_it(tmp_path, body):
    path = folder(tmp_path, body)
    codes = [item.code for item in sgpolicy.check(path).diagnostics]
    assert [code for code in codes if code != "SG511"] == ["SG512"]
    with pytest.raises(sgpolicy.PolicyError):
        sgpolicy.load(path)


@pytest.mark.parametrize("body", WRITTEN[:2])
def test_taking_the_mark_away_confirms_it(tmp_path, body):
    path = folder(tmp_path, body)
    (draft,) = sgpolicy.check(path).diagnostics
    text = (path / "law.md").read_text("utf-8")
    span = draft.fix.span
    confirmed = text[: span.start] + draft.fix.replacement + text[span.end :]
    (path / "law.md").write_text(confirmed, "utf-8")
    assert sgpolicy.check(path).diagnostics == ()
    assert sgpolicy.load(path).document_number == "示〔2022〕1号"


def test_it_is_never_taken_away_unasked(tmp_path):
    mended = mend(folder(tmp_path, WRITTEN[0]))
    assert not mended.after
    assert [item.code for item in mended.remaining] == ["SG512"]


@pytest.mark.parametrize("body", WRITTEN)
def test_the_canonical_form_keeps_the_mark(tmp_path, body):
    path = folder(tmp_path, body)
    manifest, files = read_folder(path, Collector())
    made = edited(files["law.md"].text, format_policy(manifest, files).edits.get("law.md", ()))
    (path / "law.md").write_text(made, "utf-8")
    codes = [item.code for item in sgpolicy.check(path).diagnostics]
    assert "SG512" in codes
    assert "\n  待确认" in made
