"""Runs the site engine on a school, and tells what is wrong with its own pages at their lines."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

from wayfolio.load.engine_settings import examine_pages, examine_settings
from wayfolio.model.diagnostics import Diagnostic, Location, error, warning
from wayfolio.model.engine import EngineOutput, EngineProblem, FrameSources
from wayfolio.model.own_files import DOCS, SETTINGS
from wayfolio.model.refusal import Refusal
from wayfolio.model.rules import Rule
from wayfolio.render.frame.postprocess import FrameError
from wayfolio.render.frame.stamping import MissingHub

MOST_LEFT_OUT = 50
"""So many pages are left out one by one before all of the school's own are."""
PLAIN = "site_name: {name}\ntheme: {{name: material}}\nplugins: [wayfolio]\n"
HUB = "frame: hub"
SLOT = "wf-slot-"

Cut = TypeVar("Cut")


class EngineRefused(Refusal):
    """The school's own pages or settings must be mended before anything can be made of them."""

    exit_code = 1

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        super().__init__("\n".join(map(str, self.diagnostics)))


class EngineRun(Struct, Generic[Cut], frozen=True, kw_only=True):
    """What came of a run of the site engine."""

    output: EngineOutput
    cut: Cut
    """The frames that were cut from it."""
    diagnostics: tuple[Diagnostic, ...]
    left_out: tuple[str, ...]
    """The files of the school's own that it was made without."""


class EngineTask(Struct, Generic[Cut], frozen=True, kw_only=True):
    """What the site engine is to make of a school."""

    root: Path
    name: str
    """What the site is called where mkdocs.yml cannot say it."""
    sources: FrameSources
    cut: Callable[[EngineOutput], Cut]
    keep_going: bool = False
    """Whether what is wrong is left out."""
    without: tuple[str, ...] = ()
    """Files in docs/ that it must not see."""


def run_engine(task: EngineTask[Cut]) -> EngineRun[Cut]:
    """Run the engine once for each language. Errors: EngineRefused."""
    diagnostics = [*examine_settings(task.root), *examine_pages(task.root)]
    if task.keep_going:
        return _run_without_errors(task, diagnostics)
    if diagnostics:
        raise EngineRefused(diagnostics)
    return _describe_run(task, (), *_run_once(task, ()))


def _run_without_errors(task: EngineTask[Cut], diagnostics: list[Diagnostic]) -> EngineRun[Cut]:
    """Run the engine without the pages that have errors, or without all of the school's own."""
    for _ in range(MOST_LEFT_OUT):
        left_out = {diagnostic.at.path for diagnostic in diagnostics}
        if not all(path.startswith(f"{DOCS}/") for path in left_out):
            break
        try:
            return _describe_run(task, diagnostics, *_run_once(task, left_out))
        except EngineRefused as refused:
            if left_out.issuperset(problem.at.path for problem in refused.diagnostics):
                break
            diagnostics += refused.diagnostics
    return _run_plain(task, diagnostics)


def _describe_run(
    task: EngineTask[Cut], diagnostics: Iterable[Diagnostic], output: EngineOutput, cut: Cut
) -> EngineRun[Cut]:
    noted = place_problems(task.root, output.problems)
    return EngineRun(
        output=output,
        cut=cut,
        diagnostics=tuple(sorted({*diagnostics, *noted})),
        left_out=tuple(sorted({diagnostic.at.path for diagnostic in diagnostics})),
    )


def _run_once(task: EngineTask[Cut], left_out: Iterable[str]) -> tuple[EngineOutput, Cut]:
    # Loaded only here: this takes longer than all that is left to do after a small change.
    from wayfolio.publish import engine
    from wayfolio.publish.engine_problems import EngineStopped

    pages = frozenset(path.removeprefix(f"{DOCS}/") for path in (*left_out, *task.without))
    try:
        with _settled_root(task) as root:
            output = engine.run_mkdocs(root, task.sources, left_out=pages)
        return output, task.cut(output)
    except EngineStopped as stopped:
        raise EngineRefused(place_problems(task.root, stopped.problems)) from stopped
    except MissingHub as missing:
        raise EngineRefused(_place_missing_hub(task.root, missing)) from missing
    except FrameError as wrong:
        raise EngineRefused([_place_wrong_frame(task.root, wrong)]) from wrong


