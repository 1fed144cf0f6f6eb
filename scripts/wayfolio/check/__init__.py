"""Finds what does not fit together, with a hint; mends nothing."""
