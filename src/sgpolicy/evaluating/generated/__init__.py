"""Generated Python: a policy under fixed readings as one plain function.

It gives what the interpreter's chain gives, as numbers that combine in one machine operation each; who
wants to know why asks the interpreter. `writing` makes the source, `runtime` is what it calls.
"""
