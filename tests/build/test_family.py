"""What a family reads about its own child: everything, down to the ratings, and nobody else's."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from example_school import NOT_PUBLIC, ROOT, TODAY, copy_example
from previews import Eyes, build_preview, content_of, page_of, preview_of
from samples import sample
from wayfolio.assess.areas import roll_up_areas
from wayfolio.assess.attainment import attain_all
from wayfolio.model.attainment import Status
from wayfolio.model.dossier import CourseStanding, LearnerDossier
from wayfolio.model.names import LearnerId, PathwayId, Slug
from wayfolio.model.pages import Family, Page, Public
from wayfolio.model.portfolio import Portfolio
from wayfolio.plan.courses import plan_courses
from wayfolio.plan.next import fits
from wayfolio.publish.site import MARKER, SiteRefused, write_preview
from wayfolio.school import dossier
from wayfolio.school.learner import LoadedSchool, read_learner, whole_record
from wayfolio.school.read import read_school

TAG = re.compile(r"<[^>]*>")
LEARNERS = ("amara", "teo", "zara", "mateo", "sami", "jin", "nuria")


@cache
def school() -> LoadedSchool:
    """Return the example school."""
    loaded, _ = read_school(ROOT, TODAY)
    assert loaded is not None
    return loaded


def read(learner: str) -> tuple[LoadedSchool, Portfolio]:
    """Return the school, and one learner's portfolio."""
    here = school()
    return here, read_learner(here, LearnerId(learner)).portfolio


def whole_of(learner: str) -> LearnerDossier[Family]:
    """Return one learner as the family sees them."""
    here = school()
    unit = read_learner(here, LearnerId(learner))
    return dossier.dossier_for_family(whole_record(here, unit))


def words(html: str) -> str:
    """Return what can be read, on one line."""
    return " ".join(TAG.sub(" ", html).split())


def all_text(site: Path) -> str:
    """Return every page and drawing of a preview."""
    files = [f for f in site.rglob("*") if f.suffix in {".html", ".svg", ".json", ".txt"}]
    return "\n".join(f.read_text("utf-8") for f in files)


# ---- who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("learner", "eyes", "slug", "there"),
    [
        ("mateo", "family", "super-mama", False),  # a birthday present for his mother
        ("mateo", "staff", "super-mama", True),
        ("zara", "family", "shadow-questions", False),  # still a draft
        ("zara", "staff", "shadow-questions", True),
        ("mateo", "family", "raspados", True),
        ("amara", "family", "hand-over", True),
        ("amara", "public", "two-days-at-tern", True),
        ("amara", "public", "hand-over", False),
    ],
)
def test_each_audience_has_its_own_work_and_no_other(
    learner: str, eyes: Eyes, slug: str, there: bool
) -> None:
    site = preview_of(learner, eyes)
    assert (site / f"learners/{learner}/evidence/{slug}/index.html").is_file() is there
    assert (f"evidence/{slug}/" in all_text(site)) is there


def test_what_was_written_about_work_for_the_staff_is_not_read_at_home() -> None:
    said = "I sent your unasked question to Kim Lee"
    assert said in page_of("zara", "staff")
    assert said not in all_text(preview_of("zara", "family"))
    assert "B.K3" not in said
    assert 'id="f-b-k3"' in page_of("zara", "family"), "the rating counts for everybody"


def test_how_a_session_felt_is_for_the_tutor_and_the_staff() -> None:
    assert "mood: rough" not in page_of("zara", "family")
    assert "mood: so-so" in page_of("zara", "staff")
    assert "exit ticket: 4/4" in page_of("zara", "family")


def test_a_badge_for_families_is_theirs_and_not_the_publics() -> None:
    assert (preview_of("mateo", "family") / "learners/mateo/badges/b-road/index.html").is_file()
    assert "Road Marker" in page_of("mateo", "family")
    assert "Road Marker" not in all_text(preview_of("amara", "public"))


def test_another_learner_has_a_name_only_where_their_own_consent_gives_it() -> None:
    meal = preview_of("amara") / "learners/amara/evidence/table-meal/index.html"
    made_by = words(meal.read_text("utf-8").split('class="wf-lead"')[1].split("</p>")[0])
    assert "Amara , Núria , another learner" in made_by


