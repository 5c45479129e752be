"""How long the language server takes to answer an edit in the shipped policy.

A real client types into `03-conditions.md`, character by character, in several places; an answer is the
diagnostics of the text just typed. `python bench/editor.py`

median, worst   of all answers
steady          the worst edit, of each edit the best of the rounds: without what else the machine did meanwhile
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from sgpolicy.loading import shipped_folder

FILE = "03-conditions.md"
PLACES = {
    "a number in a rule": ("\n  资产总额 不低于 ", "1234"),
    "a name in an expression": ("\n  按 周年当日（\n    算满：", "资产总额且"),
    "a new declaration": (
        "```sgp\n规则 独立法人",
        "规则 新的规则 new_rule 「经营规范」：资产总额 不低于 5万元。\n",
    ),
    "the law's text, at the top": ("## 第三章 认定条件", "（试行）"),
}
"""Where is typed, and what: after the first words, or before them where they begin with a fence."""

_READING = 1.0
"""Seconds between opening a file and the first character: meanwhile the server starts its cases."""


class _Client:
    """A client that waits for the diagnostics of what it has typed."""

    def __init__(self, client: LanguageClient, uri: str) -> None:
        self.client = client
        self.uri = uri
        self.version = 0
        self.answers: asyncio.Queue[int | None] = asyncio.Queue()

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def _(params: types.PublishDiagnosticsParams) -> None:
            if params.uri == uri:
                self.answers.put_nowait(params.version)

    async def open(self, text: str) -> None:
        """Open the file."""
        self.version += 1
        item = types.TextDocumentItem(self.uri, "markdown", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self._answered()

    async def type(self, text: str) -> float:
        """Have the file stand as `text`; milliseconds until its diagnostics are there."""
        self.version += 1
        begin = perf_counter()
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        await self._answered()
        return (perf_counter() - begin) * 1000

    def processor_time(self) -> float | None:
        """Milliseconds that the server has computed so far; None where the system does not tell."""
        server = self.client._server  # noqa: SLF001 - the client tells it in no other way
        try:
            fields = Path(f"/proc/{server.pid if server else 0}/stat").read_text("ascii").split()
        except OSError:
            return None
        return (int(fields[13]) + int(fields[14])) * 1000 / os.sysconf("SC_CLK_TCK")

    async def _answered(self) -> None:
        while await asyncio.wait_for(self.answers.get(), 60) != self.version:
            pass


@asynccontextmanager
async def _client(folder: Path) -> AsyncIterator[_Client]:
    client = LanguageClient("bench", "1")
    await client.start_io(sys.executable, "-m", "sgpolicy", "lsp")
    await client.initialize_async(
        types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=folder.as_uri())
    )
    client.initialized(types.InitializedParams())
    yield _Client(client, (folder / FILE).as_uri())
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()  # type: ignore[no-untyped-call]


async def _measure(folder: Path, rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    text = (folder / FILE).read_text("utf-8")
    async with _client(folder) as client:
        begin = perf_counter()
        await client.open(text)
        print(
            f"opened: {(perf_counter() - begin) * 1000:.0f} ms (the whole folder is read and checked)"
        )
        await asyncio.sleep(_READING)
        start = client.processor_time()
        for _ in range(rounds):
            for what, (place, typed) in PLACES.items():
                at = text.index(place) + (0 if place.startswith("```") else len(place))
                at += len("```sgp\n") if place.startswith("```") else 0
                for count in range(1, len(typed) + 1):
                    ms = await client.type(text[:at] + typed[:count] + text[at:])
                    times.setdefault(what, []).append(ms)
                times[what].append(await client.type(text))
        end = client.processor_time()
        if start is not None and end is not None:
            answers = sum(map(len, times.values()))
            print(f"the server computes {(end - start) / answers:.1f} ms for an answer, on average")
    return times


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "policy"
        shutil.copytree(shipped_folder() / "shaoguan-2022-188", folder)
        shutil.rmtree(folder / "cases")  # they run beside it, in a process of their own
        times = asyncio.run(_measure(folder, rounds))
    print(f"{'edit':34} {'answers':>8} {'median':>9} {'worst':>9} {'steady':>9}")
    best = {what: _best(each, rounds) for what, each in times.items()}
    everything = [ms for each in times.values() for ms in each]
    for what, each in [*times.items(), ("all", everything)]:
        steady = max(best.get(what) or (ms for some in best.values() for ms in some))
        print(
            f"{what:34} {len(each):8} {statistics.median(each):6.1f} ms {max(each):6.1f} ms"
            f" {steady:6.1f} ms"
        )


def _best(times: list[float], rounds: int) -> list[float]:
    """Of each edit the best of the rounds."""
    edits = len(times) // rounds
    return [min(times[at::edits]) for at in range(edits)]


if __name__ == "__main__":
    main()
