"""The outline of a file: chapters, articles and items of the law with the declarations under them."""

from __future__ import annotations

from lsprotocol import types

from sgpolicy.editor.view import View
from sgpolicy.model.citation import Clause
from sgpolicy.parsing.cutting import RawDeclaration

_KINDS: dict[str, types.SymbolKind] = {
    "规则": types.SymbolKind.Function,
    "评定": types.SymbolKind.Method,
    "组合": types.SymbolKind.Array,
    "适用": types.SymbolKind.Boolean,
    "定义": types.SymbolKind.Variable,
    "计算": types.SymbolKind.Number,
    "排名": types.SymbolKind.Number,
    "目录": types.SymbolKind.Enum,
    "口径": types.SymbolKind.Interface,
    "步骤": types.SymbolKind.Event,
    "义务": types.SymbolKind.Event,
    "权力": types.SymbolKind.Event,
}
_MOST_SHOWN = 24


def outline(view: View) -> list[types.DocumentSymbol]:
    """What a file of the law holds, clause by clause."""
    compilation = view.checked.compilation
    if compilation is None or not view.is_law:
        return []
    size = len(view.file.text)
    begins = [
        (clause, span.start, span.end)
        for clause, span in compilation.document.beginnings
        if span.file == view.file.name
    ]
    roots: list[types.DocumentSymbol] = []
    open_: list[tuple[int, types.DocumentSymbol]] = []
    raws = list(view.raws)

    def take(until: int, into: list[types.DocumentSymbol]) -> None:
        while raws and raws[0].span.start < until:
            into.append(_declaration(view, raws.pop(0)))

    take(begins[0][1] if begins else size, roots)
    for at, (clause, start, line_end) in enumerate(begins):
        depth = _depth(clause)
        end = next((s for c, s, _ in begins[at + 1 :] if _depth(c) <= depth), size)
        title = view.file.text[start:line_end].strip().lstrip("#").strip()
        shown = title if len(title) <= _MOST_SHOWN else title[: _MOST_SHOWN - 1] + "…"
        made = types.DocumentSymbol(
            name=shown,
            kind=types.SymbolKind.Namespace if depth < 1 else types.SymbolKind.Class,
            range=view.here(start, max(line_end, end)),
            selection_range=view.here(start, line_end),
            detail=view.label(clause),
            children=[],
        )
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        (open_[-1][1].children if open_ else roots).append(made)  # type: ignore[union-attr]
        open_.append((depth, made))
        children: list[types.DocumentSymbol] = []
        take(begins[at + 1][1] if at + 1 < len(begins) else size, children)
        made.children = children
    return roots


def _depth(clause: Clause) -> int:
    if clause.kind in {"chapter", "annex"} and not clause.item:
        return 0
    return 2 if clause.item else 1


def _declaration(view: View, raw: RawDeclaration) -> types.DocumentSymbol:
    start = raw.name.span if raw.name.text else raw.span
    return types.DocumentSymbol(
        name=raw.name.text
        or raw.word
        or view.file.text[raw.span.start : raw.span.start + 8]
        or "…",
        kind=_KINDS.get(raw.word, types.SymbolKind.Object),
        range=view.range(raw.span),
        selection_range=view.range(start),
        detail=f"{raw.word} {raw.id}".strip(),
    )
