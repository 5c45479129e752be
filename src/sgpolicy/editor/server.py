"""The server: which requests it answers, and by which module."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from sgpolicy import __version__
from sgpolicy.editor.colouring import LEGEND, tokens
from sgpolicy.editor.completing import complete, resolve
from sgpolicy.editor.data_files import workbooks
from sgpolicy.editor.describing import hover, mention_at
from sgpolicy.editor.laying_out import layout_edits
from sgpolicy.editor.lenses import SHOW, CaseRunner, case_diagnostics, lenses
from sgpolicy.editor.mending import FIX_ALL, actions
from sgpolicy.editor.outlining import outline
from sgpolicy.editor.publishing import Publisher
from sgpolicy.editor.renaming import RefusedError, places_of, rename, renameable
from sgpolicy.editor.session import Session
from sgpolicy.editor.symbols import Symbol
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import language, say
from sgpolicy.remembering import prepare

TRIGGERS = ["「", "“", "：", "；", "（", " ", "、"]
"""Characters after which clients ask what may follow."""

_MANY_OBJECTS = 1_000_000
"""After how many objects garbage is collected wherever the server is; see `publishing` for when else."""


class _Refusal(JsonRpcException):
    """A request that is well-formed and not carried out; the client shows the message."""

    CODE = types.LSPErrorCodes.RequestFailed.value
    MESSAGE = "Refused"


def _is_worth_logging(record: logging.LogRecord) -> bool:
    """Whether something went wrong: a refusal is an answer."""
    return not (record.exc_info and isinstance(record.exc_info[1], _Refusal))


def serve() -> None:
    """Serve one client over standard input and output until it leaves."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    handler.addFilter(_is_worth_logging)
    logging.getLogger("pygls").addHandler(handler)
    logging.getLogger("pygls").propagate = False
    # The streams are the protocol's alone: whatever else prints goes to where errors go.
    protocol_in = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    protocol_out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    gc.set_threshold(_MANY_OBJECTS)
    prepare()
    make_server().start_io(protocol_in, protocol_out)


def make_server() -> LanguageServer:
    """A server that waits for its client."""
    server = LanguageServer(
        "sgpolicy",
        __version__,
        # Whole texts: nothing can come apart between what the editor shows and what is checked.
        text_document_sync_kind=types.TextDocumentSyncKind.Full,
    )
    answers = _Answers(server)
    answers.follow_files()
    answers.tell()
    answers.find()
    answers.change()
    answers.show_cases()
    return server


