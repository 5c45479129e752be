"""Widths are terminal cells."""

from sgpolicy.cli.layout import table


def test_a_table_lines_up_in_cells():
    lines = table(["条", "字数"], [["第七条", "12"], ["a", "345"]], right=1)
    assert lines == ["条      字数", "────────────", "第七条    12", "a        345"]
