"""Forms from types and catalogue, without a browser: whose they are, and where they may lie."""

import base64
import hashlib
import io
import json
import tarfile
from datetime import date
from pathlib import Path

import pytest

from browsing import serve
from example_school import TODAY, copy_example
from report import SMALL, write
from wayfolio.cli.main import main
from wayfolio.editions import editors
from wayfolio.editions.editor_fields import Json
from wayfolio.model.names import StageCode
from wayfolio.publish.vendored import NotFetched, Package, fetch_package_file
from wayfolio.render.text.form_words import FIELDS
from wayfolio.school.read import read_school

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def forms() -> dict[str, editors.EditorForm]:
    root = Path(__file__).parents[2]
    school, _ = read_school(root, TODAY)
    assert school is not None
    assert school.catalogue.school.repository is not None
    return {
        desk.path: desk for desk in editors.editor_forms(school, school.catalogue.school.repository)
    }


def fields(desk: editors.EditorForm, collection: int = 0) -> dict[str, Json]:
    return {field["name"]: field for field in desk.config["collections"][collection]["fields"]}


def test_a_learner_s_desk_writes_in_her_own_folder_and_nowhere_else(
    forms: dict[str, editors.EditorForm],
) -> None:
    for path, desk in forms.items():
        if not path.startswith("learners/"):
            continue
        learner = path.split("/")[1]
        evidence, plan = desk.config["collections"]
        assert evidence["folder"] == f"portfolios/{learner}/evidence"
        assert [file["file"] for file in plan["files"]] == [f"portfolios/{learner}/plan.yml"]


def test_skills_of_the_learner_s_stages_come_first_and_all_are_there(
    forms: dict[str, editors.EditorForm],
) -> None:
    offered = [row["value"] for row in fields(forms["learners/amara/"])["shows"]["options"]]
    school, _ = read_school(Path(__file__).parents[2], TODAY)
    assert school is not None
    skills = school.catalogue.skills
    required = {
        code
        for code, (skill, placed) in skills.items()
        for stage in (StageCode("P3"), StageCode("discover"))
        if {**placed.competency.evidence_required, **skill.evidence_required}.get(stage)
    }

    assert set(offered) == set(skills)
    assert 0 < len(required) < len(skills)
    assert set(offered[: len(required)]) == required


def test_a_goal_may_name_a_level_of_the_scales_in_words(
    forms: dict[str, editors.EditorForm],
) -> None:
    """A goal is no rating, so the two marks are not offered."""
    (plan,) = forms["learners/amara/"].config["collections"][1]["files"]
    goals = next(field for field in plan["fields"] if field["name"] == "goals")
    goal = {field["name"]: field for field in goals["fields"]}

    level = goal["level"]

    assert (level["label"], level["required"]) == ("Which level do I want to reach?", False)
    offered = {row["value"]: row["label"] for row in level["options"]}
    assert offered[12] == "12: College level"
    assert offered[9.5] == "9.5"
    assert offered[6] == "6: Basics on my own / College level"
    assert list(offered) == sorted(offered)
    rated = fields(forms["groups/harbor-11/"])["rows"]["fields"][2]["options"]
    assert [*offered, "M", "O"] == [row["value"] for row in rated]


def test_words_for_a_picture_are_asked_for_and_pictures_are_made_anew(
    forms: dict[str, editors.EditorForm],
) -> None:
    desk = forms["learners/amara/"]
    own = {field["name"]: field for field in fields(desk)["files"]["fields"]}

    assert (own["path"]["required"], own["alt"]["required"]) == (True, True)
    image = desk.config["media_libraries"]["default"]["config"]["transformations"]["raster_image"]
    assert (image["format"], image["width"]) == ("webp", 1600)


def test_an_educator_s_desk_begins_with_a_row_for_each_learner_of_the_group(
    forms: dict[str, editors.EditorForm],
) -> None:
    rows = fields(forms["groups/harbor-11/"])["rows"]

    assert rows["default"] == [{"learner": "amara"}]
    levels = [row["value"] for row in rows["fields"][2]["options"]]
    assert levels[-2:] == ["M", "O"]
    assert 9.5 in levels


