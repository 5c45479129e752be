"""What has two names: a Chinese one for people, an ASCII key for programs."""

from __future__ import annotations

from typing import Protocol


class Declared(Protocol):
    """Whatever a policy or a form declares: data may call it by either name."""

    @property
    def id(self) -> str:
        """The ASCII key."""

    @property
    def name(self) -> str:
        """The Chinese name."""
