"""Case tables in Markdown: which tables count, what their sections say."""

import pytest

HEADER = "| 样例 | 改动 | 读法 | 对象 | 期望 | 依据 |\n|---|---|---|---|---|---|\n"
CASE = "| {} | | | 结论 | 符合 | 第七条 |\n"


def test_sections_inherit_base_and_day(read):
    text = (
        "# 甲\n\n基础：a.yaml\n评估日：2026-11-22\n\n" + HEADER + CASE.format("一") + "\n"
        "## 乙\n\n- **基础**：`b.yaml`\n\n" + HEADER + CASE.format("二") + "\n"
        "### 丙\n\n评估日: 2027年10月20日\n\n" + HEADER + CASE.format("三") + "\n"
        "## 丁\n\n" + HEADER + CASE.format("四")
    )
    cases, problems = read(text)
    assert problems == []
    assert [(c.base, c.day.isoformat()) for c in cases] == [
        ("a.yaml", "2026-11-22"),
        ("b.yaml", "2026-11-22"),
        ("b.yaml", "2027-10-20"),
        ("a.yaml", "2026-11-22"),
    ]


def test_other_tables_and_code_are_prose(read):
    text = "| 词 | 意思 |\n|---|---|\n| 甲 | 乙 |\n\n```\n" + HEADER + CASE.format("一") + "```\n"
    assert read(text) == ([], [])


def test_columns_in_any_order_and_some_left_out(read):
    text = (
        "基础：a.yaml\n评估日：2026-11-22\n\n| 期望 | 依据 | 对象 | 样例 |\n|:--|--:|---|---|\n"
        "| 待评定 | 第七条 | 结论 | 甲 |\n"
    )
    (case,), problems = read(text)
    assert problems == []
    assert (case.name, case.expected.zh, case.changes) == ("甲", "待评定", ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + CASE.format("一"), "没有写“基础：”"),
        ("基础：a.yaml\n" + HEADER + CASE.format("一"), "没有写“评估日：”"),
        ("基础：a.yaml\n评估日：2026-02-30\n" + HEADER + CASE.format("一"), "“2026-02-30”不是日期"),
        ("评估日：明天\n基础：a.yaml\n" + HEADER + CASE.format("一"), "“明天”不是日期"),
        ("基础：\n", "“基础：”后面没有内容"),
        ("评估曰：2026-11-22\n", "是不是“评估日：”？"),
        ("| 样例 | 对像 | 期望 | 依据 |\n|---|---|---|---|\n", "没有“对像”这一列，是不是“对象”？"),
        ("| 样例 | 期望 | 依据 |\n|---|---|---|\n", "缺少“对象”列"),
        (
            "| 样例 | 样例 | 对象 | 期望 | 依据 |\n|---|---|---|---|---|\n",
            "“样例”这一列出现了 2 次",
        ),
        ("| 样例 | 对象 | 期望 | 依据 |\n| 甲 | 结论 | 符合 | 第七条 |\n", "表头的下一行应为"),
    ],
)
def test_mistakes_of_tables_and_settings(read, text, message):
    _, problems = read(text)
    assert any(message in problem for problem in problems), problems


def test_no_text_makes_reading_fail(read):
    for text in ("", "|", "||", "| 样例 | 对象 |", "#", "```", "基础", "\x00", "|" * 3000):
        read(text)
