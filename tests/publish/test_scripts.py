"""Scripts are published without the comments that fill whole lines, and otherwise as written."""

from textwrap import dedent

import pytest

from wayfolio.model.theme import theme_folder
from wayfolio.publish.scripts import strip_comments
from wayfolio.publish.styles import published_asset
from wayfolio.publish.theme_files import is_of_the_theme

FRAME = theme_folder() / "frame"
SCRIPTS = sorted(file.relative_to(FRAME).as_posix() for file in (FRAME / "assets").rglob("*.js"))


def test_lines_of_comment_go_and_everything_else_stays() -> None:
    script = dedent("""
        /**
         * Opens the door.
         * @param {string} words
         */
        export function open(words) {
          // Why it waits.
          const key = /** @type {Key} */ (find(words)) // the first
          /** @type {Key} */ (key).turn()
          return `
            // not a comment
            /* neither */
          `
        }
        """)

    assert strip_comments(script) == dedent("""
        export function open(words) {
          const key = /** @type {Key} */ (find(words)) // the first
          /** @type {Key} */ (key).turn()
          return `
            // not a comment
            /* neither */
          `
        }
        """)


@pytest.mark.parametrize("path", SCRIPTS)
def test_our_scripts_lose_nothing_but_comments(path: str) -> None:
    written = (FRAME / path).read_bytes()
    published = published_asset(path, written)

    kept = iter(published.decode().splitlines())
    expected = next(kept, None)
    for line in written.decode().splitlines():
        if line == expected:
            expected = next(kept, None)
        else:
            assert line.strip().startswith(("//", "/*", "*")), line
    assert expected is None
    assert is_of_the_theme(published)


def test_a_schools_own_script_is_published_as_it_is() -> None:
    script = b"// Ours.\nstart()\n"

    assert published_asset("assets/ours.js", script) == script
    assert published_asset("assets/filter.js", script) == script
