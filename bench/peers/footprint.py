"""Loading, importing and memory: what an engine costs before the first decision, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from peers.content import Content, peers
from peers.measuring import interleaved

_HERE = Path(__file__).parents[1]
IMPORTS = {
    "sgpolicy": "import sgpolicy", "JsonLogic": "import datalogic_py", "GoRules zen": "import zen",
    "CEL": "import cel", "Rego (regorus)": "import opa_eval", "Cedar": "import cedarpy",
    "rule-engine": "import rule_engine",
    "OpenFisca": "import openfisca_core.simulation_builder, openfisca_core.taxbenefitsystems",
    "NumPy": "import numpy", "Polars": "import polars", "DuckDB": "import duckdb",
}  # fmt: skip


def _run(code: str, *arguments: str) -> str:
    path = os.pathsep.join([str(_HERE), str(_HERE.parent / "src")])
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    return done.stdout.strip()


def load(content: Content, rounds: int) -> dict[str, Any]:
    """Milliseconds from the rules' text to ready for deciding, and to import in a new process over bare Python."""
    rules, core = content.rules, content.ours.core
    from sgpolicy.evaluating.compiling import prepare
    from sgpolicy.evaluating.generated.engine import generate

    works: dict[str, Any] = {"sgpolicy": lambda: generate(prepare(core), {})}
    for peer in peers():
        text = peer.write(rules)
        works[peer.name] = partial(peer.load, text, rules)
    times = interleaved(works, min(rounds, 9))
    imports = interleaved(
        {name: partial(_run, code) for name, code in {"bare": "pass", **IMPORTS}.items()},
        min(rounds, 7),
    )
    rows = [
        {
            "engine": name,
            "load ms": times[name] * 1e3 if name in times else None,
            "import ms": (imports[name] - imports["bare"]) * 1e3,
        }
        for name in IMPORTS
    ]
    return {"rows": rows, "beside": _whole(rounds)}


def _whole(rounds: int) -> list[dict[str, Any]]:
    """The whole shipped policy, from its source and from its stored form, in this process."""
    import shutil

    from sgpolicy import load as load_policy
    from sgpolicy.opening import folder_of, store

    name = "shaoguan-2022-188"
    with tempfile.TemporaryDirectory() as place:
        stored = Path(place) / name
        shutil.copytree(folder_of(name), stored)
        plain = Path(place) / "source"
        shutil.copytree(folder_of(name), plain, ignore=shutil.ignore_patterns("compiled.json"))
        store(stored)
        times = interleaved(
            {
                "whole policy, from source": lambda: load_policy(plain),
                "whole policy, stored": lambda: load_policy(stored),
            },
            min(rounds, 7),
        )
    return [{"what": what, "ms": one * 1e3} for what, one in times.items()]


_MEMORY = """\
import sys, json, pickle, importlib
from peers.resident import now, peak
name, path = sys.argv[1:]
with open(path, "rb") as file:
    rules, core, applicants = pickle.load(file)
before = now()
if name == "sgpolicy":
    from sgpolicy.evaluating.compiling import prepare
    from sgpolicy.evaluating.generated.engine import generate
    from datetime import date
    made = generate(prepare(core), {})
    for one in applicants:
        made.plain(one, {}, date(2026, 11, 22))
else:
    peer = importlib.import_module("peers." + name).PEER
    running = peer.load(peer.write(rules), rules)
    for one in applicants:
        running.decide(running.convert(one))
print(json.dumps([before, peak()]))
"""
_BATCH_MEMORY = """\
import sys, json
from peers.resident import now, peak
from peers.content import Content
from peers.columns import generate
from peers.batch import engines
name, size = sys.argv[1], int(sys.argv[2])
content = Content()
engine = engines(content)[name]
engine(content, generate(content.rules, 1000, missing=0))()
columns = generate(content.rules, size, missing=0)
work = engine(content, columns)
before = now()
work()
print(json.dumps([before, peak()]))
"""
PIECES = 8
_OWN_BATCH = """\
import sys, json
import polars as pl
from peers.resident import now, peak
from peers.content import Content
from peers.columns import generate
from peers.batch import own_input, own_kinds
name, path = sys.argv[1:]
content = Content()
decide, frame = own_input(content, own_kinds(content)[name], generate(content.rules, 1000, missing=0))
decide(frame)
bare = now()
frame = pl.read_ipc(open(path, "rb").read())
with_input = now()
found = decide(frame)
own = found.select(name for name in found.columns if name not in frame.columns)
print(json.dumps([bare, with_input, peak(), frame.estimated_size("mb"), own.estimated_size("mb")]))
"""


def batches(content: Content, sizes: list[int]) -> list[dict[str, Any]]:
    """What sgpolicy's engines need for a batch: resident memory of a new process, MB, above what it has without.

    The input is read from a file, in one piece or in several as files are written, so that making it leaves nothing
    behind that an engine could use. What input and outputs take is what Polars says of the frames; the input is
    measured besides. `over` is the peak as a part of input and outputs: 1 would be no memory but theirs.
    """
    from peers.batch import SLOW, own_input, own_kinds
    from peers.columns import generate

    rows: list[dict[str, Any]] = []
    fastest = next(iter(own_kinds(content).values()))
    for size in sizes:
        columns = generate(content.rules, size, missing=0)
        for name, kind in own_kinds(content).items():
            if name in SLOW:
                continue
            frame = own_input(content, kind, columns)[1]
            for pieces in (1, PIECES) if kind == fastest else (1,):
                shown = name if pieces == 1 else f"{name}, input in {pieces} pieces"
                rows.append({"engine": shown, "rows": f"{size:,}", **_batch(name, frame, pieces)})
    return rows


def _batch(name: str, frame: Any, pieces: int) -> dict[str, float]:  # noqa: ANN401 - a Polars frame
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "frame.arrow"
        frame.write_ipc(path, record_batch_size=-(-frame.height // pieces))
        bare, resident, most, given, made = json.loads(_run(_OWN_BATCH, name, str(path)))
    return {
        "input": given, "input, measured": resident - bare, "outputs": made,
        "peak, measured": most - bare, "over": (most - bare) / (given + made),
    }  # fmt: skip


def memory(content: Content, size: int) -> dict[str, Any]:
    """Peak resident memory, MB, of a new process: what loading and 1,000 decisions add; what a batch adds.

    The first over the rules and applicants alone, so with importing the engine; the second over the applicants
    as the engine takes them. Outputs count, but for hand-written NumPy, whose own are there before.
    """
    import pickle

    from peers.batch import SLOW, engines
    from peers.content import MODULES

    names = dict(zip((peer.name for peer in peers()), MODULES, strict=True))
    rows = []
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "content"
        applicants = content.applicants(1000, missing=0)
        path.write_bytes(pickle.dumps((content.rules, content.ours.core, applicants)))
        for name, module in {"sgpolicy": "sgpolicy", **names}.items():
            before, after = json.loads(_run(_MEMORY, module, str(path)))
            rows.append({"engine": name, "before MB": before, "adds MB": after - before})
    many = []
    for name in engines(content):
        if name not in SLOW:
            before, after = json.loads(_run(_BATCH_MEMORY, name, str(size)))
            many.append({"engine": name, "before MB": before, "adds MB": after - before})
    return {"rows": rows, "batch": many, "batch rows": size}
