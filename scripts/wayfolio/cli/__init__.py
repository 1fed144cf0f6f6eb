"""Turns words into one call, and its answer into lines and an exit code; decides nothing."""
