"""Reads everything that people wrote, checks it, and puts one learner together."""
