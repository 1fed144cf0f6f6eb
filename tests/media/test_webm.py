"""A published WebM holds picture and sound, and nothing that tells who made it, where or when."""

from pathlib import Path

import pytest

from report import BRIDGE, PICTURE, diagnose
from wayfolio.media.recordings import strip_webm
from wayfolio.media.refusal import BrokenRecording, HiddenTrack
from wayfolio.media.sanitize import NotSanitized, sanitize

NOTE = b"CANARY+48.10+011.50/"
LIVE = b"\x01" + b"\xff" * 7
"""The length of an element that a live recording leaves open."""


def element(kind: int, *parts: bytes, length: bytes = b"") -> bytes:
    """Return an element of a WebM."""
    body = b"".join(parts)
    head = kind.to_bytes((kind.bit_length() + 7) // 8)
    return head + (length or b"\x08" + len(body).to_bytes(4)) + body


def track(kind: int, codec: bytes = b"V_VP9", *parts: bytes) -> bytes:
    """Return how a film describes one of its tracks. `kind`: 1 for picture, 2 for sound."""
    return element(
        0xAE, element(0xD7, b"\1"), element(0x83, bytes([kind])), codec_of(codec), *parts
    )


def codec_of(name: bytes) -> bytes:
    return element(0x86, name)


BLOCK = element(0xA3, b"\x81\0\0\x80PICTURE")


def film(*tracks: bytes, more: bytes = b"", blocks: bytes = BLOCK, live: bytes = b"") -> bytes:
    """Return a WebM. `more`: beside its tracks; `live`: the length of its open elements."""
    cluster = element(0x1F43B675, element(0xE7, b"\0"), blocks, length=live)
    described = element(0x1654AE6B, *(tracks or (track(1),)))
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    return head + element(0x18538067, described, more, cluster, length=live)


def block_group(addition: bytes) -> bytes:
    more = element(0x75A1, element(0xA6, addition, element(0xA5, NOTE)))
    return element(0xA0, element(0xA1, b"\x81\0\0\0PICTURE"), more)


def vorbis(comment: bytes) -> bytes:
    """Return how a film describes a track of Vorbis whose notes hold one comment."""
    notes = b"\x03vorbis" + bytes(4) + b"\1\0\0\0" + len(comment).to_bytes(4, "little")
    notes += comment + b"\1"
    first = b"\x01vorbis" + bytes(23)
    lengths = bytes([2, len(first)]) + b"\xff" * (len(notes) // 255) + bytes([len(notes) % 255])
    return track(2, b"A_VORBIS", element(0x63A2, lengths + first + notes + b"\x05vorbisSETUP"))


NOTED = {
    "tags": film(more=element(0x1254C367, NOTE)),
    "chapters": film(more=element(0x1043A770, element(0x45B9, NOTE))),
    "an attached file": film(more=element(0x1941A469, NOTE)),
    "a gap where something stood": film(more=element(0xEC, NOTE)),
    "an element of tomorrow": film(more=element(0x4FFD, NOTE)),
    "title, program and day": film(
        more=element(
            0x1549A966, element(0x7BA9, NOTE), element(0x5741, NOTE), element(0x4461, NOTE)
        )
    ),
    "names of the files before and after": film(
        more=element(0x1549A966, element(0x3C83AB, NOTE), element(0x3E83BB, NOTE))
    ),
    "a track's name": film(track(1, b"V_VP9", element(0x536E, NOTE))),
    "the codec's name and settings": film(
        track(1, b"V_VP9", element(0x258688, NOTE), element(0x3A9697, NOTE))
    ),
    "what a track adds to blocks": film(track(1, b"V_VP9", element(0x41E4, element(0x41A4, NOTE)))),
    "comments of Vorbis": film(vorbis(NOTE)),
    "long comments of Vorbis": film(vorbis(NOTE * 40)),
    "an addition to a block": film(blocks=block_group(element(0xEE, b"\4")) + BLOCK),
    "an encrypted block": film(blocks=element(0xAF, NOTE) + BLOCK),
    "the head": element(0x1A45DFA3, element(0x4281, NOTE)) + film(),
    "after the end": film() + element(0xEC, NOTE),
}


@pytest.mark.parametrize("where", NOTED)
def test_a_film_loses_its_notes_and_keeps_its_picture(where: str) -> None:
    noted = NOTED[where]
    assert NOTE in noted

    cleaned = strip_webm(noted)

    assert b"CANARY" not in cleaned
    assert b"PICTURE" in cleaned
    assert len(cleaned) == len(noted)
    assert strip_webm(cleaned) == cleaned


def test_a_live_recording_loses_its_notes() -> None:
    noted = film(more=element(0x1254C367, NOTE), live=LIVE)

    cleaned = strip_webm(noted)

    assert b"CANARY" not in cleaned
    assert b"PICTURE" in cleaned


@pytest.mark.parametrize("number", [b"", element(0xEE, b"\1")])
def test_transparency_stays(number: bytes) -> None:
    assert NOTE in strip_webm(film(blocks=block_group(number)))


def test_what_describes_a_track_of_sound_stays() -> None:
    assert b"SETUP" in strip_webm(film(vorbis(NOTE)))
    assert b"OpusHead" in strip_webm(film(track(2, b"A_OPUS", element(0x63A2, b"OpusHead"))))


@pytest.mark.parametrize(
    "kind", [0, 0x03, 0x10, 0x11, 0x12, 0x20, 0x21, 0x7F], ids=lambda kind: f"{kind:#x}"
)
@pytest.mark.parametrize("live", [b"", LIVE])
def test_a_film_with_a_track_beside_picture_and_sound_is_refused(kind: int, live: bytes) -> None:
    """Logos, subtitles, buttons, controls, metadata: cameras write there where they are."""
    with pytest.raises(HiddenTrack):
        strip_webm(film(track(1), track(kind, b"D_WEBVTT/METADATA"), live=live))


@pytest.mark.parametrize(
    "described",
    [
        element(0xAE, codec_of(b"V_VP9")),
        element(0xAE, element(0x83, b"\1")),
        track(1, b"V_UNCOMPRESSED"),
        track(2, b"A_FLAC"),
        vorbis(NOTE).replace(b"\x03vorbis", b"\x09vorbis"),
    ],
    ids=["no kind", "no codec", "a codec no browser plays", "FLAC", "Vorbis without comments"],
)
def test_a_track_that_cannot_be_read_is_refused(described: bytes) -> None:
    with pytest.raises(BrokenRecording):
        strip_webm(film(described))


def test_a_film_whose_elements_stand_too_deep_is_refused() -> None:
    deep = b""
    for _ in range(2_000):
        deep = element(0xA0, deep)

    with pytest.raises(BrokenRecording):
        strip_webm(film(blocks=deep))


def test_check_and_clean_say_why_a_film_with_subtitles_is_refused(tmp_path: Path) -> None:
    subtitled = film(track(1), track(0x11, b"D_WEBVTT/SUBTITLES"))
    files = "files: [{path: clip.webm, alt: A flight}]"
    text = f"---\ntitle: A\ndate: 2027-03-01\nkind: model\n{files}\n---\nText.\n"
    folder = "portfolios/ana/evidence"
    mistakes = diagnose({BRIDGE: text, PICTURE: None, f"{folder}/clip.webm": subtitled})
    (tmp_path / "clip.webm").write_bytes(subtitled)

    assert any("holds a track beside picture and sound" in m.message for m in mistakes)
    with pytest.raises(NotSanitized, match="save it with picture and sound alone"):
        sanitize(tmp_path / "clip.webm")
