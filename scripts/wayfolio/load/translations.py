"""Loads `translations/`: a school's own gettext catalogues."""

import io
from collections.abc import Mapping

from wayfolio.load import nodes
from wayfolio.load.files import Findings, Folder, read
from wayfolio.model.diagnostics import Diagnostic, Location, Severity
from wayfolio.model.names import Language
from wayfolio.model.rules import Rule

SUFFIX = ".po"


def load_translations(root: Folder, findings: Findings) -> Mapping[Language, bytes]:
    """Return each catalogue in `translations/` by its language ("so" from `so.po`), as it is.

    A catalogue that gettext could not read is reported, and left out.
    """
    folder = root / "translations"
    catalogues: dict[Language, bytes] = {}
    for name, is_folder in folder.entries(findings):
        path = f"{folder.path}/{name}"
        if is_folder or not name.endswith(SUFFIX):
            hint = "a catalogue is named for its language: so.po"
            message = f"{name} is not expected here"
            findings.error(path, Rule.UNEXPECTED_FILE, message, hint)
            continue
        try:
            content = read(folder, name)
            nodes.refuse_conflicts(nodes.plain_lines(content), path, is_markdown=False)
        except nodes.Unreadable as error:
            findings.diagnostics.append(error.diagnostic)
            continue
        if (wrong := _unreadable(content)) is not None:
            hint = "open it in an editor for gettext catalogues, and let it repair the file"
            message = "this is not a gettext catalogue"
            at = Location(path, wrong)
            findings.diagnostics.append(
                Diagnostic(
                    at=at,
                    rule=Rule.BAD_CATALOGUE,
                    severity=Severity.ERROR,
                    message=message,
                    hint=hint,
                )
            )
            continue
        catalogues[Language(name.removesuffix(SUFFIX))] = content
    return catalogues


def _unreadable(content: bytes) -> int | None:
    """Return the line at which a catalogue cannot be read any more, or None."""
    # Most schools have no catalogue of their own, and it takes a while to load.
    from babel.messages.pofile import PoFileError, read_po

    try:
        read_po(io.BytesIO(content), abort_invalid=True)
    except PoFileError as wrong:
        return wrong.lineno + 1
    except UnicodeDecodeError as wrong:
        return content[: wrong.start].count(b"\n") + 1
    except ValueError:  # Babel's own, for a plural form that is no number: it has no line
        return 1
    return None
