"""Feeds of what is new, and earlier addresses that still lead somewhere."""

from pathlib import Path
from xml.etree import ElementTree

from example_school import TODAY, copy_example, example_site
from shared_run import new_folder, once_a_run
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.check.leaks import find_active
from wayfolio.model.leaks import BuiltFile

URL = "https://confluence.test/school/"
ATOM = "{http://www.w3.org/2005/Atom}"


@once_a_run
def site() -> Path:
    """Return the example's site as it is when it knows where it stands, in one language."""
    school = copy_example(new_folder("feeds") / "school")
    settings = school / "mkdocs.yml"
    settings.write_text(f"site_url: {URL}\n" + settings.read_text("utf-8"), "utf-8")
    file = school / "competencies/school.yml"
    text = file.read_text("utf-8").replace("languages: [en, es, ar]", "languages: [en]")
    file.write_text(text, "utf-8")
    report = api.build_site(BuildRequest(root=school, today=TODAY, is_searchable=False))
    assert report.is_clean, (report.diagnostics, report.leaks)
    return school / "site"


def test_the_schools_feed_has_the_newest_work_of_everybody_in_public() -> None:
    feed = ElementTree.fromstring((site() / "feed.xml").read_bytes())
    days = [entry.findtext(f"{ATOM}updated", "") for entry in feed.iter(f"{ATOM}entry")]
    links = [link.get("href", "") for link in feed.iterfind(f"{ATOM}entry/{ATOM}link")]

    assert len(days) == 20
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    for link in links:
        assert (site() / link.removeprefix(URL) / "index.html").is_file()


def test_a_learners_feed_is_theirs_alone() -> None:
    feed = (site() / "learners/amara/feed.xml").read_text("utf-8")
    page = (site() / "learners/amara/index.html").read_text("utf-8")

    assert f"<id>{URL}learners/amara/</id>" in feed
    assert f"{URL}learners/jin/" not in feed
    assert 'href="../../learners/amara/feed.xml"' in page
    # Teo shows nothing in public, so nothing tells of him.
    assert not (site() / "learners/teo").exists()


def test_there_is_no_feed_where_nobody_knows_the_sites_place() -> None:
    assert not list(example_site().rglob("feed.xml"))


def test_an_earlier_address_leads_to_the_work() -> None:
    old = (site() / "learners/amara/evidence/twelve-rides-wall/index.html").read_text("utf-8")
    now = "../../../../learners/amara/evidence/twelve-rides/"
    way = f'<meta http-equiv="refresh" content="0; url={now}">'

    assert way in old
    assert '<meta name="robots" content="noindex">' in old
    assert "data-pagefind-body" not in old  # search finds the work once
    assert (site() / "learners/amara/evidence/twelve-rides/index.html").is_file()


def test_only_a_way_within_the_site_may_be_taken_without_asking() -> None:
    """The last look stops a page that would send its reader anywhere else."""

    def said(url: str) -> list[str]:
        page = f'<meta http-equiv="refresh" content="0; url={url}">'.encode()
        file = BuiltFile(path="a.html", kind="page", raw=page, texts=(page,))
        return [message.message for message in find_active(file) if "Policy" not in message.message]

    assert said("../../learners/amara/evidence/raft/") == []
    for url in ("https://elsewhere.test/", "//elsewhere.test/", "../../learners/a/?x=//b", "a/"):
        assert said(url) == ["sends its reader to another page"]
