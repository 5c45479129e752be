"""What was read of a part of an application is taken up again for the very same object, and only then."""

import sgpolicy
from sgpolicy.applying.reading import Parts, read_application

CORE = sgpolicy.load("shaoguan-2022-188").core
ROWS = [{"企业代码": "E1", "企业规模": "小型", "日期": "2025-05-01"}]
WRONG = [{"企业代码": "E1", "企业规模": "超大型", "日期": "2025-05-01"}]
BASE = {
    "资产总额": "120万元",
    "服务台账": ROWS,
    "评定": {"经营规范": {"结论": "符合"}},
    "申报单位": "甲",
}


def both(data, parts):
    return read_application(CORE, data, known=parts), read_application(CORE, data)


def test_the_same_comes_out():
    parts = Parts()
    for change in (
        {},
        {"资产总额": "90万元"},
        {"服务台账": [*ROWS, *ROWS]},
        {},
        {"服务台账": None},
    ):
        known, alone = both({**BASE, **change}, parts)
        assert known == alone
    first, again = (read_application(CORE, dict(BASE), known=parts).application for _ in range(2))
    assert first.ledgers["service_ledger"] is again.ledgers["service_ledger"]


def test_what_is_wrong_is_told_each_time_where_it_stands():
    parts = Parts()
    told = [both({name: WRONG}, parts) for name in ("服务台账", "service_ledger", "服务台账")]
    for known, alone in told:
        assert known.problems == alone.problems
        assert len(known.problems) == 1
    assert told[0][0].problems[0].path != told[1][0].problems[0].path