@pytest.mark.parametrize("learner", ["teo", pytest.param("amara", marks=pytest.mark.long)])
def test_nothing_of_another_learner_is_in_a_familys_pages(learner: str, tmp_path: Path) -> None:
    """Everybody else's files are given a word that nobody uses; it must not come out."""
    here = copy_example(tmp_path / "school")
    for folder in sorted((here / "portfolios").iterdir()):
        if folder.name.startswith("_") or folder.name == learner:
            continue
        plant(folder, "Quokkabanana")
    site = build_preview(here, learner)
    files = [
        f.relative_to(site).as_posix()
        for f in site.rglob("*")
        if f.is_file() and b"quokkabanana" in f.read_bytes().lower()
    ]
    assert files == []


def plant(folder: Path, word: str) -> None:
    """Put a word into every kind of file of one learner."""
    file = folder / "learner.yml"
    if folder.name in NOT_PUBLIC:
        text = re.sub(
            r"full: [^,}]+, first: [^,}]+",
            f"full: {word} X, first: {word}",
            file.read_text("utf-8"),
        )
        assert word in text
        file.write_text(text, "utf-8")
    for item in (folder / "evidence").glob("*.md"):
        item.write_text(item.read_text("utf-8") + f"\n{word}\n", "utf-8")
    plan = folder / "plan.yml"
    goal = f"goals:\n  - {{id: planted, goal: {word}, status: open}}\n"
    plan.write_text(plan.read_text("utf-8").replace("goals:\n", goal, 1), "utf-8")
    (folder / "demonstrations/planted.yml").write_text(
        f"- {{date: 2027-03-01, kind: observation, by: rosa, note: {word}, ratings: {{TR1: 1}}}}\n",
        "utf-8",
    )
    (folder / "supports").mkdir(exist_ok=True)
    (folder / "supports/planted.yml").write_text(
        f"kind: mentoring\ntitle: {word}\nby: idris\n"
        "planned: {from: 2027-01-01, minutes: 5, per_week: 1, weeks: 2}\n",
        "utf-8",
    )


# ---- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "learner",
    ["teo", *(pytest.param(n, marks=pytest.mark.long) for n in LEARNERS if n != "teo")],
)
def test_every_rating_stands_under_its_figure(learner: str) -> None:
    """Nothing needs a script: each competency with a rating is a <details> with all of them."""
    page = page_of(learner)
    here, portfolio = read(learner)
    of_courses = {c for c, p in here.catalogue.competencies.items() if p.competency.credits}
    for attained in attain_all(here.book, portfolio, here.today):
        if not attained.rated or attained.competency in of_courses:
            continue
        code = f"{attained.competency}-{attained.stage}" if attained.stage else attained.competency
        anchor = f'<details class="wf-opened" id="f-{code.lower().replace(".", "-")}">'
        assert page.count(anchor) == 1, code
        opened = page.split(anchor)[1].split("</details>")[0]
        ratings = [
            rating
            for record in attained.skills
            for rating in (*record.kept, *record.pushed_out, *record.dropped)
        ]
        assert opened.count("<time ") == len(ratings), code
        for rating in ratings:
            assert f'datetime="{rating.on.isoformat()}"' in opened, code


def skill_of(page: str, code: str) -> str:
    """Return what stands under a skill on a page."""
    row = page.split(f'<span class="wf-code">{code}</span>')[1]
    return words(row.split('<span class="wf-code">')[0].split("</details>")[0])


def test_the_three_blanks_are_three_sentences(tmp_path: Path) -> None:
    """Asked and missed, not yet shown, not asked: the first two are Teo's, the third a rule's."""
    missed = "Asked for on September 28, 2026, not shown that time. There will be another chance."
    not_yet = "Not shown yet; there is still time."
    assert missed in skill_of(page_of("teo"), "LIT.2.3")
    assert not_yet in skill_of(page_of("teo"), "LIT.2.5")
    assert not_yet not in skill_of(page_of("teo"), "LIT.2.3")
    here = copy_example(tmp_path / "school")
    core = here / "competencies/frameworks/core.yml"
    rule = "            statement: Revise until it is clear\n"
    text = core.read_text("utf-8")
    assert rule in text
    core.write_text(
        text.replace(rule, f"{rule}            evidence_required: {{P2: 0}}\n"), "utf-8"
    )
    page = (build_preview(here, "teo") / "learners/teo/index.html").read_text("utf-8")
    assert "Not required in Portfolio 2." in skill_of(page, "LIT.2.5")
    assert "Not required in Portfolio 3" in words(page_of("amara").split('id="area-way"')[1])


