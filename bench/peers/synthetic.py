"""Made-up policies of any size, as rule text: an article for every ten rules, each on a fact of its own.

Of ten rules six compare a number, two a share, and two are yes or no, which is about what Articles 7 and 8 have.
"""

from __future__ import annotations

from pathlib import Path

import articles

from sgpolicy.model.core import Core

PER_ARTICLE = 10
_MANIFEST = """\
id: synthetic
title: 样例办法
document_number: 样〔2026〕1号
issuer: 某局
issued: 2026-01-01
language: "1"
text:
  - law.md
tables:
  - facts.md
root: whole
"""
_FACTS = """\
| 名称 | 键 | 类型 | 单位 | 问题 | 佐证 | 分列 | 台账核算 |
|---|---|---|---|---|---|---|---|
"""
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A whole number from 1 to 9999 as Chinese law writes it."""
    found, zero = "", False
    for unit, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit:
            found += ("零" if zero and found else "") + _DIGITS[digit] + unit
        zero = digit == 0
    return found.removeprefix("一") if 10 <= number < 20 else found


def write(folder: Path, rules: int) -> Path:
    """A policy folder with so many rules."""
    folder.mkdir(parents=True, exist_ok=True)
    law, facts, groups = [], [_FACTS], []
    for article in range(1, -(-rules // PER_ARTICLE) + 1):
        first = (article - 1) * PER_ARTICLE
        numbers = range(first, min(first + PER_ARTICLE, rules))
        texts, blocks = [], []
        for i in numbers:
            bound = 10 + i % 90
            match i % PER_ARTICLE:
                case 0 | 1:
                    texts.append(f"有制度甲{i}")
                    blocks.append(f"规则 规则{i} r{i} 「{texts[-1]}」：事项{i}。")
                    facts.append(f"| 事项{i} | f{i} | 是否 | | 有没有？ | | | |\n")
                case 2 | 3:
                    texts.append(f"乙{i}比例不少于{bound}%")
                    blocks.append(
                        f"规则 规则{i} r{i} 「{texts[-1]}」：事项{i} 占 总量{i} 不少于 {bound}%。"
                    )
                    facts += [
                        f"| 事项{i} | f{i} | 计数 | 次 | 几次？ | | | |\n",
                        f"| 总量{i} | w{i} | 计数 | 次 | 几次？ | | | |\n",
                    ]
                case _:
                    texts.append(f"丙{i}不少于{bound}次")
                    blocks.append(f"规则 规则{i} r{i} 「{texts[-1]}」：事项{i} 不少于 {bound}次。")
                    facts.append(f"| 事项{i} | f{i} | 计数 | 次 | 几次？ | | | |\n")
        groups.append(f"组{article}")
        names = " 且 ".join(f"规则{i}" for i in numbers)
        blocks.append(f"组合 组{article} g{article} 「第{article}组要求如下」：{names}。")
        law.append(
            f"### 第{numeral(article + 1)}条\n\n第{article}组要求如下：{'，'.join(texts)}。\n\n```sgp\n"
            + "\n".join(blocks)
            + "\n```\n"
        )
    whole = f"\n\n```sgp\n组合 总要求 whole 「符合各条规定」：{' 且 '.join(groups)}。\n```\n"
    head = "### 第一条\n\n符合各条规定。" + whole
    (folder / "policy.yaml").write_text(_MANIFEST, encoding="utf-8")
    (folder / "law.md").write_text(head + "\n" + "\n".join(law), encoding="utf-8")
    (folder / "facts.md").write_text("".join(facts), encoding="utf-8")
    return folder


def applicants(core: Core, count: int) -> list[dict[str, object]]:
    """Complete applicants to such a policy."""
    return articles.applicants(core, count, missing=0)
