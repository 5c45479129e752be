"""Steps carried out on NumPy columns, block by block, so that what a block needs stays in the cache.

Truths are bits, as Arrow has them: *and*, *or* and *not* of eight rows cost what one would. Only what makes
them (comparisons) and what is made of them (outcomes, and numbers chosen by them) is a byte or more a row. A
step that rests on the days of one column alone is done once for every day of the calendar, and then looked up.

`filled` says how columns are held, `plan` what is done to a block and where its results stand. `worker` has
NumPy do it (`kernels`); `assembling` makes instructions of it for `machine`, which Numba compiles; `running` is the
way in, chooses between the two, and shares the rows out over threads.
"""

from sgpolicy.tables.fused.calendar import DAY_NUMBERS, FIRST_DAY, LAST_DAY
from sgpolicy.tables.fused.filled import Array, Bits, Codes, Filled, OutsideError, PackedPlanes
from sgpolicy.tables.fused.running import BLOCK, By, has_machine, run, run_planes

__all__ = [
    "BLOCK",
    "DAY_NUMBERS",
    "FIRST_DAY",
    "LAST_DAY",
    "Array",
    "Bits",
    "By",
    "Codes",
    "Filled",
    "OutsideError",
    "PackedPlanes",
    "has_machine",
    "run",
    "run_planes",
]
