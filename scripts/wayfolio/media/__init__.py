"""Makes what authors bring harmless (pictures, films, PDFs, HTML, formulas); knows no school."""
