"""Whole columns at a time: a policy under fixed readings as a list of steps that any column engine can take.

An outcome is three planes of plain truths, a number two whole numbers with what is open about them, a day
one whole number; nulls do not reach the steps, so that no engine's own idea of a null can differ from the
interpreter's. `algebra` holds the steps, `lowering` makes them from the core; what carries them out stands
in `sgpolicy.tables`.
"""
