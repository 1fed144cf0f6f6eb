"""Colors: on a terminal, and only where its owner wants them."""

import io
from pathlib import Path

import pytest

from report import SCHOOL, write
from wayfolio.cli.colors import is_colored
from wayfolio.cli.main import main

WRONG = {SCHOOL: "name: River\nas_of: 2027-03-12\ncolour: red\n"}


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "colored"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
    ],
)
def test_colors_are_for_terminals_whose_owner_wants_them(
    stream: io.StringIO, environment: dict[str, str], colored: bool
) -> None:
    assert is_colored(stream, environment) is colored


@pytest.mark.parametrize("force", ["", "1"])
def test_an_error_is_red_and_says_the_same_without_color(
    force: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, WRONG)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORCE_COLOR", force)

    assert main(["check"]) == 1

    said = capsys.readouterr().out
    assert ("school.yml:3:1: \033[1;31merror\033[0m: unknown key" in said) is bool(force)
    assert ("  \033[2mhint\033[0m: " in said) is bool(force)
    plain = said.replace("\033[1;31m", "").replace("\033[2m", "").replace("\033[0m", "")
    assert "school.yml:3:1: error: unknown key “colour”" in plain
    assert "\033" not in plain
