"""`wayfolio import photos`: drafts a piece of evidence for each photograph of a sheet.

A comment in the evidence holds the photograph's fingerprint. The next import recognizes it, even if
somebody has given the work another title or day.
"""

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from wayfolio.authoring.free_ids import FreeIds, spell_id
from wayfolio.authoring.known_learners import LearnerIndex, index_learners
from wayfolio.authoring.new import AuthoringSession
from wayfolio.load.attachments import NotAPicture, load_photo
from wayfolio.load.photo_sheets import read_photo_sheet
from wayfolio.load.tables import table_file
from wayfolio.load.written_dates import DayOrder
from wayfolio.model.counts import count_of
from wayfolio.model.file_names import is_device
from wayfolio.model.names import LearnerId, slug_of_work
from wayfolio.model.rosters import PhotoRow
from wayfolio.write import texts
from wayfolio.write.drafts import Draft, DraftPart

HEAD = "# From the photograph {number}\n"
HEADS = re.compile(r"^# From the photograph ([0-9a-f]{16})$", re.MULTILINE)


class _PhotoImport(Struct, kw_only=True):
    """An import that is under way."""

    draft: Draft
    folder: Path
    """Where the photographs are."""
    learners: LearnerIndex
    imported: dict[LearnerId, set[str]]
    """Learner -> the fingerprints of the photographs that are there already."""
    names: dict[str, FreeIds]
    """Folder of evidence -> the names in it, without days."""
    unchanged: int = 0


def draft_photos(
    session: AuthoringSession,
    sheet: Path,
    encoding: str | None = None,
    dates: DayOrder | None = None,
) -> Draft:
    """Draft a piece of evidence for each photograph that a sheet describes. Errors: NotReadable."""
    draft = Draft(session.root)
    state = _PhotoImport(
        draft=draft,
        folder=sheet.parent,
        learners=index_learners(session.school.roster.learners),
        imported={},
        names={},
    )
    for row in read_photo_sheet(table_file(sheet), draft.report, encoding, dates):
        _draft_photo(state, row)
    if state.unchanged:
        draft.report.keep(count_of(state.unchanged, "photograph"), rows=state.unchanged)
    return draft


def _draft_photo(state: _PhotoImport, row: PhotoRow) -> None:
    report = state.draft.report
    learners = state.learners.find(row.learner)
    if len(learners) != 1:
        several = f"several learners are called {row.learner}: {', '.join(learners)}"
        why = several if learners else f"there is no learner {row.learner}"
        report.leave(row.file, why, "write the learner’s id", row.cell("learner"))
        return
    (learner,) = learners
    try:
        number = hashlib.sha256((state.folder / row.file).read_bytes()).hexdigest()[:16]
        content = (
            b"" if _is_imported(state, learner, number) else load_photo(state.folder / row.file)
        )
    except OSError as error:
        report.leave(row.file, f"it cannot be read: {error.strerror}", "", row.cell("file"))
        return
    except NotAPicture as refused:
        report.leave(row.file, str(refused), "", row.cell("file"))
        return
    if content:
        _put(state, learner, row, number, content)
        state.imported[learner].add(number)
    else:
        state.unchanged += 1


def _is_imported(state: _PhotoImport, learner: LearnerId, number: str) -> bool:
    """Whether a photograph is among a learner's evidence already."""
    if learner not in state.imported:
        files = (state.draft.root / f"portfolios/{learner}/evidence").glob("*.md")
        texts_there = (file.read_bytes().decode("utf-8", "replace") for file in files)
        state.imported[learner] = {n for text in texts_there for n in HEADS.findall(text)}
    return number in state.imported[learner]


def _put(
    state: _PhotoImport, learner: LearnerId, row: PhotoRow, number: str, content: bytes
) -> None:
    folder = f"portfolios/{learner}/evidence"
    stem = f"{row.date}-{_claim_name(state, folder, row)}"
    name = f"{stem}.webp"
    facts = {
        "title": row.title,
        "date": row.date,
        "kind": "artifact",
        "shows": row.shows,
        "files": [{"path": name, "alt": row.alt}],
        "visibility": "family",
    }
    text = texts.evidence_text(texts.evidence_pairs(facts), row.text or row.title)
    head = b"---\n" + HEAD.format(number=number).encode()
    path = f"{folder}/{stem}.md"
    state.draft.put(f"{folder}/{name}", content)
    state.draft.put(path, head + text.removeprefix(b"---\n"))
    said = state.draft.report.take(path, "", "", row.at)
    state.draft.parts[path] = [DraftPart(said=said, with_files=(f"{folder}/{name}",))]


def _claim_name(state: _PhotoImport, folder: str, row: PhotoRow) -> str:
    """Return a name that no evidence or picture of the learner has, whatever its day."""
    if folder not in state.names:
        files = (state.draft.root / folder).glob("*")
        taken = {slug_of_work(file.name.partition(".")[0]) for file in files}
        state.names[folder] = FreeIds(taken=taken, is_unfit=is_device)
    return state.names[folder].claim([spell_id(row.title)], "photograph")