def test_a_learners_own_rating_stands_beside_and_never_counts() -> None:
    page = page_of("teo")
    opened = words(page.split('id="f-lit-2-p2"')[1].split("LIT.2.2")[0])
    assert "Teo ’s own view, which never counts: 7 for “Keep a shelf of dead toasters”" in opened
    draft = preview_of("teo") / "learners/teo/evidence/mend-it-draft/index.html"
    text = words(draft.read_text("utf-8"))
    assert "5 (With support), by Rosa Adeyemi on September 28, 2026" in text
    assert "own view: 4 (With support). A learner’s own rating never counts." in text
    missed = "Rosa Adeyemi looked for this on September 28, 2026 and did not find it in this work"
    assert missed in text


@pytest.mark.parametrize("learner", sample(LEARNERS, 3))
def test_each_step_of_a_line_is_the_figure_of_that_day(learner: str) -> None:
    here, portfolio = read(learner)
    grown = whole_of(learner).growth
    assert grown
    for line in grown:
        for step in line.steps:
            then = roll_up_areas(here.book, attain_all(here.book, portfolio, step.on))
            assert next(a.performance for a in then if a.area == line.area) == step.level
    now = {
        standing.area: standing.performance
        for standing in roll_up_areas(here.book, attain_all(here.book, portfolio, TODAY))
    }
    assert {line.area: line.steps[-1].level for line in grown} == {
        area: level for area, level in now.items() if level is not None
    }


def test_there_is_no_total_no_forecast_and_nobody_to_compare_with() -> None:
    for learner in ("zara", "mateo", "sami"):
        text = words(content_of(page_of(learner))).lower()
        for word in ("overall", "on track", "predicted", "likely to", "average", "rank"):
            assert not re.search(rf"\b{word}\b", text), (learner, word)


# ---- what is next --------------------------------------------------------------------------------


@pytest.mark.parametrize("learner", sample(LEARNERS, 3))
def test_what_is_next_can_be_learned_now(learner: str) -> None:
    seen = whole_of(learner)
    assert seen.steps
    for step in seen.steps:
        ready = seen.readiness.get(step.attained.competency)
        assert step.attained.rated or ready is None or ready.status is not Status.WAITING
        assert not step.attained.complete
        if step.change is not None:
            assert step.change.skill == step.skill


@pytest.mark.parametrize(
    ("learner", "first", "because"),
    [
        ("teo", "LIT.2", "goal"),  # the fair paragraph, due on April 16
        ("zara", "MTH.1", "goal"),
        ("sami", "TR2", "goal"),
        ("amara", "MTH.1", "goal"),
    ],
)
def test_a_goal_of_ones_own_comes_first(learner: str, first: str, because: str) -> None:
    step = whole_of(learner).steps[0]
    assert (step.attained.competency, step.because) == (first, because)


def test_a_learner_is_not_sent_back_to_what_they_have_gone_past() -> None:
    codes = [step.attained.competency for step in whole_of("mateo").steps]
    assert "HL.4" in codes
    assert "HL.1" not in codes
    assert "HL.2" not in codes


def test_one_more_piece_is_told_by_the_same_figures() -> None:
    text = words(page_of("zara"))
    assert "One more piece at 8 (Solid) would make it 3 of 3 pieces of evidence." in text
    opened = words(page_of("zara").split('id="f-lit-4-p1"')[1].split("</details>")[0])
    assert "at 8 (Solid): level 8 (Solid), 3 of 3 pieces of evidence" in opened
    assert "at 10 (Ready): level 8.7 (Solid), and it is complete" in opened


