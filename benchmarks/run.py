"""Builds one school with Wayfolio and with other generators in turn, and compares what it costs.

    python benchmarks/run.py --pages 5000 --against hugo,hugo-search,mkdocs --runs 3
    python benchmarks/run.py --pages 5000 --against hugo,mkdocs --change --json

A run is a whole process, from its start to its end. In each round everybody runs once, so that a
noisy minute hits all alike. Ratios are medians of the rounds' ratios: 4 says that the other one
took four times as long as ours.

Cold: no output and no cache. Old ones are moved aside, and deleted when all is over, because on
ext4 a build that follows a large deletion pays for it, for about a minute. So do not begin another
comparison at once, or `--keep` everything. Files that are read lie in the page cache.

`--change`: everybody has built the school. Then one learner changes one file, which is committed
(`school.py --change`) and converted for the others, unmeasured; what is measured is the next build.
Hugo builds all again, and `hugo-segments` what it is told by hand. MkDocs builds all again.

`--search` adds a row of ours with its search index (`ours-search`), to be compared with
`hugo-search` and `mkdocs`, which has an index too; `mkdocs-nosearch` has none.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import school
from comparison import OURS, Comparison, Row, as_json, as_table
from measuring import CommandFailed, measure_command
from peers import hugo, mkdocs_material
from peers.project import Peer, pages_in
from peers.reading import SchoolContent, read_school
from site_changes import compare_snapshots, snapshot

ROOT = Path(__file__).resolve().parents[1]
INSTALLED = ROOT / ".cache/peers"
PEERS: dict[str, Peer] = {**hugo.PEERS, **mkdocs_material.PEERS}
SETTINGS = {"NO_MKDOCS_2_WARNING": "1"}


@dataclass(slots=True, kw_only=True)
class Contestant:
    """One row of the table: how it is prepared and run, and what that cost in each round."""

    project: Path
    command: tuple[str, ...]
    site: str
    after_change: Callable[[str], tuple[str, ...]] = lambda _: ()
    """Prepares for the build after one learner's change; returns what is added to the command."""
    before: frozenset[str]
    """What lies in the project before its first build."""
    row: Row = field(default_factory=Row)

    def run(self, limit: float, learner: str = "") -> None:
        """Build, and keep what it cost. `learner`: whose work has changed since."""
        command = self.command + (self.after_change(learner) if learner else ())
        self.row.costs.append(
            measure_command(command, self.project, limit=limit, settings=SETTINGS)
        )
        if len(self.row.costs) == 1:
            self.row.pages = len(pages_in(self.project / self.site))


def main() -> None:
    """Measure, and print a table or JSON."""
    wanted = arguments(sys.argv[1:])
    restart_in_own_python()
    work = ROOT / ".cache/benchmarks" / f"{wanted.pages}-{time.time_ns()}"
    try:
        comparison = measure(wanted, work)
        print(
            json.dumps(as_json(comparison), indent=2) if wanted.json else as_table(comparison),
            flush=True,
        )
    finally:
        if not wanted.keep:
            say(f"Deleting {work} ...")
            shutil.rmtree(work)


def restart_in_own_python() -> None:
    """Begin again with the checkout's Python, unless this is it. Errors: SystemExit."""
    own = ROOT / ".venv"
    if Path(sys.prefix).resolve() == own.resolve():
        return
    if not (own / "bin/wayfolio").is_file():
        sys.exit("There is no .venv yet: scripts/build makes it.")
    python = str(own / "bin/python")
    os.execv(python, [python, *sys.argv])


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    first, _, more = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1000, help="about so many (1000)")
    parser.add_argument("--against", default="", help=f"any of {','.join(PEERS)}")
    parser.add_argument("--change", action="store_true", help="the build after one changed file")
    parser.add_argument("--search", action="store_true", help="ours with a search index as well")
    parser.add_argument("--runs", type=int, default=3, help="rounds (3)")
    parser.add_argument("--jobs", type=int, help="how many processes ours may use")
    parser.add_argument("--limit", type=float, default=1800, help="seconds that a run may take")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", action="store_true", help="leave projects and sites")
    wanted = parser.parse_args(words)
    wanted.against = [name for name in wanted.against.split(",") if name]
    unknown = [name for name in wanted.against if name not in PEERS]
    if unknown:
        parser.error(f"not known: {', '.join(unknown)}; known: {', '.join(PEERS)}")
    if wanted.change and "hugo" in wanted.against and "hugo-segments" not in wanted.against:
        wanted.against.append("hugo-segments")
    if wanted.runs < 1:
        parser.error("--runs must be at least 1")
    return wanted


def measure(wanted: argparse.Namespace, work: Path) -> Comparison:
    """Prepare everything in a new folder, run all rounds, and return what was measured."""
    if wanted.against:
        install()
    learners = school.learners_for(wanted.pages)
    say(f"Making a school of {learners} learners ...")
    school.make(work / "school", learners, in_git=True)
    content = read_school(work / "school")
    contestants = {
        **our_contestants(wanted, work, learners),
        **peer_contestants(wanted, work, content),
    }
    if wanted.change:
        build_changed(wanted, work, contestants, content)
    else:
        build_cold(wanted, contestants)
    pages = school.pages_of(learners)
    for name, contestant in contestants.items():
        if contestant.row.pages != pages:
            raise CommandFailed(f"{name} made {contestant.row.pages} of {pages} pages")
    return Comparison(
        mode="one file changed" if wanted.change else "cold",
        learners=learners,
        pages=pages,
        rows={name: contestant.row for name, contestant in contestants.items()},
    )


