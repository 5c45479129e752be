"""Quick fixes: what a finding's remedy says, done by the editor wherever it can be done without thinking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from sgpolicy.diagnostics.records import Diagnostic
from sgpolicy.editor.diagnosing import diagnostics
from sgpolicy.editor.view import View
from sgpolicy.editor.wording import kind_word, say
from sgpolicy.source.text import Span

_MEANT = re.compile(r"是不是“([^”]+)”")
_OFFICIAL = re.compile(r"原文是「([^」]+)」")
_UNACCOUNTED = ("规则", "评定", "说明")
_SHOWN = 20
FIX_ALL = types.CodeActionKind.SourceFixAll


def actions(view: View, range_: types.Range) -> list[types.CodeAction]:
    """The fixes for what was found in a range of a file, and one for all that are certain."""
    start, end = view.offset(range_.start), view.offset(range_.end)
    here = [item for item in view.checked.found if item.file == view.file.name]
    shown = dict(zip(here, diagnostics(view), strict=True))
    made: list[types.CodeAction] = []
    for item in here:
        span = item.span
        if span is not None and span.start <= end and start <= max(span.end, span.start + 1):
            made += _fixes(item, shown[item], view)
    sure = [item.fix for item in here if item.fix is not None and item.fix.is_safe]
    sure = [fix for fix in sure if fix.span.file == view.file.name]
    if sure:
        edits: list[types.TextEdit] = []
        reach = -1
        for fix in sorted(sure, key=lambda f: (f.span.start, f.span.end)):
            if fix.span.start >= reach:
                edits.append(types.TextEdit(view.range(fix.span), fix.replacement))
                reach = max(fix.span.end, fix.span.start + 1)
        made.append(
            types.CodeAction(
                title=say(view.lang, "fix.all"),
                kind=FIX_ALL,
                edit=types.WorkspaceEdit(changes={view.uri(view.file.name): edits}),
            )
        )
    return made


def _fixes(item: Diagnostic, shown: types.Diagnostic, view: View) -> Iterator[types.CodeAction]:
    written = set()
    if item.fix is not None:
        written.add(item.fix.replacement)
        yield _replacing(
            item.fix.span, item.fix.replacement, shown, view, is_preferred=item.fix.is_safe
        )
    facts = dict(item.facts)
    hint = facts.get("nearest", "") + facts.get("problem", "")
    pattern = _OFFICIAL if item.code == "SG501" else _MEANT
    meant = pattern.search(hint)
    if item.span is not None and meant is not None and meant[1] not in written:
        yield _replacing(item.span, meant[1], shown, view)
    if item.code == "SG503":
        yield from _declarations(item, shown, view)
    if item.code == "SG508":
        yield from _row(item, shown, view)


def _replacing(
    span: Span, text: str, shown: types.Diagnostic, view: View, *, is_preferred: bool = False
) -> types.CodeAction:
    old = view.source(span.file).text[span.start : span.end]
    key = "fix.apply" if text and old else "fix.insert" if text else "fix.delete"
    return types.CodeAction(
        title=say(view.lang, key, text=_short(text or old)),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown],
        edit=types.WorkspaceEdit(
            changes={view.uri(span.file): [types.TextEdit(view.range(span), text)]}
        ),
        is_preferred=is_preferred or None,
    )


def _declarations(
    item: Diagnostic, shown: types.Diagnostic, view: View
) -> Iterator[types.CodeAction]:
    """A declaration begun for words that none accounts for, at the end of the clause's own block."""
    span = item.span
    if span is None or item.clause is None or span.file != view.file.name:
        return
    phrase = view.file.text[span.start : span.end].strip()
    if "\n" in phrase:
        return
    line_end = view.file.text.find("\n", span.end)
    line_end = len(view.file.text) if line_end < 0 else line_end
    block = next(
        (b for b in view.blocks if b.clause == item.clause and b.span.start > span.start), None
    )
    for word in _UNACCOUNTED:
        body = {
            "规则": "（条件）",
            "评定": "\n  由 （主体）；\n  问：（问题）\n  佐证：（材料）",
            "说明": "\n  因：（理由）",
        }[word]
        text = f"{word} （名称） （key） 「{phrase}」：{body}。\n"
        at, new = (
            (block.span.end, f"\n{text}")
            if block is not None
            else (line_end, f"\n\n```sgp\n{text}```")
        )
        edit = types.TextEdit(view.here(at, at), new)
        yield types.CodeAction(
            title=say(
                view.lang, "fix.declare", text=_short(phrase), word=kind_word(view.lang, word)
            ),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown],
            edit=types.WorkspaceEdit(changes={view.uri(view.file.name): [edit]}),
        )


def _row(item: Diagnostic, shown: types.Diagnostic, view: View) -> Iterator[types.CodeAction]:
    """A row of the inventory for a quote that is in none."""
    from sgpolicy.operators.words import MARKS

    manifest, span = view.checked.manifest, item.span
    compilation = view.checked.compilation
    if manifest is None or span is None or item.clause is None or compilation is None:
        return
    tables = compilation.document.inventory
    if not tables:
        return
    phrase = view.source(span.file).text[span.start : span.end].replace("|", "\\|")
    mark = MARKS.get(dict(item.facts).get("word", ""), "A")
    cells = {
        "编号": f"{item.clause.id}-补",
        "条款": item.clause.label,
        "词句": phrase,
        "类别": mark,
    }
    same = [t for t in tables if any(item.clause.label in c.text for row in t.rows for c in row)]
    table = (same or list(tables))[-1]
    row = "| " + " | ".join(cells.get(name, "") for name in table.header) + " |"
    edit = types.TextEdit(
        view.stretch(view.source(table.span.file), table.span.end, table.span.end), f"\n{row}"
    )
    yield types.CodeAction(
        title=say(view.lang, "fix.row", file=manifest.inventory),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown],
        edit=types.WorkspaceEdit(changes={view.uri(table.span.file): [edit]}),
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
