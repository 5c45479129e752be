"""How time grows with the number of rules and of rows: the slope of a straight line in logarithms, 1 being linear."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import articles

import sgpolicy
from peers import synthetic
from peers.batch import timed
from peers.columns import generate as columns_of
from peers.content import Content, peers
from peers.measuring import exponent, interleaved, microseconds, seconds
from peers.rules import rules_of
from sgpolicy.evaluating.compiling import prepare
from sgpolicy.evaluating.generated.engine import Generated, generate
from sgpolicy.model.core import Core

SLOW_LOAD = 20.0
"""A peer whose loading takes longer (seconds) is not asked for more rules."""


def by_rules(sizes: list[int], rounds: int) -> dict[str, Any]:
    """Loading a made-up policy of so many rules from its text, making the function, deciding by it; ms and us."""
    shown: dict[str, dict[str, Any]] = {}
    found: dict[str, dict[int, float]] = {}
    given_up: set[str] = set()

    def note(name: str, size: int, value: float) -> None:
        found.setdefault(name, {})[size] = value

    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = synthetic.write(Path(place) / "policy", size)
            count = 1 if size > 1000 else 3
            note("sgpolicy: load from text, ms", size, 1e3 * min(
                seconds(partial(sgpolicy.load, folder)) for _ in range(count)
            ))  # fmt: skip
            core = sgpolicy.load(folder).core
        made = interleaved({"generate": partial(_generate, core)}, 3)
        note("sgpolicy: generate, ms", size, made["generate"] * 1e3)
        function = generate(prepare(core), {}).plain
        applicants: list[Any] = [*synthetic.applicants(core, 20)]
        calls: dict[str, Any] = {"sgpolicy: decide, us": (partial(_decide, function), applicants)}
        rules = rules_of(core)
        for peer in peers():
            if peer.name in given_up:
                continue
            try:
                begin = seconds(partial(note_load, peer, rules, calls, applicants))
            except Exception as error:  # noqa: BLE001 - a limit of the peer's own
                shown[f"{peer.name}: fails"] = {
                    "what": f"{peer.name}: fails at {size} rules", "why": str(error)[:80],
                }  # fmt: skip
                given_up.add(peer.name)
                continue
            note(f"{peer.name}: load, ms", size, begin * 1e3)
            if begin > SLOW_LOAD:
                given_up.add(peer.name)
        for (
            name,
            call,
        ) in calls.items():  # one after the other: interleaved, all would start from cold caches
            note(name, size, microseconds({name: call}, rounds)[name])
    rows = [
        {
            "what": name,
            **{f"{size:,}": by_size.get(size) for size in sizes},
            "exponent": exponent([*by_size], [*by_size.values()]) if len(by_size) > 2 else None,
            "from 100": _from(by_size, 100),
        }
        for name, by_size in found.items()
    ]
    return {"rows": rows, "failures": [*shown.values()]}


def _generate(core: Core) -> Generated:
    return generate(prepare(core), {})


def _decide(function: Callable[..., object], one: Any) -> object:  # noqa: ANN401
    return function(one, {}, articles.ON)


def note_load(peer: Any, rules: Any, calls: dict[str, Any], applicants: list[Any]) -> None:  # noqa: ANN401
    """Load a peer's rules and remember how to decide by them."""
    running = peer.load(peer.write(rules), rules)
    known = rules.facts.keys()
    some = [{k: v for k, v in one.items() if k in known} for one in applicants]
    calls[f"{peer.name}: decide, us"] = (running.decide, [running.convert(one) for one in some])
    running.decide(running.convert(some[0]))


def _from(by_size: dict[int, float], least: int) -> float | None:
    large = {size: value for size, value in by_size.items() if size >= least}
    return exponent([*large], [*large.values()]) if len(large) > 1 else None


def by_rows(content: Content, sizes: list[int], rounds: int) -> dict[str, Any]:
    """Seconds for so many rows, and the slope."""
    found: dict[str, dict[int, float]] = {}
    for size in sizes:
        columns = columns_of(content.rules, size, missing=0)
        times, _, _ = timed(content, columns, rounds, budget=30)
        for name, time in times.items():
            found.setdefault(name, {})[size] = time
    rows = [
        {
            "engine": name,
            **{f"{size:,}": by_size.get(size) for size in sizes},
            "exponent": exponent([*by_size], [*by_size.values()]),
            "from 100,000": _from(by_size, 100_000),
        }
        for name, by_size in found.items()
    ]
    return {"rows": rows}
