"""sgpolicy beside its peers: `make bench-peers`, or with the same environment `python -m peers.run` in `bench`.

All are asked for the same: Articles 7 and 8 of the shipped policy under its default readings, 48 facts and 55 named
rules (41 leaves, 14 made of them), every rule's outcome and the verdict. Each peer's module says how it is used and
why that is its best way. Before anything is timed all must agree on complete applicants.

single    one decision, every rule's outcome
explain   the same with reasons, of those that have any
missing   what becomes of applicants of whom facts are missing
batch     many decisions, columns in and columns out; with `--large` also 10^7 rows
pairs     the same at 10^6 rows, sgpolicy and one other in turn, 31 rounds: ratios with their spread
load      loading and importing
memory    peak memory, measured, each in a process of its own
growth    by rules (10 to 10,000) and by rows: an exponent of 1 is linear
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from peers import batch as many
from peers import footprint, growth, pairs, single
from peers.content import Content, peers

SCHEMA = "sgpolicy-bench-peers/1"
SECTIONS = ("single", "explain", "missing", "batch", "pairs", "load", "memory", "growth")
HAND = ("numpy", "polars", "pyarrow", "duckdb", "narwhals")
_AGREED = 2000


def environment() -> dict[str, Any]:
    """What it was measured on."""
    versions: dict[str, str] = {"sgpolicy": _own_version()}
    for peer in peers():
        versions |= peer.versions()
    versions |= {name: version(name) for name in HAND}
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "versions": versions,
    }


def _own_version() -> str:
    import sgpolicy

    return str(sgpolicy.__version__)


def table(title: str, rows: list[dict[str, Any]]) -> None:
    """Print rows of the same kind."""
    print(f"\n── {title}")
    names = [*dict.fromkeys(name for row in rows for name in row if not name.endswith(" prepare"))]
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    widths = [
        max(len(name), *(len(row[i]) for row in cells)) if cells else len(name)
        for i, name in enumerate(names)
    ]
    for line in [names, *cells]:
        shown = [
            cell.ljust(width)
            if i == 0 or not _is_number(cell, line is names)
            else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(shown).rstrip())


def _is_number(cell: str, is_head: bool) -> bool:  # noqa: FBT001
    return is_head or cell[:1].isdigit() or cell[:1] in "-–"


def _cell(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "–"
    if isinstance(value, float):
        return (
            f"{value:,.3f}"
            if abs(value) < 1
            else f"{value:,.2f}"
            if abs(value) < 100
            else f"{value:,.0f}"
        )
    return str(value)


def agreement(content: Content) -> dict[str, Any]:
    """Whether all decide alike; stops where they do not.

    Raises:
        SystemExit: If an outcome of a complete applicant differs.
    """
    found = {
        "one by one": content.agreement(_AGREED),
        "columns": many.agreement(content, _AGREED, 0.0),
        "columns with gaps": many.agreement(content, _AGREED, 0.03),
    }
    rows = [
        {"how": how, "engine": name, "outcomes": _AGREED * len(content.rules.rules), "differing": n}
        for how, counts in found.items()
        for name, n in counts.items()
    ]
    table("agreement with sgpolicy's generated function", rows)
    wrong = {name: n for counts in found.values() for name, n in counts.items() if n}
    if wrong:
        raise SystemExit(f"they do not agree: {wrong}")
    return {"rows": rows}


def _single(content: Content, options: argparse.Namespace) -> dict[str, Any]:
    found = single.single(content, options.rounds)
    table("one decision, every rule's outcome; conversions told apart", found["rows"])
    table("beside", found["beside"])
    return found


def _explain(content: Content, options: argparse.Namespace) -> dict[str, Any]:
    found = single.explained(content, options.rounds)
    table("one decision with reasons", found["rows"])
    return found


def _missing(content: Content, _: argparse.Namespace) -> dict[str, Any]:
    found = single.missing(content)
    table(f"facts missing; the truth: {found['truth']}", found["rows"])
    return found


def _sizes(options: argparse.Namespace) -> list[int]:
    return [10_000, 100_000, 1_000_000, *([10_000_000] if options.large else [])]


def _batch(content: Content, options: argparse.Namespace) -> dict[str, Any]:
    found = {}
    for name, part, sizes in (
        ("complete", 0.0, _sizes(options)),
        ("gaps", 0.02, [1_000_000]),
    ):
        one = found[name] = many.batch(content, sizes, min(options.rounds, 9), part=part)
        title = "nothing missing" if not part else f"{part:.0%} missing"
        given = ", ".join(f"{key} {value:.1f}" for key, value in one["bandwidth GB/s"].items())
        limit = one["limit Mrows/s"]
        table(f"million rows a second, {title}; GB/s: {given}; limit {limit:.0f}", one["rows"])
        prepare = [
            {"engine": row["engine"], **{k: v for k, v in row.items() if k.endswith(" prepare")}}
            for row in one["rows"]
        ]
        renamed = [{k.removesuffix(" prepare"): v for k, v in row.items()} for row in prepare]
        table("preparing what each takes, million rows a second", renamed)
    return found


def _pairs(content: Content, _: argparse.Namespace) -> dict[str, Any]:
    found = {}
    for name, part in (("complete", 0.0), ("gaps", 0.02)):
        found[name] = pairs.paired(content, 1_000_000, part=part)
        title = "nothing missing" if not part else f"{part:.0%} missing"
        table(f"truths of 10^6 rows in pairs, {title}", found[name])
    return found


def _load(content: Content, options: argparse.Namespace) -> dict[str, Any]:
    found = footprint.load(content, options.rounds)
    table("loading the same rules, importing", found["rows"])
    table("beside", found["beside"])
    return found


def _memory(content: Content, options: argparse.Namespace) -> dict[str, Any]:
    found = {} if options.own else footprint.memory(content, 1_000_000)
    if found:
        table("peak memory: loading and 1,000 decisions", found["rows"])
        table(f"peak memory: {found['batch rows']:,} rows", found["batch"])
    found["own batches"] = footprint.batches(content, [1_000_000, 4_000_000])
    table(
        "a batch in a process of its own, MB above what it has without; over: the peak, by input and outputs",
        found["own batches"],
    )
    return found


def _growth(content: Content, options: argparse.Namespace) -> dict[str, Any]:
    sizes = [size for size in (10, 100, 1000, 10_000) if size <= options.most_rules]
    found = {
        "rules": growth.by_rules(sizes, min(options.rounds, 9), [] if options.own else [*peers()]),
        "rows": growth.by_rows(
            content,
            _sizes(options),
            min(options.rounds, 5),
            (many.own_engines if options.own else many.engines)(content),
        ),
    }
    table("growth with the number of rules", found["rules"]["rows"])
    if found["rules"]["failures"]:
        table("limits met", found["rules"]["failures"])
    table("growth with the number of rows, seconds", found["rows"]["rows"])
    return found


_SECTIONS: dict[str, Callable[[Content, argparse.Namespace], dict[str, Any]]] = {
    "single": _single, "explain": _explain, "missing": _missing, "batch": _batch, "pairs": _pairs,
    "load": _load, "memory": _memory, "growth": _growth,
}  # fmt: skip


def main() -> None:
    """Check that all agree, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m peers.run",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, with commas")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is timed")
    parser.add_argument(
        "--large", action="store_true", help="also 10^7 rows (about 9 GB of memory)"
    )
    parser.add_argument(
        "--own",
        action="store_true",
        help="growth and memory of sgpolicy alone, beside Python by hand",
    )
    parser.add_argument("--most-rules", type=int, default=10_000)
    parser.add_argument("--json", type=Path, help="write everything to a file")
    parser.add_argument("--print", metavar="PEER", help="print the rules in a peer's language")
    options = parser.parse_args()
    content = Content()
    if options.print:
        for peer in peers():
            if options.print.lower() in peer.name.lower():
                print(f"# {peer.about}\n\n{peer.write(content.rules)}")
        return
    wanted = options.only.split(",")
    if unknown := [name for name in wanted if name not in _SECTIONS]:
        parser.error(f"no such section: {', '.join(unknown)}")
    document: dict[str, Any] = {
        "schema": SCHEMA, "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "environment": environment(), "agreement": agreement(content),
    }  # fmt: skip
    for name in wanted:
        document[name] = _SECTIONS[name](content, options)
    if options.json:
        options.json.write_text(
            json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