@contextmanager
def _settled_root(task: EngineTask[Cut]) -> Iterator[Path]:
    """Give a folder with settings: the school's, or one beside it where it has no mkdocs.yml."""
    if os.path.lexists(task.root / SETTINGS):
        yield task.root
        return
    with tempfile.TemporaryDirectory(prefix="wayfolio-plain-") as folder:
        root, docs = Path(folder), task.root / DOCS
        if docs.is_dir():
            (root / DOCS).symlink_to(docs.resolve())
        else:
            (root / DOCS).mkdir()
        _write_plain_settings(root, task.name)
        yield root


def _write_plain_settings(root: Path, name: str) -> None:
    quoted = json.dumps(name or "School", ensure_ascii=False)
    (root / SETTINGS).write_text(PLAIN.format(name=quoted), "utf-8")


def _run_plain(task: EngineTask[Cut], diagnostics: list[Diagnostic]) -> EngineRun[Cut]:
    """Run the engine without any page or setting of the school's own."""
    with tempfile.TemporaryDirectory(prefix="wayfolio-plain-") as folder:
        root = Path(folder)
        (root / DOCS).mkdir()
        _write_plain_settings(root, task.name)
        plain = EngineTask(
            root=root,
            name=task.name,
            sources=task.sources,
            cut=task.cut,
        )
        output, cut = _run_once(plain, ())
    left_out = {diagnostic.at.path for diagnostic in diagnostics} | {SETTINGS, DOCS}
    return EngineRun(
        output=output,
        cut=cut,
        diagnostics=tuple(sorted(set(diagnostics))),
        left_out=tuple(sorted(left_out)),
    )


# ---- where a problem stands ----------------------------------------------------------------------


def place_problems(root: Path, problems: Iterable[EngineProblem]) -> list[Diagnostic]:
    """Return the engine's problems, each at its line."""
    placed = []
    for problem in problems:
        line = problem.line or _line_of(root, problem.path, problem.words)
        tell = error if problem.is_error else warning
        at = Location(problem.path, line)
        placed.append(tell(at, Rule.SITE_ENGINE, problem.message, problem.hint))
    return placed


def _line_of(root: Path, path: str, words: str) -> int:
    """Return the first line of a file that holds some words; 1 where none does."""
    if not (root / path).is_file():
        return 1
    try:
        lines = (root / path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return 1
    numbers = (number for number, line in enumerate(lines, 1) if words and words in line)
    return next(numbers, 1)


def _place_missing_hub(root: Path, missing: MissingHub) -> list[Diagnostic]:
    path = str(missing).partition(":")[0]
    folder, hint = (root / path).parent, f"add “{HUB}” to its front matter"
    message = "the site has a list at this address, and the page does not say where it belongs"
    pages = [file for file in sorted(folder.glob("index*.md")) if not _is_hub(file)]
    names = [file.relative_to(root).as_posix() for file in pages] or [path]
    return [error(Location(name), Rule.SITE_ENGINE, message, hint) for name in names]


def _is_hub(file: Path) -> bool:
    return HUB in file.read_text("utf-8", "replace")


def _place_wrong_frame(root: Path, wrong: FrameError) -> Diagnostic:
    """Return a page that does not fit its frame: one that holds a slot, or one of another theme."""
    for file in sorted((root / DOCS).rglob("*.md")):
        path = file.relative_to(root).as_posix()
        if file.is_file() and SLOT in file.read_text("utf-8", "replace"):
            message = f"“{SLOT}…” has a meaning of its own here"
            at = Location(path, _line_of(root, path, SLOT))
            return error(at, Rule.SITE_ENGINE, message, "write it differently")
    address = str(wrong).partition(":")[0].strip("/").removesuffix("index.md").strip("/")
    for path in (f"{DOCS}/{address}.md", f"{DOCS}/{address}/index.md"):
        if address and (root / path).is_file():
            message = "this page does not fit into the site"
            hint = "leave out “template:” and “hide:” in its front matter"
            return error(Location(path), Rule.SITE_ENGINE, message, hint)
    message = f"the site’s pages do not fit into their frame ({wrong})"
    at = Location(SETTINGS, _line_of(root, SETTINGS, "custom_dir"))
    return error(at, Rule.SITE_ENGINE, message, "leave out the theme’s overrides (custom_dir)")
