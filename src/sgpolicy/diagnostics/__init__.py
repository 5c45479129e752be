"""Everything the library can find wrong: declared once, worded in Chinese and English."""
