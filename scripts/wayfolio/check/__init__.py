"""Whether what people wrote fits together. Knows the catalogue and one portfolio at once."""
