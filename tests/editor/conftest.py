"""A real client beside a real server process: `pygls`'s own, over standard input and output."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

REPO = Path(__file__).parents[2]
SHIPPED = REPO / "policies" / "shaoguan-2022-188"
CASES = ("07-0", "07-1", "20-")
PATIENCE = 90
"""Seconds after which a test gives up; nothing is as slow as that."""


class Editor:
    """What a person at an editor does, one call each."""

    def __init__(self, client, folder):
        self.client = client
        self.folder = folder
        self.texts = {}
        self.versions = {}
        self.diagnostics = {}
        self.shown = []
        self.documents = []
        self.refreshed = 0
        self.news = asyncio.Event()

    def uri(self, name):
        return (self.folder / name).as_uri()

    def document(self, name):
        return types.TextDocumentIdentifier(self.uri(name))

    def open(self, name, text=None):
        if text is None:
            text = (self.folder / name).read_bytes().decode("utf-8")
        self.texts[name] = text
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name, text):
        """Replace the whole text, as clients do that send whole texts."""
        self.texts[name] = text
        self.versions[name] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name)),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def save(self, name):
        (self.folder / name).write_text(self.texts[name], "utf-8")
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.document(name)))

    def replace(self, name, old, new):
        assert self.texts[name].count(old) == 1, (old, self.texts[name].count(old))
        self.type(name, self.texts[name].replace(old, new))

    def place(self, name, words, after=0):
        """The position at `words`, `after` characters on; columns in UTF-16, worked out on its own."""
        text = self.texts[name]
        at = text.index(words) + after
        before = text[:at].replace("\r\n", "\n")
        line = before.count("\n")
        column = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
        return types.Position(line, column)

    def at(self, name, words, after=0):
        return {"text_document": self.document(name), "position": self.place(name, words, after)}

    def words(self, name, range_):
        """The text in a range, counted in UTF-16 on its own."""
        lines = self.texts[name].replace("\r\n", "\n").split("\n")
        start, end = range_.start, range_.end
        units = [line.encode("utf-16-le") for line in lines]
        if start.line == end.line:
            return units[start.line][2 * start.character : 2 * end.character].decode("utf-16-le")
        middle = [line.decode("utf-16-le") for line in units[start.line + 1 : end.line]]
        first = units[start.line][2 * start.character :].decode("utf-16-le")
        return "\n".join([first, *middle, units[end.line][: 2 * end.character].decode("utf-16-le")])

    async def until(self, holds):
        """Wait until something holds; checked whenever the server has said something."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self.news.clear()
                await self.news.wait()

    async def findings(self, name, *codes):
        """The diagnostics of a file once their codes are these."""
        uri = self.uri(name)

        def here():
            return sorted(d.code for d in self.diagnostics.get(uri, ()))

        await self.until(lambda: uri in self.diagnostics and here() == sorted(codes))
        return self.diagnostics[uri]


async def _editor(folder, locale):
    client = LanguageClient("tests", "1")
    editor = Editor(client, folder)

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _(params):
        editor.diagnostics[params.uri] = params.diagnostics
        editor.news.set()

    @client.feature(types.WINDOW_SHOW_MESSAGE)
    def _(params):
        editor.shown.append(params.message)
        editor.news.set()

    @client.feature(types.WINDOW_SHOW_DOCUMENT)
    def _(params):
        editor.documents.append(params)
        editor.news.set()
        return types.ShowDocumentResult(success=True)

    @client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def _(_params):
        editor.refreshed += 1
        editor.news.set()

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def _(_params):
        return None

    environment = {**os.environ, "PYTHONPATH": str(REPO / "src")}
    await client.start_io(sys.executable, "-m", "sgpolicy", "lsp", env=environment)
    begun = await client.initialize_async(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(
                text_document=types.TextDocumentClientCapabilities(
                    completion=types.CompletionClientCapabilities(
                        completion_item=types.ClientCompletionItemOptions(snippet_support=True)
                    )
                ),
                workspace=types.WorkspaceClientCapabilities(
                    code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True)
                ),
                window=types.WindowClientCapabilities(
                    show_document=types.ShowDocumentClientCapabilities(support=True)
                ),
            ),
            root_uri=folder.as_uri(),
            locale=locale,
        )
    )
    editor.capabilities = begun.capabilities
    client.initialized(types.InitializedParams())
    return editor


@pytest.fixture
def folder(tmp_path):
    """The shipped policy in a folder of its own, with some of its cases: the server runs them."""
    made = tmp_path / "示范平台 188"
    shutil.copytree(SHIPPED, made)
    for file in (made / "cases").iterdir():
        if not file.name.startswith(CASES):
            file.unlink()
    shutil.copy(SHIPPED.parent / "shared-items.md", tmp_path)
    return made


@pytest.fixture
def edit(folder):
    """`edit(session)` runs a coroutine function with an editor, and closes the server after it."""

    def run(session, locale="zh-cn", folder=folder):
        async def whole():
            editor = await _editor(folder, locale)
            try:
                await session(editor)
                async with asyncio.timeout(PATIENCE):
                    await editor.client.shutdown_async(None)
                    editor.client.exit(None)
                    code = await editor.client._server.wait()  # noqa: SLF001 - no other way to ask
                assert code == 0
                told = await editor.client._server.stderr.read()  # noqa: SLF001
                assert b"Traceback" not in told, told.decode()
            finally:
                if editor.client._server.returncode is None:  # noqa: SLF001
                    editor.client._server.kill()  # noqa: SLF001
                await editor.client.stop()

        asyncio.run(whole())

    return run
