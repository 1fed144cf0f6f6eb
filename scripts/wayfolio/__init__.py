"""Wayfolio: learner portfolios and pathway maps, built from plain text in git."""

__version__ = "0.1.0"
