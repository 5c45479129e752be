"""Text as it was written: files, places in them, normal forms, numbers and display widths."""
