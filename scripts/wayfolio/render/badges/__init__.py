"""Draws badges: an SVG each, and what lists and pages show of them."""
