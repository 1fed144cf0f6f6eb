"""Tasks on a family's page, on a phone and on a computer."""

import pytest

from browsing import Scheme, expect_value, new_page, open_chromium, serve
from previews import preview_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), pytest.param(1280, "dark", marks=pytest.mark.long)]
)
def test_what_is_to_do_stands_before_the_levels_and_fits_the_width(
    width: int, scheme: Scheme
) -> None:
    with serve(preview_of("jin")) as address, open_chromium() as browser:
        page = new_page(browser, width=width, scheme=scheme)
        page.goto(f"{address}learners/jin/")

        headings = page.locator("h2").all_inner_texts()
        assert headings.index("Tasks") < headings.index("At a glance")
        assert page.locator(".wf-task .wf-known").inner_text() == "To revise"
        expect_value(page, "document.documentElement.scrollWidth <= innerWidth", True)
