"""Core + application → Trace: the interpreter, which defines what a policy means.

`interpreter` is the way in; `completion` makes an undecided outcome and its pending list exact.
"""
