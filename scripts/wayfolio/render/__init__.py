"""Turns a view into a page; knows no files and no clock."""
