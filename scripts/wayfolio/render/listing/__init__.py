"""Renders the pages about all learners: home, lists, competencies, pathways."""
