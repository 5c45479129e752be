"""Core and the cases' traces → what was exercised; the law's text → which rule owns which words."""
