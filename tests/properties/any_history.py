"""Generated histories of any policy: any event on any day, by anybody, whatever it came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from sgpolicy.evaluating.procedure.preparing import prepare_procedure
from sgpolicy.model.application import Application
from sgpolicy.model.history import Event, History
from sgpolicy.model.holidays import HolidayTable

from .any_application import Applications

DAY = timedelta(1)
FAR = date(2099, 12, 31)
FIRST = (date(2019, 12, 30), date(2022, 10, 20), date(2024, 1, 30), date(2024, 2, 27))
FIRST += (date(2025, 6, 30), date(2026, 1, 1))
GAPS = (0, 0, 1, 1, 2, 7, 30, 59, 180, 365, 366, 731)


class Histories:
    """Draws histories of one policy: mostly the next step by whom the text names, else anything."""

    def __init__(self, core, prepared):
        self.core = core
        self.applications = Applications(core)
        self.procedure = prepare_procedure(prepared)
        self.kinds = sorted(core.events)
        self.draw = self._drawn(self)

    def readings(self):
        """Some readings, for interpretations that have several."""
        return self.applications.readings()

    @st.composite
    @staticmethod
    def _drawn(draw, self):
        day = draw(st.sampled_from(FIRST))
        events = []
        step = None
        for _ in range(draw(st.integers(0, 24))):
            day += draw(st.sampled_from(GAPS)) * DAY
            kind = draw(st.sampled_from(self.kinds))
            if draw(st.integers(0, 3)):
                step = kind = self._next(draw, step)
            events.append(draw(self._event(self, kind, day)))
        facts = draw(st.just(Application()) | self.applications.draw)
        if draw(st.integers(0, 3)):
            facts = replace(facts, ledgers={})
        ends = {"": FAR}
        if draw(st.booleans()):
            kinds = draw(st.lists(st.sampled_from(["", *self.kinds]), max_size=3))
            ends |= {key: day - draw(st.sampled_from((0, 1, 40, 400))) * DAY for key in kinds}
        if not draw(st.integers(0, 5)):
            del ends[""]
        numbered = tuple(replace(event, position=at) for at, event in enumerate(events))
        return History("某单位", facts, numbered, ends)

    def _next(self, draw, step):
        """A step that may come after one: one that has it as its prior, or a first step."""
        steps = self.procedure.alternatives
        after = [
            key
            for key in steps
            if any(step in steps[prior] for prior, _ in self.core.provisions[key].after)
        ]
        first = sorted(self.procedure.first_steps) or self.kinds
        return draw(st.sampled_from(after or first))

    @st.composite
    @staticmethod
    def _event(draw, self, kind, day):
        declared = self.core.events[kind]
        by = towards = ""
        if declared.provision:
            by = draw(self._somebody(self, kind, "by"))
            towards = draw(st.just("") | self._somebody(self, kind, "towards"))
        results = (*declared.results[:1] * 6, *declared.results, "")
        cells = {}
        for column in declared.columns:
            values = self.applications.value(column.type)
            if column.type.kind == "date":
                values = st.sampled_from((-400, -30, -1, 0, 1, 30)).map(lambda n: day + n * DAY)
            cells[column.id] = draw(st.none() | values | values)
        material = None
        if not draw(st.integers(0, 11)):
            material = draw(self.applications.draw)
            if draw(st.booleans()):
                material = replace(material, ledgers={})
        return Event(
            kind,
            day,
            by,
            draw(st.sampled_from(results)) if declared.results else "",
            cells,
            towards,
            draw(st.sampled_from((None, True, True, False))),
            draw(st.sampled_from((None, True, True, True, True, False))),
            material,
            draw(st.sampled_from((None, None, None, day.year - 1, day.year + 1))),
        )

    @st.composite
    @staticmethod
    def _somebody(draw, self, kind, role):
        """Mostly one whom the text may name."""
        expr = getattr(self.core.provisions[self.core.events[kind].provision], role)
        named = sorted(_named(self.core, expr)) or [""]
        others = ["", *self.core.actors]
        return draw(st.sampled_from(named * max(1, 4 * len(others) // len(named)) + others))


def _named(core, expr):
    from sgpolicy.evaluating.compiling import subexpressions
    from sgpolicy.model.core import Actors, Ref

    found = set()
    for one in subexpressions(expr):
        if isinstance(one, Actors):
            found |= set(one.actors)
        if isinstance(one, Ref):
            found |= _named(core, core.nodes[one.node].body)
    return found


def days_of(history):
    """The days of events, the days around, and ends of months, years and periods."""
    noted = {event.date for event in history.events} | {date(2026, 11, 24)}
    noted |= {date(day.year, month, 1) - DAY for day in noted for month in (2, 3)}
    noted |= {day.replace(year=day.year + 3, day=min(day.day, 28)) for day in noted}
    around = {day + n * DAY for day in noted for n in (-1, 0, 1)}
    leap = {date(year, 2, 29) for year in (2024, 2028)}
    return st.sampled_from(sorted(around | leap))


def holiday_tables():
    """Weekends, and whatever else is a day of rest around the ends of the months."""
    days = [date(year, 1, 20) + n * DAY for year in range(2019, 2032) for n in range(60)]
    weekends = {day for day in days if day.weekday() >= 5}
    years = st.sets(st.sampled_from(range(2019, 2032)))
    return st.builds(
        lambda extra, years: HolidayTable(
            "t", "1", {y: frozenset(d for d in weekends ^ extra if d.year == y) for y in years}
        ),
        st.sets(st.sampled_from(days), max_size=40),
        years,
    )
