"""Generated histories of one platform under the shipped policy: lawful and unlawful moves mixed.

A `Life` grows by moves. `MOVES` names every move with what may be drawn for it: the state machine has a
rule for each, `lives` draws a list of them. Days go by between moves, and within `whole_round`.
"""

from __future__ import annotations

import itertools
from calendar import isleap
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st
from properties.applicants import policy

from sgpolicy import Outcome
from sgpolicy.evaluating.procedure.chronicling import chronicle
from sgpolicy.model.application import Application
from sgpolicy.model.history import Event, History
from sgpolicy.model.holidays import HolidayTable

NO_HOLIDAYS = HolidayTable("none published", "1", {})
FAR, END = date(2099, 12, 31), date(2033, 12, 31)
BEGIN = (date(2022, 10, 19), date(2022, 10, 20), date(2023, 2, 27), date(2024, 1, 30))
BEGIN += (date(2024, 2, 26), date(2025, 6, 1), date(2027, 9, 1))
YES = {
    "county_recommendation": "予以推荐",
    "municipal_recommendation": "予以推荐",
    "expert_review": "列入候选名单",
    "final_list": "列入示范平台名单",
    "public_notice": "公示通过",
}
NO = {
    "county_recommendation": "不予推荐",
    "municipal_recommendation": "不予推荐",
    "expert_review": "不列入候选名单",
    "final_list": "不列入示范平台名单",
    "public_notice": "公示未通过",
}
STEPS = ("application", *list(YES)[:3], "site_visit", "final_list", "notice_opening")
STEPS += ("public_notice", "confirmation")
INSPECTED = ("服务质量", "服务收费情况", "服务满意度")
NUMBERS = ("K-15", "K-16", "K-17", "K-18", "K-19", "K-20", "K-21", "K-27", "K-28")
NUMBERS += ("K-31", "K-32", "K-33", "K-35", "K-37", "K-40")


@cache
def choices():
    """What bears on a platform's life: interpretation id → its readings' ids, the default first."""
    found = {}
    for item in policy().core.interpretations.values():
        if item.number in NUMBERS:
            found[item.id] = sorted((r.id for r in item.readings), key=item.default.__ne__)
    return found


def readings():
    """A reading of each, the default more often."""
    return st.fixed_dictionaries(
        {key: st.sampled_from([ids[0], *ids]) for key, ids in choices().items()}
    )


def told(history, on, given, table=NO_HOLIDAYS):
    """What the engine makes of a history."""
    return chronicle(policy().procedure, history, on, given, table)


