"""A policy as one function: every outcome in microseconds, the reasons when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sgpolicy.evaluating.generated.engine import Codes, Generated, generate
from sgpolicy.evaluating.generated.reasons import Reasons
from sgpolicy.evaluating.generated.runtime import OUTCOMES
from sgpolicy.evaluating.looking import Conditions, Look
from sgpolicy.model.application import Application
from sgpolicy.model.citation import Clause
from sgpolicy.model.outcome import Outcome
from sgpolicy.model.trace import Range
from sgpolicy.records import dataclass, field

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sgpolicy.decision import Decision
    from sgpolicy.evaluating.columnar.program import Program
    from sgpolicy.explaining.grounding import Case, Grounding
    from sgpolicy.model.grounds import Grounds
    from sgpolicy.policy import Policy
    from sgpolicy.tables.batches import BatchReport
    from sgpolicy.tables.deciding import Engine


class CompiledPolicy:
    """A policy under fixed readings as a function.

    It gives what the policy's decisions give, rule by rule, more than fifty times as fast. One thing it
    leaves to them: where facts are missing, an outcome may show as open that no completion of the facts
    could change; `Outcomes.decision` settles that, and says why.

    Safe to share between threads.

    Attributes:
        policy: The policy.
        readings: Interpretation id → reading id, for all.
        source: The function as Python source.
        programs: The same as steps on columns, for tables as they were seen; a cache.

    Example:
        >>> from datetime import date
        >>> import sgpolicy
        >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
        >>> found = compiled.decide({"资产总额": "9万元"}, on=date(2026, 11, 22))
        >>> found.outcome.zh, found["资产规模"].zh
        ('待补材料', '不符合')
    """

    def __init__(self, policy: Policy, readings: Mapping[str, str]) -> None:
        self.policy = policy
        self._generated: Generated = generate(policy.prepared, readings)
        self.programs: dict[Any, Program] = {}
        names = policy.core.nodes
        self._positions: dict[str, int] = {}
        for i, key in enumerate(self._generated.truths):
            self._positions[key] = i
            self._positions.setdefault(names[key].name, i)

    def __repr__(self) -> str:
        return f"CompiledPolicy({self.policy.id})"

    @property
    def readings(self) -> Mapping[str, str]:
        """Interpretation id → reading id, for all."""
        return self._generated.readings

    @property
    def source(self) -> str:
        """The function as Python source."""
        return self._generated.source

    @property
    def generated(self) -> Generated:
        """The function itself, for those who hold typed facts and want nothing in between."""
        return self._generated

    def decide(
        self,
        application: Path | bytes | str | Mapping[str, Any] | BaseModel | Application,
        *,
        on: date,
        ignore_unknown: bool = False,
    ) -> Outcomes:
        """Decide an application.

        Args:
            application: See `Policy.read_application`. Reading it takes longer than deciding it: for many
                decisions, read it once.
            on: The day as of which to decide; it selects the law in force.
            ignore_unknown: See `Policy.read_application`.

        Raises:
            ApplicationError: With every problem in the data.
            TypeError: If `on` is not a date.
        """
        from sgpolicy.policy import day_as_of

        data = self.policy.read_application(application, ignore_unknown=ignore_unknown)
        day = day_as_of(on)
        made = self._generated
        facts = made.stated(data)
        return Outcomes(self, data, day, made.decided(data, facts, day), facts)

    def evaluate_frame(
        self,
        frame: Any,  # noqa: ANN401 - whatever narwhals takes
        *,
        on: date,
        rules: Iterable[str] = (),
        reasons: bool = False,
        ignore_unknown: bool = False,
        engine: Engine = "auto",
    ) -> Any:  # noqa: ANN401 - the same kind
        """Decide every row of a data frame; needs `pip install 'sgpolicy[frames]'`.

        Args:
            frame: A Polars or pandas DataFrame, or a PyArrow Table. A column is named by its fact's name
                or key; `资产总额（万元）` says the unit of plain numbers, `资产总额.申请日` the reading,
                `年服务企业数.2025` the year. A finding's column says yes or no. Null is *not stated*.
            on: The day as of which to decide.
            rules: Rules, combinations, scopes or clauses to have a column of their own, by name, id or
                citation.
            reasons: Whether to add the column 理由: the clauses that decided, null while it is open.
            ignore_unknown: Let columns pass that the policy does not know.
            engine: "fused" decides whole columns in memory, "rows" one row after the other, "expressions"
                leaves it to the frame's own engine; "auto" takes what is fastest. All give the same.

        Returns:
            The same kind of frame with the column 结论 and one for each of `rules`: 符合, 不符合, 待补材料,
            待评定 or 不适用.

        Raises:
            FrameError: With what is wrong with columns, or with values; nothing has been decided then.
            KeyError: If there is no such rule.
            TypeError: If `on` is not a date.
        """
        from sgpolicy.policy import day_as_of
        from sgpolicy.tables.frames import evaluate_frame

        return evaluate_frame(
            self,
            frame,
            on=day_as_of(on),
            rules=rules,
            reasons=reasons,
            ignore_unknown=ignore_unknown,
            engine=engine,
        )

    def decide_file(
        self,
        source: str | Path,
        target: str | Path,
        *,
        on: date,
        rules: Iterable[str] = (),
        reasons: bool = False,
        ignore_unknown: bool = False,
        progress: Callable[[float], None] = lambda _: None,
    ) -> BatchReport:
        """Decide every row of a CSV or Parquet file, however long.

        Args:
            source: The file: `.csv` (UTF-8 or GB18030, a header of column names, every cell text) or
                `.parquet`. Columns: see `evaluate_frame`.
            target: The output, of either kind, with the columns that deciding adds. It appears only when
                it is whole. Rows that cannot be read are left out; they stand in a file beside it, with
                row, column and reason.
            on: See `evaluate_frame`; so are `rules`, `reasons` and `ignore_unknown`.
            rules: What to have a column of its own.
            reasons: Whether to add the clauses that decided.
            ignore_unknown: Let columns pass that the policy does not know.
            progress: Called after each block with how much is done, from 0 to 1.

        Raises:
            FrameError: With what is wrong with the file or its columns; nothing has been written then.
            KeyError: If there is no such rule.
            OSError: If a file cannot be read or written; what was there before stays.
        """
        from sgpolicy.policy import day_as_of
        from sgpolicy.tables.batches import decide_file

        return decide_file(
            self,
            Path(source),
            Path(target),
            on=day_as_of(on),
            rules=rules,
            reasons=reasons,
            ignore_unknown=ignore_unknown,
            progress=progress,
        )

    @cached_property
    def decisive(self) -> Reasons:
        """Finds the rules that decided, from the outcomes alone."""
        made = self._generated
        return Reasons(self.policy.core, made.readings, made.truths)

    @cached_property
    def _grounding(self) -> tuple[type[Case], Grounding, Conditions]:
        from sgpolicy.explaining.grounding import Case, Grounding

        made = self._generated
        grounding = Grounding(self.policy.core, made.readings, made.truths)
        return Case, grounding, Conditions(self.policy.prepared)

    def grounds_of(self, found: Outcomes) -> Grounds | None:
        """What a decision rests on, from its outcomes; None where those alone do not tell."""
        made, application, on, codes = self._generated, found.application, found.on, found.codes
        case_of, grounding, conditions = self._grounding
        outcome = _outcome(codes[0])

        def looking() -> Look:
            prepared = self.policy.prepared
            return Look(prepared, conditions, application, on, made.readings, outcome)

        truths = codes[1] if not made.amounts else codes[1][: len(made.truths)]
        # a number without an outcome does not occur
        outcomes = cast("list[Outcome]", [OUTCOMES[code] for code in truths])
        stated = made.stated(application) if found.stated is None else found.stated
        case = case_of(
            outcomes,
            stated,
            application.findings,
            on,
            bool(application.ledgers),
            looking,
        )
        return grounding.of(case, outcome)

    def traced_grounds(self, application: Application, on: date) -> Grounds:
        """The same from the whole trace."""
        from sgpolicy.evaluating.interpreter import evaluate_prepared
        from sgpolicy.explaining.grounding import traced_grounds

        readings = self._generated.readings
        return traced_grounds(evaluate_prepared(self.policy.prepared, application, on, readings))

    def traced_reasons(self, application: Application, on: date) -> tuple[Clause, ...]:
        """The clauses that decided, from the whole trace: where the outcomes alone do not tell."""
        from sgpolicy.evaluating.interpreter import evaluate_prepared
        from sgpolicy.explaining import deciding_citations

        readings = self._generated.readings
        trace = evaluate_prepared(self.policy.prepared, application, on, readings, exact=False)
        return tuple(dict.fromkeys(one.clause for one in deciding_citations(trace)))

    def position(self, name: str) -> int:
        """Where a rule, finding, combination, scope or clause stands among the outcomes.

        Raises:
            KeyError: If there is none of that name, id or citation.
        """
        found = self._positions.get(name)
        if found is None:
            found = self._positions[self.policy.clause(name).clause.id]
        return found


@dataclass(frozen=True, slots=True)
class Outcomes(Mapping[str, Outcome]):
    """Every outcome of one application: by name, id or (for clauses) citation.

    Attributes:
        compiled: The policy.
        application: What was decided.
        on: The day as of which.
        codes: The outcomes as numbers, as the function gave them.
        stated: The facts that the function was given, if they are at hand; see `Generated.stated`.
    """

    compiled: CompiledPolicy
    application: Application
    on: date
    codes: Codes
    stated: Mapping[Any, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def outcome(self) -> Outcome:
        """The whole decision's outcome."""
        return _outcome(self.codes[0])

    def __getitem__(self, name: str) -> Outcome:
        """The outcome of a rule, finding, combination, scope or clause."""
        return _outcome(self.codes[1][self.compiled.position(name)])

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the law."""
        nodes = self.compiled.policy.core.nodes
        return (nodes[key].name for key in self.compiled.generated.truths)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.compiled.generated.truths)

    @property
    def amounts(self) -> dict[str, Fraction | Range | None]:
        """Every number that the text gives (计算), by name: between two ends while it is not known."""
        made = self.compiled.generated
        nodes = self.compiled.policy.core.nodes
        values = self.codes[1][len(made.truths) :]
        return {
            nodes[key].name: value if isinstance(value, Range | None) else Fraction(value)
            for key, value in zip(made.amounts, values, strict=True)
        }

    @property
    def reasons(self) -> tuple[Clause, ...]:
        """The clauses that decided, in the order of the law: those of `Decision.citations`; () while open."""
        if not self.outcome.is_decided:
            return ()
        compiled = self.compiled
        made = compiled.generated
        truths = self.codes[1][: len(made.truths)]
        nodes = compiled.decisive.of(self.codes[0], truths)
        if nodes is None:
            return compiled.traced_reasons(self.application, self.on)
        core = compiled.policy.core
        return tuple(sorted({core.nodes[key].citation.clause for key in nodes}))

    @property
    def grounds(self) -> Grounds:
        """What a letter says, as records: decided or open, the tests that decided, what is missing.

        The outcome is exact, as in `decision()`. Each test comes with its clause, the values that were
        compared, the bound as the rule writes it and how far off the value is; each thing that is
        missing with what is asked and who is asked. It is what `Decision.explain("letter")` words,
        except the table of amounts, the readings relied on, and values stated otherwise than ledgers
        have them.

        It takes some tens of microseconds where the outcomes tell enough, and a whole evaluation where
        they do not: mostly while something is missing that several rules ask for.

        Example:
            >>> from datetime import date
            >>> from pathlib import Path
            >>> import sgpolicy
            >>> policy = sgpolicy.load("shaoguan-2022-188")
            >>> file = Path("policies/shaoguan-2022-188/applications/不符合-差一家.yaml")
            >>> found = policy.compiled().decide(file, on=date(2026, 11, 22))
            >>> (reason,) = found.grounds.reasons
            >>> reason.citation.clause.label, reason.written, reason.shortfall.amount.low
            ('第七条第（二）项', '50家以上', Fraction(1, 1))
        """
        found = self.compiled.grounds_of(self)
        if found is None:
            return self.compiled.traced_grounds(self.application, self.on)
        return found

    def decision(self) -> Decision:
        """The same decided with reasons: exact where something is missing, to be explained."""
        policy = self.compiled.policy
        return policy.evaluate(self.application, on=self.on, readings=self.compiled.readings)


def _outcome(code: int) -> Outcome:
    found = OUTCOMES[code]
    if found is None:
        message = f"no outcome has the number {code}"
        raise AssertionError(message)
    return found
