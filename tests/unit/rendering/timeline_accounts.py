"""Accounts made by hand: seven years of a platform, one that went wrong, hostile ones, thirty years; and any."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st

from sgpolicy.model.account import (
    Account,
    AccountHeader,
    Defect,
    DutyAccount,
    EventAccount,
    TitleAccount,
)
from sgpolicy.model.chronicle import DefectKind, DutyState, TitleState
from sgpolicy.model.citation import Citation, Clause
from sgpolicy.model.outcome import Outcome

MET, NOT_MET, NONE = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE
TITLE = "韶关市中小企业公共服务示范平台"
CITY, COUNTY, DISTRICT = "市工信局", "县级工信部门", "浈江区工信局"
STEPS = (
    ("county_recommendation", "县级推荐", COUNTY, DISTRICT, "予以推荐", (10, 0, 0)),
    ("expert_review", "专家评审", CITY, "", "列入候选名单", (11, 0, 1)),
    ("site_visit", "现场考察", CITY, "", "提出考察意见", (11, 0, 2)),
    ("final_list", "确定名单", CITY, "", "列入示范平台名单", (11, 0, 3)),
    ("public_notice", "名单公示", CITY, "", "公示通过", (11, 0, 3)),
    ("confirmation", "发文确认", CITY, "", "公布确认", (11, 0, 3)),
)


def day(text):
    return date.fromisoformat(text)


def cited(article, paragraph=0, item=0):
    return Citation(Clause("article", article, paragraph, item), ())


def header(on, **changes):
    known = {
        "policy": "shaoguan-2022-188",
        "title": "韶关市中小企业公共服务示范平台认定管理办法",
        "issuer": "韶关市工业和信息化局",
        "document_number": "韶工信规〔2022〕188号",
        "subject": "示范平台",
        "platform": "韶关市丹霞企业服务中心有限公司",
        "on": on,
        "complete_until": None,
        "holidays": "国务院办公厅放假安排 2028",
        "holiday_years": (2022, 2028),
    }
    return AccountHeader(**{**known, **changes})


def account(on, events=(), titles=(), duties=(), lang="zh", **changes):
    events = tuple(replace(event, position=n) for n, event in enumerate(events))
    return Account(
        length="letter",
        lang=lang,
        header=header(on, **changes),
        title=titles[-1] if titles else None,
        titles=tuple(titles),
        stage=None,
        events=events,
        duties=tuple(duties),
        steps=(),
        beginning=None,
        readings=(),
    )


def event(when, key, name, by="", unit="", result="", clause=None, **changes):
    known = {
        "position": 0,
        "date": day(when) if isinstance(when, str) else when,
        "number": "",
        "round": 0,
        "outcome": MET if clause else NONE,
        "citation": cited(*clause) if clause else None,
    }
    return EventAccount(
        **{**known, "key": key, "name": name, "by": by, "unit": unit, "result": result, **changes}
    )


def steps(round_, dates, number):
    last = len(dates) - 1
    for at, (when, step) in enumerate(zip(dates, STEPS, strict=False)):
        yield event(when, *step, round=round_, number=number if at == last else "")


def title(granted, last, state, ended_on=None, **changes):
    known = {
        "key": "grant_title",
        "name": "授予称号",
        "title": TITLE,
        "granted_on": granted,
        "number": "",
        "first": granted,
        "last": last,
        "ended_on": ended_on,
        "state": state,
        "outcome": MET if state == "held" else NOT_MET,
        "citation": cited(16),
    }
    return TitleAccount(**{**known, **changes})


def duty(due, state, done_on=None, late=0, nominal=None, *, department=False, **changes):
    due = due and (day(due) if isinstance(due, str) else due)
    known = {
        "key": "department_report" if department else "annual_report",
        "name": "报送工作情况" if department else "报送运营情况",
        "owners": (COUNTY, "市直部门") if department else ("示范平台",),
        "addressees": (CITY,) if department else (COUNTY,),
        "year": due and due.year,
        "nominal": day(nominal) if nominal else due,
        "due": due,
        "is_moved": nominal is not None,
        "is_unpublished": False,
        "state": state,
        "outcome": NOT_MET if state in ("overdue", "done_late") else MET,
        "done_on": done_on,
        "days_late": late,
        "citation": cited(15 if department else 14),
        "written": "每年 2月 底前" if department else "每年 1月 底前",
    }
    return DutyAccount(**{**known, **changes})


def done(duties):
    """The events by which duties were done."""
    return [
        event(d.done_on, d.key, d.name, d.owners[0], "", "", (14,)) for d in duties if d.done_on
    ]


def seven_years(lang="zh"):
    """Recognised 2023, reports on time and late, one missing, again 2026, revoked 2028."""
    duties = [
        duty("2024-01-31", "done", day("2024-01-25")),
        duty("2024-02-29", "done", day("2024-02-20"), department=True),
        duty("2025-02-05", "done_late", day("2025-02-14"), 9, "2025-01-31"),
        duty("2025-02-28", "done", day("2025-02-28"), department=True),
        duty("2026-02-02", "done", day("2026-02-02"), 0, "2026-01-31"),
        duty("2026-03-02", "done_late", day("2026-03-20"), 18, "2026-02-28", department=True),
        duty("2027-02-01", "overdue", None, 515, "2027-01-31"),
        duty("2027-03-01", "done", day("2027-02-26"), 0, "2027-02-28", department=True),
        duty("2028-01-31", "done", day("2028-01-20"), is_unpublished=True),
        duty("2028-02-29", "unrecorded", department=True),
        duty("2029-02-28", "due", department=True, is_unpublished=True),
        duty(None, "standing", name="接受社会监督", key="public_oversight", written="随时"),
        duty("2029-01-31", "not_bound"),
    ]
    first = ("2023-03-15", "2023-04-18", "2023-05-10", "2023-05-25", "2023-06-01", "2023-06-20")
    again = ("2026-02-20", "2026-03-25", "2026-04-20", "2026-05-08", "2026-05-15", "2026-06-15")
    events = [
        *steps(1, first, "韶工信〔2023〕45号"),
        *done(duties),
        event("2025-09-10", "periodic_check", "定期检查", COUNTY, DISTRICT, "", (15,)),
        *steps(2, again, "韶工信〔2026〕31号"),
        event("2027-05-12", "violation", "违法违规行为"),
        event("2028-03-10", "violation_verified", "违法违规查实", CITY),
        event("2028-04-01", "revoke_title", "撤销称号", CITY, "", "", (16,), number="韶工信〔2028〕19号"),
    ]  # fmt: skip
    titles = [
        title(day("2023-06-20"), day("2026-06-20"), "followed", day("2026-06-15")),
        title(day("2026-06-15"), day("2029-06-15"), "lost", day("2028-04-01")),
    ]
    return account(
        day("2028-06-30"), sorted(events, key=lambda e: e.date), titles, duties, lang,
        complete_until=day("2028-01-31"),
    )  # fmt: skip


def gone_wrong(lang="zh"):
    """A confirmation that the text does not allow, a step of which little is known, an open title."""
    open_ = Outcome.MISSING_FACTS
    order = Defect("order", NOT_MET, cited(11, 0, 3), ("名单公示（公示通过）",))
    who = Defect("competence", NOT_MET, cited(11, 0, 3), (CITY,))
    asked = Defect("requirement", open_, cited(9), (), "申报时间", (), ("申报截止日期",))
    events = [
        event("2024-03-08", *STEPS[0], round=1, outcome=open_, defects=(asked,)),
        event("2024-04-02", *STEPS[1], round=1),
        event("2024-05-20", "confirmation", "发文确认", COUNTY, DISTRICT, "公布确认", (11, 0, 3), round=1,
              outcome=NOT_MET, defects=(who, order), number="浈工信〔2024〕3号"),
        event("2024-05-20", "notice", "登报", DISTRICT),
    ]  # fmt: skip
    titles = [
        title(day("2024-05-20"), None, "open", outcome=open_, open=("公示截止日期",)),
        title(day("2024-05-20"), day("2027-05-20"), "void"),
    ]
    duties = [
        duty("2025-01-31", "open", outcome=open_),
        duty("2025-02-28", "overdue", None, 1, department=True),
    ]
    return account(day("2025-03-01"), events, titles, duties, lang)


def hostile():
    """Names that try to act on a terminal, a Markdown reader or an XML parser."""
    bad = "坏\x1b[31m|`x`<b>&amp;]]>\u202e\n# 二\ufffe\ufffeA\u0301"
    events = [
        event("2026-01-05", "a", bad, bad, bad, bad, (10,), number=bad),
        event("2026-01-05", "b", "长" * 300, "", "", "W" * 300, (10,), number="é" * 200),
    ]
    titles = [title(day("2026-01-05"), day("2029-01-05"), "held", title=bad, number=bad)]
    duties = [duty("2026-01-31", "overdue", None, 3, name=bad, owners=(bad,), addressees=(bad,))]
    return account(day("2026-02-03"), events, titles, duties, platform=bad, document_number=bad)


def thirty_years():
    """Ten recognitions on end, each year with its reports and an inspection."""
    events, titles, duties = [], [], []
    for year in range(2000, 2030):
        if year % 3 == 0:
            start = date(year, 2, 10)
            dates = [start + timedelta(days=20 * step) for step in range(6)]
            events += steps(year // 3, dates, f"韶工信〔{year}〕{year % 17 + 3}号")
            until = date(year + 3, dates[-1].month, dates[-1].day)
            state, end = ("followed", until) if year < 2027 else ("held", None)
            titles.append(title(dates[-1], until, state, end))
        events.append(event(date(year, 9, 12), "periodic_check", "定期检查", COUNTY, "", "", (15,)))
        due, state = date(year, 1, 31), "done" if year % 7 else "overdue"
        late = 12 if year % 5 == 0 and year % 7 else 0
        when = due + timedelta(days=late) if state == "done" else None
        duties.append(duty(due, "done_late" if late else state, when, late or (not when) * 700))
        duties.append(duty(date(year, 2, 28), "done", date(year, 2, 20), department=True))
    events += done(duties)
    return account(date(2029, 12, 1), sorted(events, key=lambda e: e.date), titles, duties)


# ── any account ──────────────────────────────────────────────────────────────────────────

NAMES = st.text(max_size=12) | st.sampled_from(["发文确认", "W" * 80, "长" * 80, "", "<&>\x00"])
NEAR = st.dates(date(2019, 1, 1), date(2032, 12, 31))
DAYS = NEAR | st.sampled_from([date.min, date.max, date(2026, 1, 1), date(2025, 12, 31)])
MAYBE = st.none() | DAYS
OUTCOMES = st.sampled_from(Outcome)
DEFECTS = st.builds(
    Defect,
    st.sampled_from(get_args(DefectKind)),
    OUTCOMES,
    st.just(cited(11)),
    st.lists(NAMES, max_size=2).map(tuple),
    NAMES,
    st.just(()),
    st.lists(NAMES, max_size=2).map(tuple),
)
EVENTS = st.builds(
    event,
    DAYS,
    st.sampled_from("abc"),
    NAMES,
    NAMES,
    NAMES,
    NAMES,
    number=NAMES,
    round=st.integers(0, 2),
    outcome=OUTCOMES,
    defects=st.lists(DEFECTS, max_size=2).map(tuple),
)
TITLES = st.builds(
    title,
    DAYS,
    MAYBE,
    st.sampled_from(get_args(TitleState)),
    MAYBE,
    first=MAYBE,
    title=NAMES,
    number=NAMES,
    open=st.lists(NAMES, max_size=1).map(tuple),
)
DUTIES = st.builds(
    duty,
    MAYBE,
    st.sampled_from(get_args(DutyState)),
    MAYBE,
    st.integers(0, 4_000_000),
    key=st.sampled_from("abc"),
    name=NAMES,
    owners=st.lists(NAMES, max_size=3).map(tuple),
    nominal=st.none() | DAYS.map(str),
    is_unpublished=st.booleans(),
)
ANY = st.builds(
    account,
    DAYS,
    st.lists(EVENTS, max_size=12).map(lambda events: sorted(events, key=lambda e: e.date)),
    st.lists(TITLES, max_size=4),
    st.lists(DUTIES, max_size=12),
    st.sampled_from(["zh", "en"]),
    platform=NAMES,
    title=NAMES,
    complete_until=MAYBE,
)