@dataclass
class Life:
    """A history as it grows; each move happens on `day`."""

    day: date
    readings: dict[str, str]
    managed_by: str | None = "县区归口"
    complete: dict[str, date] = field(default_factory=lambda: {"": FAR})
    events: list[Event] = field(default_factory=list)

    def history(self):
        return history(self.events, self.complete, self.managed_by)

    def chronicle(self, on=None):
        return told(self.history(), on or self.day, self.readings)

    def move(self, name, given):
        """Make a move, unless the time is over."""
        if self.day <= END:
            getattr(self, name)(**given)

    def record(self, kind, by="", **columns):
        """Note an event, unless it is one that no record holds: a step retaken by the same."""
        event = Event(kind, self.day, by, number=f"第{len(self.events) + 1}号", **columns)
        this_round = self.events[self._begun() :]
        same = [e for e in this_round if (e.kind, e.result, e.by) == (kind, event.result, by)]
        if kind == "application" or kind not in STEPS or not same:
            self.events.append(replace(event, position=len(self.events)))

    def _begun(self):
        """Where the round at hand begins."""
        return max((i for i, e in enumerate(self.events) if e.kind == "application"), default=0)

    # ── time ──

    def wait(self, days):
        self.day += timedelta(days)

    def wait_for(self, what, more):
        """Until some day of note, or a day before or after it."""
        day = self.day
        noted = {e.kind: e for e in self.events}
        days = [date(day.year + (day.month >= 2), 1, 31), date(day.year + (day.month >= 3), 2, 28)]
        match what:
            case "leap day":
                days = [date(year, 2, 29) for year in range(day.year, 2037) if isleap(year)]
            case "end of year":
                days = [date(day.year, 12, 31)]
            case "end of law":
                days = [date(2027, 10, 19), date(2027, 10, 20)]
            case "end of notice" if "notice_opening" in noted:
                days = [noted["notice_opening"].cells["closing_date"]]
            case "end of title" if "confirmation" in noted:
                days = [noted["confirmation"].date + timedelta(365 * 3 + 1)]
        self.day = max(
            day, *(min(days, key=lambda d: (d < day, d)) + timedelta(n) for n in (0, more))
        )

    # ── the procedure ──

    def call(self, by, opens, length):
        first = self.day + timedelta(opens)
        cells = {"opening_date": first, "closing_date": first + timedelta(length)}
        self.record("yearly_call", by, cells=cells)

    def apply(self, by):
        self.record("application", by)

    def recommend(self, kind, by, towards, is_positive):
        result = (YES if is_positive else NO)[kind]
        self.record(kind, by, result=result, towards=towards)

    def review(self, by, is_positive, verdict):
        result = (YES if is_positive else NO)["expert_review"]
        self.record("expert_review", by, result=result, verdict=verdict)

    def visit(self, by, is_delegated):
        self.record("site_visit", by, is_delegated=is_delegated)

    def list_names(self, by, is_positive):
        self.record("final_list", by, result=(YES if is_positive else NO)["final_list"])

    def open_notice(self, by, length):
        """Not again once it has passed: see `test_a_notice_reopened_after_it_passed`."""
        if not any(e.result == "公示通过" for e in self.events[self._begun() :]):
            cells = {"closing_date": self.day + timedelta(length)}
            self.record("notice_opening", by, cells=cells)

    def object_to(self):
        self.record("objection")

    def settle(self, is_upheld):
        cells = {"settlement": "异议成立" if is_upheld else "异议不成立"}
        self.record("objection_settled", cells=cells)

    def close_notice(self, by, is_positive):
        self.record("public_notice", by, result=(YES if is_positive else NO)["public_notice"])

    def confirm(self, by):
        self.record("confirmation", by)

    # ── once it is recognised ──

    def report(self, by, towards, due_year):
        year = None if due_year is None else self.day.year + due_year
        self.record("annual_report", by, towards=towards, due_year=year)

    def report_for(self, by, towards):
        self.record("department_report", by, towards=towards)

    def inspect(self, by, what):
        self.record("periodic_check", by, cells={"inspected": frozenset(what)})

    def allege(self):
        self.record("alleged_misconduct", cells={"allegation": "举报"})

    def verify(self, ago):
        self.record("verified_misconduct", cells={"conduct_date": self.day - timedelta(ago)})

    def revoke(self, by):
        self.record("revoke_title", by)

    def recommend_upward(self, by):
        self.record("recommend_upward", by)

    # ── the right thing ──

    def next_step(self, which):
        """Something that the engine says may be done now, with its positive result."""
        found = self.chronicle()
        may = [step for step in (*found.steps, found.beginning.step) if step.outcome is Outcome.MET]
        if may:
            self.do(may[which % len(may)])

    def do(self, step):
        kind, by = step.provision, min(step.actors)
        match kind:
            case "expert_review":
                self.review(by, is_positive=True, verdict=True)
            case "notice_opening":
                self.open_notice(by, 3)
            case _:
                self.record(kind, by, result=YES.get(kind, ""))

    def whole_round(self, pace, length, is_municipal, objections):
        """From the call to the confirmation, as soon as the platform may apply."""
        found = self.chronicle().beginning
        self.day = max(self.day, found.from_day or self.day)
        self.call("city_bureau", 0, 30)
        self.apply("applicant")
        self.wait(pace)
        if is_municipal:
            unit = self.readings["municipal_route"] == "unit_itself"
            by = "municipal_unit" if unit else "municipal_department"
            self.recommend("municipal_recommendation", by, "city_bureau", is_positive=True)
        else:
            self.recommend("county_recommendation", "county_department", "", is_positive=True)
        self.wait(pace)
        self.review("expert", is_positive=True, verdict=True)
        self.visit("city_bureau", None)
        self.wait(pace)
        self.list_names("city_bureau", is_positive=True)
        self.open_notice("city_bureau", length)
        for word in objections:
            self.object_to() if word == "raised" else self.settle(is_upheld=False)
        self.wait(length + 1)
        self.close_notice("city_bureau", is_positive=True)
        self.wait(pace)
        self.confirm("city_bureau")

    def yearly_report(self, kind, late):
        """The platform's, or the department's about it, so many days after the month's end."""
        month, last = (1, 31) if kind == "annual_report" else (2, 28)
        self.day = max(self.day, date(self.day.year + (self.day.month > month), month, last))
        self.wait(late)
        by = "model_platform" if kind == "annual_report" else "county_department"
        self.record(kind, by)

    def misconduct(self, ago, pace):
        """Verified, and the title revoked for it."""
        self.verify(ago)
        self.wait(pace)
        self.revoke("city_bureau")


