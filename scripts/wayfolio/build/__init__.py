"""Builds the published site: what changed is built, the rest is proved unchanged."""
