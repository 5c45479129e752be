"""Mutation of the law: does some case notice when one thing in the rules is changed?

for survivor in sgpolicy.mutation.run("shaoguan-2022-188").survivors:
    print(survivor.message)
    print(survivor.row)
"""

from sgpolicy.mutation.running import (
    CasesFailError,
    EquivalentsError,
    MutationReport,
    NoSuchClauseError,
    Survivor,
    run,
)

__all__ = [
    "CasesFailError",
    "EquivalentsError",
    "MutationReport",
    "NoSuchClauseError",
    "Survivor",
    "run",
]
