"""Turns bytes into a folder, whole or not at all; runs the site engine."""
