"""What lies beside work is offered under the work's name: the file's own may be a person's."""

from datetime import date
from types import SimpleNamespace

from wayfolio.model.portfolio import Attachment
from wayfolio.render.learner.evidence import _files
from wayfolio.render.parts.attachments import PublishedFile


def test_a_document_has_the_name_of_the_work() -> None:
    names = ("ana-lund-cv.pdf", "ana-talks.mp3", "letter-of-ben.pdf")
    attachments = tuple(Attachment(path=name) for name in names)
    item = SimpleNamespace(stem="2027-03-01-bridge", files=attachments, date=date(2027, 3, 1))
    published = {
        item.stem: {
            name: PublishedFile(address=f"x{name[-4:]}", suffix=name[-4:], size=1) for name in names
        }
    }

    views = _files(SimpleNamespace(item=item), published)  # type: ignore[arg-type]

    assert [view.name for view in views] == ["bridge.pdf", "bridge-2.mp3", "bridge-3.pdf"]
    assert not [view for view in views for name in names if name in repr(view)]
