"""Sealing: what only the holder of a key can open."""
