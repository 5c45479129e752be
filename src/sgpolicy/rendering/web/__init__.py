"""HTML pages complete in themselves: the shell, what may run in it, and strangers' text made safe."""

from sgpolicy.rendering.web.shell import document, style_of
from sgpolicy.rendering.web.writing import attributes, tag, text

__all__ = ["attributes", "document", "style_of", "tag", "text"]
