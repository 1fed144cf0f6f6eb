"""The first ten minutes of docs/authoring.md, typed as they stand there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "authoring.md"


@pytest.mark.long
def test_the_first_ten_minutes_end_with_a_published_page(tmp_path: Path) -> None:
    section = PAGE.read_text("utf-8").split("## The first ten minutes")[1].split("\n## ")[0]
    (framework,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    first, *later = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    put = f"cat > competencies/frameworks/ours.yml <<'END'\n{framework}END\n"
    script = "set -e\n" + "\n".join([first, put, *later])
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    done = subprocess.run(
        ["sh"],
        input=script,
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    page = tmp_path / "our-school/site/learners/ines"
    assert "My first loaf" in (page / "index.html").read_text("utf-8")
    assert "let it rise" in (page / "evidence/my-first-loaf/index.html").read_text("utf-8")
    assert "She knew why" not in "".join(
        file.read_text("utf-8") for file in page.parent.rglob("*.html")
    )


def test_every_command_of_the_page_is_one_that_the_tool_knows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from wayfolio.cli.main import main

    commands = set(re.findall(r"wayfolio ((?:new |import )?[a-z-]+)", PAGE.read_text("utf-8")))

    assert len(commands) > 12
    for command in sorted(commands - {"new recipe", "new owners"}):
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), "--help"])
        assert ended.value.code == 0, command
    capsys.readouterr()
