"""Draws maps: their geometry, the SVG, and the same content as a list."""
