"""Trace → Record: a decision as one self-contained JSON document, and back to what it was made of.

`writing` makes records; `shapes` says how an expression stands in one; `reading` takes what was given back
out of one; `comparing` tells two apart; `signing` signs. A second reader, `sgpolicy.check_record`, shares
nothing with this package.
"""
