"""Running a policy's cases against every mutant of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from sgpolicy.cases import CaseFileError, CaseRun
from sgpolicy.casing.records import AnyCase, LifeCase, Problems, RankCase
from sgpolicy.errors import SgpolicyError
from sgpolicy.model.citation import parse_clause
from sgpolicy.model.core import Core
from sgpolicy.mutating.equivalents import read_equivalents
from sgpolicy.mutating.making import is_of_events, mutants
from sgpolicy.mutating.records import Mutant, Operator
from sgpolicy.mutation.living import Lives, tried_lives
from sgpolicy.mutation.noticing import Bench, Tried, tried
from sgpolicy.mutation.ranking import Pairs, TriedPair
from sgpolicy.mutation.seeking import Suggestion, suggestion
from sgpolicy.records import dataclass, replace

EQUIVALENTS = "等价变异.md"


class NoSuchClauseError(SgpolicyError):
    """The policy has no such clause."""

    def __init__(self, citation: str) -> None:
        self.citation = citation
        super().__init__(f"办法中没有{citation}")


class CasesFailError(SgpolicyError):
    """Some cases differ from the policy as it is: there is nothing to compare mutants with.

    Attributes:
        cases: The cases that differ.
    """

    def __init__(self, cases: Sequence[AnyCase]) -> None:
        self.cases = tuple(cases)
        super().__init__("\n".join(f"{case.file}:{case.line} {case.name}" for case in cases))


class EquivalentsError(SgpolicyError):
    """The list of equivalent mutants is wrong.

    Attributes:
        killed: Listed mutants' ids with the name of a case that notices each.
        unknown: Listed ids that no mutant has.
    """

    def __init__(self, killed: Mapping[str, str], unknown: Sequence[str]) -> None:
        self.killed, self.unknown = dict(killed), tuple(unknown)
        lines = [f"{key}：样例“{name}”能够发现，不是等价变异" for key, name in killed.items()]
        lines += [f"{key}：规则中没有这处改动" for key in unknown]
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case notices.

    Attributes:
        mutant: What was changed.
        suggestion: A case that would notice it, if one was found.
    """

    mutant: Mutant
    suggestion: Suggestion | None

    @property
    def message(self) -> str:
        """把第七条第（三）项「场所面积」的 150平方米 改为 151平方米，没有样例发现."""
        return f"{self.mutant.sentence}，没有样例发现"


@dataclass(frozen=True, slots=True)
class MutationReport:
    """What became of all mutants.

    Attributes:
        made: How many there are, by operator; `killed` how many of them some case notices.
        survivors: Those that no case notices and nobody has listed as equivalent.
        equivalent: Those listed as equivalent, with the reason.
        killers: Mutant id → the case that noticed it.
    """

    made: Mapping[Operator, int]
    killed: Mapping[Operator, int]
    survivors: tuple[Survivor, ...]
    equivalent: tuple[tuple[Mutant, str], ...]
    killers: Mapping[str, AnyCase]

    @property
    def total(self) -> int:
        """How many mutants there are."""
        return sum(self.made.values())


