"""Makes a picture, a recording or a PDF harmless, bytes in and bytes out; knows no school."""
