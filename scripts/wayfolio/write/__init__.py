"""Writes into the folders of people, where somebody has asked for it. Nothing else does."""