def run(
    name_or_path: str | Path,
    *,
    clause: str | None = None,
    suggest: bool = True,
    every: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> MutationReport:
    """Change a policy's rules one thing at a time and see whether its cases notice.

    Args:
        name_or_path: A policy that comes with the library, or a policy folder.
        clause: Only what stands in this clause or under it; any written form of a citation.
        suggest: Whether to look for a case that would notice each survivor.
        every: Take only every n-th mutant, for a quick look.
        progress: Called before each mutant with how many are done and how many there are.

    Raises:
        UnknownPolicyError: If there is no such policy.
        PolicyError: If the policy has mistakes.
        CaseFileError: With every mistake in its case files.
        CasesFailError: If a case differs from the policy as it is.
        NoSuchClauseError: If the policy has no such clause.
        EquivalentsError: If a listed mutant is noticed, or is none.
    """
    ready = CaseRun.of(name_or_path)
    core = ready.policy.core
    wanted = None
    if clause is not None:
        wanted = parse_clause(clause)
        if wanted is None or wanted.label not in ready.policy.clauses:
            raise NoSuchClauseError(clause)
    bench = _bench(ready)
    failing = bench.failing()
    if failing:
        raise CasesFailError(failing)
    listed = _listed(ready.folder / EQUIVALENTS)
    every_id = {mutant.id for mutant in mutants(core)} if listed else set()
    chosen = list(mutants(core, wanted))[:: max(every, 1)]
    starts = _Starts(ready, bench) if suggest else None
    return _report(bench, chosen, listed, sorted(listed.keys() - every_id), starts, progress)


def _report(
    bench: Bench,
    chosen: Sequence[Mutant],
    listed: Mapping[str, str],
    unknown: Sequence[str],
    starts: _Starts | None,
    progress: Callable[[int, int], None],
) -> MutationReport:
    made: Counter[Operator] = Counter()
    killed: Counter[Operator] = Counter()
    killers: dict[str, AnyCase] = {}
    survivors, equivalent, wrong = [], [], {}
    for done, mutant in enumerate(chosen):
        progress(done, len(chosen))
        made[mutant.operator] += 1
        killer = bench.killer(mutant)
        if killer is not None:
            killed[mutant.operator] += 1
            killers[mutant.id] = killer
            if mutant.id in listed:
                wrong[mutant.id] = killer.name
        elif mutant.id in listed:
            equivalent.append((mutant, listed[mutant.id]))
        else:
            found = None
            if starts is not None and not _is_of_several(bench.prepared.core, mutant):
                found = suggestion(bench.prepared, bench.mutated(mutant), mutant, starts.all)
            survivors.append(Survivor(mutant, found))
    progress(len(chosen), len(chosen))
    if wrong or unknown:
        raise EquivalentsError(wrong, unknown)
    return MutationReport(made, killed, tuple(survivors), tuple(equivalent), killers)


def _is_of_several(core: Core, mutant: Mutant) -> bool:
    """Whether no single application could tell the mutant: none is looked for that does."""
    if mutant.fact is not None:
        return is_of_events(core, core.facts[mutant.fact.id])
    return mutant.provision is not None or mutant.ranking is not None


class _Starts:
    """What a suggestion may start from: each base without changes, and the cases; read when needed."""

    def __init__(self, ready: CaseRun, bench: Bench) -> None:
        self._ready, self._bench = ready, bench

    @cached_property
    def all(self) -> list[Tried]:
        """The bases for each object and readings some case has, then the cases."""
        found: dict[object, Tried] = {}
        for one in self._bench.cases:
            case = one.case
            key = (case.file.rpartition("/")[0], case.base, case.day, case.target, case.readings)
            if case.changes and key not in found:
                plain = replace(case, changes=(), written="", origins=())
                application = self._ready.bases.application(plain, Problems(case.file))
                if application is not None:
                    found[key] = tried(self._bench.prepared, plain, application)
        return [*found.values(), *self._bench.cases]


def _bench(ready: CaseRun) -> Bench:
    policy = ready.policy
    found: list[Tried] = []
    lives: list[LifeCase] = []
    pairs: list[TriedPair] = []
    for case in ready.cases():
        if isinstance(case, LifeCase):
            lives.append(case)
            continue
        problems = Problems(case.file)
        application = ready.bases.application(case, problems)
        if application is None:
            raise CaseFileError(problems.found)
        if isinstance(case, RankCase):
            other = ready.bases.application(case.other, problems)
            if other is None:
                raise CaseFileError(problems.found)
            pairs.append(TriedPair(case, application, other))
            continue
        found.append(tried(policy.prepared, case, application))
    about_lives = Lives(policy.procedure, tried_lives(ready, lives))
    return Bench(policy.prepared, found, about_lives, Pairs(pairs))


def _listed(file: Path) -> dict[str, str]:
    try:
        return read_equivalents(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
