"""Makes a folder of pages for other readers than the public; never site/."""
