"""Advice in words: how firm an outcome is, on what it rests, what would change it."""

from sgpolicy.rendering.advice.sensitivity import RenderedSensitivity

__all__ = ["RenderedSensitivity"]
