"""The files attached to evidence, and the addresses that the site gives them."""

from collections.abc import Mapping
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.attachments import Attached, Document, Image
from wayfolio.model.names import EvidenceRef
from wayfolio.model.pages import Audience, Page
from wayfolio.render.parts.prose import BodyImage
from wayfolio.render.parts.views import PictureView


class PublishedFile(Struct, frozen=True, kw_only=True):
    """A file and its address, which leaves out the file's name because it may be a person's."""

    address: str
    suffix: str
    size: int
    width: int = 0
    height: int = 0
    small: tuple[str, int, int] | None = None
    still: str = ""
    """The address of the first frame of a picture that moves."""
    words: str | None = None

    @property
    def is_picture(self) -> bool:
        """Whether a text can show it."""
        return self.small is not None

    def inline(self, base: str) -> BodyImage:
        """Return it as a picture in a text."""
        return BodyImage(base + self.address, self.width, self.height)

    def picture(self, alt: str) -> PictureView:
        """Return it as a picture beside a text."""
        return PictureView(address=self.address, width=self.width, height=self.height, alt=alt)


PublishedAttachments = Mapping[EvidenceRef, Mapping[str, PublishedFile]]
"""Evidence -> name of a file beside it -> the published file."""


def relative_to_page(published: PublishedAttachments, up: str) -> PublishedAttachments:
    """Return files with addresses from a language's root; `up` leads from there to the site's.

    All languages of a site share the files.
    """
    if not up:
        return published
    return {
        work: {name: _prefix(file, up) for name, file in files.items()}
        for work, files in published.items()
    }


def _prefix(file: PublishedFile, up: str) -> PublishedFile:
    still = up + file.still if file.still else ""
    return replace(file, address=up + file.address, still=still)


def publish_attachments(
    attached: Attached, folder: str, audience: type[Audience]
) -> tuple[PublishedFile, list[Page[Audience]]]:
    """Return a file with an address below `folder`, and its pages (a picture has two sizes)."""
    if isinstance(attached, Document):
        address = _hashed_address(folder, attached.content, attached.suffix)
        file = PublishedFile(
            address=address,
            suffix=attached.suffix,
            size=len(attached.content),
            words=attached.words,
        )
        return file, [Page[Audience](address, attached.content)]
    large, small = attached.large, attached.small
    address = _hashed_address(folder, large.content, ".webp")
    small_address = _hashed_address(folder, small.content, ".webp")
    images: dict[str, Image] = {address: large}
    still = ""
    if attached.still is not None:
        # Both have the name of the motion that they belong to.
        still = _hashed_address(folder, large.content, "still.webp")
        small_address = _hashed_address(folder, large.content, "small.webp")
        images[still] = attached.still
    images[small_address] = small
    file = PublishedFile(
        address=address,
        suffix=".webp",
        size=len(large.content),
        width=large.width,
        height=large.height,
        small=(small_address, small.width, small.height),
        still=still,
    )
    return file, [Page[Audience](where, image.content) for where, image in images.items()]


def _hashed_address(folder: str, content: bytes, suffix: str) -> str:
    return f"{folder}{blake2b(content, digest_size=8).hexdigest()}{suffix}"
