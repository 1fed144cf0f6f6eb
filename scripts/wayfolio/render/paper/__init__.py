"""Lays out what is printed: transcript, letter with a key, note for a family."""
