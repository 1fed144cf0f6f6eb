"""Finds what does not fit together in what people wrote, with a hint; corrects nothing."""
