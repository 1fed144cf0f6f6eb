"""Publish: bytes become a site folder. Knows keys and paths, never what a page says."""
