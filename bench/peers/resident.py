"""How much memory this process has resident, and its peak; by Linux's own account.

`resource.getrusage` would not do: a process that is started inherits the peak of the one that starts it.
"""

from __future__ import annotations

from pathlib import Path

_STATUS, _REFS = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def now() -> float:
    """Resident now, in MB; the peak is counted anew from here."""
    _REFS.write_text("5", encoding="ascii")
    return _field("VmRSS")


def peak() -> float:
    """The most since `now`, in MB."""
    return _field("VmHWM")


def _field(name: str) -> float:
    for line in _STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
