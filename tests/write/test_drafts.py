"""What an import has drafted is left out row by row; what comes from other rows stays."""

from pathlib import Path

import pytest

from wayfolio.model.import_report import CellAt, RowOutcome
from wayfolio.write.drafts import Draft, DraftPart

PATH = "portfolios/ana/demonstrations/list.yml"


def draft_of_three(root: Path) -> Draft:
    """Return a draft of a file with a line of its own, and three rows of two lines each."""
    draft = Draft(root)
    draft.put(PATH, b"own\na1\na2\nb1\nb2\nc1\nc2\n")
    for number, name in enumerate("abc"):
        said = draft.report.take(name, "", "", CellAt("list.csv", number + 2))
        first = 2 * number + 2
        part = DraftPart(said=said, first=first, last=first + 1)
        draft.parts.setdefault(PATH, []).append(part)
    return draft


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([4], b"own\na1\na2\nc1\nc2\n"),
        ([2], b"own\nb1\nb2\nc1\nc2\n"),
        ([6, 2], b"own\nb1\nb2\n"),
        ([7, 5, 3], b"own\n"),
    ],
)
def test_lines_of_a_row_go_and_the_others_stay(
    lines: list[int], left: bytes, tmp_path: Path
) -> None:
    draft = draft_of_three(tmp_path)

    for line in lines:
        part = draft.find_part(PATH, line)
        assert part is not None
        draft.leave_out(PATH, part, "it is wrong", "mend it")

    assert draft.files[PATH] == left
    assert draft.report.count_rows(RowOutcome.LEFT) == len(lines)
    assert draft.report.count_rows(RowOutcome.TAKEN) == 3 - len(lines)
    assert draft.find_part(PATH, 1) is None


def test_a_file_that_comes_from_one_row_goes_with_what_lies_beside_it(tmp_path: Path) -> None:
    draft = Draft(tmp_path)
    draft.put("a.md", b"a")
    draft.put("a.webp", b"a")
    part = DraftPart(said=draft.report.take("a"), with_files=("a.webp",))
    draft.parts["a.md"] = [part]

    draft.leave_out("a.md", part, "it is wrong", "mend it")

    assert draft.files == {}
    assert str(draft.report.lines[0]) == "left: a: it is wrong (mend it)"
