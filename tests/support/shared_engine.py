"""The site engine, run once for all tests that give it the same files and the same answers."""

import pickle
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from shared_run import locked_file
from wayfolio.model.engine import EngineOutput, FrameSources
from wayfolio.model.fingerprint import fingerprint

OTHER_FILES = re.compile(rb"custom_dir|docs_dir|hooks|INHERIT|!ENV|!!python")
"""Settings with which the engine reads or runs more than the settings and `docs/`."""


class RunEngine(Protocol):
    """What `engine.run_mkdocs` is."""

    def __call__(
        self,
        root: Path,
        sources: FrameSources,
        *,
        strict: bool = False,
        left_out: frozenset[str] = frozenset(),
    ) -> EngineOutput: ...


class Answer(Struct, frozen=True):
    """What the engine asked while it ran, and was answered."""

    language: int
    question: str
    """`say` or `spoken`."""
    texts: tuple[Any, ...]
    answer: str


class KnownRun(Struct, frozen=True):
    """A run of the engine."""

    answers: tuple[Answer, ...]
    output: EngineOutput


def share_engine(run: RunEngine) -> RunEngine:
    """Return the engine, which does not run where its output is known.

    That depends on files and plain values, and on how texts are translated and whose names are
    replaced: a run is known if each question would be answered as it was then.
    """

    @wraps(run)
    def run_once(
        root: Path,
        sources: FrameSources,
        *,
        strict: bool = False,
        left_out: frozenset[str] = frozenset(),
    ) -> EngineOutput:
        files = _read_own_files(root)
        if files is None:
            return run(root, sources, strict=strict, left_out=left_out)
        plain = [_without_functions(each) for each in _languages(sources)]
        key = fingerprint(files, strict, left_out, plain)
        with locked_file(f"engine-{key}") as kept:
            known: list[KnownRun] = pickle.loads(kept.read_bytes()) if kept.exists() else []
            for earlier in known:
                if _are_answered_alike(earlier, sources):
                    return earlier.output
            answers: list[Answer] = []
            traced = _trace(sources, answers)
            output = run(root, traced, strict=strict, left_out=left_out)
            known.append(KnownRun(tuple(answers), output))
            kept.write_bytes(pickle.dumps(known))
        return output

    return run_once


def _read_own_files(root: Path) -> list[tuple[str, str]] | None:
    """Return the hash of each file that the engine reads; None if it may read others as well."""
    settings = (root / "mkdocs.yml").read_bytes()
    if OTHER_FILES.search(settings):
        return None
    files = [("mkdocs.yml", sha256(settings).hexdigest())]
    for file in sorted((root / "docs").rglob("*")):
        kind = file.lstat().st_mode
        if stat.S_ISREG(kind):
            path = file.relative_to(root).as_posix()
            files.append((path, sha256(file.read_bytes()).hexdigest()))
        elif not stat.S_ISDIR(kind):
            return None
    return files


def _languages(sources: FrameSources) -> Iterator[FrameSources]:
    yield sources
    yield from sources.others


def _without_functions(sources: FrameSources) -> tuple[object, ...]:
    return (
        *(sources.pages, sources.words, tuple(sources.menu), tuple(sources.more_menu)),
        *(sources.language, sources.place, sources.places),
    )


def _are_answered_alike(run: KnownRun, sources: FrameSources) -> bool:
    languages = list(_languages(sources))
    return all(
        getattr(languages[known.language], known.question)(*known.texts) == known.answer
        for known in run.answers
    )


def _trace(sources: FrameSources, answers: list[Answer]) -> FrameSources:
    """Return the sources, with functions that note what they are asked."""
    main, *others = (
        replace(
            language,
            say=_traced_say(language.say, number, answers),
            spoken=_traced_spoken(language.spoken, number, answers),
        )
        for number, language in enumerate(_languages(sources))
    )
    return replace(main, others=tuple(others))


def _traced_say(
    say: Callable[[str], str], number: int, answers: list[Answer]
) -> Callable[[str], str]:
    def ask(text: str) -> str:
        answer = say(text)
        answers.append(Answer(number, "say", (text,), answer))
        return answer

    return ask


def _traced_spoken(
    spoken: Callable[..., str], number: int, answers: list[Answer]
) -> Callable[..., str]:
    def ask(text: str, names: Sequence[str] = (), not_names: Sequence[str] = ()) -> str:
        answer = spoken(text, names, not_names)
        answers.append(Answer(number, "spoken", (text, names, not_names), answer))
        return answer

    return ask
