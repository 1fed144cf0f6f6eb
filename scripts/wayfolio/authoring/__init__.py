"""Writes what was asked for, reads it as the check does, and takes it back if it is wrong."""
