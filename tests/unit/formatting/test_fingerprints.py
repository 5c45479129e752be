"""Which edits change which clause's digest."""

import pytest
from properties.policies import FACTS

from sgpolicy.diagnostics.records import Collector
from sgpolicy.fingerprinting import fingerprints
from sgpolicy.model.document import Manifest
from sgpolicy.pipeline import compile_policy
from sgpolicy.source.text import SourceFile

LAW = """\
### 第一条

人数不少于6人。

```sgp
规则 人员 staff_rule 「人数不少于6人」：
  人数 不少于 6人。
```

### 第二条

有证。

```sgp
规则 证照 licence_rule 「有证」：
  有证 且 企业数 于 申请日期 的 上年度 不少于 1家；
  因 1家：举例。
```
"""


def digests(law=LAW, facts=FACTS):
    values = dict.fromkeys(Manifest.__dataclass_fields__, "")
    values |= {"id": "t", "text": ("law.md",), "tables": ("facts.md",), "root": "art1"}
    files = {"law.md": SourceFile("law.md", law), "facts.md": SourceFile("facts.md", facts)}
    made = fingerprints(compile_policy(Manifest(**values), files, Collector()))
    return {**{item.clause.id: item.digest for item in made.clauses}, "whole": made.digest}


def changed(old, new):
    law, facts = LAW.replace(old, new), FACTS.replace(old, new)
    assert (law, facts) != (LAW, FACTS)
    before, after = digests(), digests(law, facts)
    return {key for key in before if before[key] != after[key]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("：\n  人数 不少于 6人", "：人数   不少于 六 人".replace("六 人", "六人")),
        ("6人。\n```", "6人\n// 注\n```"),
        ("「有证」：", "“有证”:"),
        ("有证。\n\n", "有证。\n\n\n"),
        ("；\n  因 1家：举例。", ";因 一家:举例"),
        ("| 人数 | staff |", "|人数|   staff |"),
    ],
)
def test_form_does_not_count(old, new):
    assert changed(old, new) == set()


@pytest.mark.parametrize(
    ("old", "new", "clauses"),
    [
        ("不少于 6人", "多于 6人", {"art1"}),
        ("不少于 6人", "不少于 7人", {"art1"}),
        ("人数不少于6人", "人数不少于8人", {"art1"}),
        ("staff_rule", "staff_count", {"art1"}),
        ("有证 且", "有证 或", {"art2"}),
        ("因 1家：举例", "因 1家：另举一例", {"art2"}),
        ("| 人数 | staff | 计数 | 人 | 几人？", "| 人数 | staff | 计数 | 人 | 多少人？", {"art1"}),
        ("在 该年，计 不同 企业代码", "在 该年，计 笔数", {"art2"}),
        ("| 企业代码 | code | 文本 | | |", "| 企业代码 | code | 文本 | | 十八位 |", {"art2"}),
        ("| 次数 | times |", "| 次数 | how_often |", set()),
    ],
)
def test_meaning_counts_where_it_stands(old, new, clauses):
    assert changed(old, new) == {*clauses, "whole"}
