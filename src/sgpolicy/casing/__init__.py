"""Case files: what staff expect a policy to decide, as Markdown tables beside it.

`tables` finds the rows, `vocabulary` knows the policy's names, `changes` and `reading` make cases of
rows, `editing` applies a case's changes to its base, `judging` compares. Mistakes are collected as
`Problem`s with their place, never raised.
"""
