"""The nouns. Every other room imports them; they import nothing else of ours."""
