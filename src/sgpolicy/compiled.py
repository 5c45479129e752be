"""A policy as one function: every outcome in microseconds, the reasons when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgpolicy.as_of import day_as_of
from sgpolicy.evaluating.generated.engine import Generated, generate
from sgpolicy.evaluating.generated.runtime import OUTCOMES
from sgpolicy.model.citation import Clause
from sgpolicy.outcomes import Outcomes

if TYPE_CHECKING:
    from sgpolicy.brief_status import BriefStatus, ManyStatuses
    from sgpolicy.evaluating.columnar.program import Program as Columnar
    from sgpolicy.evaluating.lives.program import Program
    from sgpolicy.given import GivenApplication, GivenHistory
    from sgpolicy.model.explanation import Language
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.policy import Policy
    from sgpolicy.reasoning import Reasoning
    from sgpolicy.registers.files import RegisterReport
    from sgpolicy.registers.rows import RegisterRow
    from sgpolicy.tables.batches import BatchReport
    from sgpolicy.tables.columns import OutcomesAs
    from sgpolicy.tables.deciding import Engine


_UNARY = tuple(code for code, outcome in enumerate(OUTCOMES) if outcome is not None)
"""The generated function's numbers by the order of `Outcome`."""


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
        is_machine_code: Whether the function is machine code; the source says what it gives in any case.
        programs: The same as steps on columns, for tables as they were seen; a cache.

    Example:
        >>> from datetime import date
        >>> import sgpolicy
        >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
        >>> found = compiled.decide({"资产总额": "9万元"}, on=date(2026, 11, 22))
        >>> found.outcome.zh, found["资产规模"].zh
        ('待补材料', '不符合')
    """

    def __init__(
        self, policy: Policy, readings: Mapping[str, str], made: Generated | None = None
    ) -> None:
        self.policy = policy
        self.is_machine_code = made is not None
        self._in_machine_code: CompiledPolicy | None = None
        self._generated: Generated = made or generate(policy.prepared, readings)
        self.programs: dict[Any, Columnar] = {}
        self._statuses: tuple[HolidayTable, ManyStatuses] | None = None
        names = policy.core.nodes
        self._positions: dict[str, int] = {}
        for i, key in enumerate(self._generated.truths):
            self._positions[key] = i
            self._positions.setdefault(names[key].name, i)

    def __repr__(self) -> str:
        return f"CompiledPolicy({self.policy.id})"

    def __reduce__(self) -> tuple[object, ...]:
        made = _in_machine_code if self.is_machine_code else _compiled
        return made, (self.policy, dict(self.readings))

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

    def in_machine_code(self) -> CompiledPolicy:
        """The same with the function as machine code: several times as fast, for very many decisions one by one.

        It takes a second or so to make, the first time; needs `pip install 'sgpolicy[compiled]'`. Applications with
        ledgers are decided as before, and so are numbers that are very large (five trillion 元) or finer
        than 分 or a hundredth of a percent, and yearly numbers of more than six years ago.

        Raises:
            MachineCodeError: It cannot be had: not installed, not for this Python, not for this policy.

        Example:
            >>> from datetime import date
            >>> import sgpolicy
            >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled().in_machine_code()
            >>> compiled.decide({"资产总额": "9万元"}, on=date(2026, 11, 22))["资产规模"].zh
            '不符合'
        """
        if self.is_machine_code:
            return self
        if self._in_machine_code is None:
            from sgpolicy.machine_code import as_machine_code

            made = as_machine_code(self._generated)
            self._in_machine_code = CompiledPolicy(self.policy, self.readings, made)
        return self._in_machine_code

    def decide(
        self,
        application: GivenApplication,
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
        data = self.policy.read_application(application, ignore_unknown=ignore_unknown)
        day = day_as_of(on)
        made = self._generated
        facts = made.stated(data)
        return Outcomes(self, data, day, made.decided(data, facts, day), facts)

    def evaluate_frame(  # noqa: PLR0913 - each has a name
        self,
        frame: Any,  # noqa: ANN401 - whatever narwhals takes
        *,
        on: date,
        rules: Iterable[str] = (),
        reasons: bool = False,
        ignore_unknown: bool = False,
        engine: Engine = "auto",
        require: Iterable[str] = (),
        ledgers: Mapping[str, Any] | None = None,
        key: str | None = None,
        outcomes: OutcomesAs = "labels",
    ) -> Any:  # noqa: ANN401 - the same kind
        """Decide every row of a data frame; needs `pip install 'sgpolicy[frames]'`.

        Args:
            frame: A Polars frame (eager or lazy), a pandas DataFrame, a PyArrow Table, a DuckDB relation or a
                PySpark DataFrame. A column is named by its fact's name or key; `资产总额（万元）` says the unit
                of plain numbers, `资产总额.申请日` the reading, `年服务企业数.2025` the year,
                `申报功能.技术服务` the member of a set. A finding's column says yes or no. Null is *not
                stated*, and so is what has no column.
            on: The day as of which to decide.
            rules: Rules, combinations, scopes or clauses to have a column of their own, by name, id or
                citation.
            reasons: Whether to add the column 理由: the clauses that decided, null while it is open. In a
                lazy frame it is a code, and `reasons_of` says what it means.
            ignore_unknown: Let columns pass that the policy does not know.
            engine: "fused" decides whole columns in memory with NumPy, "compiled" as machine code (`pip
                install 'sgpolicy[compiled]'`; Numba takes some ten seconds the first time of all), "rows" one
                row after the other, "expressions" leaves it to the frame's own engine; "auto" takes what is
                fastest, machine code once NumPy has been at work for a second. All give the same.
            require: Facts and findings that must have a column.
            ledgers: Ledgers by name or id, each an eager frame of its own (Polars, pandas or PyArrow; `frame`
                must be eager too) with the column `key` and columns named as the ledger's are, units as
                above. An application without a row in one has an empty ledger, nothing of the kind
                happened; a ledger that is not here was not given, nothing is known of it.
            key: The column, in `frame` and in each ledger, that says which application a row belongs to:
                text or whole numbers, in `frame` each once.
            outcomes: What a rule's column holds: its outcome by name; or, with "truths", whether it is met:
                true for 符合, false for 不符合 and 不适用, null while it is open. That is a bit a row, two
                where some are open, in place of a byte; 结论 is told by name in any case.

        Returns:
            The same kind of frame, as lazy as it came, with the column 结论 and one for each of `rules`:
            符合, 不符合, 待补材料, 待评定 or 不适用. Where the frame's own engine computes it, a row with an
            unlawful value (negative, too large, no member, a day before 1800) has null in all of them.

        Raises:
            FrameError: With what is wrong with columns, or (in memory) with values; nothing has been decided
                then.
            KeyError: If there is no such rule, or `outcomes` is neither of the two.
            TypeError: If `on` is not a date, or ledgers come without `key`.

        Example:
            >>> from datetime import date
            >>> import pyarrow as pa
            >>> import sgpolicy
            >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
            >>> day = date(2026, 11, 10)
            >>> frame = pa.table({"申报编号": [1, 2], "申请日期": [day, day]})
            >>> served = pa.table({
            ...     "申报编号": [1] * 60,
            ...     "企业代码": [f"E{i}" for i in range(60)],
            ...     "企业规模": ["小型"] * 60,
            ...     "日期": [date(2025, 5, 1)] * 60,
            ... })
            >>> found = compiled.evaluate_frame(
            ...     frame, on=day, rules=["年服务家数"], ledgers={"服务台账": served}, key="申报编号"
            ... )
            >>> found["年服务家数"].to_pylist()
            ['符合', '不符合']
        """
        from sgpolicy.tables.frames import evaluate_frame

        return evaluate_frame(
            self,
            frame,
            on=day_as_of(on),
            rules=rules,
            reasons=reasons,
            ignore_unknown=ignore_unknown,
            engine=engine,
            require=require,
            ledgers=ledgers,
            key=key,
            outcomes=outcomes,
        )

    def reasons_of(self, code: str) -> tuple[Clause, ...] | None:
        """The clauses that decided, by the code in the column 理由 of a lazy frame.

        Args:
            code: The outcomes that may matter, one digit each.

        Returns:
            The clauses in the order of the law, () while it is open; None where the outcomes alone do not
            tell: decide that row's application to see.

        Example:
            >>> import sgpolicy
            >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
            >>> compiled.reasons_of("1" + "1" * len(compiled.reasoning.decisive.consulted))
            ()
        """
        conclusion, *outcomes = (_UNARY[int(digit)] for digit in code)
        if conclusion not in (0, 7, 8):
            return ()
        codes = [0] * len(self._generated.truths)
        for key, outcome in zip(self.reasoning.decisive.consulted, outcomes, strict=True):
            codes[self._positions[key]] = outcome
        found = self.reasoning.decisive.of(conclusion, codes)
        if found is None:
            return None
        nodes = self.policy.core.nodes
        return tuple(sorted({nodes[key].citation.clause for key in found}))

    def decide_file(  # noqa: PLR0913 - each has a name
        self,
        source: str | Path,
        target: str | Path,
        *,
        on: date,
        rules: Iterable[str] = (),
        reasons: bool = False,
        ignore_unknown: bool = False,
        progress: Callable[[float], None] = lambda _: None,
        ledgers: Mapping[str, str | Path] | None = None,
        key: str | None = None,
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
            ledgers: Ledgers by name or id, each a file of its own, with columns as `evaluate_frame` has them;
                needs `pip install 'sgpolicy[frames]'`. What an empty ledger means and one that is not given:
                see there. An application with a row in a ledger that cannot be read is left out, and so are
                all with one key; rows of ledgers that cannot be read or belong to no application stand in
                the file of rejects too. Where a ledger's rows stand in the order of their applications it
                is read as it comes; otherwise it is sorted first, in a temporary file beside the output. In
                memory are the applications' keys and the rows of some applications at a time.
            key: The column, in `source` and in each ledger, that says which application a row belongs to:
                text or whole numbers; where one of two files is CSV, whole numbers are compared as they are
                written. In `source` each stands once.

        Raises:
            FrameError: With what is wrong with a file or its columns; nothing has been written then.
            KeyError: If there is no such rule.
            OSError: If a file cannot be read or written; what was there before stays.
            TypeError: If `on` is not a date, or ledgers come without `key`.
        """
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
            ledgers={name: Path(path) for name, path in (ledgers or {}).items()},
            key=key,
        )

    def status(
        self,
        history: GivenHistory,
        *,
        on: date,
        holidays: HolidayTable | None = None,
    ) -> BriefStatus:
        """How a platform stands as of a day, without reasons.

        Args:
            history: See `Policy.read_history`. Reading it takes longer than this: for many days, read it
                once.
            on: The day; later events have not happened yet.
            holidays: The days of rest; the published ones if not given.

        Raises:
            HistoryError: With every problem in the data.
            TypeError: If `on` is not a date.
        """
        return next(iter(self.statuses([history], on=on, holidays=holidays)))

    def statuses(
        self,
        histories: Iterable[GivenHistory],
        *,
        on: date,
        holidays: HolidayTable | None = None,
    ) -> Iterator[BriefStatus]:
        """How each of many platforms stands as of a day, without reasons, one by one as they are asked for.

        What `Policy.status` says, tens of times as fast: titles with their days, duties, the acts
        that were not as the text says, what may come next. Where a history asks for something that only the
        interpreter does, that is asked, and `BriefStatus.is_interpreted` says so.

        Args:
            histories: Each as in `status`; typed ones (`Policy.read_history`) take no reading.
            on: The day.
            holidays: See `status`.

        Raises:
            HistoryError: With every problem in the data of the history at hand.
            TypeError: If `on` is not a date.

        Example:
            >>> from datetime import date
            >>> import sgpolicy
            >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
            >>> histories = [{"名称": name, "记载截至": "2026-12-31", "经历": []} for name in ("甲", "乙")]
            >>> [one.outcome.zh for one in compiled.statuses(histories, on=date(2026, 11, 24))]
            ['不符合', '不符合']
        """
        return self._many(holidays).of(map(self.policy.read_history, histories), day_as_of(on))

    def register(
        self,
        histories: Sequence[GivenHistory],
        *,
        on: date,
        holidays: HolidayTable | None = None,
        processes: int = 1,
    ) -> Iterator[RegisterRow]:
        """A register (名录) of many platforms: a row for each, in their order, reckoned by several processes.

        Args:
            histories: Each as in `status`.
            on: The day.
            holidays: See `status`.
            processes: How many; they are ended with the last row. Unless they start as forks (on Linux, while no
                other thread runs) the program needs `if __name__ == "__main__":`, as `multiprocessing` says.

        Raises:
            HistoryError: With every problem of the first history that has any.
            TypeError: If `on` is not a date.

        Example:
            >>> from datetime import date
            >>> import sgpolicy
            >>> compiled = sgpolicy.load("shaoguan-2022-188").compiled()
            >>> histories = [{"名称": name, "记载截至": "2026-12-31", "经历": []} for name in ("甲", "乙")]
            >>> [(row.name, row.outcome.zh) for row in compiled.register(histories, on=date(2026, 11, 24))]
            [('甲', '不符合'), ('乙', '不符合')]
        """
        from sgpolicy.registers.making import rows_of

        return rows_of(self, histories, day_as_of(on), holidays, processes)

    def register_file(
        self,
        source: str | Path,
        target: str | Path,
        *,
        on: date,
        holidays: HolidayTable | None = None,
        processes: int = 1,
        lang: Language = "zh",
        progress: Callable[[float], None] = lambda _: None,
    ) -> RegisterReport:
        """Write a register of the platforms whose histories are in a folder or a file.

        Args:
            source: A folder of histories (YAML or JSON, a file each); a file of JSON lines (`.jsonl`), a history
                each; or a table of events (`.csv`, `.parquet`, `.xlsx`, of the last up to 5,000 rows), a row each:
                the columns 名称, 事件, 日期 and whatever else a history says, by name or id, with 记载截至 and the
                platform's facts in any of its rows. Tables are read into memory, the others as they come.
            target: `.csv`, `.parquet` or `.xlsx`. It appears only when it is whole. Histories that cannot be
                read are left out; they stand in a file beside it, with all that is wrong with them.
            on: The day.
            holidays: See `status`.
            processes: See `register`.
            lang: In which language.
            progress: Called now and then with how much is done, from 0 to 1.

        Raises:
            FrameError: The source or target is of no known kind, or the source is a table that does not tell
                which platform its rows are about; nothing has been written then.
            OSError: If a file cannot be read or written; what was there before stays.
            TypeError: If `on` is not a date.
        """
        from sgpolicy.registers.files import register_file

        return register_file(
            self,
            Path(source),
            Path(target),
            on=day_as_of(on),
            holidays=holidays,
            processes=processes,
            lang=lang,
            progress=progress,
        )

    @property
    def program(self) -> Program | None:
        """The functions behind `statuses`, for tools; None where only the interpreter will do."""
        return self._many(None).program

    def _many(self, holidays: HolidayTable | None) -> ManyStatuses:
        """For the table of holidays at hand, made at its first use; the last one is kept."""
        from sgpolicy.brief_status import ManyStatuses
        from sgpolicy.holidays import published_holidays

        table = holidays if holidays is not None else published_holidays()
        known = self._statuses
        if known is None or known[0] is not table:
            program = None if known is None else known[1].program
            known = self._statuses = (table, ManyStatuses(self, table, program))
        return known[1]

    @cached_property
    def reasoning(self) -> Reasoning:
        """Why the outcomes are what they are."""
        from sgpolicy.reasoning import Reasoning

        return Reasoning(self.policy, self._generated)

    def position(self, name: str) -> int:
        """Where a rule, finding, combination, scope or clause stands among the outcomes.

        Raises:
            KeyError: If there is none of that name, id or citation.
        """
        found = self._positions.get(name)
        if found is None:
            found = self._positions[self.policy.clause(name).clause.id]
        return found


def _compiled(policy: Policy, readings: Mapping[str, str]) -> CompiledPolicy:
    """As it was in another process."""
    return policy.compiled(readings)


def _in_machine_code(policy: Policy, readings: Mapping[str, str]) -> CompiledPolicy:
    return policy.compiled(readings).in_machine_code()
