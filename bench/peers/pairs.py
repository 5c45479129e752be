"""Batches in pairs: sgpolicy and one other, in turn, with nothing else in the rounds.

Where `batch` gives all engines' speeds in a few rounds, this gives ratios with their spread: of each round how long
the other took by how long sgpolicy took. Both say of each rule whether it is met, or nothing while that is open.
"""

from __future__ import annotations

import gc
import statistics
from typing import Any

from peers.batch import HAND, TWO_VALUED, OwnKind, own_input
from peers.columns import generate
from peers.content import Content
from peers.measuring import all_rounds

ROUNDS = 31


def paired(
    content: Content, rows: int, rounds: int = ROUNDS, *, part: float = 0.0
) -> list[dict[str, Any]]:
    """How many times as fast sgpolicy is as each: quartiles over the rounds.

    Args:
        content: The rules.
        rows: How many applicants.
        rounds: How often each pair is timed.
        part: Which part of the facts is missing; two-valued code is not asked then.
    """
    columns = generate(content.rules, rows, missing=part)
    decide, frame = own_input(content, OwnKind(content.ours.engines[0], as_truths=True), columns)
    found = []
    for name, prepare in HAND.items():
        if part and name in TWO_VALUED:
            continue
        works = {"own": lambda: decide(frame), "other": prepare(content, columns)}
        times = all_rounds(works, rounds)
        ratios = [b / a for a, b in zip(times["own"], times["other"], strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        found.append(
            {
                "beside": name,
                "times as fast": middle,
                "quarter below": low,
                "quarter above": high,
                "own Mrows/s": rows / statistics.median(times["own"]) / 1e6,
                "its Mrows/s": rows / statistics.median(times["other"]) / 1e6,
            }
        )
        del works
        gc.collect()
    return found
