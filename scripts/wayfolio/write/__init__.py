"""Writes into people's folders where somebody asked for it, or takes it back."""
