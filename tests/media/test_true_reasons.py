"""A file is refused only for what is in it: a place, a program, a kind that no browser shows."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from hostile_school import picture
from photos import photo_with_place
from report import BRIDGE, PICTURE, Files, diagnose
from wayfolio.load.attachments import NotAPicture, load_photo
from wayfolio.media import pictures, unshown
from wayfolio.media.heic import clean_heic, is_heic
from wayfolio.media.location import has_location
from wayfolio.media.pdf import clean_pdf
from wayfolio.media.pictures import make_picture
from wayfolio.media.recordings import strip_mp4
from wayfolio.media.refusal import MediaRefused, PdfRefused
from wayfolio.media.sanitize import NotSanitized, sanitize
from wayfolio.media.unshown import IPHONE, reads_heic

# ---- places --------------------------------------------------------------------------------------


def placed(tags: dict[int, Any], kind: str = "JPEG") -> bytes:
    """Return a picture whose block about the place holds some tags."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(tags)
    return picture(kind, (16, 12), exif=exif)


def with_xmp(xmp: str) -> bytes:
    """Return a picture with XMP."""
    return picture("JPEG", xmp=f"<x:xmpmeta>{xmp}</x:xmpmeta>".encode())


def box(kind: bytes, body: bytes) -> bytes:
    """Return a box of an MP4."""
    return struct.pack(">I", 8 + len(body)) + kind + body


def film(notes: bytes, sound: bytes = b"") -> bytes:
    """Return an MP4 with notes."""
    return box(b"ftyp", b"isom") + box(b"moov", box(b"udta", notes)) + box(b"mdat", sound)


def png_note(kind: bytes, note: bytes) -> bytes:
    """Return a PNG with a note."""
    whole, body = picture("PNG"), kind + note
    chunk = struct.pack(">I", len(note)) + body + struct.pack(">I", zlib.crc32(body))
    return whole[:33] + chunk + whole[33:]


def raw_profile(tags: dict[int, Any]) -> bytes:
    """Return EXIF as ImageMagick writes it into a PNG."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(tags)
    block = exif.tobytes()
    return f"\nexif\n    {len(block)}\n{block.hex()}\n".encode()


def followed_by(second: bytes) -> bytes:
    """Return a picture with a second one behind it, as phones write it."""
    return picture("JPEG") + second


NORTH = {1: "N", 2: (52.0, 1.0, 2.0)}
ZEROS = {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}
LAT = "<exif:GPSLatitude>{}</exif:GPSLatitude>"
CITY = '<r:li Iptc4xmpExt:City="Paris"/>'
CREATED = "<Iptc4xmpExt:LocationCreated>{}</Iptc4xmpExt:LocationCreated>"
PLACED: dict[str, bytes] = {
    "degrees": placed(NORTH),
    "only east or west": placed({3: "E"}),
    "an area in words": placed({28: b"ASCII\0\0\0Old harbor"}),
    "a WebP": placed(NORTH, "WEBP"),
    "a packed profile in a PNG": png_note(
        b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw_profile(NORTH))
    ),
    "a plain profile in a PNG": png_note(b"tEXt", b"Raw profile type exif\0" + raw_profile(NORTH)),
    "packed XMP in a PNG": png_note(
        b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(LAT.format("52,3N").encode())
    ),
    "the second picture of a phone": followed_by(photo_with_place()),
    "XMP": with_xmp(LAT.format("52,3.5N")),
    "XMP in an attribute": with_xmp('<rdf:Description exif:GPSLongitude="4,0.1W"/>'),
    "the name of a city": with_xmp(CREATED.format(f"<rdf:Bag>{CITY}</rdf:Bag>")),
    "words about a place": with_xmp(CREATED.format("<rdf:Bag><rdf:li>Pier</rdf:li></rdf:Bag>")),
    "a film": film(box(b"\xa9xyz", b"\0\x12\x15\xc7+48.10+011.50/")),
    "a film of an iPhone": film(b"com.apple.quicktime.location.ISO6709 +48.1+011.5+300/"),
}
NOT_PLACED: dict[str, bytes] = {
    "only the version": placed({0: b"\2\2\0\0"}),
    "zeros": placed(ZEROS),
    "zeros in another format": placed(ZEROS, "PNG"),
    "a time without a place": placed({0: b"\2\3\0\0", 7: (12.0, 3.0, 4.0), 29: "2027:03:01"}),
    "how places are measured": placed({0: b"\2\3\0\0", 9: "V", 18: "WGS-84"}),
    "an area without words": placed({28: b"ASCII\0\0\0\0\0"}),
    "a second picture without notes": followed_by(picture("JPEG")),
    "zeros in XMP": with_xmp(LAT.format("0,0.0N")),
    "nothing in XMP": with_xmp(LAT.format("")),
    "a list of no places": with_xmp(CREATED.format("<rdf:Bag/>")),
    "a film with zeros": film(box(b"\xa9xyz", b"\0\x12\x15\xc7+00.00+000.00/")),
    "sound that looks like a sign": film(b"", b"\xa9xyz +48.10+011.50"),
    "a film with its title": film(box(b"\xa9nam", b"Weir")),
}


@pytest.mark.parametrize("kind", PLACED)
def test_a_place_is_found(kind: str) -> None:
    assert has_location(PLACED[kind])


@pytest.mark.parametrize("kind", NOT_PLACED)
def test_what_tells_no_place_is_not_said_to(kind: str) -> None:
    assert not has_location(NOT_PLACED[kind])


# ---- PDF -----------------------------------------------------------------------------------------


def pdf(**root: Any) -> bytes:
    """Return a PDF of one page, with entries in its first dictionary."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in root.items():
            document.Root[f"/{key}"] = document.make_indirect(value)
        document.save(out)
    return out.getvalue()


