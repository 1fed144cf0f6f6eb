"""The files beside evidence: read and cleaned by `load`, named for a site by `render`."""

from msgspec.structs import replace

from wayfolio.load.attachments import attachments
from wayfolio.load.files import Findings, Folder
from wayfolio.model.attachments import Attached, Document, Made
from wayfolio.model.names import EvidenceRef
from wayfolio.model.pages import Audience, Page
from wayfolio.model.people import NOBODY, People
from wayfolio.model.visibility import Shown
from wayfolio.render.parts.attachments import PublishedFile, published


def copied(
    folder: Folder,
    shown: Shown[Audience],
    findings: Findings,
    audience: type[Audience],
    people: People = NOBODY,
    made_already: Made | None = None,
) -> tuple[dict[EvidenceRef, dict[str, PublishedFile]], list[Page[Audience]]]:
    """Return where the files of the evidence that is shown go, and the files themselves.

    `folder`: the school's. `people`: whose names are not to be said in a transcript as they are
    written. `made_already`: pictures of earlier builds.
    """
    source = folder / "portfolios" / shown.learner / "evidence"
    where: dict[EvidenceRef, dict[str, PublishedFile]] = {}
    pages: dict[str, Page[Audience]] = {}
    for item in shown.evidence:
        target = f"learners/{shown.address}/evidence/{item.item.slug}/"
        for name, attached in attachments(source, item.item, findings, made_already).items():
            file, made = published(_spoken(attached, people), target, audience)
            where.setdefault(item.item.stem, {})[name] = file
            pages.update({page.path: page for page in made})
    return where, list(pages.values())


def _spoken(attached: Attached, people: People) -> Attached:
    if isinstance(attached, Document) and attached.words:
        return replace(attached, words=people.spoken(attached.words))
    return attached
