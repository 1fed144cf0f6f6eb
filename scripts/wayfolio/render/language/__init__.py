"""Puts days, figures, kinds and requirements into the words of a language."""