def history(events, complete, managed_by):
    """A history of these events, in this order."""
    facts = {} if managed_by is None else {"managed_by": managed_by}
    numbered = tuple(replace(event, position=at) for at, event in enumerate(events))
    return History("某平台", Application(facts), numbered, complete)


# ── what may be drawn ──


def _by(*right):
    """Mostly who may, sometimes another, or nobody named."""
    others = ("", "applicant", "county_department", "hi_tech_zone", "municipal_unit", "city_bureau")
    return st.sampled_from((*(right * 8), *others))


def _mostly(value, *others):
    return st.sampled_from((*([value] * 4), *others))


_LIKELY = st.sampled_from((True, True, True, True, False))
_UNLIKELY = st.sampled_from((False, False, False, False, True))
_VERDICTS = st.sampled_from((True, True, True, True, False, None))
_AGO = st.sampled_from((0, 1, 40, 200, 400, 900, 1500))
_PACE = st.integers(0, 3)
_TOWARDS = st.sampled_from(("", "city_bureau", "city_bureau", "county_department"))
_REPORTED_TO = ("", "county_department", "county_department", "municipal_department")
MOVES = {
    "wait": {"days": st.sampled_from((0, 1, 2, 7, 28, 31, 59, 90, 180, 365, 366, 731))},
    "wait_for": {
        "what": st.sampled_from(
            ("leap day", "end of year", "end of law", "end of notice", "end of title", "reports")
        ),
        "more": st.sampled_from((-1, 0, 0, 1)),
    },
    "call": {
        "by": _by("city_bureau"),
        "opens": st.sampled_from((-1, 0, 0, 1)),
        "length": st.sampled_from((0, 1, 30, 300)),
    },
    "apply": {"by": _by("applicant")},
    "recommend": {
        "kind": st.sampled_from(("county_recommendation", "municipal_recommendation")),
        "by": st.sampled_from(
            (
                *("county_department",) * 4,
                *("municipal_department",) * 3,
                *("municipal_unit", "municipal_unit", "hi_tech_zone", "equipment_park"),
            )
        ),
        "towards": _TOWARDS,
        "is_positive": _LIKELY,
    },
    "review": {
        "by": _by("city_bureau", "expert"),
        "is_positive": _LIKELY,
        "verdict": _VERDICTS,
    },
    "visit": {
        "by": _by("city_bureau", "county_department"),
        "is_delegated": st.sampled_from((True, True, False, None)),
    },
    "list_names": {"by": _by("city_bureau"), "is_positive": _LIKELY},
    "open_notice": {"by": _by("city_bureau"), "length": st.sampled_from((0, 1, 7, 30))},
    "object_to": {},
    "settle": {"is_upheld": _UNLIKELY},
    "close_notice": {"by": _by("city_bureau"), "is_positive": _LIKELY},
    "confirm": {"by": _by("city_bureau")},
    "report": {
        "by": _by("model_platform"),
        "towards": st.sampled_from(_REPORTED_TO),
        "due_year": _mostly(None, 0, -1, 1),
    },
    "report_for": {"by": _by("county_department", "municipal_department"), "towards": _TOWARDS},
    "inspect": {
        "by": _by("county_department", "municipal_department"),
        "what": st.sampled_from((INSPECTED, INSPECTED[:1], INSPECTED[1:], ())),
    },
    "allege": {},
    "verify": {"ago": _AGO},
    "revoke": {"by": _by("city_bureau")},
    "recommend_upward": {"by": _by("city_bureau")},
    "next_step": {"which": st.integers(0, 3)},
    "whole_round": {
        "pace": _PACE,
        "length": st.sampled_from((0, 1, 7)),
        "is_municipal": st.booleans(),
        "objections": _mostly((), ("raised", "settled"), ("raised",), ("settled", "settled")),
    },
    "yearly_report": {
        "kind": st.sampled_from(("annual_report", "department_report")),
        "late": st.sampled_from((0, 1, 29, 40)),
    },
    "misconduct": {"ago": _AGO, "pace": _PACE},
}
_OFTEN = ("wait", "wait_for", "next_step", "whole_round", "yearly_report", "misconduct") * 2


def beginnings():
    """A life before anything has happened."""
    return st.builds(
        Life,
        st.sampled_from(BEGIN),
        readings(),
        st.sampled_from(("县区归口", "县区归口", "市直归口", None)),
    )


@st.composite
def lives(draw):
    """A life of some years, all of it on record."""
    life = draw(beginnings())
    if draw(st.integers(0, 3)):
        life.move("whole_round", draw(st.fixed_dictionaries(MOVES["whole_round"])))
    names = st.sampled_from((*MOVES, *_OFTEN))
    for name in draw(st.lists(names, min_size=1, max_size=12)):
        life.move(name, draw(st.fixed_dictionaries(MOVES[name])))
    return life


