"""Reading a file of ratings that belongs to no school."""

from pathlib import Path

from wayfolio.load import nodes
from wayfolio.load.files import Findings, decode_text
from wayfolio.model.rules import Rule
from wayfolio.model.trial import Trial


def load_trial(file: Path, findings: Findings) -> Trial | None:
    """Return what a file asks to be tried, or None where it is wrong, which is told."""
    path = file.as_posix()
    try:
        with file.open("rb") as opened:
            content = opened.read(nodes.LARGEST_FILE + 1)
        node, repeated = nodes.parse(nodes.scalar_text(content, path), path)
    except OSError as error:
        hint = "look at the name, and at the folder you are in"
        findings.error(path, Rule.MISSING_FILE, f"it cannot be read ({error.strerror})", hint)
        return None
    except nodes.Unreadable as unreadable:
        findings.diagnostics.append(unreadable.diagnostic)
        return None
    findings.diagnostics.extend(repeated)
    trial: Trial | None = decode_text(path, node, Trial, findings)
    return trial
