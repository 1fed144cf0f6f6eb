"""Writes plain text, JSON and YAML: diagnostics, summaries, files to exchange."""
