"""Advice in words: how firm an outcome is, on what it rests, what would change it."""

from sgpolicy.rendering.advice.dialogue import RenderedAnswer, RenderedComparison
from sgpolicy.rendering.advice.remedies import RenderedRemedies
from sgpolicy.rendering.advice.sensitivity import RenderedSensitivity
from sgpolicy.rendering.advice.sufficient import RenderedSufficient

__all__ = [
    "RenderedAnswer",
    "RenderedComparison",
    "RenderedRemedies",
    "RenderedSensitivity",
    "RenderedSufficient",
]
