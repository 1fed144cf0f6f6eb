"""The pages of coverage and of agreement between assessors."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.names import SkillCode, slug_of_work
from wayfolio.model.staff import Covered, StaffRow
from wayfolio.model.supports import TwoRatings
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import (
    SEVERAL,
    Column,
    Columns,
    TableView,
    make_table,
    number_cell,
    text_cell,
)
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    competency_cell,
    learner_cell,
    person_name,
    rows_by_learner,
    staff_view,
)


def coverage_view(covered: Sequence[Covered], site: Site) -> StaffView:
    """Return the page of which competencies are required, shown and rated."""
    _: Translate = site.reader.gettext
    part = StaffPartView(
        title=_("Every competency"), anchor="coverage", tables=(_coverage_table(covered, site),)
    )
    lead = _("What no studio asks for, what no one has shown, and what only one person rates.")
    return staff_view(site, _("Coverage of the frameworks"), lead, (part,))


def _coverage_table(covered: Iterable[Covered], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Covered] = (
        Column(_("Competency"), lambda coverage: competency_cell(coverage.competency, site)),
        Column(
            _("Framework"),
            lambda coverage: text_cell(_framework_title(coverage, site)),
            choose=True,
        ),
        Column(
            _("Look at"),
            lambda coverage: text_cell(SEVERAL.join(_look_at(coverage, site))),
            choose=True,
        ),
        Column(
            _("Studios that ask for it"),
            lambda coverage: number_cell(len(coverage.asked_by)),
            is_number=True,
        ),
        Column(_("Required of"), lambda coverage: number_cell(coverage.asked_of), is_number=True),
        Column(_("Rated for"), lambda coverage: number_cell(coverage.shown_by), is_number=True),
        Column(
            _("Rated by"),
            lambda coverage: text_cell(", ".join(person_name(by, site) for by in coverage.raters)),
        ),
    )
    return make_table(
        "coverage",
        _("Every competency"),
        columns,
        ((coverage,) for coverage in covered),
        empty=_("There is no framework yet."),
    )


def _framework_title(coverage: Covered, site: Site) -> str:
    return site.reader.say(site.catalogue.competencies[coverage.competency].framework.title)


def _look_at(coverage: Covered, site: Site) -> Iterator[str]:
    """Yield what deserves a look, the most important first."""
    _: Translate = site.reader.gettext
    if site.catalogue.competencies[coverage.competency].competency.replaced_by is not None:
        yield _("replaced")
        return
    if coverage.asked_of and not coverage.shown_by:
        yield _("shown by no one")
    if coverage.asked_of and not coverage.asked_by:
        yield _("in no studio")
    if len(coverage.raters) == 1:
        yield _("rated by one person")


def agreement_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the page of work that two people rated independently."""
    _: Translate = site.reader.gettext
    pairs = [pair for row in rows for pair in row.pairs]
    parts = (
        StaffPartView(
            title=_("How far apart two raters are"),
            anchor="agreement",
            says=(_("People who rated together count as one. A difference is a reason to talk."),),
            tables=(_agreement_table(pairs, site), _pair_table(pairs, rows, site)),
        ),
    )
    lead = _("Where two people rated the same skill on the same work.")
    return staff_view(site, _("Agreement between assessors"), lead, parts)


def _agreement_table(pairs: Iterable[TwoRatings], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    by: dict[tuple[str, ...], list[TwoRatings]] = {}
    for pair in pairs:
        by.setdefault(tuple(sorted((pair.first[0], pair.second[0]))), []).append(pair)
    columns: Columns[tuple[str, ...], list[TwoRatings]] = (
        Column(
            _("Who"),
            lambda who, _shared: text_cell(" · ".join(person_name(person, site) for person in who)),
        ),
        Column(_("Compared"), lambda _who, shared: number_cell(len(shared)), is_number=True),
        Column(
            _("Same level"),
            lambda _who, shared: number_cell(sum(pair.apart == 0 for pair in shared)),
            is_number=True,
        ),
        Column(
            _("At most one step apart"),
            lambda _who, shared: number_cell(
                sum(0 < pair.apart <= _step(pair, site) for pair in shared)
            ),
            is_number=True,
        ),
        Column(
            _("Further apart"),
            lambda _who, shared: number_cell(
                sum(pair.apart > _step(pair, site) for pair in shared)
            ),
            is_number=True,
        ),
    )
    return make_table(
        "agreement",
        _("Pair by pair"),
        columns,
        sorted(by.items()),
        empty=_("No work has been rated by two people separately."),
    )


def _step(pair: TwoRatings, site: Site) -> int:
    """Return the distance between two neighboring points of the scale."""
    _skill, placed = site.catalogue.skills[SkillCode(pair.skill)]
    points = sorted(point.value for point in site.catalogue.scales[placed.scale].points)
    return int(points[1] - points[0]) if len(points) > 1 else 1


def _pair_table(pairs: Iterable[TwoRatings], rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    known = rows_by_learner(rows)
    columns: Columns[TwoRatings] = (
        Column(_("Learner"), lambda pair: learner_cell(known[pair.learner])),
        Column(
            _("Work"),
            lambda pair: text_cell(
                slug_of_work(pair.evidence),
                addresses.evidence_address(pair.learner, slug_of_work(pair.evidence)),
            ),
        ),
        Column(_("Skill"), lambda pair: text_cell(pair.skill)),
        Column(_("First rater"), lambda pair: text_cell(person_name(pair.first[0], site))),
        Column(_("Level"), lambda pair: number_cell(pair.first[1]), is_number=True),
        Column(_("Second rater"), lambda pair: text_cell(person_name(pair.second[0], site))),
        Column(_("Second rater’s level"), lambda pair: number_cell(pair.second[1]), is_number=True),
        Column(_("Difference"), lambda pair: number_cell(pair.apart), is_number=True),
    )
    return make_table(
        "two-ratings",
        _("Work by work"),
        columns,
        (
            (pair,)
            for pair in sorted(pairs, key=lambda pair: (-pair.apart, pair.learner, pair.skill))
        ),
        empty=_("No work has been rated by two people separately."),
    )
