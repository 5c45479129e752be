"""sgpolicy beside its peers: the same articles as a policy, its functions, its frames.

What it takes is told apart like the peers' conversions: typed facts for one decision, a frame with its own column
names for many (a decimal percentage for a share; a set as flags or as lists).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import articles
import polars as pl

import sgpolicy
from peers.columns import Columns, column_names
from peers.plain_polars import frame_of
from peers.rules import Rules
from sgpolicy.compiled import CompiledPolicy
from sgpolicy.evaluating.generated.engine import Generated, generate
from sgpolicy.evaluating.interpreter import evaluate_prepared, prepare
from sgpolicy.explaining import explain
from sgpolicy.machine_code import as_machine_code
from sgpolicy.model.application import Application
from sgpolicy.model.core import Core
from sgpolicy.model.outcome import Outcome
from sgpolicy.policy import Policy

Sets = Literal["flags", "lists"]
ENGINES = ("compiled", "fused", "expressions", "rows")
LETTER = "letter: clauses, values, shortfalls, needs"


@dataclass(frozen=True)
class Ours:
    """The articles as sgpolicy has them."""

    core: Core
    generated: Generated
    compiled: CompiledPolicy

    @cached_property
    def machine(self) -> Generated:
        """The generated function as machine code."""
        return as_machine_code(self.generated)

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that `evaluate_frame` can be asked for; the last resort is row by row."""
        known = inspect.signature(self.compiled.evaluate_frame).parameters
        return ENGINES if "engine" in known else ("rows",)

    def deciding(
        self, rules: Rules, engine: str, *, as_truths: bool = False
    ) -> Callable[[Any], Any]:
        """A function from a frame to one with a column for the decision and for each rule."""
        options: dict[str, Any] = {"engine": engine} if len(self.engines) > 1 else {}
        if as_truths:
            options["outcomes"] = "truths"
        wanted = [rule.key for rule in rules.rules]
        return lambda frame: self.compiled.evaluate_frame(
            frame, on=articles.ON, rules=wanted, **options
        )

    def explaining(self) -> dict[str, Callable[[Application], object]]:
        """What says why, by name, from typed facts: the clauses alone; what a letter says, two ways."""
        compiled, prepared = self.compiled, self.generated.prepared

        def clauses(one: Application) -> object:
            return compiled.decide(one, on=articles.ON).reasons

        def letter(one: Application) -> object:
            trace = evaluate_prepared(prepared, one, articles.ON, {}, exact=False)
            return explain(trace, "letter", "zh")

        def grounds(one: Application) -> object:
            return compiled.decide(one, on=articles.ON).grounds

        machine = compiled.in_machine_code()

        def grounds_by_machine_code(one: Application) -> object:
            return machine.decide(one, on=articles.ON).grounds

        return {
            "clauses that decided": clauses,
            LETTER: grounds,
            f"{LETTER}, in machine code": grounds_by_machine_code,
            "from the whole trace": letter,
        }

    def kinds(self, applicants: list[Application]) -> dict[str, list[Application]]:
        """Applicants by what a letter tells them; open ones by whether outcomes tell what is missing."""
        found: dict[str, list[Application]] = {}
        for one in applicants:
            outcomes = self.compiled.decide(one, on=articles.ON)
            kind = "met" if outcomes.outcome is Outcome.MET else "not met"
            if not outcomes.outcome.is_decided:
                told = self.compiled.reasoning.grounds_of(outcomes)
                kind = "open" if told is not None else "open, evaluated exactly"
            found.setdefault(kind, []).append(one)
        return found


def ours(core: Core) -> Ours:
    """The articles made ready; what is not in a Core comes from the shipped policy."""
    whole = sgpolicy.load("shaoguan-2022-188")
    policy = Policy(core, whole.manifest, lambda: whole.compilation)
    return Ours(core, generate(prepare(core), {}), policy.compiled())


def frame(rules: Rules, columns: Columns, *, sets: Sets = "flags") -> pl.DataFrame:
    """The frame that sgpolicy takes, from the columns that all have in common.

    Args:
        rules: For what the columns hold.
        columns: The applicants.
        sets: A set as a flag for each member, as everyone has it, or as one column of lists.
    """
    return shaped(rules, frame_of(rules, columns), sets)


def shaped(rules: Rules, given: pl.DataFrame, sets: Sets) -> pl.DataFrame:
    """A share becomes a percentage with two decimals; a set, if need be, a column of lists."""
    made: list[pl.Expr] = []
    for key, type_ in rules.facts.items():
        names = column_names(key, type_)
        if type_.kind == "set" and sets == "lists":
            enum = pl.Enum(type_.members)
            flags = [
                pl.when(pl.col(name)).then(pl.lit(member, enum))
                for name, member in zip(names, type_.members, strict=True)
            ]
            members = pl.concat_list(flags).list.drop_nulls()
            made.append(pl.when(pl.col(names[0]).is_not_null()).then(members).alias(key))
        elif type_.kind == "share":
            percent = pl.col(key).cast(pl.Decimal(20, 2)) / pl.lit(100, pl.Decimal(20, 2))
            made.append(percent.cast(pl.Decimal(20, 2)).alias(f"{key}（%）"))
        else:
            made += map(pl.col, names)
    return given.select(made)
