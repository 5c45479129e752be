"""Pieces → lines: where a declaration breaks, and how far each line is set in.

A declaration's head has a line of its own; so has each part. What does not fit a line breaks before
且 and 或, or puts each branch of 按（…） on its own line. Nothing is aligned: a change in one place
changes only the lines it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence

from sgpolicy.formatting.pieces import MARKS, Piece, joined, matching, outermost, parted
from sgpolicy.operators.words import TEXT_FIELDS
from sgpolicy.records import dataclass, replace
from sgpolicy.source.text import cells

WIDTH = 88
"""Display cells of a line; quotations and free words may take more."""
STEP = 2
_ON_ONE_LINE = frozenset({"DEFINITION", "SEE", "DOCUMENT", "CONVENTION"})
_INLINE_PARTS = frozenset({"STEP", "DUTY", "POWER", "DOCUMENT", "CONVENTION"})
_JUNCTIONS = frozenset({"AND", "OR"})
_BRANCHING = frozenset({"SEMICOLON", "COLON", "AND", "OR"})
_PART_STARTS = frozenset(
    {"ASK", "EVIDENCE", "BECAUSE", "READING", "NUMBERED", "USED_FOR", "SETTLED", "BY", "ONLY_WHEN"}
    | {"EXCEPTION", "AUDIENCE", "INTERPRETATION", "RESULTS", "DEADLINE", "PRIOR", "TOWARDS"}
    | {
        "ABOUT",
        "DELEGATE",
        "DOCUMENT_NUMBER",
        "ROLE",
        "REQUIRED",
        "BEGINS",
        "LASTS",
        "MOVED",
        "DRAFT",
    }
)
"""What a part may start with so that free words on the line before end without a semicolon."""
_ENDS = ("？", "！", "?", "!", "……")
_SENTENCES = ("。", "？", "！")


@dataclass(frozen=True, slots=True)
class Line:
    """A line's pieces and how far it is set in."""

    indent: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line, without comments."""
        return " " * self.indent + joined(self.pieces)

    def printed(self) -> list[str]:
        """The line with its comments: the last one behind it, others on lines before."""
        comments = [(text, False) for text in self.pieces[0].before]
        for i, piece in enumerate(self.pieces):
            comments += [(text, False) for text in piece.before if i]
            comments += [(text, True) for text in piece.after]
        behind = comments.pop()[0] if comments and comments[-1][1] else ""
        own = [" " * self.indent + text for text, _ in comments]
        return [*own, f"{self.text} {behind}".rstrip()]


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """One declaration's lines; its punctuation is settled."""
    head, body = _headed(pieces)
    parts = parted(body, "SEMICOLON")
    is_every = body[0].kind == "EACH"
    is_single = len(parts) == 1 or pieces[0].kind == "DOCUMENT"
    if (pieces[0].kind in _ON_ONE_LINE or is_every) and is_single and _fits(0, pieces):
        return [Line(0, tuple(pieces))]
    lines = [Line(0, tuple(head))]
    has_words = any(part[0].kind in TEXT_FIELDS for part in parts)
    if pieces[0].kind in _INLINE_PARTS and not has_words and _fits(STEP, body):
        return [*lines, Line(STEP, tuple(body))]
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        lines += _part(part, following)
    return lines


