"""Decides what an audience may see of a learner on a day; knows no HTML."""
