"""Every string in every language, pages that stay themselves in each, and marks on what is not."""

import ast
import gettext
import re
import shutil
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from jinja2 import Environment

import catalogues
from example_school import ROOT, TODAY, example_site
from previews import example_engine, page_of, preview_of
from shared_run import new_folder
from small_site import write_school
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.check.languages import coverage
from wayfolio.load.files import Findings
from wayfolio.model.names import Language, LearnerId
from wayfolio.model.pages import Family, Page
from wayfolio.plan.maps import make_maps
from wayfolio.render.frame.renderer import PageRenderer, templates_for
from wayfolio.render.language.marks import mark_originals
from wayfolio.render.language.reader import Reader, make_reader, mark_language
from wayfolio.render.learner.dossier_pages import dossier_pages
from wayfolio.render.learner.pages import summary_of
from wayfolio.render.listing.pages import hub_pages
from wayfolio.render.parts.views import Site
from wayfolio.school import dossier
from wayfolio.school.attachments import clean_attachments
from wayfolio.school.languages import cut_frames
from wayfolio.school.learner import read_learner, whole_record
from wayfolio.school.read import read_school

FIELD = re.compile(r"%\(\w+\)s|\{\w+\}")
RENEW = "run .venv/bin/python tests/support/catalogues.py, then translate what it adds"
HERE = ("es", "ar")
"""The further languages of the example."""


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_string_is_translated_and_none_is_left_over(language: str) -> None:
    said = dict(catalogues.translations(catalogues.catalogue(language)))
    strings = catalogues.collect_strings()

    assert [message for message in strings if not all(said.get(message, ("",)))] == [], RENEW
    assert sorted(map(str, said)) == sorted(map(str, strings)), RENEW


def test_the_tool_finds_every_string_that_a_reader_is_asked_for() -> None:
    """A name for `gettext` that it does not know would hide all strings behind it."""
    unknown = [
        f"{file.name}:{call.lineno}"
        for file in sorted((ROOT / "scripts" / "wayfolio").rglob("*.py"))
        if b"gettext" in (source := file.read_bytes())
        for call in calls_of_renamed_gettext(ast.parse(source))
    ]

    assert unknown == []


