"""Says what git and the disk say has changed; decodes nothing."""
