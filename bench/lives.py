"""Histories to measure with: platforms as a province's bureau would have them, and variations of given ones.

`platforms` makes platforms under the shipped policy of Shaoguan, from the call for applications on: a round,
yearly reports and checks, further calls, another round in the third year; most as the text says. One in
twenty does something wrong (the wrong actor, a step left out, a late report), one in ten has a record that
does not reach to the end for some kind, one in twenty loses its title for misconduct.

`variations` takes a policy's shipped histories and shifts, cuts and spoils them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sgpolicy import Policy
from sgpolicy.model.application import Application
from sgpolicy.model.history import Event, History

ON = date(2026, 6, 1)
FAR = date(2030, 12, 31)
INSPECTED = frozenset({"服务质量", "服务收费情况", "服务满意度"})


class _Life:
    """A platform's life as it grows."""

    def __init__(self, chance: random.Random, day: date) -> None:
        self.chance = chance
        self.day = day
        self.events: list[Event] = []
        self.faults = chance.choices((0.0, 0.08), (19, 1))[0]

    def note(self, kind: str, by: str = "", days: int = 0, **more: Any) -> None:  # noqa: ANN401
        """Record an event so many days later, unless it is left out or done by somebody else."""
        self.day += timedelta(days)
        if self.chance.random() < self.faults:
            if self.chance.random() < 0.5:
                return
            by = self.chance.choice(("applicant", "expert", "county_department"))
        self.events.append(Event(kind, self.day, by, position=len(self.events), **more))

    def round(self) -> None:
        """From the call to the confirmation."""
        some = self.chance.randint
        cells = {"opening_date": self.day, "closing_date": self.day + timedelta(30)}
        self.note("yearly_call", "city_bureau", cells=cells)
        self.note("application", "applicant", some(1, 30))
        way = self.chance.choices(("county", "municipal"), (4, 1))[0]
        self.note(
            f"{way}_recommendation",
            f"{way}_department",
            some(1, 20),
            result="予以推荐",
            towards="city_bureau",
        )
        self.note("expert_review", "expert", some(5, 30), result="列入候选名单", verdict=True)
        if self.chance.random() < 0.3:
            self.note("site_visit", "county_department", some(1, 10), is_delegated=True)
        else:
            self.note("site_visit", "city_bureau", some(1, 10))
        self.note("final_list", "city_bureau", some(1, 10), result="列入示范平台名单")
        cells = {"closing_date": self.day + timedelta(7)}
        self.note("notice_opening", "city_bureau", 0, cells=cells)
        if self.chance.random() < 0.1:
            self.note("objection", days=2)
            self.note("objection_settled", days=3, cells={"settlement": "异议不成立"})
        self.note("public_notice", "city_bureau", 8, result="公示通过")
        self.note("confirmation", "city_bureau", some(1, 20))

    def year(self) -> None:
        """The next year as a platform: reports, a call, checks."""
        year, some = self.day.year + 1, self.chance.randint
        late = self.chance.choices((0, 40), (12, 1))[0]
        self.day = date(year, 1, some(4, 30)) + timedelta(late)
        self.note("annual_report", "model_platform", towards="county_department")
        self.day = max(self.day, date(year, 2, some(1, 27)))
        self.note("department_report", "county_department", towards="city_bureau")
        cells = {"opening_date": date(year, 6, 1), "closing_date": date(year, 7, 15)}
        self.day = date(year, 5, some(5, 30))
        self.note("yearly_call", "city_bureau", cells=cells)
        for _ in range(some(1, 2)):
            self.note(
                "periodic_check", "county_department", some(20, 60), cells={"inspected": INSPECTED}
            )
        if self.chance.random() < 0.03:
            ago = timedelta(some(1, 100))
            self.note("verified_misconduct", days=10, cells={"conduct_date": self.day - ago})
            self.note("revoke_title", "city_bureau", some(5, 30))


