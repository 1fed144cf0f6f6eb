"""Writes into people's folders what somebody has asked for, and can undo it."""
