"""How long records take: made with their proof, checked by the standalone checker, replayed.

Each line is the median of rounds over the shipped applications, per record, in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import sgpolicy
from sgpolicy import check_record

ON = date(2026, 11, 22)
ROUNDS = 15
POLICIES = Path(__file__).resolve().parents[1] / "policies"


def median(run: Callable[[], object]) -> float:
    """The median of some rounds, in milliseconds of the processor's time."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def main() -> int:
    """Print a line for every shipped application."""
    print(f"{'':28}{'KB':>5}{'evaluate':>10}{'record':>8}{'check':>8}{'replay':>8}")
    for name in sgpolicy.shipped():
        policy = sgpolicy.load(name)
        for file in sorted((POLICIES / name / "applications").iterdir()):
            one = policy.read_application(file)
            decision = policy.evaluate(one, on=ON)
            record = decision.record()
            data, text = record.data, record.to_bytes()
            figures = [
                median(partial(policy.evaluate, one, on=ON)),
                median(decision.record),
                median(partial(check_record.check, data, print)),
                median(partial(sgpolicy.verify, [text], policy=policy)),
            ]
            label = f"{name[:10]} {file.stem[:12]}"
            columns = "".join(f"{figure:>9.2f}" for figure in figures)
            print(f"{label:<22}{len(text) // 1000:>6}{columns}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
