"""Takes somebody out of every place, caches and editions included."""
