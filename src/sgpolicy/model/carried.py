"""Exceptions that go from one process to another with everything that they carry."""

from __future__ import annotations


class Carried(Exception):  # noqa: N818 - what errors have in common, not one of them
    """An exception that is made again from its message and attributes.

    `Exception` alone would call the class with the message only, and fail where it takes something else.
    """

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.args), dict(vars(self))


def _again(kind: type[Carried], args: tuple[object, ...]) -> Carried:
    """An exception with its message; its attributes are put back afterwards."""
    return kind.__new__(kind, *args)
