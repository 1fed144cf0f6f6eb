"""Turns text into types, with every mistake placed at line and column."""
