"""A folder of photographs with a sheet becomes evidence; twice is once."""

from pathlib import Path

import pytest
from PIL import Image

from imports import import_twice, lines_with, write_school


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "school"
    write_school(root)
    monkeypatch.chdir(root)
    return root


def test_a_folder_of_photographs_with_a_sheet_becomes_evidence(
    school: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (2000, 1000), "teal").save(tmp_path / "IMG 1.JPG", "JPEG", exif=exif)
    Image.new("RGB", (200, 100), "navy").save(tmp_path / "IMG 3.JPG", "JPEG")
    Image.new("RGB", (200, 100), "olive").save(tmp_path / "IMG 4.JPG", "JPEG")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "file,learner,title,date,alt,text,shows\n"
        "IMG 1.JPG,ana,A weir,2027-03-02,A low wall,It holds.,MTH.1\n"
        "IMG 2.JPG,ana,Gone,2027-03-02,x,,\nIMG 1.JPG,nobody,A weir,2027-03-02,x,,\n"
        "IMG 3.JPG,Ana Lund,A weir,25/02/2027,x,,\nIMG 4.JPG,ana-l,A weir,02/03/2027,x,,\n"
        "../a.jpg,ana,A weir,2027-03-02,x,,\nIMG 4.JPG,ana,A weir,2027-03-02,,,\n"
        "IMG 4.JPG,ana,A weir,soon,x,,\n"
    )

    said = import_twice(["photos", str(sheet)], school, capsys)

    folder = "portfolios/ana/evidence"
    assert lines_with("taken", said, sheet) == [
        f"line 2: {folder}/2027-03-02-a-weir.md",
        f"line 5: {folder}/2027-02-25-a-weir-2.md",
        f"line 6: {folder}/2027-03-02-a-weir-3.md",
    ]
    lefts = lines_with("left", said, sheet)
    starts = [
        "line 7, column “file”: ../a.jpg: it lies elsewhere",
        "line 8, column “alt”: IMG 4.JPG: nothing stands under alt (write it)",
        "line 9, column “date”: IMG 4.JPG: “soon” is no day (write it like 2026-09-04)",
        "line 3, column “file”: IMG 2.JPG: it cannot be read: No such file",
        "line 4, column “learner”: IMG 1.JPG: there is no learner nobody",
    ]
    assert all(left.startswith(start) for left, start in zip(lefts, starts, strict=True))
    written = school / folder
    assert b"Exif" not in (written / "2027-03-02-a-weir.webp").read_bytes()
    assert (written / "2027-03-02-a-weir.md").read_text("utf-8").startswith("---\n# From the ph")

    # Somebody gives it another name and day: it is the same photograph all the same.
    (written / "2027-03-02-a-weir.md").rename(written / "2027-02-01-the-weir.md")
    sheet.write_text("file,learner,title,date,alt\nIMG 1.JPG,ana,Weir,2027-03-05,A wall\n")
    assert "unchanged: 1 photograph" in import_twice(["photos", str(sheet)], school, capsys)
