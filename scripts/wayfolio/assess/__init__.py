"""Turns ratings into attainment, awards and what is missing; knows no names and no files."""
