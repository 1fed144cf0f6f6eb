"""Says what a word means; imports nothing of ours."""
