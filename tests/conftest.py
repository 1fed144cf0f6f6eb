"""Browser tests are skipped where there is no browser, except in CI, where they fail."""

import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect

from browsing import CHROMIUM, open_chromium
from in_ci import IN_CI
from shared_engine import share_engine
from shared_run import open_run_folder, remove_run_folder
from wayfolio.media import pictures
from wayfolio.render.text.withheld import CI

# No deadline: a slow machine is no fault of the program. Examples of properties are the same on
# each run, so that a change is blamed for what it broke. The nightly run draws new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("drawn", deadline=None)
settings.load_profile("same")
expect.set_options(timeout=30_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `pytest tests/render/test_golden.py --write-golden` rewrite the golden pages."""
    parser.addoption("--write-golden", action="store_true", help="rewrite the golden pages")


def pytest_configure() -> None:
    """Make the folder that the workers share, before there are any."""
    open_run_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it when they are gone."""
    if not hasattr(config, "workerinput"):
        remove_run_folder()


@pytest.fixture(autouse=True)
def _no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test depend on whether a host runs it, whose logs repeat nothing private."""
    for name in CI:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _draw_each_picture_once() -> Iterator[None]:
    """Let all tests share what is drawn from a picture: half of a build of the example."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "make_picture", lru_cache(maxsize=200)(pictures.make_picture))
        yield


def _share_engine_once_imported() -> None:
    """Let all tests share what the site engine makes of the same pages: half of a check.

    A run whose tests need no engine is spared its import, which takes longer than many a test.
    """
    engine: Any = sys.modules.get("wayfolio.publish.engine")
    if engine is not None and not hasattr(engine.run_mkdocs, "__wrapped__"):
        engine.run_mkdocs = share_engine(engine.run_mkdocs)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one browser for all tests of a file."""
    with open_chromium() as browser:
        yield browser


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Share the site engine, and skip or fail a test marked `browser` if chromium is missing."""
    _share_engine_once_imported()
    if item.get_closest_marker("browser") is None or CHROMIUM:
        return
    sentence = "chromium is missing: sudo apt install chromium"
    if IN_CI:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
