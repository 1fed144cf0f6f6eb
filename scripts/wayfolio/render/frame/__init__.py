"""Stamps pages into the frames that the site engine built."""