def test_help_at_home_is_made_of_the_schools_own_words() -> None:
    text = words(page_of("sami").split('id="home"')[1])
    assert "Try together: Snack count. Lay a cracker for every child at your table." in text
    assert "Draws dots or fills a ten-frame and sees at a glance how many more make ten." in text


@pytest.mark.parametrize(
    ("learner", "says"),
    [
        ("teo", "“I argue how several causes worked together"),
        (
            "teo",
            "119 ratings by 6 people on 21 days, the newest on March 11, 2027 by Kim Lee"
            " (entered by Marcus Bell).",
        ),
        ("teo", "Answer the other side fairly. Part of the goal above."),
        ("kofi", "Help: Fractions without strips, with Nell Ostrowe"),
        ("zara", "Part of the goal “ Show one thing in mathematics that I can be proud of ”."),
        ("zara", "Help: Algebra 1 with a Fellow, all of grade 9, with Cal Whitefeather"),
        ("mateo", "The Road to Algebra: Grades K to 2 Reasoning"),
        ("sami", "Try together: Snack count."),
        ("zara", "Not yet shown: Mathematics, Science and Making and Collaborating."),
        ("teo", "Talk about “Who Does the Bus Miss?”: Some neighbors walk"),
        ("amara", "Behind in 3 of 6 areas: at this pace Science is done in June 2028; the plan’s"),
        ("zara", "So far, yes. 3 goals are open; the next is due on April 23, 2027."),
    ],
)
def test_what_a_parent_asks_first_is_answered_first(learner: str, says: str) -> None:
    page = page_of(learner)
    first = page[page.index("wf-short") : page.index("wf-jump")]
    assert says in words("<" + first)


def test_help_that_ended_months_ago_is_no_help_now() -> None:
    page = page_of("teo")
    first = page[page.index("wf-short") : page.index("wf-jump")]

    assert "Help:" not in words("<" + first)


def test_a_goal_that_is_past_its_day_is_said_without_blame(tmp_path: Path) -> None:
    here = copy_example(tmp_path / "school")
    plan = here / "portfolios/sami/plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("2027-04-23", "2027-03-01"), "utf-8")
    page = words((build_preview(here, "sami") / "learners/sami/index.html").read_text("utf-8"))
    assert "Mostly. Some dates have passed. 2 goals are open; 1 is past its" in page


@pytest.mark.parametrize(
    ("band", "grade", "fitting"),
    [("9-12", 9, True), ("9-12", 3, False), ("K-5", 0, True), ("", 3, True), ("6", 6, True)],
)
def test_a_studio_is_offered_to_its_grades(band: str, grade: int, fitting: bool) -> None:
    assert fits(band, grade) is fitting


# ---- courses -------------------------------------------------------------------------------------


def courses_of(learner: str, pace: str | None = None) -> dict[str, CourseStanding]:
    """Return a learner's courses, at another pace where one is named."""
    here, portfolio = read(learner)
    file, today = portfolio.file, TODAY
    if pace is not None:
        rows = [replace(row, pace=Slug(pace)) if row.pace else row for row in file.programmes]
        file = replace(file, programmes=tuple(rows))
    pathway = here.catalogue.pathways[PathwayId("early-college-it")]
    standings = plan_courses(
        here.catalogue, pathway, file, attain_all(here.book, portfolio, today), today
    )
    return {standing.course: standing for standing in standings}


@pytest.mark.parametrize(
    ("learner", "pace", "course", "state", "ahead"),
    [
        ("amara", None, "C.COM110", "done", False),
        ("amara", None, "C.OPS150", "in-progress", False),
        ("amara", None, "C.ENG101", "planned", False),
        ("amara", "five-year", "C.ENG101", "late", False),  # it stood in the fall of grade 11
        ("nuria", None, "C.PHY110", "done", True),  # her plan has it a year later
    ],
)
def test_a_course_is_late_or_ahead_of_the_learners_own_plan(
    learner: str, pace: str | None, course: str, state: str, ahead: bool
) -> None:
    standing = courses_of(learner, pace=pace)[course]
    assert (standing.state, standing.ahead) == (state, ahead)


