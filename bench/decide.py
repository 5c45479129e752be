"""One decision, every rule's outcome: the generated function beside the same rules written by hand.

Both take typed facts from a plain dict, with facts missing; both give every outcome of Articles 7 and 8. They
must agree on every applicant before anything is timed. They are timed in turn, round by round, and the figure
is the median of the rounds' ratios: identical code has been seen to swing by half on a shared machine.

by hand      `by_hand.decide`
generated    `sgpolicy compile --to python` of the same articles
machine      the same as machine code; with the extra `compiled`
interpreter  the same outcomes with the whole trace, for explanations
read         one application from plain text values to typed ones, which all of them need first

Prints a table, or with `--json` a document; `--check` fails where generated is over 0.6 of by hand.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

import articles
import by_hand

from sgpolicy.applying.names import Names
from sgpolicy.applying.reading import read_application
from sgpolicy.applying.writing import to_data
from sgpolicy.errors import MachineCodeError
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import Generated, generate
from sgpolicy.evaluating.interpreter import evaluate_prepared
from sgpolicy.machine_code import as_machine_code
from sgpolicy.model.application import Application

BAR = 0.6
MEANING = {0: False, 1: None, 7: True, 8: by_hand.NOT_APPLIED}
Applicant = dict[Any, Any]


def disagreements(made: Generated, applicants: list[Applicant]) -> list[tuple[int, str]]:
    """Which applicant and which rule the two see differently."""
    found = []
    for number, one in enumerate(applicants):
        outcomes = made.plain(one, {}, articles.ON)[1]
        generated = {key: MEANING[code] for key, code in zip(made.truths, outcomes, strict=False)}
        for key, value in by_hand.decide(one).items():
            if (generated[key] is not value and generated[key] != value) or (
                generated[key] is None
            ) != (value is None):
                found.append((number, key))
    return found


def microseconds(work: Callable[[Applicant], object], applicants: list[Applicant]) -> float:
    """The mean time of one call."""
    begin = time.perf_counter()
    for one in applicants:
        work(one)
    return (time.perf_counter() - begin) / len(applicants) * 1e6


def in_machine_code(made: Generated) -> dict[str, Generated]:
    """The same as machine code; nothing where what it takes is not installed."""
    try:
        return {"machine": as_machine_code(made)}
    except MachineCodeError:
        return {}


def _work(made: Generated) -> Callable[[Applicant], object]:
    plain, on = made.plain, articles.ON
    return lambda one: plain(one, {}, on)


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def measure(rounds: int, count: int) -> dict[str, float]:
    """All figures: microseconds, and the ratio."""
    core = articles.core()
    prepared = prepare(core)
    made = generate(prepared, {})
    applicants: list[Applicant] = [*articles.applicants(core, count, missing=0.03)]
    forms = {"generated": made, **in_machine_code(made)}
    for form in forms.values():
        wrong = disagreements(form, applicants)
        if wrong:
            message = f"they disagree {len(wrong)} times, first on applicant {wrong[0]}"
            raise SystemExit(message)
    works = {"by hand": by_hand.decide, **{name: _work(form) for name, form in forms.items()}}
    runs: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            runs[name].append(microseconds(work, applicants))
    figures = {name: statistics.median(times) for name, times in runs.items()}
    figures["ratio"] = ratio(runs["generated"], runs["by hand"])
    if "machine" in runs:
        figures["its ratio"] = ratio(runs["machine"], runs["by hand"])
    some = applicants[:200]

    def interpreted(one: Applicant) -> object:
        return evaluate_prepared(prepared, Application(one), articles.ON, {}, exact=False)

    figures["interpreter"] = microseconds(interpreted, some)
    facts: list[Applicant] = some
    written = [to_data(core, Application(one)) for one in facts]
    names = Names(core)
    figures["read"] = microseconds(lambda data: read_application(core, data, names=names), written)
    return figures


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description="How fast one decision is.")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--applicants", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    figures = measure(options.rounds, options.applicants)
    if options.json:
        print(json.dumps({"python": platform.python_version(), "figures": figures}, indent=2))
    else:
        for name, value in figures.items():
            unit = "" if name.endswith("ratio") else "us"
            print(f"{name:<12}{value:10.2f} {unit}")
    if options.check and figures["ratio"] > BAR:
        raise SystemExit(f"generated takes {figures['ratio']:.2f} of by hand; the bar is {BAR}")


if __name__ == "__main__":
    main()
