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
    by_id,
    competency_view,
    learner_view,
    person_name,
    staff_view,
)


def coverage_view(covered: Sequence[Covered], site: Site) -> StaffView:
    """Return what is asked by no experience, shown by nobody, or rated by one person alone."""
    _: Translate = site.reader.words.gettext
    part = StaffPartView(
        title=_("Every competency"), anchor="coverage", tables=(_coverage(covered, site),)
    )
    lead = _("What no studio asks for, what no one has shown, and what only one person rates.")
    return staff_view(site, _("Coverage of the frameworks"), lead, (part,))


def _coverage(covered: Iterable[Covered], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="coverage",
        title=_("Every competency"),
        columns=(
            ColumnView(title=_("Competency")),
            ColumnView(title=_("Framework"), choose=True),
            ColumnView(title=_("Look at"), choose=True),
            ColumnView(title=_("Studios that ask for it"), is_number=True),
            ColumnView(title=_("Required of"), is_number=True),
            ColumnView(title=_("Rated for"), is_number=True),
            ColumnView(title=_("Rated by")),
        ),
        rows=tuple(_coverage_row(one, site) for one in covered),
        empty=_("There is no framework yet."),
    )


def _coverage_row(one: Covered, site: Site) -> tuple[CellView, ...]:
    placed = site.catalogue.competencies[one.competency]
    return (
        competency_view(one.competency, site),
        text_cell(site.reader.say(placed.framework.title)),
        text_cell(SEVERAL.join(_look_at(one, site))),
        number_cell(len(one.asked_by)),
        number_cell(one.asked_of),
        number_cell(one.shown_by),
        text_cell(", ".join(person_name(by, site) for by in one.raters)),
    )


def _look_at(one: Covered, site: Site) -> Iterator[str]:
    """Give what there is to look at, the most important first."""
    _: Translate = site.reader.words.gettext
    if site.catalogue.competencies[one.competency].competency.replaced_by is not None:
        yield _("replaced")
        return
    if one.asked_of and not one.shown_by:
        yield _("shown by no one")
    if one.asked_of and not one.asked_by:
        yield _("in no studio")
    if len(one.raters) == 1:
        yield _("rated by one person")


def agreement_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return where two people rated the same work apart from one another."""
    _: Translate = site.reader.words.gettext
    pairs = [one for row in rows for one in row.pairs]
    parts = (
        StaffPartView(
            title=_("How far apart two raters are"),
            anchor="agreement",
            says=(_("People who rated together count as one. A difference is a reason to talk."),),
            tables=(_summary(pairs, site), _pairs(pairs, rows, site)),
        ),
    )
    lead = _("Where two people rated the same skill on the same work.")
    return staff_view(site, _("Agreement between assessors"), lead, parts)


def _summary(pairs: Iterable[TwoRatings], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    by: dict[tuple[str, ...], list[TwoRatings]] = {}
    for one in pairs:
        by.setdefault(tuple(sorted((one.first[0], one.second[0]))), []).append(one)
    return TableView(
        name="agreement",
        title=_("Pair by pair"),
        columns=(
            ColumnView(title=_("Who")),
            ColumnView(title=_("Compared"), is_number=True),
            ColumnView(title=_("Same level"), is_number=True),
            ColumnView(title=_("At most one step apart"), is_number=True),
            ColumnView(title=_("Further apart"), is_number=True),
        ),
        rows=tuple(
            (
                text_cell(" · ".join(person_name(one, site) for one in who)),
                number_cell(len(found)),
                number_cell(sum(one.apart == 0 for one in found)),
                number_cell(sum(0 < one.apart <= _step(one, site) for one in found)),
                number_cell(sum(one.apart > _step(one, site) for one in found)),
            )
            for who, found in sorted(by.items())
        ),
        empty=_("No work has been rated by two people separately."),
    )


def _step(one: TwoRatings, site: Site) -> int:
    """Return the distance of two points of the scale."""
    _skill, placed = site.catalogue.skills[SkillCode(one.skill)]
    points = sorted(point.value for point in site.catalogue.scales[placed.scale].points)
    return int(points[1] - points[0]) if len(points) > 1 else 1


def _pairs(pairs: Iterable[TwoRatings], rows: Iterable[StaffRow], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    known = by_id(rows)
    return TableView(
        name="two-ratings",
        title=_("Work by work"),
        columns=(
            ColumnView(title=_("Learner")),
            ColumnView(title=_("Work")),
            ColumnView(title=_("Skill")),
            ColumnView(title=_("First rater")),
            ColumnView(title=_("Level"), is_number=True),
            ColumnView(title=_("Second rater")),
            ColumnView(title=_("Second rater’s level"), is_number=True),
            ColumnView(title=_("Difference"), is_number=True),
        ),
        rows=tuple(
            (
                learner_view(known[one.learner]),
                text_cell(
                    one.evidence[11:], addresses.evidence_address(one.learner, one.evidence[11:])
                ),
                text_cell(one.skill),
                text_cell(person_name(one.first[0], site)),
                number_cell(one.first[1]),
                text_cell(person_name(one.second[0], site)),
                number_cell(one.second[1]),
                number_cell(one.apart),
            )
            for one in sorted(pairs, key=lambda one: (-one.apart, one.learner, one.skill))
        ),
        empty=_("No work has been rated by two people separately."),
    )
