"""A policy as a function in machine code that is called from Python.

`objects` finds out where Python's objects keep what is read of them; `reading` says what is read, and as what
columns; `values` and `steps` write that and the steps on it as instructions; `engine` makes the function.
"""
