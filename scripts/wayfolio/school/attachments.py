"""The attachments of evidence: read and cleaned by `load`, published by `render`."""

from msgspec.structs import replace

from wayfolio.load.attachments import load_attachments
from wayfolio.load.files import Findings, Folder
from wayfolio.model.attachments import Attached, AttachmentCache, Document
from wayfolio.model.names import EvidenceRef
from wayfolio.model.pages import Audience, Page
from wayfolio.model.people import NOBODY, People
from wayfolio.model.visibility import VisibleLearner
from wayfolio.render.parts.attachments import PublishedFile, publish_attachments


def clean_attachments(
    folder: Folder,
    shown: VisibleLearner[Audience],
    findings: Findings,
    audience: type[Audience],
    people: People = NOBODY,
    made_already: AttachmentCache | None = None,
) -> tuple[dict[EvidenceRef, dict[str, PublishedFile]], list[Page[Audience]]]:
    """Return the attachments of the visible evidence: their addresses, and the files.

    `folder`: the school's. `people`: the people whose names are redacted in transcripts.
    `made_already`: pictures of earlier builds.
    """
    source = folder / "portfolios" / shown.learner / "evidence"
    where: dict[EvidenceRef, dict[str, PublishedFile]] = {}
    pages: dict[str, Page[Audience]] = {}
    for visible in shown.evidence:
        work = visible.item
        target = f"learners/{shown.address}/evidence/{work.slug}/"
        meant = people.reading(work.names, work.not_names)
        for name, attached in load_attachments(source, work, findings, made_already).items():
            file, copies = publish_attachments(_redact(attached, meant), target, audience)
            where.setdefault(work.stem, {})[name] = file
            pages.update({page.path: page for page in copies})
    return where, list(pages.values())


def _redact(attached: Attached, people: People) -> Attached:
    if isinstance(attached, Document) and attached.words:
        return replace(attached, words=people.spoken(attached.words))
    return attached
