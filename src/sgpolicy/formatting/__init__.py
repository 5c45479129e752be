"""A declaration's tokens → the one canonical text: spelling, spacing, line breaks, comments."""
