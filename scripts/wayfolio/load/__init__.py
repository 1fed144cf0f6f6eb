"""Turns what people wrote into frozen types, and places each mistake at line and column."""
