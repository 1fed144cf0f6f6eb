"""Bytes in, bytes out: makes a picture, a recording or a PDF harmless; knows no school."""
