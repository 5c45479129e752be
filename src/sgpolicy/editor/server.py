"""The server: which requests it answers, and by which module."""

from __future__ import annotations

import logging
import os
import sys

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from sgpolicy import __version__
from sgpolicy.editor.publishing import Publisher
from sgpolicy.editor.session import Session
from sgpolicy.editor.wording import language


def make_server() -> LanguageServer:
    """A server that waits for its client."""
    server = LanguageServer(
        "sgpolicy",
        __version__,
        # Whole texts: nothing can come apart between what the editor shows and what is checked.
        text_document_sync_kind=types.TextDocumentSyncKind.Full,
    )
    session = Session()
    publisher = Publisher(session, server.text_document_publish_diagnostics)
    _follow_files(server, session, publisher)
    return server


def serve() -> None:
    """Serve one client over standard input and output until it leaves."""
    logging.getLogger("pygls").setLevel(logging.ERROR)
    # The streams are the protocol's alone: whatever else prints goes to where errors go.
    protocol_in = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    protocol_out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    make_server().start_io(protocol_in, protocol_out)


def _follow_files(server: LanguageServer, session: Session, publisher: Publisher) -> None:
    @server.feature(types.INITIALIZE)
    def initialise(params: types.InitializeParams) -> None:
        session.lang = language(params.locale)

    @server.feature(types.INITIALIZED)
    def ready(_params: types.InitializedParams) -> None:
        session.encoding = server.workspace.position_encoding or session.encoding

    def changed(uri: str, text: str, version: int | None) -> None:
        path = session.buffers.put(uri, text)
        folder = session.folder(path) if path is not None else None
        if folder is not None:
            session.touch(folder)
            publisher.edited(folder, uri, version)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        changed(document.uri, document.text, document.version)

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
