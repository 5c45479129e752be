"""What the canonical text is laid out from: a declaration's tokens, spelt, with their comments.

How it differs from the tree: it keeps the author's order of parts and the brackets, and knows the
comments; it does not know what the tokens mean together, beyond what nests in what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sgpolicy.records import dataclass, replace

OPENS = frozenset({"OPEN"})
CLOSES = frozenset({"CLOSE"})
MARKS = {
    "COLON": "：",
    "SEMICOLON": "；",
    "STOP": "。",
    "COMMA": "，",
    "LIST": "、",
    "OPEN": "（",
    "CLOSE": "）",
}
_TAKES_LIST = frozenset(
    {"NAME", "QUANTITY", "IS", "IS_NOT", "IS_ONE_OF", "IS_NONE_OF", "HOLDS", "HOLDS_NOT"}
    | {"IS_JUST", "TOUCHES"}
)
"""After one of these a bracket holds what belongs to it, and stands close."""
_INCLUSIVE = frozenset({"HOLDS", "HOLDS_NOT"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One token as the canonical text spells it.

    Attributes:
        kind: The grammar's terminal.
        text: Its canonical spelling; "" where nothing is printed.
        before: Comments on lines of their own before it.
        after: Comments that follow it on its line.
    """

    kind: str
    text: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return self.kind in MARKS


def mark(kind: str) -> Piece:
    """A punctuation mark."""
    return Piece(kind, MARKS[kind])


def settled(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with punctuation as it should be.

    Needless semicolons go, a stop ends the declaration, and a comma breathes before 则 and before the
    计 that follows a condition. Comments of what goes stay with the piece before.
    """
    kept: list[Piece] = []
    is_in_tally = False
    for piece in pieces:
        if kept and kept[-1].kind == "SEMICOLON" and piece.kind in {"CLOSE", "STOP"}:
            gone = kept.pop()
            moved = (*kept[-1].after, *gone.before, *gone.after)
            kept[-1] = replace(kept[-1], after=moved)
        if piece.kind == "TALLY":
            is_in_tally = False
        elif piece.kind == "WHEN":
            is_in_tally = True
        if piece.kind == "THEN" or (piece.kind == "MEASURE" and is_in_tally):
            kept.append(mark("COMMA"))
            is_in_tally = False
        kept.append(piece)
    if kept[-1].kind == "SEMICOLON":
        gone = kept.pop()
        return [*kept, replace(gone, kind="STOP", text=MARKS["STOP"])]
    if kept[-1].kind != "STOP":
        return [*kept, mark("STOP")]
    return [*kept[:-1], replace(kept[-1], text=MARKS["STOP"])]


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces on one line, without their comments.

    Example:
        >>> joined([Piece("NAME", "甲"), Piece("IS", "为"), mark("OPEN"), Piece("NAME", "乙")])
        '甲 为（乙'
    """
    out: list[str] = []
    printed = [piece for piece in pieces if piece.text]
    for i, piece in enumerate(printed):
        if i and _has_space(printed, i):
            out.append(" ")
        out.append(piece.text)
    return "".join(out)


def _has_space(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a space stands before the piece at `at`."""
    left, right = pieces[at - 1], pieces[at]
    match left.kind, right.kind:
        case "CLOSE", kind if kind not in MARKS:
            return not (kind == "SUFFIX" and at >= 3 and pieces[at - 2].kind in _INCLUSIVE)
        case ("QUOTE", "QUOTE") | ("EACH" | "EVERY", _) | ("QUANTITY", "SATISFIED"):
            return False
        case kind, "OPEN" if kind not in MARKS:
            return kind not in _TAKES_LIST
    return not left.is_mark and not right.is_mark


def matching(pieces: Sequence[Piece]) -> dict[int, int]:
    """For each opening bracket, where it closes."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for i, piece in enumerate(pieces):
        if piece.kind in OPENS:
            stack.append(i)
        elif piece.kind in CLOSES and stack:
            pairs[stack.pop()] = i
    return pairs


def outermost(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece]]:
    """The pieces that stand outside of all brackets, with their places."""
    depth = 0
    for i, piece in enumerate(pieces):
        depth -= piece.kind in CLOSES
        if depth == 0 and piece.kind not in CLOSES:
            yield i, piece
        depth += piece.kind in OPENS


def parted(pieces: Sequence[Piece], kind: str) -> list[list[Piece]]:
    """The pieces cut after each outermost one of `kind`."""
    cuts = [i + 1 for i, piece in outermost(pieces) if piece.kind == kind]
    ends = [*cuts, len(pieces)]
    parts = [list(pieces[a:b]) for a, b in zip([0, *cuts], ends, strict=True)]
    return [part for part in parts if part]
