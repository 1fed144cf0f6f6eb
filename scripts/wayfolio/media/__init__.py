"""Makes what authors bring harmless: pictures, recordings, PDFs, HTML, formulas; knows no school."""
