"""PDFs that everybody can read: tagged, with a language and a title (PDF/UA).

WeasyPrint is an extra (`pip install wayfolio[pdf]`), because it needs Pango of the system.
"""

import importlib
import logging

from wayfolio.model.refusal import Refusal


class NoPdf(Refusal):
    """PDFs cannot be made on this machine. The text says what to install."""


def write_pdf(document: str) -> bytes:
    """Return an HTML document as a PDF: the same document, the same bytes. 0.3 s a page.

    Nothing is fetched: what the document does not hold itself is left out.
    Errors: NoPdf.
    """
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as missing:
        hint = "install it with: pip install wayfolio[pdf] (and Debian's libpango-1.0-0)"
        raise NoPdf(f"a PDF needs WeasyPrint; {hint}") from missing
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    html = weasyprint.HTML(string=document, url_fetcher=_refuse_fetching)
    written: bytes = html.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"wayfolio")
    return written


def _refuse_fetching(address: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"{address} is not fetched")
