"""Many applications at once: data frames and files in, the same kind out, with outcomes.

`columns` recognises what a table's columns hold; `frames` and `batches` are the two ways in.
"""