class _Answers:
    """The server's answers, one group of requests per method."""

    def __init__(self, server: LanguageServer) -> None:
        self.server = server
        self.session = Session()
        self.publisher = Publisher(self.session, server.text_document_publish_diagnostics)
        self.cases = CaseRunner(self._cases_done)

    # ── files ──

    def follow_files(self) -> None:
        server, session, publisher = self.server, self.session, self.publisher

        @server.feature(types.INITIALIZE)
        def initialise(params: types.InitializeParams) -> None:
            session.lang = language(params.locale)

        @server.feature(types.INITIALIZED)
        def ready(_params: types.InitializedParams) -> None:
            session.encoding = server.workspace.position_encoding or session.encoding

        def changed(uri: str, text: str, version: int | None) -> Path | None:
            path = session.buffers.put(uri, text)
            folder = session.folder(path) if path is not None else None
            if folder is not None:
                session.touch(folder)
                publisher.edited(folder, uri, version)
            return folder

        @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
        def opened(params: types.DidOpenTextDocumentParams) -> None:
            document = params.text_document
            folder = changed(document.uri, document.text, document.version)
            if folder is not None and not self.cases.is_known(folder):
                self.cases.start(folder)

        @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
        def edited(params: types.DidChangeTextDocumentParams) -> None:
            if params.content_changes:
                document = params.text_document
                changed(document.uri, params.content_changes[-1].text, document.version)

        @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
        def closed(params: types.DidCloseTextDocumentParams) -> None:
            path = session.buffers.drop(params.text_document.uri)
            folder = session.folder(path) if path is not None else None
            if folder is not None:
                session.touch(folder)
                publisher.soon(folder)

        @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
        def saved(_params: types.DidSaveTextDocumentParams) -> None:
            changed_outside()

        @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
        def watched(_params: types.DidChangeWatchedFilesParams) -> None:
            changed_outside()

        def changed_outside() -> None:
            session.touch_all()
            for folder in session.folders():
                publisher.soon(folder)
                self.cases.start(folder)

        @server.feature(types.SHUTDOWN)
        def leaving(_params: None) -> None:
            self.cases.stop()

    # ── telling ──

    def tell(self) -> None:
        server, session = self.server, self.session

        @server.feature(types.TEXT_DOCUMENT_HOVER)
        def hovered(params: types.HoverParams) -> types.Hover | None:
            view = session.view(params.text_document.uri)
            return (
                hover(view, session.symbols(view), view.offset(params.position)) if view else None
            )

        @server.feature(
            types.TEXT_DOCUMENT_COMPLETION,
            types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True),
        )
        def completed(params: types.CompletionParams) -> types.CompletionList | None:
            view = session.view(params.text_document.uri)
            if view is None:
                return None
            offset = view.offset(params.position)
            return complete(view, session.symbols(view), offset, snippets=self._has_snippets())

        @server.feature(types.COMPLETION_ITEM_RESOLVE)
        def resolved(item: types.CompletionItem) -> types.CompletionItem:
            data = item.data if isinstance(item.data, dict) else {}
            view = session.view(str(data.get("uri", "")))
            return item if view is None else resolve(view, session.symbols(view), item)

        @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
        def outlined(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
            view = session.view(params.text_document.uri)
            return outline(view) if view is not None else []

        @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
        def coloured(params: types.SemanticTokensParams) -> types.SemanticTokens:
            view = session.view(params.text_document.uri)
            return types.SemanticTokens([]) if view is None else tokens(view, session.symbols(view))

    def _has_snippets(self) -> bool:
        completion = getattr(self.server.client_capabilities.text_document, "completion", None)
        return bool(getattr(getattr(completion, "completion_item", None), "snippet_support", False))

    # ── finding ──

    def find(self) -> None:
        server, session = self.server, self.session

        @server.feature(types.TEXT_DOCUMENT_DEFINITION)
        def defined(params: types.DefinitionParams) -> types.Location | None:
            view = session.view(params.text_document.uri)
            if view is None:
                return None
            symbols = session.symbols(view)
            mention = mention_at(view, symbols, view.offset(params.position))
            span = symbols.span_of(mention.symbol) if mention is not None else None
            return view.location(span) if span is not None else None

        @server.feature(types.TEXT_DOCUMENT_REFERENCES)
        def referred(params: types.ReferenceParams) -> list[types.Location]:
            view = session.view(params.text_document.uri)
            if view is None:
                return []
            symbols = session.symbols(view)
            mention = mention_at(view, symbols, view.offset(params.position))
            if mention is None:
                return []
            declared = {m.span for m in symbols.mentions_of(mention.symbol) if m.is_declaration}
            keep = params.context.include_declaration
            places = places_of(view, symbols, session.folder_of(view), mention.symbol)
            return [
                types.Location(view.uri(name), view.stretch(file, span.start, span.end))
                for name, (file, spans) in places.items()
                for span in spans
                if keep or span not in declared
            ]

    # ── changing ──

    def change(self) -> None:
        server, session = self.server, self.session

        @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
        def prepared(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
            view = session.view(params.text_document.uri)
            if view is None:
                return None
            try:
                mention = renameable(view, session.symbols(view), view.offset(params.position))
            except RefusedError as refused:
                raise _Refusal(str(refused)) from None
            return types.PrepareRenamePlaceholder(view.range(mention.span), mention.symbol.name)

        @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
        def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
            view = session.view(params.text_document.uri)
            if view is None:
                return None
            symbols, folder = session.symbols(view), session.folder_of(view)
            try:
                mention = renameable(view, symbols, view.offset(params.position))
                edit = rename(view, symbols, folder, mention, params.new_name)
            except RefusedError as refused:
                raise _Refusal(str(refused)) from None
            self._tell_of_workbooks(view, mention.symbol, params.new_name)
            return edit

        @server.feature(types.TEXT_DOCUMENT_FORMATTING)
        def laid_out(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
            view = session.view(params.text_document.uri)
            return layout_edits(view) if view is not None else []

        @server.feature(
            types.TEXT_DOCUMENT_CODE_ACTION,
            types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
        )
        def mended(params: types.CodeActionParams) -> list[types.CodeAction]:
            view = session.view(params.text_document.uri)
            return actions(view, params.range) if view is not None else []

    def _tell_of_workbooks(self, view: View, symbol: Symbol, new: str) -> None:
        files = workbooks(self.session.folder_of(view))
        if files:
            text = say(
                view.lang, "rename.workbooks", files="、".join(files), old=symbol.name, new=new
            )
            message = types.ShowMessageParams(types.MessageType.Warning, text)
            self.server.window_show_message(message)

    # ── cases ──

    def show_cases(self) -> None:
        server, session = self.server, self.session

        @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
        def lensed(params: types.CodeLensParams) -> list[types.CodeLens]:
            view = session.view(params.text_document.uri)
            if view is None:
                return []
            states = self.cases.states.get(view.checked.folder)
            return lenses(view, states, is_stale=session.is_unsaved(view.checked))

        @server.command(SHOW)
        async def shown(uri: str = "", line: int = 1) -> None:
            place = types.Position(max(0, int(line) - 1), 0)
            await server.window_show_document_async(
                types.ShowDocumentParams(uri, take_focus=True, selection=types.Range(place, place))
            )

    async def _cases_done(self, folder: Path) -> None:
        checked = self.session.checked(folder)
        states = self.cases.states[folder]
        extra = case_diagnostics(states, lambda name: self.session.any_view(checked, name))
        self.publisher.add(folder, extra)
        workspace = self.server.client_capabilities.workspace
        code_lens = workspace.code_lens if workspace is not None else None
        if code_lens is not None and code_lens.refresh_support:
            await self.server.workspace_code_lens_refresh_async(None)