def test_another_pace_moves_dates_and_nothing_else() -> None:
    six, five = courses_of("amara"), courses_of("amara", pace="five-year")
    assert six.keys() == five.keys()
    for course, standing in six.items():
        done = {standing.state == "done", five[course].state == "done"}
        assert len(done) == 1
        assert standing.grade == five[course].grade
    assert six["C.ENG101"].ends != five["C.ENG101"].ends


def test_each_gate_says_what_it_still_needs() -> None:
    text = words(page_of("amara").split('id="study-early-college-it"')[1])
    assert "30 college credits: not yet, needs 23 more college credits" in text


def test_grades_for_a_transcript_stand_beside_the_levels_where_a_school_has_a_table(
    tmp_path: Path,
) -> None:
    assert "Grades for the transcript" not in page_of("teo")
    here = copy_example(tmp_path / "school")
    (here / "competencies/policies.yml").write_text(
        "continuum:\n"
        "  grades:\n"
        "    - {grade: A, performance: 10}\n"
        "    - {grade: B, performance: 8}\n"
        "    - {grade: C}\n",
        "utf-8",
    )
    page = (build_preview(here, "teo") / "learners/teo/index.html").read_text("utf-8")
    table = words(page.split('id="grades"')[1].split("</section>")[0])
    assert "Literacy C" in table
    assert "Mathematics A" in table
    assert "Making and Collaborating B" in table
    assert "<strong>Basics on my own</strong> 6.4" in page


# ---- pages ---------------------------------------------------------------------------------------


def test_a_learner_of_the_first_day_has_a_kind_page(tmp_path: Path) -> None:
    here = copy_example(tmp_path / "school")
    folder = here / "portfolios/newt"
    folder.mkdir()
    (folder / "learner.yml").write_text(
        "name: {full: Newt Day, first: Newt}\ngroup: harbor-9\n"
        "entered: {grade: '9', year: 2026-27}\n"
        "programmes: [{pathway: portfolios, stage: P1, from: 2027-03-01}]\n",
        "utf-8",
    )
    text = words(
        content_of((build_preview(here, "newt") / "learners/newt/index.html").read_text("utf-8"))
    )
    assert "Not shown yet; there is still time." in text
    assert "Nothing before it is missing, so it is ready to learn." in text
    assert "The first piece of work that Newt adds will appear here." in text
    assert "Newt is learning:" in text


def test_the_project_gathers_draft_partner_performance_and_reflection() -> None:
    site = preview_of("amara")
    text = words((site / "learners/amara/projects/living-project/index.html").read_text("utf-8"))
    for part in (
        "The 6:12 (draft)",
        "Common Table Kitchen",
        "Living project page · Public performance",
        "Hand-over note · Next-draft note",
        "Two cards taken down when their owners changed their minds.",
    ):
        assert part in text
    public = preview_of("amara", "public") / "learners/amara/projects/living-project/index.html"
    assert "Hand-over note" not in public.read_text("utf-8"), "it is for the family"


def test_a_name_of_another_direction_is_isolated_wherever_it_stands() -> None:
    page = content_of(page_of("sami"))
    for place in re.finditer("سامي", page):
        before = page[max(0, place.start() - 60) : place.start()]
        assert re.search(r'(<bdi[^>]*>|dir="auto"[^>]*>[^<]*|alt="[^"]*)$', before), before


@pytest.mark.parametrize(
    ("learner", "eyes", "kilobytes"), [("amara", "public", 15), ("amara", "family", 60)]
)
def test_a_page_is_light(learner: str, eyes: Eyes, kilobytes: int) -> None:
    assert len(gzip.compress(page_of(learner, eyes).encode())) < kilobytes * 1000


def test_a_preview_never_lies_inside_a_site(tmp_path: Path) -> None:
    published = tmp_path / "public"
    published.mkdir()
    (published / MARKER).touch()
    for place in (published / "family", tmp_path / "site/family", published):
        with pytest.raises(SiteRefused):
            write_preview(
                [Page[Family]("", b"")], place, root=tmp_path if place != published else published
            )
    assert sorted(path.name for path in published.iterdir()) == [MARKER]
    assert write_preview([Page[Public]("", b"")], tmp_path / "elsewhere", root=tmp_path / "s") == 1
