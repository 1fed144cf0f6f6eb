"""Reading a file that another school has given."""

from pathlib import Path

from wayfolio.load.files import Findings, Folder, yaml_file
from wayfolio.model.shared import SharedFile


def load_shared_file(file: Path, findings: Findings) -> SharedFile | None:
    """Return what stands in a file, or None where it is empty or wrong."""
    shared: SharedFile | None = yaml_file(Folder(file.parent), file.name, SharedFile, findings)
    return shared


def text_of_instruments(root: Path) -> str:
    """Return `instruments.yml` as it is written; empty where there is none."""
    file = root / "competencies" / "instruments.yml"
    return file.read_text("utf-8") if file.is_file() else ""
