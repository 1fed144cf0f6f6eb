"""Compiled templates are kept between builds, and never believed where they do not fit."""

from pathlib import Path

from jinja2 import DictLoader, Environment

from wayfolio.build.template_cache import cached_templates


def render_page(home: Path, program: str, template: str) -> str:
    """Return what a page says that a fresh process prints."""
    templates = Environment(
        loader=DictLoader({"page.html": template}),
        autoescape=True,
        bytecode_cache=cached_templates(home, program),
    )
    return templates.get_template("page.html").render(name="Ana")


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert render_page(tmp_path, "1", "Hello {{ name }}") == "Hello Ana"
    (kept,) = tmp_path.rglob("*.cache")
    before = kept.stat().st_mtime_ns
    assert render_page(tmp_path, "1", "Hello {{ name }}") == "Hello Ana"
    assert kept.stat().st_mtime_ns == before


def test_a_template_that_has_changed_is_compiled_again(tmp_path: Path) -> None:
    render_page(tmp_path, "1", "Hello {{ name }}")
    assert render_page(tmp_path, "1", "Good day, {{ name }}") == "Good day, Ana"


def test_what_another_version_of_the_program_compiled_goes(tmp_path: Path) -> None:
    render_page(tmp_path, "1", "Hello {{ name }}")
    assert render_page(tmp_path, "2", "Hello {{ name }}") == "Hello Ana"
    assert [folder.name for folder in tmp_path.iterdir()] == ["templates-2"]


def test_what_cannot_be_read_or_written_costs_time_only(tmp_path: Path) -> None:
    render_page(tmp_path, "1", "Hello {{ name }}")
    (kept,) = tmp_path.rglob("*.cache")
    whole = kept.read_bytes()
    for harm in (b"", whole[:5], whole[:-9], whole[:40] + b"\x80\x05N."):
        kept.write_bytes(harm)
        assert render_page(tmp_path, "1", "Hello {{ name }}") == "Hello Ana"
    (tmp_path / "file").write_bytes(b"")
    assert render_page(tmp_path / "file", "1", "Hello {{ name }}") == "Hello Ana"
