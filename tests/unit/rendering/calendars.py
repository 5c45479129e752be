"""Calendars made by hand: the law's alone, of several platforms, of one, a year to come, hostile names."""

from dataclasses import replace
from datetime import date

from sgpolicy.model.calendar import CalendarEntry, YearCalendar
from sgpolicy.model.citation import Citation, Clause

CITY, COUNTY, DEPARTMENT, PLATFORM = "市工信局", "县级工信部门", "市直部门", "示范平台"
DANXIA = "韶关市丹霞企业服务中心有限公司"
ZHENJIANG = "韶关市浈江区中小企业服务中心"
LECHANG = "乐昌市工业园区公共服务有限公司"
ASSOCIATION = "韶关市软件行业协会"


def cited(article, *phrases):
    return Citation(Clause("article", article), phrases)


def day(text):
    return date.fromisoformat(text)


def calendar(year, entries, *, is_published=True, lang="zh"):
    return YearCalendar(
        policy="shaoguan-2022-188",
        title="韶关市中小企业公共服务示范平台认定管理办法",
        document_number="韶工信规〔2022〕188号",
        year=year,
        lang=lang,
        holidays="chinesecalendar 1.11.0",
        is_published=is_published,
        entries=tuple(sorted(entries, key=lambda entry: entry.day)),
    )


def report(due, nominal=None, **changes):
    known = {
        "kind": "duty",
        "key": "annual_report",
        "name": "报送运营情况",
        "day": day(due),
        "nominal": day(nominal or due),
        "is_unpublished": False,
        "actors": (PLATFORM,),
        "addressees": (COUNTY, DEPARTMENT),
        "platform": "",
        "state": None,
        "citation": cited(14, "每年1月底前向各县（市、区）工信部门报送示范平台运营情况"),
        "written": "每年 1月 底前",
    }
    return CalendarEntry(**{**known, **changes})


def department_report(due, nominal=None, **changes):
    cite = cited(15, "每年2月底前，向韶关市工业和信息化局报送上一年度示范平台工作情况")
    known = {
        "key": "department_report",
        "name": "报送工作情况",
        "actors": (COUNTY, DEPARTMENT),
        "addressees": (CITY,),
        "citation": cite,
        "written": "每年 2月 底前",
    }
    return report(due, nominal, **{**known, **changes})


def yearly_call(year, **changes):
    known = {
        "key": "yearly_call",
        "name": "年度申报",
        "actors": (CITY,),
        "addressees": (),
        "citation": cited(9, "韶关市工业和信息化局每年组织开展一次示范平台申报工作"),
        "written": "每年 1次",
    }
    return report(f"{year}-12-31", **{**known, **changes})


def title_ends(last, platform):
    return report(
        last,
        kind="title_ends",
        key="grant_title",
        name="韶关市中小企业公共服务示范平台",
        addressees=(),
        platform=platform,
        citation=cited(16, "示范平台每次认定有效期三年"),
        written="",
    )


def may_apply(first, platform):
    return report(
        first,
        kind="may_apply",
        key="application",
        name="提出申报",
        actors=("申报单位",),
        addressees=(),
        platform=platform,
        citation=cited(16, "在有效期满当年可再次申报"),
        written="",
    )


def law(lang="zh"):
    """2026: January's end is a Saturday, February's a Saturday that is worked."""
    return calendar(
        2026,
        [report("2026-02-02", "2026-01-31"), department_report("2026-02-28"), yearly_call(2026)],
        lang=lang,
    )


def unpublished(lang="zh"):
    """2027: nothing is known of its holidays; January's and February's ends are Sundays."""
    entries = [
        report("2027-01-31", is_unpublished=True),
        department_report("2027-02-28", is_unpublished=True),
        yearly_call(2027),
    ]
    return calendar(2027, entries, is_published=False, lang=lang)


def platforms(lang="zh"):
    """2026 of four platforms, seen in March."""
    moved = ("2026-02-02", "2026-01-31")
    to_county, to_department = {"addressees": (COUNTY,)}, {"addressees": (DEPARTMENT,)}
    names = (DANXIA, ZHENJIANG, LECHANG, ASSOCIATION)
    entries = [
        report(*moved, platform=DANXIA, state="done", **to_county),
        report(*moved, platform=ZHENJIANG, state="done", **to_county),
        report(*moved, platform=LECHANG, state="overdue", **to_county),
        report(*moved, platform=ASSOCIATION, state="done_late", **to_department),
        *(department_report("2026-02-28", platform=name, state="due") for name in names),
        yearly_call(2026),
        title_ends("2026-06-20", DANXIA),
        title_ends("2026-06-20", LECHANG),
        may_apply("2026-01-01", DANXIA),
        may_apply("2026-01-01", LECHANG),
    ]
    return calendar(2026, entries, lang=lang)


def one(lang="zh"):
    """2027 of one platform."""
    entries = [
        report("2027-01-31", is_unpublished=True, platform=DANXIA, state="due"),
        title_ends("2027-06-20", DANXIA),
        may_apply("2027-01-01", DANXIA),
    ]
    return calendar(2027, entries, is_published=False, lang=lang)


def across():
    """The year's last day cannot be moved before the next year's holidays are published."""
    entries = [yearly_call(2026, is_unpublished=True), report("2026-01-04", "2025-12-31")]
    return calendar(2026, entries)


def hostile():
    """Names that would act on a terminal, a Markdown reader or a calendar file."""
    name = "坏\x1b[31m公司|`x`<b>\u202e\r\nEND:VCALENDAR\n# 第二行,;\\"
    entries = [
        report("2026-02-02", "2026-01-31", platform=name, state="due"),
        report("2026-02-02", "2026-01-31", platform="好公司, 分部; 一\\二", state="due"),
    ]
    return replace(calendar(2026, entries), title="办法|\n# 题<i>")


def named(platform, actor):
    """2026 of two platforms, with any names; the first also in the title."""
    entries = [
        report("2026-02-02", platform=platform, actors=(actor,), state="due"),
        report("2026-02-02", platform="乙", actors=(actor,), state="due"),
    ]
    return replace(calendar(2026, entries), title=platform)


def empty():
    """Nothing."""
    return calendar(2026, [])


CALENDARS = {
    "law": law(),
    "law.en": law("en"),
    "unpublished": unpublished(),
    "platforms": platforms(),
    "platforms.en": platforms("en"),
    "one": one(),
    "across": across(),
    "hostile": hostile(),
    "empty": empty(),
}