def test_a_tutor_s_desk_writes_the_sessions_of_her_own_supports_and_nothing_else(
    forms: dict[str, editors.EditorForm],
) -> None:
    written = {
        path: [file["file"] for c in desk.config["collections"] for file in c["files"]]
        for path, desk in forms.items()
        if path.startswith("tutors/")
    }

    assert written == {
        "tutors/cal/": [
            "portfolios/teo/supports/tut-teo.yml",
            "portfolios/_groups/2026-08-31-tut-alg.yml",
        ],
        "tutors/greta/": ["portfolios/lena/supports/menu-lena.yml"],
        "tutors/nell/": [
            "portfolios/hoku/supports/groups-with-nell.yml",
            "portfolios/kofi/supports/strips-again.yml",
        ],
    }
    own, of_a_group = forms["tutors/cal/"].config["collections"][0]["files"]
    assert [field["name"] for field in (*own["fields"], *of_a_group["fields"])] == ["sessions"] * 2
    session = {field["name"]: field for field in own["fields"][0]["fields"]}
    assert [row["value"] for row in session["status"]["options"]] == [
        *("present", "late", "short", "excused", "away")
    ]
    assert session["minutes"]["default"] == 45
    assert next(row["label"] for row in session["mood"]["options"]) == "rough"
    assert {"ticket", "skills", "why", "note", "substitute"} <= set(session)
    (learners,) = [f for f in of_a_group["fields"][0]["fields"] if f["name"] == "learners"]
    assert [(field["name"], field["label"]) for field in learners["fields"]] == [("zara", "Zara")]


def test_every_shown_key_has_a_label_that_somebody_wrote(
    forms: dict[str, editors.EditorForm],
) -> None:
    plain = {key.replace("-", " ").title() for keys in FIELDS.values() for key in keys}
    for desk in forms.values():
        for number in range(len(desk.config["collections"])):
            collection = desk.config["collections"][number]
            own = collection.get("fields") or collection["files"][0]["fields"]
            for field in [*own, *(f for outer in own for f in outer.get("fields", ()))]:
                assert field["label"] not in plain - {
                    "Goals",
                    "Interests",
                    "Learner",
                    "Skill",
                    "Level",
                    "Minutes",
                    "Note",
                    "Task",
                }


# ---- where they lie, and where the program comes from


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, held in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(held)
            tar.addfile(entry, io.BytesIO(held))
    return out.getvalue()


def package(held: bytes) -> Package:
    proof = base64.b64encode(hashlib.sha512(held).digest()).decode()
    return Package(name="@river/forms", version="1.2.3", sha512=proof)


def test_a_package_is_fetched_once_and_proved_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = archive({"npm/index.js": b"1", "LICENSE": b"MIT"})
    write(tmp_path, {"npm/@river/forms/-/forms-1.2.3.tgz": held})
    cache = tmp_path / "cache"
    with serve(tmp_path / "npm") as address:
        monkeypatch.setenv("NPM_CONFIG_REGISTRY", address)
        assert fetch_package_file(package(held), cache) == {"npm/index.js": b"1", "LICENSE": b"MIT"}
        with pytest.raises(NotFetched, match="is not @river/forms"):
            fetch_package_file(package(held + b"x"), tmp_path / "other")
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", NOWHERE)
    assert fetch_package_file(package(held), cache)["LICENSE"] == b"MIT"
    (cache / "forms-1.2.3.tgz").write_bytes(held[:-9])
    with pytest.raises(NotFetched, match="when the network is back"):
        fetch_package_file(package(held), cache)


@pytest.mark.parametrize(
    ("site", "says"),
    [
        (None, "cannot be reached: try again when the network is back"),
        ("site", "is for everybody: the forms need a folder of their own"),
    ],
)
def test_without_a_network_or_inside_the_site_no_forms_are_made(
    site: str | None,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = copy_example(tmp_path / "school")
    monkeypatch.chdir(root)
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", NOWHERE)

    chosen = ["--site", str(root / site)] if site else []
    assert main(["build", "--edition", "editors", *chosen]) == 2

    assert says in capsys.readouterr().err
    assert not (root / "site-edit").exists()
    assert not (root / "site").exists()


def test_a_school_must_say_where_its_files_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, SMALL)
    monkeypatch.chdir(tmp_path)

    assert main(["build", "--edition", "editors"]) == 2

    assert "add repository:" in capsys.readouterr().err


def test_a_browser_may_ask_this_folder_and_the_git_host_only() -> None:
    school, _ = read_school(Path(__file__).parents[2], date(2027, 3, 12))
    assert school is not None
    assert school.catalogue.school.repository is not None
    said = editors.editors_policy(school.catalogue.school.repository)

    (connect,) = [part for part in said.split("; ") if part.startswith("connect-src")]
    assert connect.split()[1:] == [
        *("'self'", "blob:", "data:", "https://api.github.com", "https://github.com")
    ]
    assert "default-src 'self'" in said
    assert json.dumps(said).count("unpkg") == 0
