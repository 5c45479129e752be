"""The law read by hand: what a history comes to where everything is on record, without the engine.

Written from the articles and the readings of the inventory, event by event. True is lawful, False is not,
None is left open by what the record itself does not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from properties.histories import INSPECTED, STEPS

ISSUED = date(2022, 10, 20)
WHO = {
    "yearly_call": {"city_bureau"},  # 第九条
    "application": {"applicant", "model_platform"},  # 第十六条: again, by who holds the title
    "expert_review": {"city_bureau", "expert"},  # 第十一条
    "final_list": {"city_bureau"},
    "notice_opening": {"city_bureau"},
    "public_notice": {"city_bureau"},
    "confirmation": {"city_bureau"},
    "recommend_upward": {"city_bureau"},  # 第十三条
    "annual_report": {"model_platform"},  # 第十四条
    "revoke_title": {"city_bureau"},  # 第十六条
}
RECOMMENDED = (("county_recommendation", "予以推荐"), ("municipal_recommendation", "予以推荐"))
BEFORE = {  # 第十条、第十一条: each line is one step, or the steps that may stand in for it
    "county_recommendation": [[("application", "")]],
    "municipal_recommendation": [[("application", "")]],
    "expert_review": [RECOMMENDED],
    "site_visit": [[("expert_review", "列入候选名单")]],
    "final_list": [[("expert_review", "列入候选名单")], [("site_visit", "")]],
    "notice_opening": [[("final_list", "列入示范平台名单")]],
    "public_notice": [[("notice_opening", "")]],
    "confirmation": [[("public_notice", "公示通过")]],
}


def every(*parts):
    """Whether all hold."""
    return False if False in parts else None if None in parts else True


def some(*parts):
    """Whether one holds."""
    return True if True in parts else None if None in parts else False


def years_later(day, years):
    """民法典第二百零二条: the corresponding day, or where there is none the month's last."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, 2, 28) if leap else day.replace(year=day.year + years)


@dataclass(frozen=True)
class Term:
    """What one lawful confirmation gives.

    `full` is the last day of the three years, `last` that of the title (K-28).
    """

    at: int
    granted: date
    first: date
    full: date
    last: date
    ended: date | None = None

    @property
    def until(self):
        """The first day on which it is held no longer."""
        return self.last + timedelta(1) if self.ended is None else self.ended

    def is_held(self, day):
        return self.first <= day <= self.last and (self.ended is None or day < self.ended)


