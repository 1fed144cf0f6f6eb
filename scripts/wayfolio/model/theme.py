"""The folder of the theme that ships with the program."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def theme_folder() -> Path:
    """Return the folder of `wayfolio.theme`, in the source tree or in the installed package.

    By its place, since `importlib.resources` takes as long to load as many a page to make.
    """
    theme = find_spec("wayfolio.theme")
    if theme is None or theme.origin is None:
        return Path(__file__).parents[3] / "theme"
    return Path(theme.origin).parent
