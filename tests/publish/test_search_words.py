"""What the search reads of a page: Chinese sign by sign, letters without strokes."""

import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report import write
from wayfolio.load.built_site import built_file
from wayfolio.model.search_words import BESIDE, SIGNS, STROKES, join_signs, part_page, part_text
from wayfolio.model.theme import theme_folder
from wayfolio.publish.search import index_pages

SCRIPT = theme_folder() / "frame/assets/search/words.js"
PARTED = [
    ("Plain words.", "Plain words."),
    ("我们测量了风速，然后", "我 们 测 量 了 风 速 ， 然 后"),
    ("用Python画", "用 Python 画"),
    ("第2次", "第 2 次"),
    ("川の深さ", "川 の 深 さ"),
    ("Tốc độ gió ở Đồng Nai", "Tốc d\u0335ộ gió ở D\u0335ồng Nai"),
    ("Łódka i łódź", "L\u0335ódka i l\u0335ódź"),
    ("Rød grød", "Ro\u0338d gro\u0338d"),
    ("الجمــيل", "الجميل"),
]


@pytest.mark.parametrize(("text", "parted"), PARTED)
def test_a_text_is_parted_into_words(text: str, parted: str) -> None:
    assert part_text(text).split() == parted.split()


@pytest.mark.parametrize("text", ["测量，“风速”。", "Đo tốc độ", "川の深さ", "Łódź", "A b  c"])
def test_joined_again_a_text_reads_as_it_was_written(text: str) -> None:
    assert join_signs(" ".join(part_text(text).split())) == " ".join(text.split())


@given(st.text(st.sampled_from("ab风速测量 đĐłØ，。“”<>&;1é"), max_size=30))
def test_joining_gives_back_all_that_is_no_blank(text: str) -> None:
    joined = join_signs(part_text(text))

    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
    assert join_signs(joined) == joined


@pytest.mark.parametrize("letter", [letter for letter, marked in STROKES.items() if marked])
def test_what_stands_for_a_stroke_is_a_mark_that_the_search_leaves_out(letter: str) -> None:
    base, mark = tuple(STROKES[letter])

    assert base.isascii()
    assert unicodedata.category(mark) == "Mn"
    assert unicodedata.normalize("NFC", base + mark) == base + mark
    assert unicodedata.normalize("NFD", letter) == letter


PAGE = '<title>风速</title><main data-pagefind-body><p title="风速">风<b>速</b></p>{}</main>'


def test_only_the_texts_that_the_search_reads_are_parted() -> None:
    parted = part_page(PAGE.format("").encode())

    assert parted is not None
    assert " ".join(parted.decode().split()) == (
        '<title>风速</title><main data-pagefind-body><p title="风速"> 风 <b> 速 </b></p></main>'
    )


@pytest.mark.parametrize(
    "text", ["Plain", "“Quotes” – and dashes…", "Árvore", "الرياح", "สวัสดี", "Привет"]
)
def test_a_page_that_needs_nothing_is_taken_as_it_is(text: str) -> None:
    page = f"<title>风</title><p data-pagefind-body>{text}</p>".encode()

    assert part_page(page) is None
    assert part_page("<p>风速</p>".encode()) is None


@pytest.mark.parametrize("sign", [*"风㐀豈𠀀々", *STROKES])
def test_a_page_with_any_of_the_signs_is_parted(sign: str) -> None:
    assert part_page(f"<p data-pagefind-body>a{sign}b</p>".encode()) is not None


def test_the_search_script_knows_the_same_signs_and_strokes() -> None:
    script = SCRIPT.read_text("utf-8")
    patterns = re.findall(r'export const (SIGNS|BESIDE) =\s+"(.+)"', script)
    letters = re.findall(r'\["(.)", "(.)\\u(....)"\]', script)

    same = {name: _as_python(pattern) for name, pattern in patterns}
    assert same == {"SIGNS": SIGNS, "BESIDE": BESIDE}
    assert {letter: base + chr(int(mark, 16)) for letter, base, mark in letters} == {
        letter: marked for letter, marked in STROKES.items() if marked
    }
    assert 'replaceAll("\\u0640", "")' in script


def _as_python(pattern: str) -> str:
    return re.sub(r"\\u\{(\w+)\}", lambda code: f"\\U{code[1]:0>8}", pattern.replace("\\\\", "\\"))


def test_a_private_name_is_looked_for_in_what_the_search_has_read_as_it_was_written() -> None:
    said = {"content": part_text("我们和李小龙去了Đà Nẵng"), "meta": {"title": part_text("风速")}}
    fragment = b"pagefind_dcd" + json.dumps(said, ensure_ascii=False).encode()

    file = built_file("pagefind/fragment/zh_1.pf_fragment", fragment)

    assert "李小龙".encode() in file.raw
    assert "Đà Nẵng".encode() in file.raw
    assert b"\xcc\xb5" not in file.raw
    assert Path(file.path).suffix == ".pf_fragment"


def test_the_search_of_the_staff_reads_sign_by_sign_and_leaves_the_pages_as_they_are(
    tmp_path: Path,
) -> None:
    staged = tmp_path / "staged"
    page = '<html lang="zh"><p data-pagefind-body>测量风速</p></html>'
    write(staged, {"index.html": page.encode()})

    index_pages(staged)

    assert (staged / "index.html").read_text("utf-8") == page
    (fragment,) = (staged / "pagefind/fragment").iterdir()
    assert "测 量 风 速" in gzip.decompress(fragment.read_bytes()).decode()
    assert [path.name for path in tmp_path.iterdir()] == ["staged"]
