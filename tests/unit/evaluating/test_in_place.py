"""What stands in the place of calls does what the calls did."""

import pytest

from sgpolicy.evaluating.lives.in_place import in_place
from sgpolicy.evaluating.lives.runtime import ABSENT

LOOP = """\
def asked(d):
    s = d[0]
    c = s[1]
    found = 0
    for r in s[0][0]:
        p = (one := r[0]) + 10 * ((two := r[1]) + one * two) if r[2] else (one := r[1]) - (two := r[0]) * one
        found = 100 * found + p
    return found
"""
REMEMBERED = """\
def f1(s):
    v = s[6]
    if v is UNSET:
        rows = s[0][0]
        v = ABSENT
        if rows:
            for r in reversed(rows):
                if r[2]:
                    v = r[1]
                    break
        s[6] = v
    return v
"""
ASKING = """\
def asked(d):
    s = d[0]
    c = s[1]
    if s[2]:
        return f1(s)
    found = s[3] and f1(s) is not ABSENT and f1(s) + c
    return (f1(s), found) if f1(s) is not ABSENT or s[3] else d[1]
"""
UNSET = object()


class Life:
    """What lines ask of a life."""

    def __init__(self, rows, facts, findings):
        self.rows, self.facts, self.findings = [rows], facts, findings

    def plain_view(self, *_):
        raise AssertionError("no view is needed")


def ran(source, name, *args):
    namespace = {"ABSENT": ABSENT, "UNSET": UNSET}
    exec(source, namespace)  # noqa: S102 - what is tested is source
    return namespace[name](*args)


@pytest.mark.parametrize(
    "rows", [(), ((2, 3, 1),), ((2, 3, 0), (5, 7, 1)), ((5, 7, 1), (11, 2, 0))]
)
@pytest.mark.parametrize("stated", [0, 1])
@pytest.mark.parametrize("judged", [0, 1])
@pytest.mark.parametrize("functions", [{"asked": LOOP}, {"f1": REMEMBERED, "asked": ASKING}])
def test_lines_find_what_a_function_finds(rows, stated, judged, functions):
    view = [[[rows], 4, stated, judged, -1, -1, UNSET], "a day"]
    lines = in_place("asked", functions, {})
    placed = "def placed(life, round_, day):\n" + "".join(f"    {line}\n" for line in lines)
    assert "f1(" not in placed
    found = ran(placed, "placed", Life(rows, stated, judged), 4, "a day")
    assert found == ran("\n\n".join(functions.values()), "asked", view)
