"""Renders the staff's pages about many learners."""
