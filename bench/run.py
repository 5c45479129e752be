"""How fast: importing the library, loading the policy, evaluating, splitting for what is pending.

import      what `import sgpolicy` adds to bare Python
first load  the shipped policy from its source in a new process: with every module that takes to import
            and the building of the grammar
load        the same again in the same process
load, stored  the same from its stored form (`sgpolicy compile --to core`)
one process  a process that loads the stored policy, decides an application in JSON and says it in one line,
            less what starting Python takes
read        the largest application: some sixty enterprises, a dozen activities, eight staff
evaluate    that application, with the whole trace
audit       the same, explained: evaluated again under every other reading, and laid out
pending …   an application that is still open: the split over what may be stated
status      a platform's seven years (35 events) as of a day; `status, letter` also under every other reading

Prints a table, or with `--json` a document. Each figure is the median of at least 15 runs; the first and
"one process" that of at least 31 differences between a process and bare Python, started turn by turn. Nothing
else should be running. The bars are those the project set itself; `--check` fails where one is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

ON = date(2026, 11, 22)
POLICY = "shaoguan-2022-188"
APPLICATIONS = Path(__file__).parents[1] / "policies" / POLICY / "applications"
HISTORY = APPLICATIONS.parent / "histories" / "七年.yaml"
BARS = {"load": 300.0, "evaluate": 5.0, "import": 60.0, "one process": 120.0}


def median_ms(runs: int, work: Callable[[], object]) -> float:
    """The median time of `work`, in milliseconds, after one run to warm up."""
    work()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def over_bare_ms(runs: int, code: str) -> float:
    """What running `code` adds to starting Python: processes with it and without, turn by turn.

    The modules' byte code is there, as it is where a package was installed: in a place of its own, written by
    the first run, whatever the environment says of writing it.
    """
    with tempfile.TemporaryDirectory() as away:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": away}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def once(text: str) -> float:
            begin = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", text], check=True, capture_output=True, env=environment
            )
            return (time.perf_counter() - begin) * 1000

        once(code), once("pass")
        return statistics.median(once(code) - once("pass") for _ in range(max(runs, 31)))


def import_ms(runs: int) -> float:
    """What `import sgpolicy` adds to starting Python, each in a process of its own."""
    return over_bare_ms(runs, "import sgpolicy")


def first_load_ms(runs: int) -> float:
    """The first `sgpolicy.load` of a process, as that process itself times it."""
    code = (
        "import time, sgpolicy; begin = time.perf_counter(); "
        f"sgpolicy.load({POLICY!r}); print((time.perf_counter() - begin) * 1000)"
    )
    times = []
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        times.append(float(done.stdout))
    return statistics.median(times)


def process_ms(folder: Path, runs: int) -> float:
    """Loading a stored policy, deciding an application and saying it in a line, over bare Python."""
    from sgpolicy import load
    from sgpolicy.applying.writing import to_data

    policy = load(folder)
    ready = policy.read_application(folder / "applications" / "符合-只有申报数.yaml")
    file = folder / "application.json"
    file.write_text(json.dumps(to_data(policy.core, ready), ensure_ascii=False), "utf-8")
    code = (
        "import pathlib, sgpolicy; from datetime import date; "
        f"policy = sgpolicy.load({str(folder)!r}); "
        f"decision = policy.evaluate(pathlib.Path({str(file)!r}), on=date(2026, 11, 22)); "
        "print(decision.explain('line'))"
    )
    return over_bare_ms(runs, code)


def measure(runs: int) -> dict[str, float]:
    """All figures, in milliseconds."""
    figures = {"import": import_ms(runs), "first load": first_load_ms(runs)}

    import sgpolicy

    figures["load"] = median_ms(runs, lambda: sgpolicy.load(POLICY))
    policy = sgpolicy.load(POLICY)
    with tempfile.TemporaryDirectory() as away:
        copy = shutil.copytree(APPLICATIONS.parent, Path(away) / POLICY)
        sgpolicy.store(copy)
        figures["load, stored"] = median_ms(runs, lambda: sgpolicy.load(copy))
        figures["one process"] = process_ms(copy, runs)
    full = APPLICATIONS / "符合-综合服务中心.yaml"
    ready = policy.read_application(full)
    figures["read"] = median_ms(runs, lambda: policy.read_application(full))
    figures["evaluate"] = median_ms(10 * runs, lambda: policy.evaluate(ready, on=ON))
    figures["audit"] = median_ms(runs, lambda: policy.evaluate(ready, on=ON).explain("audit"))
    for name, pending in {
        "pending, three facts": policy.read_application(APPLICATIONS / "待补材料.yaml"),
        "pending, all facts": policy.read_application({}),
    }.items():
        figures[name] = median_ms(runs, partial(policy.evaluate, pending, on=ON))
    history = policy.read_history(HISTORY)
    until = date(2028, 4, 7)
    figures["status"] = median_ms(runs, lambda: policy.status(history, on=until))
    figures["status, letter"] = median_ms(
        runs, lambda: str(policy.status(history, on=until).explain("letter"))
    )
    return figures


def report(figures: dict[str, float], runs: int) -> dict[str, Any]:
    """The figures with their bars and the machine they were taken on."""
    return {
        "schema": "sgpolicy.bench/1",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "runs": runs,
        "milliseconds": {name: round(value, 3) for name, value in figures.items()},
        "bars": BARS,
    }


def main() -> int:
    """Measure and print; 1 where a bar is missed and `--check` was given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=21, help="at least 15; 21 by default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    runs = max(15, options.runs)
    figures = measure(runs)
    if options.json:
        print(json.dumps(report(figures, runs), indent=2))
    else:
        print(f"{'':24}{'median ms':>12}{'bar ms':>10}")
        for name, value in figures.items():
            bar = f"{BARS[name]:.0f}" if name in BARS else "-"
            print(f"{name:24}{value:12.2f}{bar:>10}")
    missed = [name for name, bar in BARS.items() if figures[name] >= bar]
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
