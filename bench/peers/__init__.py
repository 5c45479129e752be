"""The same two articles beside other engines: who decides what, and how fast. `make bench-peers` runs it."""