def calls_of_renamed_gettext(tree: ast.Module) -> Iterator[ast.Call]:
    """Yield calls, with a text, of what a module calls `gettext` by another name."""
    known = {*catalogues.KEYWORDS}
    renamed = {
        name.id
        for assigned in ast.walk(tree)
        if isinstance(assigned, ast.Assign)
        for name, value in pairs_of(assigned)
        if isinstance(value, ast.Attribute) and value.attr in ("gettext", "ngettext")
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            says_text = call.args and isinstance(call.args[0], ast.Constant)
            if says_text and call.func.id in renamed - known:
                yield call


def pairs_of(assigned: ast.Assign) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Yield each name that is assigned, with its value."""
    target, value = assigned.targets[0], assigned.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts, strict=True)
    else:
        pairs = zip([target], [value], strict=True)
    yield from ((name, given) for name, given in pairs if isinstance(name, ast.Name))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_has_the_blanks_of_its_original(language: str) -> None:
    wrong = []
    for message, forms in catalogues.translations(catalogues.catalogue(language)):
        originals = (message,) if isinstance(message, str) else message
        known = {field for original in originals for field in FIELD.findall(original)}
        for form in forms:
            there = set(FIELD.findall(form))
            # “One week” needs no number.
            complete = there == known if isinstance(message, str) else there <= known
            if not complete:
                wrong.append((message, form))
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_is_as_its_tool_writes_it(language: str) -> None:
    said = dict(catalogues.translations(catalogues.catalogue(language)))

    written = catalogues.catalogue_path(language).read_bytes()
    assert written == catalogues.catalogue_text(language, said), RENEW


def test_every_catalogue_of_the_theme_is_checked() -> None:
    folders = sorted(folder.name for folder in catalogues.LOCALE.iterdir())

    assert folders == sorted(catalogues.LANGUAGES) == sorted(catalogues.PLURALS)


def test_numbers_take_the_forms_of_their_language() -> None:
    arabic = make_reader(Language("ar")).words.ngettext
    forms = [arabic("{n} day", "{n} days", n) for n in (0, 1, 2, 3, 11, 100)]

    assert len(set(forms)) == 5  # nothing and a hundred look alike
    assert forms[3] == "{n} أيام"
    assert make_reader(Language("es")).words.ngettext("{n} day", "{n} days", 1) == "{n} día"


TEXT = re.compile(r"<[^>]*>|&\w+;|wf-slot-[a-z]+-fw")
STYLE = re.compile(r"<style>.*?</style>", re.S)
SPOKEN = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*)"')


@pytest.mark.parametrize(
    "template", sorted((ROOT / "theme").rglob("*.html")), ids=lambda path: path.name
)
def test_a_template_says_nothing_by_itself(template: Path) -> None:
    """Whatever is no tag and no expression has no letters; nor have attributes that are read."""
    tokens = Environment(extensions=["jinja2.ext.i18n"]).lex(template.read_text("utf-8"))
    said, translated = "", False
    for _, kind, value in tokens:
        if kind == "name" and value in ("trans", "endtrans"):
            translated = value == "trans"
        if kind == "data":
            said += "" if translated else value
        elif kind in ("variable_begin", "block_begin"):
            said += "\x00"
    spoken = " ".join(SPOKEN.findall(said))
    # An expression may stand in a tag, and a tag may not hold another.
    text = TEXT.sub(" ", STYLE.sub(" ", said.replace("\x00", "")))
    words = re.findall(r"[^\W\d_]{2,}", f"{text} {spoken}")
    assert [word for word in words if word not in ("PDF",)] == []


class Pseudo(gettext.NullTranslations):
    """A language that says everything in brackets."""

    def gettext(self, message: str) -> str:
        """Put a string into brackets."""
        return f"⟦{message}⟧" if re.search(r"[^\W\d_]", FIELD.sub("", message)) else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Put a plural form into brackets."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def pseudo_pages() -> list[Page[Family]]:
    """Return every kind of page of two learners for their families, in pseudo-translation."""
    school, _ = read_school(ROOT, TODAY)
    assert school is not None
    ready = cut_frames(school.catalogue, example_engine())[Language("en")]
    reader = Reader(words=Pseudo())
    renderer = PageRenderer(ready, templates_for(reader), index=False, reader=reader)
    site = Site(catalogue=school.catalogue, reader=reader, as_of=school.today)
    pages: list[Page[Family]] = []
    summaries = []
    for name in ("amara", "teo", "sami"):
        unit = read_learner(school, LearnerId(name))
        seen = dossier.dossier_for_family(whole_record(school, unit))
        files, _ = clean_attachments(school.folder, seen.shown, Findings(), Family)
        summaries.append(summary_of(seen.shown, files, Family))
        pages.extend(dossier_pages(renderer, site, seen, files, Family)[0])
    pages.extend(hub_pages(renderer, site, summaries, Family, make_maps(school.catalogue)))
    return pages


@cache
def written() -> str:
    """Return everything that people have written for the example, as one line of plain words."""
    files = [
        file
        for folder in ("competencies", "portfolios", "docs")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in (".yml", ".md", ".txt")
    ]
    # A PDF is offered under the name of the piece of work beside which it lies.
    offered = (f"{file.stem[11:]}.pdf" for file in files)
    return plain(" ".join([*(file.read_text("utf-8") for file in files), *offered]))


def plain(text: str) -> str:
    """Return the words of a text, without anything between them."""
    return " " + " ".join(re.findall(r"\w+", text.casefold())) + " "


DAYS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b"
)
PIECES = re.compile(r"[¦·:;,()“”«»…]")
UNITS = {"kb", "mb"}


def unwritten(piece: str) -> str:
    """Return words that nobody has written, without days and figures; else nothing."""
    for words in (plain(piece), plain(DAYS.sub("", piece))):
        bare = re.sub(r"^ (?:[\d_]+ )+|(?: [\d_]+)+ $", " ", words)
        if not re.search(r"[^\W\d_]{2,}", bare) or bare in written():
            return ""
    return bare.strip()


def test_pages_say_only_what_is_translated_or_what_people_wrote() -> None:
    """What stands outside the brackets of a pseudo-translation stands in somebody's file."""
    left = set()
    for page in pseudo_pages():
        if page.path.endswith(".svg"):
            continue
        html = page.content.decode()
        article = html[html.index("<article") : html.rindex("</article>")]
        article = re.sub(r"<(code|pre)\b.*?</\1>", "", article, flags=re.S)
        outside = unescape(re.sub(r"<[^>]*>", "¦", article))
        while outside != (inner := re.sub(r"⟦[^⟦⟧]*⟧", "¦", outside)):
            outside = inner
        left |= {words for piece in PIECES.split(outside) if (words := unwritten(piece))}
    assert sorted(left - UNITS) == []


def test_words_of_our_own_would_be_found() -> None:
    assert unwritten("3 Totally literal words") == "totally literal words"


def twins(site: Path) -> list[str]:
    """Return the pages of the main language by their address."""
    pages = (file.relative_to(site).as_posix() for file in site.rglob("index.html"))
    return [page.removesuffix("index.html") for page in pages if page.split("/")[0] not in HERE]


def test_every_page_is_there_in_every_language_and_leads_to_its_twins() -> None:
    """Each page says its language and direction, and its switch stays on the page."""
    site = example_site()
    pages = twins(site)
    wrong = []
    for address in pages:
        for language, place, side in (
            ("en", "", "ltr"),
            ("es", "es/", "ltr"),
            ("ar", "ar/", "rtl"),
        ):
            html = (site / place / address / "index.html").read_text("utf-8")
            if f'<html dir="{side}" lang="{language}"' not in html:
                wrong.append(f"{place}{address}: not in {language}")
            links = re.findall(r'<a href="([^"]*)" hreflang="(\w+)"', html)
            here = f"{place}{address}"
            for link, other in links:
                leads = (site / here / link).resolve().relative_to(site.resolve()).as_posix()
                expected = "" if other == "en" else other
                if leads.strip(".") != f"{expected}/{address}".strip("/"):
                    wrong.append(f"{here}: {other} leads to {leads}")
            if [other for _, other in links] != ["en", "es", "ar"]:
                wrong.append(f"{here}: {links}")
    assert len(pages) > 100
    assert wrong == []


def test_files_are_there_once_whatever_languages_there_are() -> None:
    site = example_site()
    pictures = [file for file in site.rglob("*.webp") if file.relative_to(site).parts[0] in HERE]

    assert pictures == []
    assert not (site / "es/assets").exists()
    assert not (site / "es/404.html").exists()
    assert '<section lang="ar" dir="rtl">' in (site / "404.html").read_text("utf-8")


def test_the_sitemap_tells_the_translations_of_each_page(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "competencies", tmp_path / "competencies")
    write_school(tmp_path, site_url="https://river.test/school/")
    report = api.build_site(BuildRequest(root=tmp_path, today=TODAY, is_searchable=False))

    assert report.is_clean, report.diagnostics
    sitemap = (tmp_path / "site/sitemap.xml").read_text("utf-8")
    row = re.search(r"<url><loc>https://river.test/school/es/about/</loc>.*", sitemap)
    assert row is not None
    assert re.findall(r'hreflang="(\w+)" href="([^"]*)"', row[0]) == [
        ("en", "https://river.test/school/about/"),
        ("es", "https://river.test/school/es/about/"),
        ("ar", "https://river.test/school/ar/about/"),
    ]
    assert "canonical" in (tmp_path / "site/ar/about/index.html").read_text("utf-8")


def test_what_nobody_has_translated_is_marked_and_says_its_language() -> None:
    spanish = Reader(Language("es"), make_reader(Language("es")).words)
    word = mark_language("Sum", Language("en"))
    said = f'<h2 title="{word}">{word}'

    marked = mark_originals(said, spanish)
    assert '<span class="wf-original" lang="en" dir="auto">Sum</span>' in marked
    assert 'title="\u2068Sum\u2069"' in marked
    assert "están por ahora solo en inglés" in marked
    assert mark_originals("<p>Suma</p>", spanish) == "<p>Suma</p>"


def test_a_text_with_a_translation_has_no_mark(tmp_path: Path) -> None:
    school = new_folder("translated")
    shutil.copytree(ROOT / "competencies", school / "competencies")
    file = school / "competencies/frameworks/core.yml"
    text = file.read_text("utf-8")
    assert "title: Solving hard problems" in text
    both = "title: {en: Solving hard problems, es: Resolver problemas difíciles}"
    file.write_text(text.replace("title: Solving hard problems", both), "utf-8")
    write_school(school)
    report = api.build_site(BuildRequest(root=school, today=TODAY, is_searchable=False))

    assert report.is_clean, report.diagnostics
    spanish = (school / "site/es/competencies/mth-1/index.html").read_text("utf-8")
    arabic = (school / "site/ar/competencies/mth-1/index.html").read_text("utf-8")
    assert "<h1>Resolver problemas difíciles" in re.sub(r"<h1[^>]*>", "<h1>", spanish)
    assert "Resolver" not in arabic
    assert re.search(r'<h1[^>]*><span class="wf-original" lang="en"', arabic)
    counted = {row.language: row for row in report.coverage}
    assert counted[Language("es")].there == 1
    assert counted[Language("ar")].there == 0
    assert counted[Language("es")].all > 300


def test_a_school_adds_a_language_with_a_catalogue_and_one_line() -> None:
    """Somali comes from the school alone; the theme has no word of it."""
    school = new_folder("somali")
    write_school(school)
    (school / "competencies").mkdir()
    (school / "competencies/school.yml").write_text("name: River\nlanguages: [en, so]\n", "utf-8")
    (school / "translations").mkdir()
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    words = 'msgid "Learners"\nmsgstr "Ardayda"\n'
    (school / "translations/so.po").write_text(header + words, "utf-8")
    report = api.build_site(BuildRequest(root=school, today=TODAY, is_searchable=False))

    assert report.diagnostics == ()
    page = (school / "site/so/competencies/index.html").read_text("utf-8")
    assert '<html dir="ltr" lang="so"' in page
    assert 'lang="so" class="md-select__link" aria-current="true">Soomaali</a>' in page


def test_learners_and_educators_stay_in_their_own_language() -> None:
    page = (preview_of("teo") / "es/learners/teo/index.html").read_text("utf-8")

    assert '<html dir="ltr" lang="es"' in page
    assert "Cómo ayudar en casa" in page
    assert re.search(r'class="wf-card__title"><a [^>]*lang="en" dir="auto">', page)
    assert "wf-original" not in page_of("teo")
    assert len(re.findall(r'<span class="wf-original" lang="en"', page)) > 20


def test_texts_without_a_mark_are_counted_as_the_schools_first_language() -> None:
    school, _ = read_school(ROOT, TODAY)
    assert school is not None

    assert [row.language for row in coverage(school.catalogue)] == ["es", "ar"]
