"""Decides what an audience may see of a learner on a day, and what comes next for them."""
