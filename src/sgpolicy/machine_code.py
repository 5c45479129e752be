"""A generated function as machine code, or why there is none."""

from __future__ import annotations

from datetime import date

from sgpolicy.errors import MachineCodeError
from sgpolicy.evaluating.columnar.algebra import NotColumnarError
from sgpolicy.evaluating.generated.engine import Generated
from sgpolicy.records import replace


def as_machine_code(made: Generated) -> Generated:
    """The same whose `plain` is machine code.

    Raises:
        MachineCodeError: It cannot be had.
    """
    try:
        from sgpolicy.evaluating.native.engine import UnsupportedError, native
    except ImportError:
        raise MachineCodeError("not installed") from None
    core, today = made.prepared.core, date.today()  # noqa: DTZ011 - it only says which years are read fast
    try:
        plain = native(core, made.readings, made.truths, made.plain, today)
    except UnsupportedError:
        raise MachineCodeError("this Python") from None
    except NotColumnarError:
        raise MachineCodeError("the policy") from None
    return replace(made, plain=plain)
