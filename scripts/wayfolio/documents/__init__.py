"""Makes one file that somebody asked for by name; never part of a site."""
