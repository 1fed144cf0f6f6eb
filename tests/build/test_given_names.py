"""A school may have a learner of any name: none stops its site, whatever else the name means."""

from pathlib import Path

import pytest

from report import TODAY
from samples import sample
from wayfolio.build import api
from wayfolio.build.request import BuildRequest
from wayfolio.check.leaks import Scanner
from wayfolio.load.built_site import read_built_files
from wayfolio.load.catalogue import load_catalogue
from wayfolio.load.files import Findings, Folder
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.engine import EngineOutput
from wayfolio.model.leaks import BuiltFile
from wayfolio.model.names import GroupId, LearnerId
from wayfolio.model.portfolio import LearnerFile, Name
from wayfolio.model.roster import Roster
from wayfolio.plan.private import collect_private_names, public_parts
from wayfolio.publish.engine import run_mkdocs
from wayfolio.publish.starter import new_school
from wayfolio.publish.theme_files import is_of_the_theme
from wayfolio.school.languages import frame_sources_at
from wayfolio.school.own_pages import names_in_own_pages
from wayfolio.school.read import people_of

ENGLISH = (
    "Will May Hope Mark Grace Summer Art Nav Dash Jo Bo Em Al Ed Max Rose Ruby Faith Page Class"
    " Main Table Search Data Link"
)
SPANISH = (
    "Luz Sol Mar Paz Rosa Flor Alba Blanca Clara Dolores Vi Abril Julio Pilar Ángel León Cruz Lola"
    " José Iris Mira Estrella Consuelo Rocío Nieves"
)
ARABIC = (
    "نور أمل سلام علي سامي أحمد فاطمة محمد مريم هدى ياسمين زين كريم حسن سعيد ربيع بدر قمر ندى رحمة"
)
VIETNAMESE = (
    "An Ánh Mai Lan Hoa Nam Minh Linh Hà Vy Thu Xuân My Chi Long Sơn Tú Bình Ngọc Trang Tiên Đan"
)
CHINESE = "文明 小明 明 晓敏 建国 国庆 希望 子涵 乐乐 安 Li Xi Yu Min Jun Lei Na Wei Tao Ying"
GIVEN = [
    name for names in (ENGLISH, SPANISH, ARABIC, VIETNAMESE, CHINESE) for name in names.split()
]
WHOLE_BUILDS = ("Li", "نور", "文明")


def name_of(given: str) -> Name:
    """Return the whole name of somebody with a first name."""
    if given in CHINESE and not given.isascii():
        return Name(full=f"欧阳{given}", first=given, latin="Ouyang Quarrington")
    return Name(full=f"{given} Quarrington", first=given)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, EngineOutput]:
    root = new_school(tmp_path_factory.mktemp("given") / "school")
    engine = run_mkdocs(root, frame_sources_at(root, "en"))
    report = api.build_site(
        BuildRequest(root=root, today=TODAY, engine=engine, is_searchable=False)
    )
    assert report.is_clean
    return root, engine


@pytest.fixture(scope="module")
def catalogue(starter: tuple[Path, EngineOutput]) -> Catalogue:
    catalogue = load_catalogue(Folder(starter[0]), Findings())
    assert catalogue is not None
    return catalogue


@pytest.fixture(scope="module")
def built(starter: tuple[Path, EngineOutput]) -> list[BuiltFile]:
    files = read_built_files(starter[0] / "site")
    return [file for file in files if not is_of_the_theme(file.raw)]


def test_there_are_a_hundred_names_of_five_languages() -> None:
    assert len(set(GIVEN)) >= 100


@pytest.mark.parametrize("given", sample(GIVEN, 4))
def test_a_learners_name_does_not_stop_a_school(
    starter: tuple[Path, EngineOutput], catalogue: Catalogue, built: list[BuiltFile], given: str
) -> None:
    """The last look finds nobody in a starter's pages, and the check no error in its prose."""
    learner = LearnerId("new-here")
    logins = (given.lower(), "search", "table")
    row = LearnerFile(name=name_of(given), group=GroupId("sample-group"), logins=logins)
    people = people_of(catalogue, {learner: row}, TODAY)
    roster = Roster(learners={learner: row})
    private = collect_private_names(roster, people, TODAY, public_parts(catalogue))
    look = Scanner(private)

    assert [str(leak) for file in built for leak in look.find_private(file)] == []
    reported = list(names_in_own_pages(starter[0], people, private))
    assert [str(diagnostic) for diagnostic in reported if diagnostic.severity == "error"] == []


@pytest.mark.parametrize("given", WHOLE_BUILDS)
def test_a_school_with_such_a_learner_is_built_whole(
    starter: tuple[Path, EngineOutput], tmp_path: Path, given: str
) -> None:
    root, name = new_school(tmp_path / "school"), name_of(given)
    folder = root / "portfolios" / "new-here"
    folder.mkdir()
    (folder / "learner.yml").write_text(
        f"name: {{full: {name.full}, first: {given}}}\ngroup: sample-group\n"
        f"logins: [{given.lower() if given.isascii() else 'search'}]\n",
        "utf-8",
    )

    report = api.build_site(
        BuildRequest(root=root, today=TODAY, engine=starter[1], is_searchable=False)
    )

    assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
    assert report.pages
    assert api.audit_site(root, root / "site", TODAY).is_clean
