"""What a file's name says: that a system left it behind, or that not every computer can hold it."""

import re
import unicodedata

DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)")
"""Names that Windows keeps for devices, whatever ending follows."""
LONGEST_NAME = 100
"""Characters. The path of a file has some five such parts, and Windows allows 260 in all."""

_LITTER = re.compile(
    "|".join(
        (
            # macOS
            r"\.ds_store|\._.*|\.appledouble|\.lsoverride|icon\r|\.localized|\.apdisk|__macosx",
            r"\.(spotlight-v100|trashes|fseventsd|temporaryitems|documentrevisions-v100)",
            r"\.(volumeicon\.icns|appledb|appledesktop)|network trash folder|temporary items",
            # Windows
            r"(eh)?thumbs(_vista)?\.db(:.*)?|desktop\.ini|\$recycle\.bin|system volume information",
            # Linux, network drives and folders that are synchronized
            r"\.directory|\.trash(-.*)?|\.nfs[0-9a-f]+|\.fuse_hidden.*|lost\+found|\.gvfs",
            r"\.dropbox(\.attr|\.cache)?|\.stfolder|\.stversions|\.syncthing\..*|\.sync_.*\.db.*",
            r"\.owncloudsync\.log.*|\.tmp\.drive(down|up)load",
            # Office programs
            r"~\$.*|~wrl[0-9]*\.tmp|\.~lock\..*#|~.*\.tmp",
            # Editors, and what git's tools leave beside a file
            r".*~|#.*#|\.#.*|\..*\.sw[a-p]|.*\.sw[op]|.*\.(bak|backup|tmp|temp|old|orig|rej)",
            r"\.(idea|vscode|vs|history|netrwhist)|.*\.sublime-workspace",
            # Downloads that have not ended
            r".*\.(crdownload|part|partial|download)",
            # What keeps an empty folder in git
            r"\.(git)?keep",
        )
    ),
    re.DOTALL,
)


_WRITTEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.(md|yml|png|jpe?g|webp|pdf|mp[34]))?")
"""Nearly all names. The long pattern would take half a second for those of a large school."""


def is_litter(name: str) -> bool:
    """Whether a system or an editor left a file or folder of this name, which nobody wrote."""
    if _WRITTEN.fullmatch(name):
        return False
    return _LITTER.fullmatch(name.casefold()) is not None


def is_written(name: str) -> bool:
    """Whether a school may have a file or folder of this name."""
    return not is_litter(name)


def is_device(name: str) -> bool:
    """Whether Windows would take a name for a device, so that no file or folder can bear it."""
    return DEVICES.match(name.casefold()) is not None


def find_unportable(name: str) -> str | None:
    """Return why not every computer can hold a file or folder of this name, or None if all can."""
    if is_device(name):
        return "Windows keeps this name for a device"
    if name != name.strip(" ") or name.endswith("."):
        return "it begins or ends with a blank, or ends with a dot"
    if re.search(r'[<>:"\\|?*\x00-\x1f\x7f]', name):
        return 'it has one of the characters < > : " \\ | ? *, or one that nobody sees'
    if len(name) > LONGEST_NAME:
        return f"it has more than {LONGEST_NAME} characters"
    return None


def fold_name(name: str) -> str:
    """Return a name as the least particular computer compares it: without case, composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
