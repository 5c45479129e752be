"""Papers that offices send out and file: letters and notices as Word and PDF, a round as a workbook.

Nothing is worded here that an explanation does not hold, but for the frame of the notice and of the
workbook. Every library that writes a file is imported by one module, and only when it writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sgpolicy.rendering.papers.problems import PaperError
    from sgpolicy.rendering.papers.rendered import RenderedNotice

__all__ = ["PaperError", "RenderedNotice"]
_PLACES = {"PaperError": "problems", "RenderedNotice": "rendered"}


def __getattr__(name: str) -> object:
    """Each is imported when it is asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
