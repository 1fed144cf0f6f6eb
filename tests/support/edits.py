"""Edits of a growing school, from which random sequences of builds are drawn."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PIL import Image

from growing_school import (
    CORE,
    Growing,
    add_learner,
    learner_file,
    work_file,
)
from report import SCHOOL

BRIDGE = "evidence/2027-03-01-bridge.md"


def add_work(school: Growing, who: str) -> None:
    if school.file(f"portfolios/{who}").is_dir():
        number = len(school.done)
        name = f"2027-03-0{number % 8 + 1}-raft-{number}.md"
        school.file(f"portfolios/{who}/evidence/{name}").write_text(work_file("The raft"), "utf-8")


def raft_files(school: Growing, who: str) -> list[Path]:
    return sorted(school.file(f"portfolios/{who}/evidence").glob("*-raft-*.md"))[:1]


def remove_work(school: Growing, who: str) -> None:
    for file in raft_files(school, who):
        file.unlink()


def rename_work(school: Growing, who: str) -> None:
    for file in raft_files(school, who):
        file.rename(file.with_name(file.name.replace("-raft-", "-boat-")))


def work_together(school: Growing, who: str) -> None:
    if who != "ana" and school.file(f"portfolios/{who}").is_dir():
        once = f"kind: model\nwith: [{who}]\n"
        school.change(
            f"portfolios/ana/{BRIDGE}",
            lambda t: t if "with:" in t else t.replace("kind: model\n", once),
        )


def leave(school: Growing, who: str) -> None:
    """Only somebody whom no file of another learner names."""
    if who == "cleo" and "cleo" not in school.file(f"portfolios/ana/{BRIDGE}").read_text("utf-8"):
        shutil.rmtree(school.file("portfolios/cleo"), ignore_errors=True)
        for file in school.file("portfolios/_groups").glob("*.yml"):
            # What others' work answers stays.
            if file.name == "2027-03-02-map.yml":
                file.write_text(file.read_text("utf-8").partition("learners:")[0], "utf-8")
            else:
                file.unlink()


def wait_a_week(school: Growing, _: str) -> None:
    school.today += timedelta(days=7)


def set_secret(school: Growing, _: str) -> None:
    school.secret = b"s" * 32


def add_group_file(school: Growing, who: str) -> None:
    folder = school.file("portfolios/_groups")
    folder.mkdir(exist_ok=True)
    if school.file(f"portfolios/{who}").is_dir():
        (folder / "2027-03-04-table.yml").write_text(
            f"date: 2027-03-04\nkind: exhibition\nby: rosa\nlearners: {{{who}: {{MTH.2: 3}}}}\n",
            "utf-8",
        )


def add_task(school: Growing, who: str) -> None:
    """Give everybody a task, and let somebody's work answer it."""
    folder = school.file("portfolios/_groups")
    folder.mkdir(exist_ok=True)
    (folder / "2027-03-02-map.yml").write_text(
        "date: 2027-03-02\nby: rosa\ntask: {title: Map it, due: 2027-03-15, group: harbor}\n",
        "utf-8",
    )
    answer = "kind: model\ntask: 2027-03-02-map\n"
    school.change(
        f"portfolios/{who}/{BRIDGE}",
        lambda text: text if "task:" in text else text.replace("kind: model\n", answer),
    )


def excuse(school: Growing, who: str) -> None:
    """Excuse somebody from a task that is there."""
    if school.file(f"portfolios/{who}").is_dir():
        school.change(
            "portfolios/_groups/2027-03-02-map.yml",
            lambda text: f"{text.partition('learners:')[0]}learners: {{{who}: {{excused: ill}}}}\n",
        )


def change_picture(school: Growing, who: str) -> None:
    file = school.file(f"portfolios/{who}/evidence/bridge.png")
    if file.exists():
        Image.new("RGB", (40 + len(school.done), 30), "red").save(file)


def edit(path: str, old: str, new: str) -> Callable[[Growing, str], None]:
    """Return what puts something in the place of something else, once."""

    def edit(school: Growing, who: str) -> None:
        school.change(
            path.format(who=who), lambda text: text if new in text else text.replace(old, new)
        )

    return edit


def give_consent(until: str) -> Callable[[Growing, str], None]:
    def edit(school: Growing, who: str) -> None:
        school.change(f"portfolios/{who}/learner.yml", lambda _: learner_file(who, until))

    return edit


OWN = "portfolios/{who}/"


EDITS: dict[str, Callable[[Growing, str], None]] = {
    "a text": edit(OWN + BRIDGE, "It holds.", "It holds.\n\nMore."),
    "a title": edit(OWN + BRIDGE, "title: The", "title: A new"),
    "another rating": edit(OWN + "demonstrations/2026-27.yml", "MTH.1: 3", "MTH.1: 1"),
    "more work": add_work,
    "less work": remove_work,
    "work renamed": rename_work,
    "work together": work_together,
    "work made private": edit(OWN + BRIDGE, "visibility: public", "visibility: family"),
    "consent that ends": give_consent("2027-03-20"),
    "consent that has ended": give_consent("2027-01-20"),
    "a week passes": wait_a_week,
    "somebody comes": lambda school, who: add_learner(school.root, who),
    "somebody leaves": leave,
    "a comment in the catalogue": edit(CORE, "framework: core", "# why\nframework: core"),
    "another word in the catalogue": edit(CORE, "title: Numbers", "title: Numbers and more"),
    "a name shown otherwise": edit(OWN + "learner.yml", "first:", "shown: initials, first:"),
    "a group file": add_group_file,
    "a task": add_task,
    "an excuse": excuse,
    "a secret": set_secret,
    "nobody is shown": edit(SCHOOL, "name: River", "publish: {learners: none}\nname: River"),
    "a picture that looks otherwise": change_picture,
    "another page of the school": edit("docs/about.md", "We row.", "We row and sing."),
}
