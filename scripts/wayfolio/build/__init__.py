"""Builds the published site: what changed is made, the rest is proved unchanged."""