def build_cold(wanted: argparse.Namespace, contestants: dict[str, Contestant]) -> None:
    """Let everybody build from nothing, in rounds."""
    for number in range(wanted.runs):
        for name, contestant in contestants.items():
            set_aside(contestant, number)
            contestant.run(wanted.limit)
            progress(wanted, number, name, contestant)


def build_changed(
    wanted: argparse.Namespace,
    work: Path,
    contestants: dict[str, Contestant],
    content: SchoolContent,
) -> None:
    """Let everybody build once, and then in rounds after one learner's change."""
    for name, contestant in contestants.items():
        say(f"First build: {name} ...")
        measure_command(
            contestant.command, contestant.project, limit=wanted.limit, settings=SETTINGS
        )
    for number in range(wanted.runs):
        learner = change_everywhere(wanted, work, content, number + 1)
        for name, contestant in contestants.items():
            contestant.run(wanted.limit, learner)
            progress(wanted, number, name, contestant)
    # Once more, and this time unmeasured: to look at all files is no part of a learner's day.
    change_everywhere(wanted, work, content, wanted.runs + 1)
    for name in OURS:
        if name in contestants:
            contestant = contestants[name]
            before = snapshot(contestant.project / contestant.site)
            measure_command(
                contestant.command, contestant.project, limit=wanted.limit, settings=SETTINGS
            )
            contestant.row.written = compare_snapshots(
                before, snapshot(contestant.project / contestant.site)
            )


def our_contestants(wanted: argparse.Namespace, work: Path, learners: int) -> dict[str, Contestant]:
    """Return our rows.

    With search it is another school, so that neither meets the other's cache.
    """
    command = [str(ROOT / ".venv/bin/wayfolio"), "build"]
    if wanted.jobs is not None:
        command += ["--jobs", str(wanted.jobs)]
    rows = {"ours": contestant(work / "school", (*command, "--no-search"), "site")}
    if wanted.search:
        school.make(work / "school-search", learners, in_git=True)
        rows["ours-search"] = contestant(work / "school-search", tuple(command), "site")
    return rows


def peer_contestants(
    wanted: argparse.Namespace, work: Path, content: SchoolContent
) -> dict[str, Contestant]:
    """Convert the school for the others, and return their rows."""
    for kind, peer in peers_by_kind(wanted).items():
        say(f"Converting the school for {kind} ...")
        peer.convert(content, work / kind)
    rows = {}
    for name in wanted.against:
        peer, project = PEERS[name], work / PEERS[name].kind
        rows[name] = contestant(project, peer.command(INSTALLED), peer.site)
        if peer.after_change is not None:
            rows[name].after_change = _bind_change(peer.after_change, content, project)
    return rows


def _bind_change(
    prepare: Callable[[SchoolContent, Path, str], tuple[str, ...]],
    content: SchoolContent,
    project: Path,
) -> Callable[[str], tuple[str, ...]]:
    return lambda learner: prepare(content, project, learner)


def contestant(project: Path, command: tuple[str, ...], site: str) -> Contestant:
    """Return a row whose project has been made and not yet built."""
    before = frozenset(entry.name for entry in project.iterdir())
    return Contestant(project=project, command=command, site=site, before=before)


def progress(wanted: argparse.Namespace, number: int, name: str, contestant: Contestant) -> None:
    """Tell how the last run went."""
    cost = contestant.row.costs[-1]
    say(f"{number + 1}/{wanted.runs} {name}: {cost.wall:.2f} s, {cost.cpu:.2f} s CPU")


def change_everywhere(
    wanted: argparse.Namespace, work: Path, content: SchoolContent, number: int
) -> str:
    """Let learner `number` change one file, and hand that to everybody. Return the learner's id."""
    file = school.change(work / "school", number)
    if wanted.search:
        school.change(work / "school-search", number)
    learner = file.parents[1].name
    content.read_again(learner)
    for kind, peer in peers_by_kind(wanted).items():
        peer.convert(content, work / kind)
    return learner


def peers_by_kind(wanted: argparse.Namespace) -> dict[str, Peer]:
    """Return one peer for each project that is needed."""
    return {PEERS[name].kind: PEERS[name] for name in wanted.against}


def set_aside(contestant: Contestant, number: int) -> None:
    """Move all that a build has left out of the project; it is deleted when all is over."""
    aside = (
        contestant.project.parent
        / "aside"
        / f"{contestant.project.name}-{contestant.site}-{number}"
    )
    for entry in list(contestant.project.iterdir()):
        if entry.name not in contestant.before:
            aside.mkdir(parents=True, exist_ok=True)
            entry.rename(aside / entry.name)


def install() -> None:
    """Put the other generators into a folder of their own, unless they are there."""
    needed = Path(__file__).parent / "peers/requirements.txt"
    have = INSTALLED / "installed.txt"
    if have.is_file() and have.read_bytes() == needed.read_bytes():
        return
    say(f"Installing the other generators into {INSTALLED} ...")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(INSTALLED)], check=True)
    pip = [str(INSTALLED / "bin/python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--requirement", str(needed)], check=True, stdout=sys.stderr)
    shutil.copyfile(needed, have)


def say(text: str) -> None:
    """Tell how far it is, apart from what is printed in the end."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
