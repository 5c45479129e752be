"""For each kind of event, the function that judges one and notes what comes of it.

It takes the life so far (`judging.Judged`), the event and its place, and returns the event's round and outcome.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sgpolicy.evaluating.lives.acts import Names, now_function
from sgpolicy.evaluating.lives.runtime import NOBODY
from sgpolicy.evaluating.lives.writing import DONE, TRIED, Module
from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
from sgpolicy.model.core import Provision

UNGOVERNED = Names(frozenset(), frozenset(), frozenset(), "", "", "", needs_view=False)
"""Of an occurrence, which nothing governs."""

_PLAIN = "life.is_plain and event.material is None"


class KindWriter:
    """Writes the functions of all kinds, once it is known what rules ask of each.

    Attributes:
        titles: The titles in their order. `relevant`: kinds on which titles and duties rest; `read`: kinds
            whose events are looked at again. `is_concerned`: which duties concern the platform for certain.
    """

    def __init__(
        self,
        module: Module,
        procedure: PreparedProcedure,
        titles: Sequence[Provision],
        relevant: frozenset[str],
        is_concerned: Mapping[str, bool],
    ) -> None:
        self.module = module
        self.procedure = procedure
        self.core = procedure.core
        self.titles = titles
        self.relevant = relevant
        self.is_concerned = is_concerned
        self.read = frozenset(tally.ledger for _, tally in module.tallies) | relevant

    def write(self, key: str, names: Names) -> str:
        """Write a kind's function; its name."""
        kind = self.core.events[key]
        act = self.procedure.provision_of(key)
        provision = None if act is None else act.provision
        sort = "" if provision is None else provision.kind
        only = repr(kind.results[0]) if len(kind.results) == 1 else "None"
        lines = self._round(key, sort)
        goals = self._goals(key) if sort == "step" else []
        lines.append("outcome = 8" if provision is None else "outcome = 7")
        demanded, grants = self._demanded(key, names), self._grants(key)
        is_seen = "life.view_with" in "".join((*demanded, *grants))
        if provision is not None:
            lines += self._who(key, names, has_addressee=provision.towards is not None)
            lines += self._before(names)
        if is_seen and key in self.read:
            lines += self._row(key, "7")
        lines += [*demanded, *grants]
        if key in self.procedure.first_steps:
            lines += ["if outcome == 0 and life.is_open:", "    round_ = 0"]
        if key in self.read:
            lines += self._kept(key) if is_seen else self._row(key, "outcome")
        lines += self._noted(key, provision, goals)
        asked = set(re.findall(r"\b(?:day|result)\b", "\n".join(lines)))
        if "result" in asked:
            lines = [f"result = event.result or {only}", *lines]
        if "day" in asked:
            lines = ["day = event.date", *lines]
        name = self.module.local(key, "judged")
        self.module.plain(name, "life, event, place", lines, kind.name)
        return name

    def _round(self, key: str, sort: str) -> list[str]:
        if key in self.procedure.first_steps:
            return ["last = life.last", "round_ = last + 1"]
        if sort == "step":
            begun = ["if round_ and not life.is_open:", "    round_ = life.begin(place)"]
            return ["round_ = life.last", *begun]
        return ["round_ = life.last"]

    def _row(self, key: str, outcome: str) -> list[str]:
        """The event as rules see it, the last row of its kind; while it is being done, as the text says."""
        by = "None"
        if self.module.asks_who:
            names = self.module.constant(
                {"": None, **{k: a.name for k, a in self.core.actors.items()}}, "actors"
            )
            by = f"{names}[event.by]"
        columns = self.module.cells[key]
        cells = "".join(f", get({column!r})" for column in columns)
        result = "result" if key in self.module.results else "None"
        number = self.module.kinds[key]
        return [
            *(["get = event.cells.get"] if columns else []),
            f"row = (place, round_, {outcome}, day, {result}, {by}{cells})",
            f"rows = life.rows[{number}]",
            "if rows:",
            "    rows.append(row)",
            "else:",
            f"    rows = life.rows[{number}] = [row]",
        ]

    def _who(self, key: str, names: Names, *, has_addressee: bool) -> list[str]:
        if names.who is not None:
            lines = [
                f"may = life.allowed.get({key!r}) if event.material is None else None",
                "if may is None:",
                f"    may = life.allow({key!r}, event, round_)",
                "if event.by not in may[3]:",
                "    outcome = in_doubt(event, may)",
            ]
            if has_addressee:
                lines += [
                    "if event.towards not in may[4]:",
                    "    outcome &= may[2] is None",
                ]
            return lines
        lines = []
        if names.by is not None and names.delegates is not None:
            lines.append(f"if event.by not in {self.module.constant(names.by | NOBODY)}:")
            if names.delegates:
                delegates = self.module.constant(names.delegates)
                lines.append(f"    outcome = for_another(event, {delegates})")
            else:
                lines.append("    outcome = 0")
        if has_addressee and names.towards is not None:
            towards = self.module.constant(names.towards | NOBODY)
            lines += [f"if event.towards not in {towards}:", "    outcome = 0"]
        return lines

    def _before(self, names: Names) -> list[str]:
        """What must be before it is done."""
        lines = []
        if names.order:
            first = names.first
            is_done = f"life.marks & {first}" + (f" == {first}" if first & (first - 1) else "")
            call = f"{names.order}(life, round_, event.date)"
            lines += [f"if outcome and not {is_done}:", f"    outcome &= {call}"]
        if names.ground:
            now = f"{names.ground_now}(life, round_, day)"
            call = f"{names.ground}(life.view_now(round_, day))"
            lines += ["if outcome:", f"    outcome &= {now} if {_PLAIN} else {call}"]
        return lines

    def _demanded(self, key: str, names: Names) -> list[str]:
        """What it must satisfy itself."""
        if not names.demands:
            return []
        if names.in_line:
            return ["if outcome:", *(f"    {line}" for line in names.in_line)]
        if not names.needs_view:
            call = f"{names.demands}((None, day), event, result, life, False)"
            return ["if outcome:", f"    outcome &= {call}"]
        view = f"life.view_with({self.module.kinds[key]}, event, round_)"
        return [
            f"if outcome and {_PLAIN}:",
            f"    outcome &= {names.demands_now}(life, round_, day, event, result, False)",
            "elif outcome:",
            f"    outcome &= {names.demands}({view}, event, result, life, False)",
        ]

    def _grants(self, key: str) -> list[str]:
        lines, number = [], self.module.kinds[key]
        for at, one in enumerate(self.titles):
            if one.begins_with is None or one.begins_with[0] != key:
                continue
            wanted = one.begins_with[1]
            inner = ["period = None"]
            if one.lasts is not None:
                lasts = self.module.local(one.id, "lasts")
                now = f"{now_function(self.module, lasts, number)}(life, round_, day)"
                asked = f"{lasts}(life.view_with({number}, event, round_))"
                inner = [f"period = {now} if {_PLAIN} else {asked}"]
            inner.append(
                f"life.granted.append(({at}, place, outcome, day, event.position, period))"
            )
            test = f"if result is None or result == {wanted!r}:" if wanted else "if True:"
            lines += [test, *(f"    {line}" for line in inner)]
        return lines

    def _kept(self, key: str) -> list[str]:
        """Its row as it was done."""
        is_first = key in self.procedure.first_steps
        return [
            f"if outcome != 7{' or row[1] != round_' if is_first else ''}:",
            "    rows[-1] = row = (place, round_, outcome, *row[3:])",
        ]

    def _noted(self, key: str, provision: Provision | None, goals: list[str]) -> list[str]:
        """What else is kept of it."""
        number = self.module.kinds[key]
        lines = [
            "if event.material is not None:",
            "    life.bring(place, round_, event.material)",
        ]
        if key in self.relevant:
            lines += [
                "life.relevant.append(place)",
                f"life.relevant_rows.append(({number}, *row[2:]))",
            ]
        if provision is None:
            pass
        elif provision.kind == "step":
            lines += self._advanced(key, goals)
        elif provision.kind == "duty" and provision.deadline is not None:
            if provision.deadline.every_year:
                if self.is_concerned.get(key, True):
                    lines += [
                        "if outcome:",
                        f"    key = ({number}, event.due_year or day.year)",
                        "    life.performed.setdefault(key, (outcome, day, event.position))",
                    ]
            else:
                lines += [f"life.latest[{number}] = event.position"]
        return [*lines, "return round_, outcome"]

    def _goals(self, key: str) -> list[str]:
        """What is kept of a step for those that come after it in the round; most come to what is asked."""
        own = self.module.mark(key, TRIED) | self.module.mark(key, DONE)
        results = self.core.events[key].results
        asked: dict[str, int] = {}
        for (step, result), bit in self.module.marks.items():
            if result not in (TRIED, DONE) and key in self.procedure.alternatives[step]:
                wanted = result if result in results else ""
                asked[wanted] = asked.get(wanted, 0) | bit
        always = own | asked.pop("", 0)
        lines: list[str] = []
        for wanted, bits in asked.items() or [("", 0)]:
            test = f" and result == {wanted!r}" if wanted else ""
            lines += [
                f"{'elif' if lines else 'if'} outcome == 7{test}:",
                f"    life.marks |= {always | bits}",
            ]
        tried = self.module.mark(key, TRIED)
        return [
            *lines,
            "else:",
            f"    life.marks |= {own} if outcome else {tried}",
            f"    life.strays.append(({key!r}, outcome, result))",
        ]

    def _advanced(self, key: str, goals: list[str]) -> list[str]:
        """What a step does to the rounds."""
        is_first = key in self.procedure.first_steps
        lines = ["life.stage = event.position", *goals]
        if is_first:
            begun = ["life.begin(place)", *lines]
            lines = ["if round_ > last:", *(f"    {line}" for line in begun)]
        ends = {result for step, result in self.procedure.granting if step == key}
        if ends:
            members = self.module.constant(frozenset(ends))
            lines += [
                f"if outcome and (result or '') in {members}:",
                "    life.is_open = life.is_open and not round_",
                "    life.doubt = outcome <= 3",
                "    life.before = outcome > 3, False",
            ]
        elif is_first:
            lines += [
                "if outcome:",
                "    before = life.before",
                "    life.doubt = outcome <= 3 and before is not None and before != (True, False)",
                "    life.before = outcome > 3, True",
            ]
        return lines
