"""Makes the pieces that several kinds of page share."""
