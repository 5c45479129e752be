"""ANSI colours for outcomes; the words carry the meaning."""

from __future__ import annotations

from sgpolicy.model.outcome import Outcome

_COLOURS = {
    Outcome.MET: "\x1b[32m",
    Outcome.NOT_MET: "\x1b[31m",
    Outcome.MISSING_FACTS: "\x1b[33m",
    Outcome.AWAITING_FINDINGS: "\x1b[33m",
    Outcome.NOT_APPLICABLE: "\x1b[2m",
}
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def painted(text: str, mark: str, outcome: Outcome) -> str:
    """The text with the first `mark` in it in the outcome's colour."""
    return text.replace(mark, f"{_COLOURS[outcome]}{mark}{PLAIN}", 1)