def platforms(count: int, events: int = 20, seed: int = 1) -> Iterator[History]:
    """Platforms of Shaoguan, each with so many events."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    for number in range(count):
        kept = _events(chance, events)
        while kept[-1].date > ON:
            kept = _events(chance, events)
        ends = {"": FAR}
        if chance.random() < 0.1:
            kind = chance.choice(("annual_report", "periodic_check", "yearly_call", "confirmation"))
            ends[kind] = kept[-1].date
        where = chance.choices(("县区归口", "市直归口"), (4, 1))[0]
        yield History(f"平台{number}", Application({"managed_by": where}), kept, ends)


def _events(chance: random.Random, count: int) -> tuple[Event, ...]:
    """The first events of a life."""
    life, rounds = _Life(chance, date(2022, 10, 20) + timedelta(chance.randrange(240))), 0
    while len(life.events) < count:
        if rounds == 0 or life.day.year - life.events[0].date.year == 3 * rounds:
            life.round()
            rounds += 1
        life.year()
    return tuple(life.events[:count])


def variations(policy: Policy, count: int, seed: int = 1) -> Iterator[History]:
    """A policy's shipped histories, shifted, cut and spoilt in one place or none."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    given = [policy.read_history(path) for path in sorted(shipped_histories(policy))]
    for _ in range(count):
        history = chance.choice(given)
        events = [*history.events[: chance.randint(1, len(history.events))]]
        gap = timedelta(chance.choice((0, 0, 1, -1, 30, 365)))
        spoilt = chance.randrange(3 * len(events))
        if spoilt < len(events):
            events = [*_spoilt(chance, events, spoilt, policy)]
        shifted = tuple(
            replace(event, date=event.date + gap, position=i) for i, event in enumerate(events)
        )
        ends = dict(history.complete_until)
        if events and chance.random() < 0.1:
            ends[chance.choice(events).kind] = chance.choice(events).date
        yield History(history.name, history.facts, shifted, ends)


def shipped_histories(policy: Policy) -> Iterator[Path]:
    """The files of a shipped policy's histories."""
    folder = Path(__file__).parents[1] / "policies" / policy.id / "histories"
    yield from folder.glob("*.yaml")


def _spoilt(chance: random.Random, events: list[Event], at: int, policy: Policy) -> Iterator[Event]:
    """The events with one left out, repeated, done by somebody else, or come to something else."""
    way = chance.choice(("out", "twice", "by", "result"))
    for i, event in enumerate(events):
        if i != at:
            yield event
        elif way == "twice":
            yield from (event, event)
        elif way == "by" and event.by:
            yield replace(event, by=chance.choice([*policy.core.actors]))
        elif way == "result" and event.result:
            yield replace(event, result=chance.choice(policy.core.events[event.kind].results))
        elif way != "out":
            yield event


def plain(policy: Policy, history: History) -> dict[str, Any]:
    """A history as plain data, as it would stand in a file."""
    core = policy.core
    written = []
    for event in history.events:
        kind = core.events[event.kind]
        one: dict[str, Any] = {"事件": kind.name, "日期": event.date.isoformat()}
        if event.by:
            one["由"] = core.actors[event.by].name
        if event.towards:
            one["向"] = core.actors[event.towards].name
        if event.result:
            one["结果"] = event.result
        if event.is_delegated is not None:
            one["委托"] = "是" if event.is_delegated else "否"
        if event.verdict is not None:
            one["核对"] = "符合" if event.verdict else "不符合"
        for column in kind.columns:
            value = event.cells.get(column.id)
            if isinstance(value, frozenset):
                one[column.name] = sorted(value)
            elif value is not None:
                one[column.name] = str(value)
        written.append(one)
    facts = {core.facts[key].name: str(value) for key, value in history.facts.facts.items()}  # type: ignore[index]
    ends = {
        core.events[key].name if key else "其余": day.isoformat()
        for key, day in history.complete_until.items()
    }
    return {"名称": history.name, "事项": facts, "记载截至": ends, "经历": written}
