"""What comes next, and who may see what."""