def link(**action: Any) -> Any:
    """Return a link with an action."""
    kinds: dict[str, Any] = {
        "Type": pikepdf.Name.Annot,
        "Subtype": pikepdf.Name.Link,
        "Rect": [0, 0, 9, 9],
    }
    return pikepdf.Dictionary(**kinds, A=pikepdf.Dictionary(**action))


NAME = pikepdf.Name


def script() -> Any:
    """Return an action that runs a program."""
    return pikepdf.Dictionary(S=NAME.JavaScript, JS="app.alert(1)")


HARMLESS: dict[str, dict[str, Any]] = {
    "a link to the web": {"Links": pikepdf.Array([link(S=NAME.URI, URI="https://example.org/")])},
    "a link to a page": {"Links": pikepdf.Array([link(S=NAME.GoTo, D=pikepdf.Array([0]))])},
    "an outline": {"Outlines": pikepdf.Dictionary(Type=NAME.Outlines, Count=0)},
    "named places": {"Names": pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=["a", [0]]))},
    "a form without a program": {
        "AcroForm": pikepdf.Dictionary(Fields=[pikepdf.Dictionary(FT=NAME.Tx, T="name", V="x")])
    },
    "a list of no files": {
        "Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array()))
    },
    "a font of an odd name": {
        "Fonts": pikepdf.Dictionary(AA=pikepdf.Dictionary(Type=NAME.Font, BaseFont=NAME.Times))
    },
    "words about programs": {"Words": pikepdf.String("/JavaScript and /Launch and /EmbeddedFile")},
    "a beginning on page 1": {"OpenAction": pikepdf.Dictionary(S=NAME.GoTo, D=[0])},
}
HARMFUL: dict[str, tuple[dict[str, Any], str]] = {
    "a program at the beginning": ({"OpenAction": script()}, "does something by itself"),
    "a program in a list": ({"Names": pikepdf.Dictionary(JavaScript=script())}, "has a program"),
    "another program": (
        {"Links": pikepdf.Array([link(S=NAME.Launch, F="calc.exe")])},
        "starts another program",
    ),
    "a file in it": (
        {"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=["a", script()]))},
        "has other files in it",
    ),
    "a form that sends": (
        {"Links": pikepdf.Array([link(S=NAME.SubmitForm, F="https://example.org")])},
        "sends what is typed",
    ),
    "a file of the computer": (
        {"Links": pikepdf.Array([link(S=NAME.GoToR, F="C:/a.pdf")])},
        "a file on somebody's computer",
    ),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_a_pdf_that_waits_for_its_reader_is_published(kind: str) -> None:
    assert clean_pdf(pdf(**HARMLESS[kind])).startswith(b"%PDF-")


@pytest.mark.parametrize("kind", HARMFUL)
def test_a_pdf_that_acts_is_refused_for_what_it_does(kind: str) -> None:
    entries, says = HARMFUL[kind]

    with pytest.raises(PdfRefused, match=says):
        clean_pdf(pdf(**entries))


def test_the_identifier_of_a_pdf_is_not_published() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.trailer.ID = pikepdf.Array([b"CANARYIDENTIFIER", b"CANARYIDENTIFIER"])
        document.save(out)

    assert b"CANARY" not in clean_pdf(out.getvalue())


# ---- kinds ---------------------------------------------------------------------------------------

FRONT = "---\ntitle: A\ndate: 2027-03-01\nkind: model\nfiles: [{{path: {}, alt: x}}]\n---\nText.\n"
MOV = box(b"ftyp", b"qt  \0\0\0\0qt  ")
UNSHOWN: dict[str, tuple[str, str]] = {
    "clip.mov": ("“clip.mov” is a film that few browsers show", "save it as .mp4"),
    "IMG_0001.MOV": ("“IMG_0001.MOV” is a film that few browsers show", "save it as .mp4"),
    "memo.amr": ("“memo.amr” is a recording that few browsers play", "save it as .mp3"),
    "bird.avif": ("“bird.avif” is a picture that few browsers show", "as PNG or JPEG"),
    "Scan.TIFF": ("“Scan.TIFF” is a picture that few browsers show", "as PNG or JPEG"),
    "essay.docx": ("“essay.docx” is a document that browsers do not show", "export it as PDF"),
    "map.svg": ("“map.svg” is an SVG drawing, which can hold programs", "save it as PNG"),
    "game.exe": ("“game.exe” is of a kind that cannot be shown", "shown are .png, .jpg"),
}


@pytest.mark.parametrize("name", UNSHOWN)
def test_a_file_of_another_kind_has_one_error_that_says_what_to_do(name: str) -> None:
    message, hint = UNSHOWN[name]
    files: Files = {
        PICTURE: None,
        BRIDGE: FRONT.format(name),
        f"portfolios/ana/evidence/{name}": MOV,
    }

    (diagnostic,) = diagnose(files)

    assert diagnostic.at.path == BRIDGE
    assert diagnostic.message == message
    assert hint in diagnostic.hint


def test_a_file_that_nothing_lists_is_reported_where_it_lies() -> None:
    (diagnostic,) = diagnose({"portfolios/ana/evidence/clip.mov": MOV})

    assert str(diagnostic.at).startswith("portfolios/ana/evidence/clip.mov:")
    assert diagnostic.message == "clip.mov is a film that few browsers show"


def test_a_listed_picture_with_capitals_has_one_error() -> None:
    files: Files = {
        PICTURE: None,
        BRIDGE: FRONT.format("IMG_1.JPG"),
        "portfolios/ana/evidence/IMG_1.JPG": picture("JPEG"),
    }

    (diagnostic,) = diagnose(files)

    assert diagnostic.rule == "unsafe-file"


# ---- HEIC ----------------------------------------------------------------------------------------


def heic(size: tuple[int, int] = (64, 48), **notes: Any) -> bytes:
    """Return a picture as an iPhone writes it."""
    heif = pytest.importorskip("pillow_heif")
    image = heif.from_pillow(Image.new("RGB", size, "teal"))
    out = io.BytesIO()
    image.save(out, **notes)
    return out.getvalue()


def test_a_picture_of_an_iphone_is_shown_upright_without_notes() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "CANARY", 6

    drawn = make_picture(heic(exif=exif.tobytes()))

    assert (drawn.large.width, drawn.large.height) == (48, 64)
    assert b"CANARY" not in drawn.large.content


def test_the_place_in_a_picture_of_an_iphone_is_found_and_taken_out() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(NORTH)
    original = heic(exif=exif.tobytes(), xmp=b"<x>CANARY</x>")

    cleaned = clean_heic(original)

    assert is_heic(original)
    assert has_location(original)
    assert not has_location(cleaned)
    assert b"CANARY" not in cleaned
    assert clean_heic(cleaned) == cleaned
    assert make_picture(cleaned).large == make_picture(original).large


def test_without_the_decoder_the_check_says_what_to_do_on_the_phone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (pictures, unshown):
        monkeypatch.setattr(module, "reads_heic", lambda: False)
    content = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)

    for name in ("a.heic", "a.jpg"):
        files: Files = {
            PICTURE: None,
            BRIDGE: FRONT.format(name),
            f"portfolios/ana/evidence/{name}": content,
        }
        (diagnostic,) = diagnose(files)
        assert diagnostic.message == f"“{name}” is a HEIC picture, which cannot be read here"
        assert IPHONE in diagnostic.hint


@pytest.mark.parametrize(
    ("begins", "kind"),
    [(b"\0\0\0\x1cftypavif", "AVIF"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP")],
)
def test_another_picture_behind_a_usual_name_is_called_what_it_is(begins: bytes, kind: str) -> None:
    with pytest.raises(MediaRefused, match="cannot be read as a picture") as refused:
        make_picture(begins + bytes(60))

    assert refused.value.hint == f"it is {kind}: open it, and save it as PNG or JPEG"


def test_a_broken_picture_of_an_iphone_says_how_to_take_it_again(tmp_path: Any) -> None:
    broken = tmp_path / "a.heic"
    broken.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40))

    with pytest.raises(NotAPicture, match="save it as JPEG"):
        load_photo(broken)
    assert reads_heic()


def track(handler: bytes, kind: bytes = bytes(4)) -> bytes:
    """Return a film with a track that something handles."""
    handled = box(b"hdlr", bytes(4) + kind + handler + bytes(12) + b"name\0")
    moov = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"mdia", handled)))
    return box(b"ftyp", b"isom\0\0\0\0isom") + moov + box(b"mdat", b"+48.10+011.50/")


@pytest.mark.parametrize("handler", [b"meta", b"gpmd", b"text", b"sbtl", b"subt"])
def test_a_film_with_measurements_or_subtitles_inside_is_refused(
    handler: bytes, tmp_path: Path
) -> None:
    """Cameras and drones write there where they are."""
    files = "files: [{path: clip.mp4, alt: A flight}]"
    text = f"---\ntitle: A\ndate: 2027-03-01\nkind: model\n{files}\n---\nText.\n"
    folder = "portfolios/ana/evidence"
    mistakes = diagnose({BRIDGE: text, PICTURE: None, f"{folder}/clip.mp4": track(handler)})
    (tmp_path / "clip.mp4").write_bytes(track(handler))

    assert any("holds a track beside picture and sound" in m.message for m in mistakes)
    with pytest.raises(NotSanitized, match="save it with picture and sound alone"):
        sanitize(tmp_path / "clip.mp4")


@pytest.mark.parametrize(
    ("handler", "kind"), [(b"vide", bytes(4)), (b"soun", bytes(4)), (b"url ", b"dhlr")]
)
def test_a_film_of_picture_and_sound_is_taken(handler: bytes, kind: bytes) -> None:
    assert handler in strip_mp4(track(handler, kind))