def _headed(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The head with its colon, and the rest."""
    colon = next(i for i, piece in enumerate(pieces) if piece.kind == "COLON")
    return pieces[: colon + 1], pieces[colon + 1 :]


def _part(part: list[Piece], following: list[Piece] | None) -> list[Line]:
    """A part with the mark that ends it."""
    closing = part[-1:] if part[-1].kind in {"SEMICOLON", "STOP"} else []
    words = part[: len(part) - len(closing)]
    match words[0].kind:
        case "EXCEPTION":
            return _exception(words, closing)
        case kind if kind in TEXT_FIELDS:
            return [Line(STEP, (*words, *_ending(words, closing, following)))]
        case "ONLY_WHEN" | "WHEN" | "BY" | "DELEGATE" | "TOWARDS" | "ABOUT" | "LASTS" | "MOVED":
            return _expression(words[:1], words[1:], closing, STEP, 2 * STEP)
        case _:
            return _expression([], words, closing, STEP, STEP)


def _ending(words: list[Piece], closing: list[Piece], following: list[Piece] | None) -> list[Piece]:
    """What ends a part of free words.

    A reading or a question ends with its line, without a mark, wherever the next part can be told
    from it; a full sentence after another ends with 。.
    """
    text = words[-1].text
    if following is None or not closing:
        return closing
    is_last_mark = text.endswith(("；", ";", "。"))
    is_told_apart = following[0].kind in _PART_STARTS and not is_last_mark
    if is_told_apart and (words[0].kind == "READING" or text.endswith(_ENDS)):
        return [replace(closing[0], text="")]
    if words[0].kind != "READING" and any(end in text for end in _SENTENCES):
        return [replace(closing[0], text=MARKS["STOP"])]
    return closing


def _exception(words: list[Piece], closing: list[Piece]) -> list[Line]:
    """例外 「…」：当 …，则 …; the quotation does not count when it is asked what fits."""
    colon = next(i for i, piece in outermost(words) if piece.kind == "COLON")
    then = next(i for i, piece in outermost(words) if piece.kind == "THEN")
    if _fits(STEP, [*words[colon + 1 :], *closing]) and not _has_comments(words[: colon + 2]):
        return [Line(STEP, (*words, *closing))]
    head, condition = words[: colon + 2], words[colon + 2 : then - 1]
    return [
        *_condition(head, condition, words[then - 1 : then + 1]),
        *_expression([], words[then + 1 :], closing, 2 * STEP, 2 * STEP),
    ]


def _condition(head: list[Piece], condition: list[Piece], then: list[Piece]) -> list[Line]:
    if _fits(STEP, [*condition, *then]):
        return [Line(STEP, (*head, *condition, *then))]
    return _expression(head, condition, then, STEP, 2 * STEP)


def _expression(
    prefix: Sequence[Piece],
    body: Sequence[Piece],
    suffix: Sequence[Piece],
    indent: int,
    hang: int,
) -> list[Line]:
    """An expression's lines.

    Args:
        prefix: What stands before it on its first line: a branch's label, 且, 仅当.
        body: The expression.
        suffix: What stands after it on its last line: ；, ） and what follows that.
        indent: Where its first line starts.
        hang: Where the operands that follow start.
    """
    whole = [*prefix, *body, *suffix]
    if _fits(indent, whole):
        return [Line(indent, tuple(whole))]
    operands = _operands(body)
    if len(operands) > 1:
        lines: list[Line] = []
        for i, operand in enumerate(operands):
            ending = suffix if i == len(operands) - 1 else []
            if i == 0:
                lines += _expression(prefix, operand, ending, indent, hang)
            else:
                lines += _expression(operand[:1], operand[1:], ending, hang, hang)
        return lines
    return _exploded(prefix, body, suffix, indent)


def _operands(body: Sequence[Piece]) -> list[Sequence[Piece]]:
    """The operands that 且 or 或 joins, each but the first with that word."""
    cuts: list[int] = []
    is_in_tally = False
    for i, piece in outermost(body):
        is_in_tally = (is_in_tally or piece.kind == "TALLY") and piece.kind != "MEASURE"
        if piece.kind in _JUNCTIONS and not is_in_tally and i:
            cuts.append(i)
    return [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]


def _exploded(
    prefix: Sequence[Piece], body: Sequence[Piece], suffix: Sequence[Piece], indent: int
) -> list[Line]:
    """The expression with the branches of its brackets on lines of their own."""
    pairs = matching(body)
    groups = [
        (start, pairs[start])
        for start, _ in outermost(body)
        if start in pairs and _branches(body[start + 1 : pairs[start]])
    ]
    if not groups:
        return [Line(indent, (*prefix, *body, *suffix))]
    lines = [Line(indent, (*prefix, *body[: groups[0][0] + 1]))]
    for (start, end), (following, _) in zip(groups, [*groups[1:], (-1, -1)], strict=True):
        tail = [*body[end : following + 1]] if following >= 0 else [*body[end:], *suffix]
        branches = parted(body[start + 1 : end], "SEMICOLON")
        for i, branch in enumerate(branches):
            lines += _branch(branch, tail if i == len(branches) - 1 else [], indent + STEP)
    return lines


def _branches(inner: Sequence[Piece]) -> bool:
    """Whether a bracket holds expressions, and not only names."""
    return any(piece.kind in _BRANCHING for piece in inner)


def _branch(branch: list[Piece], tail: list[Piece], indent: int) -> list[Line]:
    """A branch, its label first."""
    suffix = [*(branch[-1:] if branch[-1].kind == "SEMICOLON" else []), *tail]
    words = branch[:-1] if branch[-1].kind == "SEMICOLON" else branch
    colon = next((i for i, piece in outermost(words) if piece.kind == "COLON"), -1)
    hang = indent + STEP if colon >= 0 else indent
    return _expression(words[: colon + 1], words[colon + 1 :], suffix, indent, hang)


def _fits(indent: int, pieces: Sequence[Piece]) -> bool:
    """Whether the pieces fit a line, and no comment asks for one of its own in between."""
    return not _has_comments(pieces) and indent + cells(joined(pieces)) <= WIDTH


def _has_comments(pieces: Sequence[Piece]) -> bool:
    """Whether a comment stands between two of the pieces."""
    return any(piece.after for piece in pieces[:-1]) or any(piece.before for piece in pieces[1:])