@dataclass
class Law:
    """The events so far under some readings; `take` judges one more."""

    readings: dict[str, str]
    managed_by: str | None
    events: list = field(default_factory=list)
    verdicts: list = field(default_factory=list)
    rounds: list = field(default_factory=list)

    # ── 第十六条、第十九条: time ──

    def law_end(self):
        day = date(2027, 10, 20)
        return day if self.readings["law_end"] == "corresponding_day" else day - timedelta(1)

    def in_force(self, day):
        return ISSUED <= day <= self.law_end()

    def term(self, at):
        """The period of the title that the confirmation at that place gives."""
        granted = first = self.events[at].date
        if self.readings["validity_from"] == "notice_end":
            own = [i for i in self.of("notice_opening", self.rounds[at]) if i < at]
            first = self.events[own[-1]].cells["closing_date"]
        full = years_later(first, 3)
        if self.readings["validity_end"] == "day_before":
            full -= timedelta(1)
        ends_too = self.readings["title_beyond_law"] == "ends_too"
        return Term(at, granted, first, full, min(full, self.law_end()) if ends_too else full)

    def terms(self):
        """Every title, each ending where it was lost or where the next one begins."""
        granting = [i for i in self.of("confirmation") if self.verdicts[i]]
        found = []
        for at, after in zip(granting, [*granting[1:], None], strict=False):
            term = self.term(at)
            follows = [] if after is None else [self.term(after).first]
            ends = [*self.lost_on(term, after), *follows]
            ended = min((day for day in ends if day <= term.last), default=None)
            found.append(Term(at, term.granted, term.first, term.full, term.last, ended))
        return found

    def lost_on(self, term, after):
        for n in range(term.at, len(self.events) if after is None else after):
            if self.is_lost(term, n + 1):
                return [self.events[n].date]
        return []

    def is_lost(self, term, until):
        """第十六条「一经查实，予以撤销」, K-33."""
        verified = self.verified(term, until)
        match self.readings["revocation_reading"]:
            case "automatic":
                return bool(verified)
            case "by_decision":
                return bool(verified) and self.is_revoked(term, until)
        in_time = bool(verified) and term.first <= verified[0] <= term.full
        return in_time and self.is_revoked(term, until)

    def verified(self, term, until):
        """The days on which conduct within the three years was verified since the confirmation."""
        return [
            e.date
            for e in self.events[:until]
            if e.kind == "verified_misconduct"
            and e.date >= term.granted
            and term.first <= e.cells["conduct_date"] <= term.full
        ]

    def is_revoked(self, term, until):
        return any(
            e.kind == "revoke_title" and e.date >= term.granted and lawful
            for e, lawful in zip(self.events[:until], self.verdicts[:until], strict=False)
        )

    # ── each event ──

    def of(self, kind, round_=None):
        """The places of the lawful events, and of those that may be, of a kind."""
        return [
            i
            for i, event in enumerate(self.events)
            if event.kind == kind
            and self.verdicts[i] is not False
            and round_ in (None, self.rounds[i])
        ]

    def take(self, event):
        """Judge an event after those so far; "" for what nothing governs."""
        is_open, last = self.is_under_way(), max(self.rounds, default=0)
        is_step = event.kind in STEPS and last > 0
        round_ = last + (event.kind == "application" or (is_step and not is_open))
        if event.kind in ("objection", "objection_settled") or event.kind.endswith("_misconduct"):
            verdict = ""
        else:
            placed = every(
                *(self.is_done(ways, round_) for ways in BEFORE.get(event.kind, ())),
                self.satisfies(event, round_),
            )
            if event.kind in BEFORE and placed is False and self.is_in_doubt():
                placed = None
            verdict = every(self.may_act(event), self.is_addressed(event), placed)
        if event.kind == "application" and verdict is False and is_open:
            round_ = 0  # it takes nothing from the round under way
        self.events.append(event)
        self.rounds.append(round_)
        self.verdicts.append(verdict)
        return verdict

    def is_under_way(self):
        """Whether the last round has not come to its confirmation."""
        last = max(self.rounds, default=0)
        return last > 0 and not self.of("confirmation", last)

    def is_in_doubt(self):
        """Whether a step may belong to this round or to that, as an open verdict turns out.

        A confirmation that may be void may not have ended the round; an application that may be unlawful
        may not have begun another beside one that may be under way.
        """
        bounds = sorted((*self.of("application"), *self.of("confirmation")))
        sure = [i for i in bounds if self.verdicts[i]]
        open_ = [i for i in bounds if not self.verdicts[i] and i > max(sure, default=-1)]
        begins = [self.events[i].kind == "application" for i in open_]
        is_open_before = bool(sure) and self.events[sure[-1]].kind == "application"
        return not all(begins) or (len(begins) + is_open_before > 1)

    def may_act(self, event):
        zones = self.readings["zone_committees"] == "may"
        department = self.readings["municipal_route"] == "department"
        allowed = WHO.get(event.kind, set())
        match event.kind:
            case "county_recommendation":
                others = {"hi_tech_zone", "equipment_park"} if zones else set()
                allowed = {"county_department", *others}
            case "municipal_recommendation":
                allowed = (
                    {"municipal_department"} if department else {"municipal_unit", "applicant"}
                )
            case "periodic_check" | "department_report":  # 第十五条: each for its own
                if event.by and self.managed_by is None:
                    return None
                is_county = self.managed_by == "县区归口"
                allowed = {"county_department" if is_county else "municipal_department"}
            case "site_visit":
                if event.by == "county_department":
                    return event.is_delegated
                allowed = {"city_bureau"}
        return event.by == "" or event.by in allowed

    def is_addressed(self, event):
        if event.towards == "":
            return True
        match event.kind:
            case "county_recommendation" | "municipal_recommendation" | "department_report":
                return event.towards == "city_bureau"
            case "annual_report":
                addressee = self.addressee()
                return None if addressee is None else event.towards == addressee
        return True

    def addressee(self):
        """第十四条, K-35."""
        if self.readings["report_addressee"] == "county" or self.managed_by == "县区归口":
            return "county_department"
        return "municipal_department" if self.managed_by == "市直归口" else None

    def is_done(self, ways, round_):
        found = [False]
        for kind, result in ways:
            own = [i for i in self.of(kind, round_) if result in ("", self.events[i].result)]
            found += [self.verdicts[i] for i in own]
        return some(*found)

    def satisfies(self, event, round_):
        """What the act itself must satisfy, and its ground."""
        match event.kind:
            case "yearly_call":
                return self.in_force(event.date)
            case "application":
                return every(self.is_in_call(event.date), self.may_apply(event.date))
            case "expert_review" if event.result == "列入候选名单":
                return event.verdict
            case "public_notice" if event.result == "公示通过":
                return self.has_passed(event.date, round_)
            case "confirmation":
                when = self.readings["in_force_when"]
                return when == "application" or self.in_force(event.date)
            case "periodic_check" if self.readings["inspection_reading"] == "all_each_time":
                return set(INSPECTED) <= event.cells["inspected"]
            case "recommend_upward":
                return self.asked(lambda: any(t.is_held(event.date) for t in self.terms()))
            case "revoke_title":
                return self.asked(self.may_revoke)
        return True

    def asked(self, question):
        """The answer, where it is known which titles there were."""
        known = all(self.verdicts[i] for i in self.of("confirmation"))
        known = known and all(self.verdicts[i] for i in self.of("revoke_title"))
        return question() if known else None

    def is_in_call(self, day):
        """第九条: within the times of the year's call, the last one if there were several."""
        calls = [self.events[i].cells for i in self.of("yearly_call")]
        own = [c for c in calls if c["opening_date"].year == day.year]
        return bool(own) and own[-1]["opening_date"] <= day <= own[-1]["closing_date"]

    def may_apply(self, day):
        return every(self.in_force(day), self.asked(lambda: self.may_apply_again(day)))

    def may_apply_again(self, day):
        """第十六条「在有效期满当年可再次申报」, K-15, K-19."""
        granting = self.of("confirmation")
        if not granting:
            return True
        term, now = self.term(granting[-1]), len(self.events)
        is_barred = self.readings["applying_after_revocation"] == "not_in_period"
        is_gone = self.is_revoked(term, now) or self.is_lost(term, now)
        if is_barred and is_gone and term.first <= day <= term.full:
            return False
        if day > term.last or self.is_lost(term, now):
            return True
        if self.readings["expiry_year"] == "calendar_year":
            return day.year == term.full.year
        return years_later(term.first, 2) < day <= term.full

    def has_passed(self, day, round_):
        """第十一条「公示通过」, K-37."""
        opened = self.of("notice_opening", round_)
        if not opened:
            return False
        sure = self.verdicts[opened[-1]]
        is_over = day > self.events[opened[-1]].cells["closing_date"] if sure else None
        if self.readings["notice_passed"] == "period_ended":
            return is_over
        own = [e for e, r in zip(self.events, self.rounds, strict=True) if r == round_]
        settled = [e.cells["settlement"] for e in own if e.kind == "objection_settled"]
        raised = sum(e.kind == "objection" for e in own)
        return every(is_over, raised <= len(settled) and "异议成立" not in settled)

    def may_revoke(self):
        """第十六条「予以撤销」, K-33; what is revoked already cannot be revoked."""
        granting = self.of("confirmation")
        if not granting:
            return False
        term, now = self.term(granting[-1]), len(self.events)
        verified = self.verified(term, now)
        in_time = bool(verified) and term.first <= verified[0] <= term.full
        within = self.readings["revocation_reading"] == "verified_within"
        return bool(verified) and (in_time or not within) and not self.is_revoked(term, now)

    # ── 第十四条、第十五条 ──

    def is_owed(self, duty, year):
        """Whether a yearly report is owed; None where titles come faster than the policy looks back.

        第十四条「每年1月底前」 by who holds the title then, K-27; 第十五条「上一年度示范平台工作情况」 of who held it.
        """
        terms = self.terms()
        is_early = any(after.first > after.granted for after in terms[1:])
        if is_early or sum(term.granted >= date(year - 1, 1, 1) for term in terms) > 1:
            return None
        if duty == "department_report":
            begin, end = date(year - 1, 1, 1), date(year - 1, 12, 31)
            return any(term.first <= end and term.until > begin for term in terms)
        held = [i for i, term in enumerate(terms) if term.is_held(date(year, 1, 31))]
        if not held:
            return False
        at = held[-1]
        while at and terms[at - 1].until >= terms[at].first:  # without a day between
            at -= 1
        if self.readings["first_report"] == "next_january":
            return terms[at].first.year < year
        return terms[at].first <= date(year - 1, 1, 1)

    def stands(self, duty, year, on):
        """How a yearly report that is owed stands, if no day of rest moves its day."""
        due = date(year, 1, 31) if duty == "annual_report" else date(year, 3, 1) - timedelta(1)
        reports = [self.events[i] for i in self.of(duty)]
        made = [e.date for e in reports if (e.due_year or e.date.year) == year]
        if made:
            return "done" if made[0] <= due else "done_late"
        return "due" if on <= due else "overdue"


def reckoned(life, until=date.max):
    """The events of a life until a day, judged."""
    law = Law(life.readings, life.managed_by)
    for event in life.events:
        if event.date <= until:
            law.take(event)
    return law
