"""Nothing in a published site depends on learners who may not be shown."""

from collections.abc import Callable
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

import pytest

from growing_school import Growing, add_learner, new_school
from wayfolio.publish import search
from wayfolio.publish.site import MARKER
from wayfolio.publish.sync import read_stamp

SECRET = bytes(range(32))


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Growing:
    """Return a school of three public learners whose search index comes in bundles."""
    monkeypatch.setattr(search, "FEW", 0)
    monkeypatch.setattr(search, "IN_A_BUNDLE", 1)
    return Growing(new_school(tmp_path / "school"), searchable=True)


def _withhold(school: Growing, learner: str, *, keeps_work: bool = False) -> None:
    """Add a learner who consents to nothing, or to work without a name."""
    add_learner(school.root, learner)
    end, what = "consent:", "what: [name, work, badges]"
    school.change(
        f"portfolios/{learner}/learner.yml",
        lambda text: text.replace(what, "what: [work]") if keeps_work else text.partition(end)[0],
    )


def _leave(school: Growing) -> None:
    for learner in ("teo", "lena"):
        for file in sorted(school.file(f"portfolios/{learner}").rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        school.file(f"portfolios/{learner}").rmdir()


CHANGES: dict[str, Callable[[Growing], None]] = {
    "a learner": lambda school: _withhold(school, "teo"),
    "their work": lambda school: _withhold(school, "teo", keeps_work=True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_without_a_secret_no_byte_depends_on_who_may_not_be_shown(
    school: Growing, change: str
) -> None:
    assert school.build().is_clean
    before = school.site()

    CHANGES[change](school)
    assert school.build().is_clean

    assert school.site() == before
    assert school.build_clean() == before


@pytest.mark.parametrize("change", CHANGES)
def test_with_a_secret_only_files_without_a_guessable_address_depend_on_them(
    school: Growing, change: str
) -> None:
    school.secret = SECRET
    assert school.build().is_clean
    before = school.site()

    CHANGES[change](school)
    assert school.build().is_clean

    after = school.site()
    changed = {path for path in before.keys() | after if before.get(path) != after.get(path)}
    if change != "their work":
        assert {path for path in changed if not path.startswith("learners/p")} <= {MARKER}
    assert after == school.build_clean()


@pytest.mark.parametrize("secret", [None, SECRET])
def test_the_public_stamp_names_nobody(school: Growing, secret: bytes | None) -> None:
    """Whoever keeps the stamps of two visits tries each name, and each pair of names."""
    school.secret = secret
    school.build()
    first = read_stamp(school.root / "site")
    for name in ("teo", "lena"):
        _withhold(school, name)
    school.build()
    second = read_stamp(school.root / "site")
    _leave(school)
    school.build()

    assert read_stamp(school.root / "site") == first
    difference = int(first, 16) ^ int(second, 16)
    guesses = [_unkeyed(name, size) for name in ("ana", "teo", "lena") for size in (7, 8, 10, 16)]
    hits = {left ^ right for left, right in combinations(guesses, 2)} | set(guesses)
    assert difference == 0 or difference not in hits


def _unkeyed(learner: str, size: int) -> int:
    name = f"learner/{learner}".encode()
    return int.from_bytes(blake2b(name + b"\0", digest_size=size).digest(), "big")


def test_a_bundle_of_the_search_tells_nothing_of_the_id_behind_an_opaque_address() -> None:
    """Two schools' secrets put the same learners into different bundles."""
    learners = [f"learner-{number}" for number in range(40)]
    places = [
        [search.bundle_of(learner, 64, secret) for learner in learners]  # type: ignore[arg-type]
        for secret in (SECRET, bytes(32))
    ]

    same = sum(left == right for left, right in zip(*places, strict=True))

    assert same < 10


def test_no_byte_depends_on_how_other_programs_know_learners_and_groups(school: Growing) -> None:
    assert school.build().is_clean
    before = school.site()

    school.change(
        "portfolios/ana/learner.yml",
        lambda text: f"external_ids: {{oneroster: u-48151623}}\n{text}",
    )
    school.change(
        "competencies/school.yml",
        lambda text: text.replace("{id: harbor,", "{id: harbor, external_ids: {list: c-48151623},"),
    )
    assert school.build().is_clean

    assert "48151623" in (school.root / "competencies/school.yml").read_text("utf-8")
    assert school.site() == before
    assert school.build_clean() == before
