"""Mutants of the law: one thing changed at a time in a policy's Core, for cases to notice.

`spots` finds every expression and can put another in its place, `changes` knows what may be changed in
one, `naming` says it in the policy's words, `making` makes the mutants, `edits` the small changes to an
application that may tell a mutant from the original. Works on Core alone: nothing is compiled again.
"""
