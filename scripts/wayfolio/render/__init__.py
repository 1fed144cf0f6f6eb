"""Render: a view becomes a page. Knows its words and its rounding, never files or the clock."""
