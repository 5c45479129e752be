"""The command `sgpolicy`: reads arguments and files, calls the library, prints, and exits with a code."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; see `sgpolicy.cli.exits`.

    Args:
        argv: The arguments without the program's name; those of the process if None.
    """
    from sgpolicy.cli.entry import run

    return run(argv)
