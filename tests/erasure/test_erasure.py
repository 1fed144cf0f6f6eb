"""What `wayfolio clean` takes away and keeps, and what `wayfolio forget` finds and removes."""

import io
import shutil
import struct
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from photos import animation, picture_with_place
from report import BRIDGE, LEARNER, PICTURE, SMALL, write
from wayfolio.cli.main import main
from wayfolio.media import picture_metadata
from wayfolio.media.kinds import KINDS
from wayfolio.media.location import has_location
from wayfolio.media.pdf import clean_pdf
from wayfolio.media.refusal import PdfRefused


@pytest.mark.parametrize(
    ("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
def test_a_cleaned_picture_has_every_pixel_and_stands_upright(
    tmp_path: Path, form: str, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(picture_with_place(form) + b"PK\x03\x04 behind the end")
    with Image.open(file) as before:
        pixels, turned = before.convert("RGB").tobytes(), before.getexif()[0x0112]

    assert main(["clean", str(file)]) == 0

    assert b"CANARY" not in file.read_bytes()
    assert b"behind the end" not in file.read_bytes()
    assert not has_location(file.read_bytes())
    with Image.open(file) as after:
        assert after.convert("RGB").tobytes() == pixels
        assert dict(after.getexif()) == {0x0112: turned}
    assert main(["clean", str(file)]) == 0
    assert list(tmp_path.iterdir()) == [file]


def test_a_moving_picture_moves_on() -> None:
    plain = animation(5)
    noted = plain[:-1] + b"\x21\xfe\x05HELLO\x00" + b"\x21\xff\x0bXMP DataXMP\x03abc\x00" + b"\x3b"

    cleaned = picture_metadata.clean_picture(noted)

    assert b"HELLO" not in cleaned
    assert b"XMP" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as opened:
        assert opened.n_frames == 5  # type: ignore[attr-defined]


def test_what_cannot_be_cleaned_is_told_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"PK\x03\x04")

    assert main(["clean", str(file), str(tmp_path / "none.jpg")]) == 1

    said = capsys.readouterr().out
    assert "a.docx is of a kind that cannot be cleaned" in said
    assert "none.jpg is not a file" in said
    assert file.read_bytes() == b"PK\x03\x04"


# ---- recordings and PDF --------------------------------------------------------------------------


def box(kind: bytes, body: bytes) -> bytes:
    """Return a box of an MP4."""
    return struct.pack(">I", 8 + len(body)) + kind + body


SOUND = b"\xff\xfb\x90\x64" + bytes(range(200))
NOTED = {
    ".mp3": b"ID3\x03\0\0\0\0\0\x06CANARY" + SOUND + b"TAGCANARY".ljust(128, b"\0"),
    ".wav": b"RIFF\x2a\0\0\0WAVE"
    + (b"LIST\x06\0\0\0CANARY" + b"fmt \x04\0\0\0abcd" + b"data\x04\0\0\0" + SOUND[:4]),
    ".mp4": box(b"ftyp", b"isom")
    + box(b"moov", box(b"mvhd", bytes(100)) + box(b"udta", box(b"\xa9xyz", b"CANARY+48.1+11.5/")))
    + box(b"mdat", SOUND),
    ".webm": b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x96"
    + (b"\x12\x54\xc3\x67\x86CANARY" + b"\x1f\x43\xb6\x75\x86" + b"\xa3\x84" + SOUND[:4]),
}


@pytest.mark.parametrize("suffix", NOTED)
def test_a_recording_loses_its_notes_and_keeps_its_sound(suffix: str) -> None:
    cleaned = KINDS[suffix].clean(NOTED[suffix])

    assert b"CANARY" in NOTED[suffix]
    assert b"CANARY" not in cleaned
    assert SOUND[:4] in cleaned
    assert KINDS[suffix].clean(cleaned) == cleaned


def test_a_film_that_says_where_it_was_taken_is_known() -> None:
    assert has_location(NOTED[".mp4"])
    assert not has_location(KINDS[".mp4"].clean(NOTED[".mp4"]))


def pdf(active: str = "") -> bytes:
    """Return a PDF by somebody, with a remark by somebody, whose objects are packed."""
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = "CANARYAUTHOR"
        with document.open_metadata() as notes:
            notes["dc:creator"] = ["CANARYCREATOR"]
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T="CANARYREMARK"
        )
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([remark]))
        if active:
            action = pikepdf.Dictionary(S=pikepdf.Name(f"/{active}"), JS="app.alert(1)", F="calc")
            document.Root.OpenAction = document.make_indirect(action)
        document.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def test_a_pdf_loses_who_wrote_it_and_comes_out_the_same_each_time() -> None:
    cleaned = clean_pdf(pdf())

    assert clean_pdf(pdf()) == cleaned
    with pikepdf.open(io.BytesIO(cleaned)) as read:
        assert "CANARY" not in "".join(str(entry) for entry in read.objects) + str(
            dict(read.docinfo)
        )
        assert len(read.pages) == 1


@pytest.mark.parametrize("action", ["JavaScript", "Launch", "SubmitForm", "URI", "GoToR"])
def test_a_pdf_that_acts_by_itself_is_refused_even_when_it_is_packed(action: str) -> None:
    with pytest.raises(PdfRefused, match="does something by itself"):
        clean_pdf(pdf(action))


# ---- forget --------------------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(
        tmp_path,
        {
            **SMALL,
            "portfolios/ben/learner.yml": "name: {full: Ben Osei, first: Ben}\ngroup: harbor\n",
            "portfolios/ben/plan.yml": "interests: [boats]\n",
            BRIDGE: str(SMALL[BRIDGE]).replace("shows:", "with: [ben]\n        shows:")
            + "With Ben.",
            ".wayfolio/public/state": "x",
            "site/.wayfolio-site": "x",
            "site/learners/ben/index.html": "x",
            "other/learners/ben/index.html": "x",
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_place_is_listed_and_what_the_tool_made_is_removed(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forget", "ben"]) == 0

    said = capsys.readouterr().out
    assert "2 files are the learner's own:\n  portfolios/ben/learner.yml" in said
    assert f"{BRIDGE}:5:8: ben" in said
    assert f"{BRIDGE}:11:6: Ben" in said
    assert "git rm -r portfolios/ben" in said
    assert "no git repository" in said
    assert not (school / "site").exists()
    assert not (school / ".wayfolio").exists()
    assert (school / "other/learners/ben/index.html").exists()
    assert (school / "portfolios/ben/plan.yml").exists()
    assert (school / PICTURE).exists()
    assert (school / LEARNER).exists()


def test_a_folder_that_the_tool_did_not_make_is_left_alone(school: Path) -> None:
    assert main(["forget", "ben", "--site", str(school / "other")]) == 0

    assert (school / "other/learners/ben/index.html").exists()
    assert main(["forget", "nobody"]) == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="git is missing")
def test_what_git_holds_is_counted_and_the_commands_are_printed(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for command in (["init", "-q"], ["add", "portfolios"], ["commit", "-qm", "a"]):
        subprocess.run([*git, *command], cwd=school, check=True)

    assert main(["forget", "ben"]) == 0

    said = capsys.readouterr().out
    assert "git still holds the folder in 1 commits" in said
    assert "git filter-repo --invert-paths --path portfolios/ben" in said
