"""A thousand letters: applications evaluated, explained under every reading relied on, and written as HTML.

The applications are the shipped ones with facts changed or left out, so that refusals, open ones and approvals
are all there.

html       what was explained → a thousand pages, each complete in itself
explain    evaluated, then again under every other reading that was relied on, and told
reports    the same for fifty, told in full and written as the auditor's page beside the official text

Prints a table, or with `--json` a document. Each figure is the median of the rounds, in seconds for a thousand.
`--check` fails where `html` takes more than ten seconds.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import sgpolicy
from sgpolicy.model.application import Application
from sgpolicy.records import replace

ON = date(2026, 11, 22)
POLICY = "shaoguan-2022-188"
BAR = 10.0
_REPORTS = 50


def applications(
    policy: sgpolicy.Policy, folder: Path, count: int, seed: int = 1
) -> Iterator[Application]:
    """As many as asked: shipped ones, each with up to three facts changed or left out, some findings too."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    shipped = [policy.read_application(path) for path in sorted(folder.glob("*.yaml"))]
    for number in range(count):
        one = shipped[number % len(shipped)]
        facts = {**one.facts, "applicant_name": f"申请单位{number}"}
        numeric = [key for key, value in facts.items() if not isinstance(value, str | bool)]
        for key in chance.sample(numeric, chance.randint(0, 3)):
            value = facts[key]
            if isinstance(value, int) and chance.random() < 0.7:
                facts[key] = max(0, value + chance.randint(-5, 5))
            else:
                del facts[key]
        findings = dict(one.findings)
        if chance.random() < 0.3:
            for key in chance.sample([*findings], min(2, len(findings))):
                del findings[key]
        yield replace(one, facts=facts, findings=findings)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(rounds: int, count: int, folder: Path) -> dict[str, float]:
    """All figures, in seconds for a thousand."""
    policy = sgpolicy.load(POLICY)
    given = [*applications(policy, folder, count)]
    explained = [policy.evaluate(one, on=ON).explain() for one in given]
    decisions = [policy.evaluate(one, on=ON) for one in given[:_REPORTS]]
    decisions[0].report().to_html()
    runs: dict[str, list[float]] = {"html": [], "explain": [], "reports": []}
    for _ in range(rounds):
        runs["html"].append(
            seconds(lambda: [one.to_html() for one in islice(cycle(explained), 1000)]) / 1000
        )
        runs["explain"].append(
            seconds(lambda: [policy.evaluate(one, on=ON).explain() for one in given]) / count
        )
        runs["reports"].append(
            seconds(lambda: [one.report().to_html() for one in decisions]) / len(decisions)
        )
    return {name: 1000 * statistics.median(times) for name, times in runs.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    folder = Path(__file__).parents[1] / "policies" / POLICY / "applications"
    figures = measure(options.rounds, options.count, folder)
    if options.json:
        machine = f"{platform.machine()} Python {platform.python_version()}"
        print(json.dumps({"machine": machine, "seconds for a thousand": figures}, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:<10} {value:8.2f} s for a thousand")
    if options.check and figures["html"] > BAR:
        raise SystemExit(f"a thousand letters take {figures['html']:.1f} s; at most {BAR:.0f}")


if __name__ == "__main__":
    main()
