"""Locks bytes, and knows which key opens which; knows not what is in them."""
