"""A picture that moves: it moves, it can be stopped, and it stands still where it should."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from browsing import expect_value, new_page, serve
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.publish.starter import new_school

pytestmark = pytest.mark.browser

TEXT = """---
title: Loop
date: 2025-11-05
kind: photo
visibility: public
files: [{path: loop.gif, alt: Three colors}, {path: turn.gif, alt: Two colors}]
---
![In the text](turn.gif)
"""


def gif(*colors: str) -> bytes:
    """Return a GIF in which colors take turns."""
    first, *others = (Image.new("RGB", (60, 40), color) for color in colors)
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=others, duration=200, loop=0)
    return out.getvalue()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a page with one picture that moves beside its text, and one in it."""
    school = new_school(tmp_path_factory.mktemp("motion") / "demo")
    folder = school / "portfolios/sample-learner/evidence"
    (folder / "2025-11-05-loop.md").write_text(TEXT, "utf-8")
    (folder / "loop.gif").write_bytes(gif("red", "green", "blue"))
    (folder / "turn.gif").write_bytes(gif("red", "blue"))
    request = BuildRequest(root=Path(school), today=date(2025, 11, 10), is_searchable=False)
    assert api.build_site(request).diagnostics == ()
    with serve(school / "site") as site:
        yield f"{site}learners/sample-learner/evidence/loop/"


SHOWN = """[...document.querySelectorAll(".wf-moving img")]
    .filter((picture) => picture.checkVisibility())
    .map((picture) => picture.currentSrc.endsWith("still.webp") ? "still" : "moving")"""
"""Which file each picture on the page shows: the moving or the still one."""


def test_a_picture_moves_until_somebody_stops_it(browser: Browser, address: str) -> None:
    page = new_page(browser, reduced_motion="no-preference")
    page.goto(address)

    expect_value(page, SHOWN, ["moving", "moving"])

    page.get_by_label("Stop the motion").first.check()

    expect_value(page, SHOWN, ["still", "moving"])


def test_a_picture_stands_still_for_readers_who_want_less_motion(
    browser: Browser, address: str
) -> None:
    page = new_page(browser, reduced_motion="reduce")
    page.goto(address)

    expect_value(page, SHOWN, ["still", "still"])
    expect(page.get_by_label("Stop the motion").first).to_be_hidden()


def test_a_picture_stands_still_on_paper(browser: Browser, address: str) -> None:
    page = new_page(browser, reduced_motion="no-preference")
    page.goto(address)
    page.emulate_media(media="print")

    expect_value(page, SHOWN, ["still", "still"])
