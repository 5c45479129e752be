"""OpenFisca-Core: a variable for every fact and rule, formulas over arrays.

A simulation is made from arrays with `build_default_simulation` and `set_input`, the way that skips its reading of
JSON; everything is of one year (formulas of ETERNITY fail in this version). Its numbers are int32: amounts above
2,147,483,647 元 are handed over as that (every bound lies below), products are taken in int64. Choices are numbers, its
own enums being slower; a set is a variable for each member, a series one for each year. Dates are its own. What is not
stated is 0, False or 1970-01-01. `trace` is its explanation: the tree of variables with their values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.simulation_builder import SimulationBuilder

from peers.infix import YEARS, Infix, identifier
from peers.peer import Peer, Running, first_line
from peers.plain import Facts
from peers.rules import SHARE_SCALE, AtLeast, Condition, Rules, ShareAtLeast

PERIOD = periods.period("2026")
_MOST = 2**31 - 1
_HEAD = """\
from datetime import date

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Organisation = build_entity(key="organisation", plural="organisations", label="", is_person=True)


def later(day, years):
    month = day.astype("datetime64[M]")
    due = month + 12 * years
    last = (due + 1).astype("datetime64[D]") - 1
    return np.minimum(due.astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last)


def year_of(day):
    return day.astype("datetime64[Y]").astype(np.int64) + 1970


"""


class _OpenFisca(Infix):
    and_, or_, not_ = " & ", " | ", "~"

    def __init__(self, rules: Rules) -> None:
        self._facts = rules.facts

    def condition(self, one: Condition) -> str:
        match one:
            case AtLeast():
                return f"({super().condition(one)})"
            case ShareAtLeast(part, whole, numerator, denominator):
                p, w = self.fact(part), self.fact(whole)
                return f"(({w} > 0) & ({p} * {denominator} >= {w} * {numerator}))"
            case _:
                return super().condition(one)

    def fact(self, name: str) -> str:
        found = f'organisation("{name}", period)'
        is_number = name in self._facts and self._facts[name].kind == "number"
        return f"{found}.astype(np.int64)" if is_number else found

    def use(self, rule: str) -> str:
        return self.fact(identifier(rule))

    def choose(self, condition: str, then: str, otherwise: str) -> str:
        return f"np.where({condition}, {then}, {otherwise})"

    def one_of(self, value: str, members: tuple[str, ...]) -> str:
        name = value.split('"')[1]
        numbers = [self._facts[name].members.index(member) for member in members]
        return f"np.isin({value}, {numbers})"

    def _member(self, value: str, member: str) -> str:
        name = value.split('"')[1]
        return self.fact(f"{name}_{self._facts[name].members.index(member)}")

    def includes(self, value: str, member: str) -> str:
        return self._member(value, member)

    def only(self, value: str, member: str) -> str:
        others = [m for m in self._facts[value.split('"')[1]].members if m != member]
        rest = " | ".join(self._member(value, other) for other in others)
        return f"({self._member(value, member)} & ~({rest}))"

    def not_empty(self, value: str) -> str:
        members = self._facts[value.split('"')[1]].members
        return "(" + " | ".join(self._member(value, member) for member in members) + ")"

    def years_passed(self, start: str, end: str, years: int) -> str:
        return f"({self.fact(end)} >= later({self.fact(start)}, {years}))"

    def grew(self, series: str, day: str) -> str:
        year = f"year_of({self.fact(day)})"
        cases = [
            f"(({year} == {one}) & ({self.fact(f'{series}_{one - 1}')} > {self.fact(f'{series}_{one - 2}')}))"
            for one in range(YEARS.start + 2, YEARS.stop + 1)
        ]
        return "(" + " | ".join(cases) + ")"


def inputs(rules: Rules) -> dict[str, str]:
    """The variables that are handed over, with their types."""
    types = {"flag": "bool", "date": "date"}
    found: dict[str, str] = {}
    for key, type_ in rules.facts.items():
        match type_.kind:
            case "set":
                found |= {f"{key}_{i}": "bool" for i in range(len(type_.members))}
            case "series":
                found |= {f"{key}_{year}": "int" for year in YEARS}
            case kind:
                found[key] = types.get(kind, "int")
    return found


def write(rules: Rules) -> str:
    """A Python module that defines the system."""
    writer, parts = _OpenFisca(rules), [_HEAD]
    for name, type_ in inputs(rules).items():
        parts.append(
            f"class {name}(Variable):\n    value_type = {type_}\n"
            "    entity = Organisation\n    definition_period = DateUnit.YEAR\n\n\n"
        )
    parts += [
        f"class {identifier(rule.key)}(Variable):\n    value_type = bool\n"
        "    entity = Organisation\n    definition_period = DateUnit.YEAR\n\n"
        f"    def formula(organisation, period):\n        return {writer.condition(rule.condition)}\n\n\n"
        for rule in rules.rules
    ]
    names = ", ".join([*inputs(rules), *map(identifier, rules.keys)])
    parts.append(f"system = TaxBenefitSystem([Organisation])\nsystem.add_variables({names})\n")
    return "".join(parts)


def system_of(text: str) -> Any:  # noqa: ANN401
    """The tax and benefit system that a module defines."""
    import linecache

    name = "<articles for OpenFisca>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    namespace: dict[str, Any] = {}
    exec(compile(text, name, "exec"), namespace)  # noqa: S102 - our own source
    return namespace["system"]


def simulate(system: Any, data: Mapping[str, Any], rows: int, *, trace: bool = False) -> Any:  # noqa: ANN401
    """A simulation with the inputs set."""
    simulation = SimulationBuilder().build_default_simulation(system, rows)
    simulation.trace = trace
    for name, values in data.items():
        simulation.set_input(name, PERIOD, values)
    return simulation


def load(text: str, rules: Rules) -> Running:
    """The module, run."""
    system = system_of(text)
    names = {key: identifier(key) for key in rules.keys}
    facts = rules.facts

    def convert(stated: Facts) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in stated.items():
            type_ = facts[key]
            match type_.kind:
                case "set":
                    for i, member in enumerate(type_.members):
                        found[f"{key}_{i}"] = np.array([member in value])
                case "series":
                    for year, number in value.items():
                        found[f"{key}_{year}"] = np.array([number], np.int32)
                case "choice":
                    found[key] = np.array([type_.members.index(value)], np.int32)
                case "share":
                    scaled = value.numerator * SHARE_SCALE // value.denominator
                    found[key] = np.array([scaled], np.int32)
                case "number":
                    found[key] = np.array([min(value, _MOST)], np.int32)
                case "date":
                    found[key] = np.array([value], "datetime64[D]")
                case _:
                    found[key] = np.array([value])
        return found

    def decide(data: dict[str, Any]) -> dict[str, Any]:
        simulation = simulate(system, data, 1)
        return {key: simulation.calculate(name, PERIOD) for key, name in names.items()}

    def verdict(data: dict[str, Any]) -> bool:
        return bool(simulate(system, data, 1).calculate(names[rules.root], PERIOD)[0])

    def explain(data: dict[str, Any]) -> Any:  # noqa: ANN401
        simulation = simulate(system, data, 1, trace=True)
        for name in names.values():
            simulation.calculate(name, PERIOD)
        return simulation.tracer.computation_log.lines()

    return Running(
        convert,
        decide,
        lambda found: {key: bool(value[0]) for key, value in found.items()},
        verdict,
        explain,
    )


PEER = Peer(
    "OpenFisca",
    ("openfisca-core",),
    first_line(__doc__),
    write,
    load,
    "the tree of variables with their values",
)
