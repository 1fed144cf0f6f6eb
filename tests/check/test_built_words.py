"""What the last look reads fast, it reads as it would slowly."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.check import private_strings
from wayfolio.check.built_words import TAGS, fold_built, strip_tags
from wayfolio.check.private_strings import PrivateString, PrivateStrings
from wayfolio.model.normal_form import spread_words
from wayfolio.model.readable import written_out


@given(st.text("<>a b/", max_size=14))
def test_a_blank_stands_where_each_tag_was(text: str) -> None:
    assert strip_tags(text.encode()) == TAGS.sub(b" ", text.encode())


@pytest.mark.parametrize(
    "text",
    ["Ana", "“Ana” – Ruiz’s", "A\u00adna", "An\u0301a…", "«Ána»", "Ana\u200bRuiz", "安娜 – A"],
)
def test_quotes_part_words_and_what_nobody_sees_does_not(text: str) -> None:
    assert fold_built(text.encode()).words.split() == spread_words(text).split()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A\u00adna", "Ana"),
        ("A\u200bna", "Ana"),
        ("A\u200cna’s", "Ana’s"),
        ("“Ana” – 1", "“Ana” – 1"),
        ("نن\u200cنن", "نن\u200cنن"),
    ],
)
def test_what_nobody_sees_within_a_word_is_left_out(written: str, read: str) -> None:
    assert written_out(written.encode()).decode() == read


WORDS = st.lists(st.sampled_from(["ana", "anas", "ruiz", "raft", "rafts", "zebulon"]), min_size=1)


@given(st.lists(WORDS, max_size=4), WORDS, st.sampled_from(["name", "phrase"]))
def test_few_strings_are_found_as_many_are(
    strings: list[list[str]], text: list[str], kind: private_strings.Kind
) -> None:
    private = [PrivateString(kind, " ".join(words).encode(), "") for words in strings]
    folded = fold_built(" ".join(text).encode())
    few = list(PrivateStrings(private).candidates(folded))

    with patch.object(private_strings, "FEW_PATTERNS", -1):
        assert list(PrivateStrings(private).candidates(folded)) == few
