"""How time grows with the number of rules and of rows: the slope of a straight line in logarithms, 1 being linear."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import articles

import sgpolicy
from peers import hand, synthetic
from peers.batch import SLOW, SLOW_ROWS, Engine
from peers.columns import generate as columns_of
from peers.content import Content, Facts
from peers.looking_up import beyond, looking_up
from peers.measuring import Work, all_rounds, each, exponent, seconds
from peers.peer import Peer
from peers.rules import Rules, rules_of
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import Generated, generate
from sgpolicy.machine_code import as_machine_code
from sgpolicy.model.core import Core

SLOW_LOAD = 20.0
"""A peer whose loading takes longer (seconds) is not asked for more rules."""
APPLICANTS = 20
_UNITS = {"ms": 1e3, "us": 1e6}
What = tuple[str, int]
"""What is measured, its unit last, and by how many rules."""


def by_rules(sizes: list[int], rounds: int, chosen: Sequence[Peer]) -> dict[str, Any]:
    """Loading a made-up policy of so many rules from its text, making the function, deciding by it; ms and us.

    What is fast is measured for all sizes in the same rounds, so that what else the machine does meets all alike.
    """
    found: dict[What, list[float]] = {}
    works: dict[What, Work] = {}
    failures: dict[str, str] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = synthetic.write(Path(place) / "policy", size)
            load = partial(sgpolicy.load, folder)
            often = range(1 if size > 1000 else 3)
            found["sgpolicy: load from text, ms", size] = [seconds(load) for _ in often]
            core = sgpolicy.load(folder).core
        rules, applicants = rules_of(core), synthetic.applicants(core, APPLICANTS)
        made = generate(prepare(core), {})
        make = partial(as_machine_code, made)
        found["sgpolicy: make machine code, ms", size] = [seconds(make) for _ in often]
        calls = own_calls(made, rules, applicants)
        works |= {(name, size): each(call, [core]) for name, call in making(rules).items()}
        for peer in chosen:
            if peer.name not in failures and not _is_slow(peer, found):
                try:
                    works[f"{peer.name}: decide, us", size] = _loaded(
                        peer, rules, applicants, found, size
                    )
                except Exception as error:  # noqa: BLE001 - a limit of the peer's own
                    failures[peer.name] = f"at {size:,} rules: {error}"
        works |= {(name, size): each(call, applicants) for name, call in calls.items()}
    for what, times in all_rounds(works, rounds).items():
        found[what] = [one / works[what].count for one in times]  # type: ignore[attr-defined]
    names = dict.fromkeys(name for name, _ in found)
    return {
        "rows": [
            _row(name, {n: t for (one, n), t in found.items() if one == name}) for name in names
        ],
        "failures": [{"what": name, "why": why[:80]} for name, why in failures.items()],
    }


def making(rules: Rules) -> dict[str, Callable[[Core], object]]:
    """Making what decides: sgpolicy's function from the Core; Python's own compiler on one written by hand."""
    text = hand.source(rules)
    return {
        "sgpolicy: generate, ms": lambda core: generate(prepare(core), {}),
        "Python by hand: compile, ms": lambda _: compile(text, "<by hand>", "exec"),
    }


def own_calls(
    made: Generated, rules: Rules, applicants: Sequence[Facts]
) -> dict[str, Callable[[Any], object]]:
    """Deciding typed facts: by sgpolicy's function, by hand.

    It is told apart what it takes to look up the facts, which all have to, and what the function takes beyond.
    """
    plain, machine = made.plain, as_machine_code(made).plain
    return {
        "sgpolicy: decide, us": lambda one: plain(one, {}, articles.ON),
        "sgpolicy: decide in machine code, us": lambda one: machine(one, {}, articles.ON),
        "sgpolicy: decide, the facts being looked up, us": beyond(plain, applicants[0]),
        "Python by hand: decide, us": hand.function(rules),
        "looking up every fact, us": looking_up(rules),
    }


def _is_slow(peer: Peer, found: Mapping[What, Sequence[float]]) -> bool:
    return any(
        name == f"{peer.name}: load, ms" and times[0] > SLOW_LOAD
        for (name, _), times in found.items()
    )


def _loaded(
    peer: Peer, rules: Rules, applicants: list[Any], found: dict[What, list[float]], size: int
) -> Work:
    """Load a peer's rules, note how long that took, and say how to decide by them."""
    begin = time.perf_counter()
    running = peer.load(peer.write(rules), rules)
    known = rules.facts.keys()
    data = [running.convert({k: v for k, v in one.items() if k in known}) for one in applicants]
    running.decide(data[0])
    found[f"{peer.name}: load, ms", size] = [time.perf_counter() - begin]
    return each(running.decide, data)


def _row(name: str, times: Mapping[int, Sequence[float]]) -> dict[str, Any]:
    """Medians, their slope, and the slope of the fastest rounds, which others on the machine slow down least."""
    unit = _UNITS[name.rpartition(", ")[2]]
    medians = {size: statistics.median(found) for size, found in times.items()}
    fastest = {size: min(found) for size, found in times.items()}
    return {
        "what": name,
        **{f"{size:,}": one * unit for size, one in medians.items()},
        "exponent": _from(medians, 0),
        "of the fastest": _from(fastest, 0),
        "from 100": _from(medians, 100),
    }


def _from(by_size: Mapping[int, float], least: int) -> float | None:
    large = {size: value for size, value in by_size.items() if size >= least}
    return exponent([*large], [*large.values()]) if len(large) > 1 else None


def by_rows(
    content: Content, sizes: list[int], rounds: int, chosen: Mapping[str, Engine]
) -> dict[str, Any]:
    """Seconds for so many rows, and the slope; all sizes in the same rounds, one engine after the other."""
    tables = {size: columns_of(content.rules, size, missing=0) for size in sizes}
    rows = []
    for name, engine in chosen.items():
        works = {
            size: engine(content, columns)
            for size, columns in tables.items()
            if name not in SLOW or size <= SLOW_ROWS
        }
        medians = {
            size: statistics.median(times)
            for size, times in all_rounds(works, rounds, budget=30).items()
        }
        rows.append(
            {
                "engine": name,
                **{f"{size:,}": medians.get(size) for size in sizes},
                "exponent": _from(medians, 0),
                "from 100,000": _from(medians, 100_000),
                "from 1,000,000": _from(medians, 1_000_000),
            }
        )
        works.clear()
        gc.collect()
    return {"rows": rows}
