"""Draws maps: where everything stands, the SVG, and the same as a list."""
