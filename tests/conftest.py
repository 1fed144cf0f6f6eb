"""Browser tests are skipped where there is no browser, except in CI, where they fail."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect

from browsing import open_chromium

# No test asserts a time: a busy machine is not a wrong program.
settings.register_profile("wayfolio", deadline=None)
settings.load_profile("wayfolio")
expect.set_options(timeout=30_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `pytest tests/render/test_golden.py --write-golden` write the golden pages anew."""
    parser.addoption("--write-golden", action="store_true", help="write the golden pages anew")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one browser to all tests of a file."""
    with open_chromium() as browser:
        yield browser


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Look for Debian's chromium before each test that is marked `browser`."""
    if item.get_closest_marker("browser") is None or shutil.which("chromium"):
        return
    sentence = "chromium is missing: sudo apt install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
