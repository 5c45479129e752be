"""How a hundred thousand platforms stand on a day: the generated functions beside the interpreter.

Takes typed histories (see `lives.platforms`), gives compact statuses. The two are timed in turn, round by round,
the interpreter on some of the histories; they must agree on those before anything is timed.

status       one history by `CompiledPolicy.statuses`, microseconds of processor time; the best and the median round
register     rows of a register by `CompiledPolicy.register`, by as many processes as there are processors: microseconds
             by the clock, from the call to the last row; what somebody waits for all of them, divided by their number
unlike       the same as the first, nothing being kept from one history to the next: no two with the same past
interpreter  the same by `Policy.status`, with its reasons
ratio        how many times as fast, the median of the rounds'
read         one history from plain data to a typed one, which both need first
left         how many in a thousand were left to the interpreter
--policy ID  measures variations of a shipped policy's own histories instead (of any number of events)

Prints a table, or with `--json` a document; `--check` fails where a status takes more than 60 µs, `--check-register`
where a row of a register does.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

import lives

import sgpolicy
from sgpolicy.compiled import CompiledPolicy
from sgpolicy.evaluating.lives.telling import codes_of
from sgpolicy.model.history import History
from sgpolicy.registers.sharing import processors

BAR = 60
SHAOGUAN = "shaoguan-2022-188"


def disagreements(compiled: CompiledPolicy, histories: list[History]) -> Iterator[tuple[int, str]]:
    """Which history and which part of it the two see differently."""
    for number, found in enumerate(compiled.statuses(histories, on=lives.ON)):
        chronicle = compiled.policy.status(histories[number], on=lives.ON).chronicle
        for name, one, other in zip(
            found.codes._fields, found.codes, codes_of(chronicle), strict=True
        ):
            if one != other:
                yield number, name


def apart(compiled: CompiledPolicy, histories: list[History]) -> float:
    """The mean time of one status, each history as if it were the only one."""
    program = compiled.program
    begin = time.process_time()
    for _ in compiled.statuses(histories, on=lives.ON):
        if program is not None:
            program.pasts.clear()
    return (time.process_time() - begin) / len(histories) * 1e6


def measure(policy: str, count: int, events: int, rounds: int) -> dict[str, float]:
    """All figures: microseconds, the ratio, and those left to the interpreter per thousand."""
    law = sgpolicy.load(policy)
    compiled = law.compiled()
    is_bar = policy == SHAOGUAN
    histories = [*(lives.platforms(count, events) if is_bar else lives.variations(law, count))]
    some = histories[:: max(1, len(histories) // 100)][:100]
    wrong = [*disagreements(compiled, some)]
    if wrong:
        message = f"they disagree {len(wrong)} times, first on history {wrong[0]}"
        raise SystemExit(message)
    fast, unlike, slow, rows = [], [], [], []
    left = 0
    for _ in range(rounds):
        begin = time.process_time()
        left = sum(found.is_interpreted for found in compiled.statuses(histories, on=lives.ON))
        fast.append((time.process_time() - begin) / len(histories) * 1e6)
        begin = time.perf_counter()
        deque(compiled.register(histories, on=lives.ON, processes=processors()), maxlen=0)
        rows.append((time.perf_counter() - begin) / len(histories) * 1e6)
        unlike.append(apart(compiled, histories[:1000]))
        begin = time.process_time()
        for one in some:
            law.status(one, on=lives.ON)
        slow.append((time.process_time() - begin) / len(some) * 1e6)
    written: list[Any] = [*lives.shipped_histories(law)]
    if policy == SHAOGUAN:
        written = [lives.plain(law, one) for one in some]
    begin = time.process_time()
    for data in written:
        law.read_history(data)
    read = (time.process_time() - begin) / len(written) * 1e6
    return {
        "status": min(fast),
        "status, median": statistics.median(fast),
        "register": min(rows),
        "register, median": statistics.median(rows),
        "unlike": min(unlike),
        "interpreter": statistics.median(slow),
        "ratio": statistics.median(one / two for one, two in zip(slow, fast, strict=True)),
        "read": read,
        "left": left / len(histories) * 1000,
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description="How fast a status is, many at a time.")
    parser.add_argument("--policy", default=SHAOGUAN, choices=sgpolicy.shipped())
    parser.add_argument("--histories", type=int, default=5000, help="100000 for the bar")
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--check-register", action="store_true")
    options = parser.parse_args()
    figures = measure(options.policy, options.histories, options.events, options.rounds)
    if options.json:
        print(json.dumps({"python": platform.python_version(), "figures": figures}, indent=2))
    else:
        for name, value in figures.items():
            unit = {"ratio": "", "left": "‰"}.get(name, "us")
            print(f"{name:<18}{value:10.1f} {unit}")
    for name, is_checked in (("status", options.check), ("register", options.check_register)):
        if is_checked and figures[name] > BAR:
            raise SystemExit(f"{name}: {figures[name]:.1f} us each; the bar is {BAR}")


if __name__ == "__main__":
    main()
