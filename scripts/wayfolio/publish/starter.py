"""The first files of a new school."""

import shutil
from importlib import resources
from pathlib import Path

from wayfolio.model.refusal import Refusal

IGNORED = """\
# What wayfolio makes. Only site/ is for everybody; git keeps for good what it once has.
/site/
/site-staff/
/site-edit/
/archive/
/.wayfolio/
/.site*
# What systems and editors leave behind.
.DS_Store
._*
__MACOSX/
Icon[\r]
Thumbs.db
ehthumbs.db
[Dd]esktop.ini
$RECYCLE.BIN/
.directory
.Trash-*
~$*
.~lock.*#
*~
*.sw[op]
*.tmp
*.bak
*.orig
*.part
*.crdownload
"""


class FolderTaken(Refusal):
    """There is something in the folder already."""


def new_school(folder: Path, timezone: str = "UTC") -> Path:
    """Write a small school that builds as it stands, and return its folder.

    `timezone`: a name of the IANA list.
    Errors: FolderTaken where something is there already; nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f"{folder} is not empty: choose another name")
    with resources.as_file(resources.files("wayfolio") / "starter") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=_hidden)
    # A wheel holds no file that begins with a dot.
    (folder / ".gitignore").write_text(IGNORED, "utf-8")
    school = folder / "competencies" / "school.yml"
    text = school.read_text("utf-8").replace("timezone: UTC\n", f"timezone: {timezone}\n")
    school.write_text(text, "utf-8", newline="\n")
    return folder


def _hidden(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith((".", "__"))]
