"""Advice on decisions: how firm they are, on what they rest, what would change them.

The way in are the methods of `sgpolicy.Decision`: `sensitivity`, `sufficient`, `remedies`, `why`,
`why_not` and `what_if`. What is said here is found by evaluating, again and again, what would be decided.
"""
