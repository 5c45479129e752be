"""A policy at hand: what it holds, and the decisions it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sgpolicy.as_of import day_as_of
from sgpolicy.errors import ApplicationError, HistoryError, UnknownReadingError
from sgpolicy.model.application import Application
from sgpolicy.model.citation import parse_clause
from sgpolicy.model.core import Core, Fact, Finding, Interpretation
from sgpolicy.model.history import History
from sgpolicy.named import Named

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sgpolicy.applying.names import Names
    from sgpolicy.clause_view import ClauseView
    from sgpolicy.compiled import CompiledPolicy
    from sgpolicy.decision import Decision
    from sgpolicy.evaluating.procedure.preparing import PreparedProcedure
    from sgpolicy.evaluating.running import Prepared
    from sgpolicy.given import GivenApplication, GivenHistory
    from sgpolicy.model.calendar import YearCalendar
    from sgpolicy.model.coverage import Coverage
    from sgpolicy.model.document import Manifest
    from sgpolicy.model.explanation import Language
    from sgpolicy.model.holidays import HolidayTable
    from sgpolicy.pipeline import Compilation
    from sgpolicy.record_keeping import RecordKeeper
    from sgpolicy.standings import Standings
    from sgpolicy.status import Status
    from sgpolicy.tables.columns import OutcomesAs
    from sgpolicy.tables.deciding import Engine


class Policy:
    """A policy that has been read and checked.

    Safe to share between threads and to hand to other processes: what it says does not change after loading.
    """

    def __init__(
        self,
        core: Core,
        manifest: Manifest,
        compilation: Callable[[], Compilation],
        files: Mapping[str, str] | None = None,
    ) -> None:
        """A policy that was read.

        Args:
            core: What its rules came to.
            manifest: What `policy.yaml` says.
            compilation: Goes back to its source, for those who need that.
            files: The files it was stored with and their digests; None where it was read from them.
        """
        self.core = core
        self._manifest = manifest
        self._files = files
        self._compile = compilation
        self._compiled: dict[tuple[tuple[str, str], ...], CompiledPolicy] = {}

    def __repr__(self) -> str:
        return f"Policy({self.id})"

    def __reduce__(self) -> tuple[object, ...]:
        return Policy, (self.core, self._manifest, self._compile, self._files)

    @property
    def id(self) -> str:
        """The policy's ASCII name."""
        return self.core.policy

    @property
    def title(self) -> str:
        """The law's full title."""
        return self.core.title

    @property
    def document_number(self) -> str:
        """文号."""
        return self.core.document_number

    @cached_property
    def prepared(self) -> Prepared:
        """The policy made ready for evaluation, once, when it is first needed."""
        from sgpolicy.evaluating.interpreter import prepare

        return prepare(self.core)

    @property
    def manifest(self) -> Manifest:
        """What `policy.yaml` says."""
        return self._manifest

    @cached_property
    def compilation(self) -> Compilation:
        """What every stage made of the policy's folder, for tools."""
        return self._compile()

    @cached_property
    def records(self) -> RecordKeeper:
        """Keeps records of this policy's decisions, and replays them."""
        from sgpolicy.record_keeping import RecordKeeper

        return RecordKeeper(self, self._files)

    @property
    def coverage(self) -> Coverage:
        """How the law's text is accounted for."""
        return self.compilation.coverage

    @cached_property
    def facts(self) -> Named[Fact]:
        """Every fact that an application may state, by name or key."""
        return Named.of(self.core.facts.values())

    @cached_property
    def findings(self) -> Named[Finding]:
        """Every standard that a person must judge, by name or key."""
        return Named.of(self.core.findings.values())

    @cached_property
    def interpretations(self) -> Named[Interpretation]:
        """What the text leaves open, by name, id or number (K-5)."""
        items = self.core.interpretations
        aliases = {key: i.name for i in items.values() for key in (i.id, i.number)}
        return Named({i.name: i for i in items.values()}, aliases)

    @cached_property
    def clauses(self) -> Named[ClauseView]:
        """Every clause in the order of the law, by citation (any written form) or id."""
        from sgpolicy.clause_view import views_of

        return views_of(self.compilation, self.core)

    def clause(self, citation: str) -> ClauseView:
        """A clause by any written form of its citation.

        Raises:
            KeyError: If it is no citation, or the law has no such clause.
        """
        clause = parse_clause(citation)
        return self.clauses[clause.label if clause is not None else citation]

    @cached_property
    def _names(self) -> Names:
        from sgpolicy.applying.names import Names

        return Names(self.core)

    # ── applications ──

    @cached_property
    def application_model(self) -> type[BaseModel]:
        """A pydantic model of an application to this policy."""
        from sgpolicy.applying.modelling import application_model

        return application_model(self.core)

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of an application to this policy."""
        from sgpolicy.applying.schema import json_schema

        return dict(json_schema(self.core))

    def template(self, known: Application | None = None) -> str:
        """A commented application to fill in, in the order of the law.

        Args:
            known: What is known already; it stands filled in.
        """
        from sgpolicy.applying.template import template

        if known is None:
            return template(self.core)
        from sgpolicy.applying.writing import to_data

        return template(self.core, to_data(self.core, known))

    def read_application(
        self,
        source: GivenApplication,
        *,
        ignore_unknown: bool = False,
    ) -> Application:
        """Read an application.

        Args:
            source: A file (`Path`), its text or bytes (YAML or JSON), a mapping keyed by either
                name, or an instance of `application_model`.
            ignore_unknown: Ignore keys that the policy does not know, instead of refusing them.

        Raises:
            ApplicationError: With every problem in the data.
            OSError: If the file cannot be read.
        """
        if isinstance(source, Application):
            return source
        from sgpolicy.applying.reading import read_application, read_text

        if isinstance(source, Path):
            source = source.read_bytes()
        if isinstance(source, bytes | str):
            result = read_text(self.core, source, ignore_unknown=ignore_unknown, names=self._names)
        else:
            result = read_application(
                self.core, source, ignore_unknown=ignore_unknown, names=self._names
            )
        if result.problems:
            raise ApplicationError(result.problems)
        return result.application

    def evaluate(
        self,
        application: GivenApplication,
        *,
        on: date,
        readings: Mapping[str, str] | None = None,
        ignore_unknown: bool = False,
    ) -> Decision:
        """Decide an application.

        Args:
            application: See `read_application`.
            on: The day as of which to decide; it selects the law in force.
            readings: Readings other than the defaults, by the interpretation's name, id or number.
            ignore_unknown: See `read_application`.

        Raises:
            ApplicationError: With every problem in the data.
            UnknownReadingError: If there is no such interpretation or reading.
            TypeError: If `on` is not a date.
        """
        day = day_as_of(on)
        chosen = self.chosen_readings(readings or {})
        from sgpolicy.decision import Decision
        from sgpolicy.evaluating.interpreter import evaluated

        data = self.read_application(application, ignore_unknown=ignore_unknown)
        trace, run = evaluated(self.prepared, data, day, chosen)
        return Decision(self.prepared, trace, self, run)

    def compiled(self, readings: Mapping[str, str] | None = None) -> CompiledPolicy:
        """The policy as one function, for many decisions under the same readings; made once.

        Args:
            readings: Readings other than the defaults, by the interpretation's name, id or number.

        Raises:
            UnknownReadingError: If there is no such interpretation or reading.
        """
        from sgpolicy.compiled import CompiledPolicy

        chosen = self.chosen_readings(readings or {})
        key = tuple(sorted(chosen.items()))
        if key not in self._compiled:
            self._compiled[key] = CompiledPolicy(self, chosen)
        return self._compiled[key]

    def evaluate_frame(  # noqa: PLR0913 - each has a name
        self,
        frame: Any,  # noqa: ANN401 - whatever narwhals takes
        *,
        on: date,
        rules: Iterable[str] = (),
        reasons: bool = False,
        readings: Mapping[str, str] | None = None,
        ignore_unknown: bool = False,
        engine: Engine = "auto",
        require: Iterable[str] = (),
        ledgers: Mapping[str, Any] | None = None,
        key: str | None = None,
        outcomes: OutcomesAs = "labels",
    ) -> Any:  # noqa: ANN401 - the same kind
        """Decide every row of a data frame; see `CompiledPolicy.evaluate_frame` for what is not told here.

        Args:
            frame: What to decide.
            on: The day as of which to decide.
            rules: What to have a column of its own.
            reasons: Whether to add the clauses that decided.
            readings: Readings other than the defaults, by the interpretation's name, id or number.
            ignore_unknown: Let columns pass that the policy does not know.
            engine: How rows are decided.
            require: What must have a column.
            ledgers: Ledgers as frames of their own.
            key: The column that says which application a row belongs to.
            outcomes: What rules' columns hold.

        Raises:
            FrameError: With what is wrong with columns, or with values.
            UnknownReadingError: If there is no such interpretation or reading.
        """
        return self.compiled(readings).evaluate_frame(
            frame,
            on=on,
            rules=rules,
            reasons=reasons,
            ignore_unknown=ignore_unknown,
            engine=engine,
            require=require,
            ledgers=ledgers,
            key=key,
            outcomes=outcomes,
        )

    def rank(
        self,
        applications: Mapping[str, GivenApplication],
        *,
        on: date,
        readings: Mapping[str, str] | None = None,
        quota: int | None = None,
        ranking: str | None = None,
        ignore_unknown: bool = False,
    ) -> Standings:
        """Decide many applications and rank those that the text ranks (排名).

        Args:
            applications: What each applicant is called → its application, see `read_application`.
            on: See `evaluate`.
            readings: See `evaluate`.
            quota: How many places there are.
            ranking: The ranking's name or id; the only one if not given.
            ignore_unknown: See `evaluate`.

        Raises:
            ApplicationError: With every problem in the data of the first application that has any.
            UnknownReadingError: If there is no such interpretation or reading.
            KeyError: If the policy has no ranking of that name, or not just one.
        """
        from sgpolicy.standings import Standings, ranking_of

        chosen = ranking_of(self.core, ranking)
        decisions = {
            label: self.evaluate(one, on=on, readings=readings, ignore_unknown=ignore_unknown)
            for label, one in applications.items()
        }
        return Standings(self.prepared, chosen, decisions, quota)

    # ── histories ──

    @cached_property
    def procedure(self) -> PreparedProcedure:
        """The policy's procedure made ready, once, when it is first needed."""
        from sgpolicy.evaluating.procedure.preparing import prepare_procedure

        return prepare_procedure(self.prepared)

    @cached_property
    def history_model(self) -> type[BaseModel]:
        """A pydantic model of a history under this policy."""
        from sgpolicy.applying.history_modelling import history_model

        return history_model(self.core)

    def history_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of a history under this policy."""
        from sgpolicy.applying.history_schema import history_schema

        return dict(history_schema(self.core))

    def history_template(self) -> str:
        """A commented history to fill in, in the order of the law."""
        from sgpolicy.applying.history_template import history_template

        return history_template(self.core)

    def read_history(self, source: GivenHistory) -> History:
        """Read a history: what was recorded of one platform.

        Args:
            source: A file (`Path`), its text or bytes (YAML or JSON), a mapping keyed by either name, or
                an instance of `history_model`. Only a file may name further files as its 材料, in its
                own folder.

        Raises:
            HistoryError: With every problem in the data.
            OSError: If the file cannot be read.
        """
        if isinstance(source, History):
            return source
        from sgpolicy.applying.histories import read_history, read_history_text
        from sgpolicy.loading import materials_in

        materials = materials_in(source.parent) if isinstance(source, Path) else None
        if isinstance(source, Path):
            source = source.read_bytes()
        if isinstance(source, bytes | str):
            result = read_history_text(self.core, source, materials=materials, names=self._names)
        else:
            result = read_history(self.core, source, names=self._names)
        if result.problems:
            raise HistoryError(result.problems)
        return result.history

    def status(
        self,
        history: GivenHistory,
        *,
        on: date,
        readings: Mapping[str, str] | None = None,
        holidays: HolidayTable | None = None,
    ) -> Status:
        """How a platform stands as of a day: its title, what it owes, what may come next, and why.

        Args:
            history: See `read_history`. Events after the day have not happened yet.
            on: The day.
            readings: Readings other than the defaults, by the interpretation's name, id or number.
            holidays: The days of rest; the published ones if not given.

        Raises:
            HistoryError: With every problem in the data.
            UnknownReadingError: If there is no such interpretation or reading.
            TypeError: If `on` is not a date.
        """
        day = day_as_of(on)
        chosen = self.chosen_readings(readings or {})
        from sgpolicy.evaluating.procedure.chronicling import chronicle
        from sgpolicy.holidays import published_holidays
        from sgpolicy.status import Status

        data = self.read_history(history)
        table = holidays if holidays is not None else published_holidays()
        return Status(self.procedure, chronicle(self.procedure, data, day, chosen, table))

    def calendar(
        self,
        year: int,
        *,
        histories: Iterable[GivenHistory] = (),
        on: date | None = None,
        readings: Mapping[str, str] | None = None,
        holidays: HolidayTable | None = None,
        lang: Language = "zh",
    ) -> YearCalendar:
        """The duties that fall due in a year, by day; with histories, each platform's own.

        Args:
            year: From 1 to 9998.
            histories: Platforms to make it for, see `read_history`; without any, the law's own calendar.
            on: The day as of which the platforms stand; the year's first if not given.
            readings: See `status`.
            holidays: See `status`.
            lang: The language it will be worded in.

        Raises:
            HistoryError: With every problem in the data.
            UnknownReadingError: If there is no such interpretation or reading.
            ValueError: If there is no such year.
        """
        if not date.min.year <= year < date.max.year:
            message = f"没有 {year} 年的日历 / no calendar for {year}"
            raise ValueError(message)
        day = date(year, 1, 1) if on is None else day_as_of(on)
        chosen = self.chosen_readings(readings or {})
        from sgpolicy.evaluating.procedure.years import year_of_law, year_of_life
        from sgpolicy.explaining import year_calendar
        from sgpolicy.holidays import published_holidays

        table = holidays if holidays is not None else published_holidays()
        lives = [
            year_of_life(self.procedure, self.read_history(one), year, day, chosen, table)
            for one in histories
        ]
        return year_calendar(
            self.core,
            year,
            year_of_law(self.procedure, year, chosen, table),
            [(life.found, life.duties) for life in lives],
            {**self.prepared.defaults, **chosen},
            table,
            lang,
        )

    def chosen_readings(self, readings: Mapping[str, str]) -> dict[str, str]:
        """Readings by id, from names, ids or numbers.

        Raises:
            UnknownReadingError: If there is no such interpretation or reading.
        """
        chosen = {}
        for name, value in readings.items():
            try:
                item = self.interpretations[name]
            except KeyError:
                raise UnknownReadingError(str(name), list(self.interpretations)) from None
            reading = item.reading(value)
            if reading is None:
                raise UnknownReadingError(f"{name}={value}", [r.name for r in item.readings])
            chosen[item.id] = reading.id
        return chosen
