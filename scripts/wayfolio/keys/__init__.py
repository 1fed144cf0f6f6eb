"""Makes, lists, rotates and revokes keys, and finds the words for letters."""
