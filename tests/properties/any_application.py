"""Generated applications of any policy: values at its bounds and one step around them, or none at all."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from sgpolicy.evaluating.compiling import subexpressions
from sgpolicy.model.application import Application, FindingRecord, Panel, Seat
from sgpolicy.model.core import Accrual, Constant, DateConstant, Tally

DAYS = [
    date(2019, 10, 9),
    date(2022, 10, 20),
    date(2024, 2, 29),
    date(2025, 12, 31),
    date(2026, 11, 22),
]
STEPS = {"money": Fraction(1, 100), "share": Fraction(1, 1000)}


def panels(who, when):
    """Panels of one to four members, the first of whom may chair; some have not judged yet."""

    @st.composite
    def drawn(draw):
        number, chaired = draw(st.integers(1, 4)), draw(st.booleans())
        seats = []
        for person, is_chair in zip("甲乙丙丁"[:number], (chaired, *[False] * 3), strict=False):
            by = draw(who)
            on, met = draw(when), draw(st.none() | st.booleans())
            judged = None if met is None else FindingRecord(met, by, on, "材料", "", person)
            seats.append(Seat(by, person, is_chair, judged))
        return Panel(tuple(seats))

    return drawn()


class Applications:
    """Draws applications to one policy; where it counts several judgements as one, with panels."""

    def __init__(self, core, *, panels=True):
        self.core = core
        self.panels = panels and core.voting is not None
        exprs = [
            expr for node in core.nodes.values() for expr in subexpressions((node.guard, node.body))
        ]
        for fact in core.facts.values():
            exprs += subexpressions(fact.computed)
        self.bounds = {}
        for expr in exprs:
            if isinstance(expr, Constant):
                self.bounds.setdefault(expr.type.kind, set()).add(expr.value)
            if isinstance(expr, Accrual) and isinstance(expr.step, Constant):
                self.bounds.setdefault(expr.step.type.kind, set()).add(expr.step.value)
        written = {e.value for e in exprs if isinstance(e, DateConstant)}
        around = {
            day + timedelta(days=d) for day in {*DAYS, *written} for d in (-366, -1, 0, 1, 366)
        }
        self.days = sorted(around)
        self.tallied = {expr.ledger for expr in exprs if isinstance(expr, Tally)} - set(core.events)
        self.draw = self._whole()

    def value(self, type_):
        """A value of a type."""
        match type_.kind:
            case "truth":
                return st.booleans()
            case "count" | "money" | "share" | "area":
                step = STEPS.get(type_.kind, 1)
                near = {b + d * step for b in self.bounds.get(type_.kind, ()) for d in (-1, 0, 1)}
                found = {0, 1, 3, *near, *(b * 3 for b in self.bounds.get(type_.kind, ()))}
                if type_.kind == "count":
                    found = {int(v) for v in found}
                if type_.kind == "share":
                    found = {v for v in found if v <= 1}
                plain = {v.numerator if v.denominator == 1 else v for v in found if v >= 0}
                return st.sampled_from(sorted(plain))
            case "date":
                return st.sampled_from(self.days)
            case "choice":
                return st.sampled_from(type_.members)
            case "set":
                return st.frozensets(st.sampled_from(type_.members), max_size=4)
            case "series":
                counts = st.sampled_from([0, 50, 51, 55, 100])
                return st.dictionaries(st.integers(2017, 2027), counts, max_size=6)
            case _:
                return st.sampled_from(["甲", "乙", "丙"])

    def _cells(self):
        for fact in self.core.facts.values():
            if fact.split is None:
                yield fact.id, fact.type
                continue
            yield fact.id, fact.type
            for reading in self.core.interpretations[fact.split].readings:
                yield (fact.id, reading.id), fact.type

    def rows(self, ledger):
        """Some rows of a ledger."""
        columns = {c.id: st.none() | self.value(c.type) for c in ledger.columns}
        return st.lists(st.fixed_dictionaries(columns), max_size=4).map(tuple)

    @st.composite
    @staticmethod
    def _drawn(draw, self):
        share = draw(st.sampled_from([0, 2, 8, 10]))
        facts = {
            key: draw(self.value(type_))
            for key, type_ in self._cells()
            if draw(st.integers(0, 9)) < share
        }
        ledgers = {}
        if draw(st.booleans()):
            ledgers = {
                key: draw(self.rows(self.core.ledgers[key]))
                for key in sorted(self.tallied)
                if draw(st.booleans())
            }
        findings = {
            key: draw(self.judged())
            for key in self.core.findings
            if draw(st.integers(0, 9)) < share
        }
        return Application(facts, ledgers, findings)

    def judged(self):
        """One person's judgement, or several people's."""
        who = st.sampled_from(sorted(self.core.actors))
        when = st.sampled_from([date(2020, 1, 1), date(2026, 11, 1), date(2026, 12, 1)])
        record = st.builds(FindingRecord, st.booleans(), who, when, st.just("某某"))
        return record | panels(who, when) if self.panels else record

    def _whole(self):
        return self._drawn(self)

    def readings(self):
        """Some readings, for interpretations that have several."""
        one = {
            key: st.sampled_from([reading.id for reading in item.readings])
            for key, item in self.core.interpretations.items()
        }
        return st.fixed_dictionaries({}, optional=one)
