"""The law's text against its declarations: quotes, coverage, numbers, inventory."""
