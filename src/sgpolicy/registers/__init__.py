"""Registers: a row for each of many platforms, saying how it stands on a day; reckoned by several processes."""
