"""Forms propose the school's day, wherever the learner's device is."""

import json
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from report import SCHOOL, SMALL, TODAY, school
from wayfolio.editions.editors import editor_forms
from wayfolio.model.theme import theme_folder
from wayfolio.school.read import read_school

REPOSITORY = "repository: {host: github, name: river/school}\n"
RUN = """
globalThis.document = { baseURI: "http://localhost/learners/ana/" }
globalThis.fetch = async () => ({ text: async () => process.env.CONFIG })
globalThis.start = ({ config }) => console.log(JSON.stringify(config))
await import("./start.js")
"""


def config_of_ana(line: str) -> dict[str, object]:
    """Return what Ana's forms are told."""
    with school({SCHOOL: dedent(str(SMALL[SCHOOL])) + REPOSITORY + line}) as root:
        read, _ = read_school(root, TODAY)
        assert read is not None
        repository = read.catalogue.school.repository
        assert repository is not None
        form = next(iter(editor_forms(read, repository)))
    return dict(form.config)


def test_the_forms_of_a_school_know_its_time_zone() -> None:
    assert config_of_ana("timezone: Asia/Tokyo\n")["school_timezone"] == "Asia/Tokyo"
    assert "school_timezone" not in config_of_ana("")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
@pytest.mark.parametrize("machine", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", None])
def test_a_form_begins_with_the_schools_day(tmp_path: Path, machine: str, zone: str | None) -> None:
    config = config_of_ana(f"timezone: {zone}\n" if zone else "")
    shutil.copy(theme_folder() / "pages" / "editors.js", tmp_path / "start.js")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "cms/npm").mkdir(parents=True)
    (tmp_path / "cms/npm/index.js").write_text("export const init = globalThis.start\n")
    (tmp_path / "run.js").write_text(RUN)

    days = [_today(zone)]
    output = subprocess.run(
        ["node", "run.js"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "CONFIG": json.dumps(config), "TZ": machine},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    days.append(_today(zone))

    started = json.loads(output)
    fields = started["collections"][0]["fields"]
    default = next(field["default"] for field in fields if field["name"] == "date")
    assert "school_timezone" not in started
    assert started["load_config_file"] is False
    assert default in (days if zone else ["{{now}}"])


def _today(zone: str | None) -> str:
    return str(datetime.now(ZoneInfo(zone)).date() if zone else date.min)
