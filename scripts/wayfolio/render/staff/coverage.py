"""What of a framework is asked, shown and rated, and how far two people agree."""

from collections.abc import Iterable, Iterator, Sequence

from wayfolio.model.names import SkillCode
from wayfolio.model.staff import Covered, StaffRow
from wayfolio.model.supports import TwoRatings
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.parts import addresses
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import (
    SEVERAL,
    CellView,
    ColumnView,
    TableView,
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
    """Return what is asked by no experience, shown by nobody, or rated by one person alone."""
    _: Translate = site.reader.words.gettext
    part = StaffPartView(
        title=_("Every competency"), anchor="coverage", tables=(_coverage_table(covered, site),)
    )
    lead = _("What no studio asks for, what nobody has shown, and what one person alone rates.")
    return staff_view(site, _("Coverage of the frameworks"), lead, (part,))


def _coverage_table(covered: Iterable[Covered], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="coverage",
        title=_("Every competency"),
        columns=(
            ColumnView(title=_("Competency")),
            ColumnView(title=_("Framework"), choose=True),
            ColumnView(title=_("Look at"), choose=True),
            ColumnView(title=_("Studios that ask for it"), is_number=True),
            ColumnView(title=_("Asked of"), is_number=True),
            ColumnView(title=_("Rated for"), is_number=True),
            ColumnView(title=_("Rated by")),
        ),
        rows=tuple(_coverage_row(coverage, site) for coverage in covered),
        empty=_("There is no framework yet."),
    )


def _coverage_row(coverage: Covered, site: Site) -> tuple[CellView, ...]:
    placed = site.catalogue.competencies[coverage.competency]
    return (
        competency_cell(coverage.competency, site),
        text_cell(site.reader.say(placed.framework.title)),
        text_cell(SEVERAL.join(_look_at(coverage, site))),
        number_cell(len(coverage.asked_by)),
        number_cell(coverage.asked_of),
        number_cell(coverage.shown_by),
        text_cell(", ".join(person_name(by, site) for by in coverage.raters)),
    )


def _look_at(coverage: Covered, site: Site) -> Iterator[str]:
    """Give what there is to look at, the most important first."""
    _: Translate = site.reader.words.gettext
    if site.catalogue.competencies[coverage.competency].competency.replaced_by is not None:
        yield _("replaced")
        return
    if coverage.asked_of and not coverage.shown_by:
        yield _("shown by nobody")
    if coverage.asked_of and not coverage.asked_by:
        yield _("asked by no studio")
    if len(coverage.raters) == 1:
        yield _("rated by one person")


def agreement_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return where two people rated the same work apart from one another."""
    _: Translate = site.reader.words.gettext
    pairs = [pair for row in rows for pair in row.pairs]
    parts = (
        StaffPartView(
            title=_("How far two people are apart"),
            anchor="agreement",
            says=(_("People who rated together count as one. A difference is a reason to talk."),),
            tables=(_agreement_table(pairs, site), _pair_table(pairs, rows, site)),
        ),
    )
    lead = _("Where two people rated the same skill on the same work.")
    return staff_view(site, _("Agreement between assessors"), lead, parts)


def _agreement_table(pairs: Iterable[TwoRatings], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    by: dict[tuple[str, ...], list[TwoRatings]] = {}
    for pair in pairs:
        by.setdefault(tuple(sorted((pair.first[0], pair.second[0]))), []).append(pair)
    return TableView(
        name="agreement",
        title=_("Pair by pair"),
        columns=(
            ColumnView(title=_("Who")),
            ColumnView(title=_("Compared"), is_number=True),
            ColumnView(title=_("Alike"), is_number=True),
            ColumnView(title=_("At most one step apart"), is_number=True),
            ColumnView(title=_("Further apart"), is_number=True),
        ),
        rows=tuple(
            (
                text_cell(" · ".join(person_name(person, site) for person in who)),
                number_cell(len(shared)),
                number_cell(sum(pair.apart == 0 for pair in shared)),
                number_cell(sum(0 < pair.apart <= _step(pair, site) for pair in shared)),
                number_cell(sum(pair.apart > _step(pair, site) for pair in shared)),
            )
            for who, shared in sorted(by.items())
        ),
        empty=_("No work has been rated by two people apart from one another."),
    )


def _step(pair: TwoRatings, site: Site) -> int:
    """Return the distance of two points of the scale."""
    _skill, placed = site.catalogue.skills[SkillCode(pair.skill)]
    points = sorted(point.value for point in site.catalogue.scales[placed.scale].points)
    return int(points[1] - points[0]) if len(points) > 1 else 1


def _pair_table(pairs: Iterable[TwoRatings], rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    known = rows_by_learner(rows)
    return TableView(
        name="two-ratings",
        title=_("Work by work"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Work")),
            ColumnView(title=_("Skill")),
            ColumnView(title=_("One")),
            ColumnView(title=_("Level"), is_number=True),
            ColumnView(title=_("Other")),
            ColumnView(title=_("Other’s level"), is_number=True),
            ColumnView(title=_("Apart"), is_number=True),
        ),
        rows=tuple(
            (
                learner_cell(known[pair.learner]),
                text_cell(
                    pair.evidence[11:], addresses.evidence_address(pair.learner, pair.evidence[11:])
                ),
                text_cell(pair.skill),
                text_cell(person_name(pair.first[0], site)),
                number_cell(pair.first[1]),
                text_cell(person_name(pair.second[0], site)),
                number_cell(pair.second[1]),
                number_cell(pair.apart),
            )
            for pair in sorted(pairs, key=lambda pair: (-pair.apart, pair.learner, pair.skill))
        ),
        empty=_("No work has been rated by two people apart from one another."),
    )