# ── gaps in the record ──


@dataclass(frozen=True)
class Gap:
    """What happened, and what of it is on record: whatever is left out lies where records end."""

    life: Life
    happened: History
    recorded: History


@st.composite
def gaps(draw):
    """A life, some of whose events went unrecorded where the records do not reach.

    The rounds on record are whole: a step belongs to the round of the application recorded before it. So
    an unrecorded application comes with its whole round, and no round goes on after an unrecorded
    confirmation.
    """
    life = draw(lives())
    happened, lost = list(life.events), []
    for kind, day in draw(st.lists(_like(life), max_size=3)):
        lost.append(replace(draw(_unrecorded(kind, day)), number=f"未记{len(lost) + 1}"))
        places = [i for i in range(len(happened) + 1) if _fits(happened, i, day)]
        happened.insert(draw(st.sampled_from(places)), lost[-1])
    if life.events:
        more = draw(st.lists(st.sampled_from(life.events), max_size=3))
        lost += [event for event in more if event.kind != "application"]
    if not draw(st.integers(0, 4)):
        lost += _round(happened, draw(st.integers(1, 3)))
    happened, lost = _whole_rounds(happened, lost)
    ends = {"": FAR}
    for event in lost:
        end = event.date - timedelta(draw(st.sampled_from((1, 1, 1, 30, 400))))
        ends[event.kind] = min(end, ends.get(event.kind, end))
    kept = [event for event in happened if event not in lost]
    if not draw(st.integers(0, 9)):
        del ends[""]
    managed_by = life.managed_by
    return Gap(life, history(happened, ends, managed_by), history(kept, ends, managed_by))


def _like(life):
    """The kind and day of an event beside one that happened, or of any."""
    kinds = sorted({*policy().core.events} - {"application"})
    others = [(kind, life.day) for kind in kinds]
    events = [(e.kind, e.date) for e in life.events if e.kind != "application"] or others
    away = st.sampled_from((-60, -40, -20, -1, 0, 0, 1))
    return st.tuples(st.sampled_from(events), st.sampled_from(kinds), away, st.integers(0, 2)).map(
        lambda drawn: (
            drawn[0][0] if drawn[3] else drawn[1],
            drawn[0][1] + timedelta(drawn[2]),
        )
    )


def _fits(events, place, day):
    before = all(event.date <= day for event in events[:place])
    return before and all(event.date >= day for event in events[place:])


def _whole_rounds(happened, lost):
    """Without unrecorded confirmations that steps on record follow: they are on record, or never were."""
    own = [event.number for event in lost if event.number.startswith("未记")]
    for at, event in reversed([*enumerate(happened)]):
        if event.kind == "confirmation" and event in lost:
            after = itertools.takewhile(lambda e: e.kind != "application", happened[at + 1 :])
            if any(e.kind in STEPS and e not in lost for e in after):
                lost = [e for e in lost if e is not event]
                if event.number in own:
                    happened = [e for e in happened if e is not event]
    return happened, lost


def _round(events, which):
    """The steps of a round, the first of them the application."""
    begun, found = 0, []
    for event in events:
        begun += event.kind == "application"
        if begun == which and event.kind in STEPS:
            found.append(event)
    return found


@st.composite
def _unrecorded(draw, kind, day):
    """An event as it might have happened."""
    rightful = {"annual_report": "model_platform"}
    rightful |= dict.fromkeys(("county_recommendation", "department_report"), "county_department")
    by = draw(_mostly(rightful.get(kind, "city_bureau"), "applicant"))
    cells = {}
    match kind:
        case "yearly_call":
            last = day + timedelta(draw(st.sampled_from((0, 1, 60))))
            cells = {"opening_date": day, "closing_date": last}
        case "notice_opening":
            cells = {"closing_date": day + timedelta(draw(st.sampled_from((0, 1, 30))))}
        case "objection_settled":
            cells = {"settlement": draw(st.sampled_from(("异议成立", "异议不成立")))}
        case "periodic_check":
            cells = {"inspected": frozenset(draw(st.sampled_from((INSPECTED, ()))))}
        case "verified_misconduct":
            cells = {"conduct_date": day - timedelta(draw(_AGO))}
    result = draw(st.sampled_from((YES, NO))).get(kind, "")
    verdict = draw(st.sampled_from((True, False))) if kind == "expert_review" else None
    return Event(kind, day, by, result, cells, verdict=verdict)
