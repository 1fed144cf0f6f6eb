"""No file that somebody else wrote stops the program, however broken it is."""

from itertools import count, islice

import pytest

from fuzzing import PARSERS, fuzz


@pytest.mark.parametrize("parser", PARSERS)
def test_a_valid_file_is_taken(parser: str) -> None:
    for seed in PARSERS[parser].seeds():
        PARSERS[parser].read(seed)


@pytest.mark.parametrize("parser", PARSERS)
def test_a_broken_file_is_refused_in_words(parser: str) -> None:
    seeds = PARSERS[parser].seeds()

    assert list(fuzz(PARSERS[parser], iter(range(150)), seeds)) == []


@pytest.mark.long
@pytest.mark.parametrize("parser", PARSERS)
def test_ten_thousand_broken_files_are_refused_in_words(parser: str) -> None:
    seeds = PARSERS[parser].seeds()

    assert list(fuzz(PARSERS[parser], islice(count(1000), 10_000), seeds)) == []
