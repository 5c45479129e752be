"""Tables of random applicants of any policy, of any length: on the bounds, one step around them, with gaps."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa

from sgpolicy.evaluating.compiling import subexpressions
from sgpolicy.model.application import Application, FindingRecord
from sgpolicy.model.core import Accrual, Constant, DateConstant
from sgpolicy.tables.columns import assessors

EPOCH = date(1970, 1, 1)
LEAP = tuple(date(year, 2, 29) for year in (2016, 2020, 2024, 2028))
YEARS = range(2018, 2029)
LARGEST = 2**49 - 1
PLACES = {"money": 2, "share": 4}


class Tables:
    """Draws tables for one policy.

    Attributes:
        lists: Whether sets stand in lists of text; else a column of booleans for each member.
    """

    def __init__(self, core, readings, on, *, lists=True, largest=LARGEST):
        self.core, self.readings, self.on, self.lists = core, readings, on, lists
        self.largest = largest
        exprs = [e for n in core.nodes.values() for e in subexpressions((n.guard, n.body))]
        self.bounds = {}
        for expr in exprs:
            one = expr.step if isinstance(expr, Accrual) else expr
            if isinstance(one, Constant):
                self.bounds.setdefault(one.type.kind, set()).add(one.value)
        written = {e.value for e in exprs if isinstance(e, DateConstant)}
        near = {on, *written, *LEAP}
        for years in (1, 2, 3, 5):
            near |= {day.replace(year=day.year - years, day=min(day.day, 28)) for day in near}
        days = {day + timedelta(days=d) for day in near for d in (-366, -31, -1, 0, 1, 31, 366)}
        self.days = np.array(sorted((day - EPOCH).days for day in days), np.int32)

    def draw(self, rows, *, seed=1, gaps=0.1):
        """A table; the same seed draws the same."""
        draw = np.random.default_rng(seed)
        blank = draw.random(rows) < 0.6  # the others say everything
        columns = {}
        for fact in self.core.facts.values():
            for name, array in self._fact(fact, rows, draw):
                columns[name] = self._with_gaps(array, blank & (draw.random(rows) < gaps))
        for finding in self.core.findings.values():
            if assessors(self.core, finding.assessors, self.readings):
                met = pa.array(draw.random(rows) < 0.9)
                columns[f"评定.{finding.name}"] = self._with_gaps(met, draw.random(rows) < gaps)
        return pa.table(columns)

    @staticmethod
    def _with_gaps(array, gaps):
        mask = pa.array(gaps)
        return pa.compute.if_else(mask, pa.scalar(None, array.type), array)

    def _fact(self, fact, rows, draw):
        type_, name = fact.type, fact.name
        if fact.split is not None:
            name = f"{name}.{self.readings[fact.split]}"
        match type_.kind:
            case "truth":
                yield name, pa.array(draw.random(rows) < 0.8)
            case "date":
                days = draw.choice(self.days, rows)
                yield name, pa.array(days, pa.int32()).view(pa.date32())
            case "choice":
                yield (
                    name,
                    pa.array(np.array(type_.members)[draw.integers(0, len(type_.members), rows)]),
                )
            case "set":
                yield from self._set(fact, name, rows, draw)
            case "series":
                for year in YEARS:
                    yield f"{name}.{year}", pa.array(draw.choice([0, 50, 51, 55, 100], rows))
            case "text":
                yield name, pa.array(draw.choice(["甲", "乙", "丙"], rows))
            case _:
                yield self._number(fact, name, rows, draw)

    def _set(self, fact, name, rows, draw):
        members = fact.type.members
        inside = draw.random((len(members), rows)) < 0.4
        if not self.lists:
            for member, flags in zip(members, inside, strict=True):
                yield f"{name}.{member}", pa.array(flags)
            return
        lists = [[m for m, is_in in zip(members, row, strict=True) if is_in] for row in inside.T]
        yield name, pa.array(lists, pa.list_(pa.string()))

    def _number(self, fact, name, rows, draw):
        kind = fact.type.kind
        places = PLACES.get(kind, 0)
        pool = {0, 1, 3, 10**places}
        for bound in self.bounds.get(kind, ()):
            whole = int(bound * 10**places)
            pool |= {whole - 1, whole, whole + 1, whole * 3}
        most = 10**places if kind == "share" else self.largest
        pool |= (
            {most - 1, most}
            if kind == "share" or self.largest < LARGEST or draw.random() < 0.5
            else set()
        )
        values = draw.choice(np.array(sorted(v for v in pool if 0 <= v <= most)), rows)
        if not places:
            return name, pa.array(values)
        known = {int(v): Decimal(int(v)).scaleb(-places) for v in np.unique(values)}
        array = pa.array([known[int(v)] for v in values], pa.decimal128(20, places))
        return (f"{name}（比例）" if kind == "share" else name), array

    def application(self, table, row):
        """A row as an application."""
        facts, judged = {}, {}
        names = {fact.name: fact for fact in self.core.facts.values()}
        findings = {finding.name: finding for finding in self.core.findings.values()}
        for name in table.column_names:
            value = table[name][row].as_py()
            stem, _, part = name.removesuffix("（比例）").partition(".")
            if value is None:
                continue
            if stem == "评定":
                who = assessors(self.core, findings[part].assessors, self.readings)[0]
                judged[findings[part].id] = FindingRecord(value, who, self.on, "")
                continue
            fact = names[stem]
            if isinstance(value, Decimal):
                value = Fraction(value)
                value = value.numerator if value.denominator == 1 else value
            if fact.type.kind == "series":
                facts.setdefault(fact.id, {})[int(part)] = value
            elif fact.type.kind == "set" and part:
                facts[fact.id] = facts.get(fact.id, frozenset()) | ({part} if value else set())
            elif fact.type.kind == "set":
                facts[fact.id] = frozenset(value)
            else:
                facts[(fact.id, self.readings[fact.split]) if fact.split else fact.id] = value
        for fact in self.core.facts.values():
            columns = [f"{fact.name}.{member}" for member in fact.type.members]
            is_parted = fact.type.kind == "set" and columns[0] in table.column_names
            if is_parted and any(table[one][row].as_py() is None for one in columns):
                facts.pop(fact.id, None)
        return Application(facts, {}, judged)
