"""One decision with every rule's outcome, without and with reasons."""

from __future__ import annotations

from typing import Any

import articles
import by_hand

from peers.content import Content, peers
from peers.measuring import microseconds
from peers.ours import LETTER
from sgpolicy.applying.reading import read_application
from sgpolicy.applying.writing import to_data
from sgpolicy.model.application import Application

GENERATED, BY_HAND = "sgpolicy generated", "Python by hand"


def single(content: Content, rounds: int) -> dict[str, Any]:
    """Microseconds: converting typed facts to what an engine takes, deciding, both; ratios to sgpolicy.

    sgpolicy and the hand-written function take typed facts as they are. `over` is deciding alone, `over, all`
    with the conversion, beside sgpolicy's generated Python and beside its machine code;
    `verdict` is deciding when nothing but the verdict is asked for.
    """
    applicants = content.applicants(1000, missing=0)
    made, machine = content.ours.generated.plain, content.ours.machine.plain
    calls: dict[str, Any] = {
        GENERATED: (lambda one: made(one, {}, articles.ON), applicants),
        content.MACHINE: (lambda one: machine(one, {}, articles.ON), applicants),
        BY_HAND: (by_hand.decide, applicants),
    }
    for name, peer in content.running.items():
        data = [peer.convert(one) for one in applicants]
        calls[f"{name}: convert"] = (peer.convert, applicants)
        calls[name] = (peer.decide, data)
        calls[f"{name}: verdict"] = (peer.verdict, data)
    times = microseconds(calls, rounds)
    own, fastest = times[GENERATED], times[content.MACHINE]
    rows = []
    for name in [GENERATED, content.MACHINE, BY_HAND, *content.running]:
        convert = times.get(f"{name}: convert", 0.0)
        both = times[name] + convert
        rows.append(
            {
                "engine": name, "convert us": convert, "decide us": times[name], "all us": both,
                "verdict us": times.get(f"{name}: verdict"),
                "over": times[name] / own, "over, all": both / own,
                "over machine code": times[name] / fastest, "over it, all": both / fastest,
            }
        )  # fmt: skip
    core = content.ours.core
    facts = [Application(one) for one in applicants[:200]]
    compiled = content.ours.compiled
    native = compiled.in_machine_code()
    extra = microseconds(
        {
            "compiled.decide, typed application": (
                lambda one: compiled.decide(one, on=articles.ON),
                facts,
            ),
            "the same as machine code": (
                lambda one: native.decide(one, on=articles.ON),
                facts,
            ),
            "reading plain text values": (
                lambda data: read_application(core, data),
                [to_data(core, one) for one in facts],
            ),
        },
        min(rounds, 7),
    )
    return {"rows": rows, "beside": [{"what": name, "us": us} for name, us in extra.items()]}


def explained(content: Content, rounds: int) -> dict[str, Any]:
    """Microseconds for a decision with reasons; what the reasons hold stands beside.

    All decide the same complete applicants. sgpolicy's letter stands once more by what it has to say, with
    facts missing for some.
    """
    complete = content.applicants(400, missing=0)
    explaining, facts = content.ours.explaining(), [Application(one) for one in complete]
    calls: dict[str, Any] = {
        f"sgpolicy, {name}": (call, facts) for name, call in explaining.items()
    }
    holds = dict.fromkeys(calls, "rule, article, value, bound, shortfall")
    holds[next(iter(calls))] = "the clauses that decided"
    with_gaps = [Application(one) for one in content.applicants(400, missing=0.03)]
    for kind, group in content.ours.kinds(with_gaps).items():
        name = f"sgpolicy, letter, {kind} ({len(group)} of {len(with_gaps)})"
        calls[name] = (explaining[LETTER], group)
        holds[name] = "the same; what is missing, of whom"
    for peer in peers():
        running = content.running[peer.name]
        if running.explain is not None:
            calls[peer.name] = (running.explain, [running.convert(one) for one in complete])
            holds[peer.name] = peer.explains
    times = microseconds(calls, rounds)
    letter = times[f"sgpolicy, {LETTER}"]
    rows = [
        {"engine": name, "us": us, "over the letter": us / letter, "holds": holds[name]}
        for name, us in times.items()
    ]
    return {"rows": rows}


def missing(content: Content) -> dict[str, Any]:
    """What becomes of 1,000 applicants of whom facts are missing, by the verdict.

    By what sgpolicy says (its generated function): of the undecided, how many a peer allows, refuses, leaves
    open (None), or answers with an error; of the decided, how many it gets wrong, or answers with an error.
    """
    applicants = content.applicants(1000, missing=0.03)
    right = content.right(applicants)
    root = content.rules.root
    rows = []
    for name, peer in content.running.items():
        count = dict.fromkeys(
            ("allows", "refuses", "open", "error", "decided, wrong", "decided, open", "decided, error"), 0
        )  # fmt: skip
        for one, truth in zip(applicants, right, strict=True):
            try:
                verdict = peer.verdict(peer.convert(one))
            except Exception:  # noqa: BLE001 - whatever the peer raises
                count["error" if truth[root] is None else "decided, error"] += 1
                continue
            if truth[root] is None:
                named = {True: "allows", False: "refuses"}
                count[named.get(verdict, "open") if isinstance(verdict, bool) else "open"] += 1
            elif verdict is not truth[root]:
                count["decided, wrong" if isinstance(verdict, bool) else "decided, open"] += 1
        rows.append({"engine": name, **count})
    verdicts = [truth[root] for truth in right]
    counts = {
        "yes": verdicts.count(True),
        "no": verdicts.count(False),
        "open": verdicts.count(None),
    }
    return {"truth": counts, "rows": rows}
