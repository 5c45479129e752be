"""Case files: what staff expect a policy to decide, as Markdown, YAML or Excel tables beside it.

`tables` (Markdown), `listed` (YAML) and `workbooks`, `headers`, `cells`, `sheets` (Excel) find the
rows, `vocabulary` knows the policy's names, `changes` and `reading` make cases of rows, `editing`
applies a case's changes to its base, `judging` compares. Mistakes are collected as `Problem`s with
their place, never raised.
"""
