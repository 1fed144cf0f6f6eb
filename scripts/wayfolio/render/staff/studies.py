"""Collaborative studies: several adults look at learners' work together and agree what to try."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.names import Code
from wayfolio.model.portfolio import Demonstration
from wayfolio.model.staff import StaffRow
from wayfolio.model.supports import FocusMove, LookedAt
from wayfolio.model.teaching import Instrument
from wayfolio.render.language.vocabulary import Translate, in_model, join_words, occasion
from wayfolio.render.parts import addresses
from wayfolio.render.parts.levels import sign
from wayfolio.render.parts.views import LinkView, Site
from wayfolio.render.staff.table import (
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
    date_cell,
    group_cell,
    learner_cell,
    level_with_word,
    people_cell,
    person_name,
    staff_view,
)


class Study(Struct, frozen=True, kw_only=True):
    """An occasion, and each learner whose work was studied."""

    id: str
    """The end of its address: the group file's name, or the day and the learner."""
    occasion: Demonstration
    parts: tuple[tuple[LookedAt, StaffRow], ...]


def list_studies(rows: Iterable[StaffRow]) -> list[Study]:
    """Return the studies, the newest first. A group file with several learners is one study."""
    by_place: dict[tuple[str, int], list[tuple[LookedAt, StaffRow]]] = {}
    for row in rows:
        for looked_at in row.looked_at:
            by_place.setdefault(
                (looked_at.occasion.at.path, looked_at.occasion.at.line), []
            ).append((looked_at, row))
    studies: list[Study] = []
    for parts in by_place.values():
        first, row = parts[0]
        at = PurePosixPath(first.occasion.at.path)
        own = f"{first.occasion.date}-{row.learner}"
        name = at.stem if at.parent.name == "_groups" else own
        before = sum(other.id in (name, f"{name}-{n}") for n, other in enumerate(studies, 1))
        studies.append(
            Study(
                id=f"{name}-{before + 1}" if before else name,
                occasion=first.occasion,
                parts=tuple(parts),
            )
        )
    return sorted(studies, key=lambda study: (study.occasion.date, study.id), reverse=True)


def study_view(study: Study, site: Site) -> StaffView:
    """Return the page of a study: the work, the people, what they said and agreed."""
    _: Translate = site.reader.gettext
    parts = (
        StaffPartView(
            title=_("What was looked at"), anchor="work", entries=tuple(_work(study, site))
        ),
        StaffPartView(title=_("Who looked"), anchor="who", entries=tuple(_people(study, site))),
        StaffPartView(
            title=_("What came of it"), anchor="outcome", entries=tuple(_outcome(study, site))
        ),
        StaffPartView(
            title=_("Levels then and now"),
            anchor="levels",
            says=(
                _(
                    "Much else has happened since, so this does not show what caused what. A"
                    " study may rate nothing."
                ),
            ),
            tables=(_level_table(study, site),),
        ),
        StaffPartView(
            title=_("What has been tried on it"),
            anchor="tried",
            entries=tuple(_inquiries(study, site)),
        ),
    )
    view = staff_view(
        site,
        _("{what}: {learners}").format(
            what=_name(study, site),
            learners=join_words([row.full_name for _study, row in study.parts], _),
        ),
        _("Looked at together on {day} by {people}.").format(
            day=site.reader.day(study.occasion.date),
            people=join_words([person_name(by, site) for by in study.occasion.by], _),
        ),
        (part for part in parts if part.entries or part.tables),
    )
    crumbs = (*view.crumbs, LinkView(_("Assessments"), "staff/assessments/"))
    return replace(view, base="../../../", crumbs=crumbs)


def _instrument_of(study: Study, site: Site) -> Instrument | None:
    name = study.occasion.instrument
    return site.catalogue.instruments.get(name) if name else None


def _name(study: Study, site: Site) -> str:
    """Return the title of a study's instrument, or else its kind."""
    used = _instrument_of(study, site)
    titled = site.reader.say(used.title) if used else ""
    return titled or occasion(study.occasion.kind, site.reader.gettext)


def _work(study: Study, site: Site) -> Iterator[tuple[LinkView, str]]:
    used, say = _instrument_of(study, site), site.reader.say
    if used:
        says = [say(used.form), say(used.prompt), say(used.about)]
        says += [f"“{say(ask)}”" for ask in used.asks]
        yield LinkView(_name(study, site)), " · ".join(filter(None, says))
    for looked_at, row in study.parts:
        for slug, title in looked_at.work:
            yield LinkView(title, addresses.evidence_address(row.learner, slug)), row.full_name


def _people(study: Study, site: Site) -> Iterator[tuple[LinkView, str]]:
    """Yield the people with their roles, and the intended roles that were missing."""
    _: Translate = site.reader.gettext
    there = [site.catalogue.school.people[by] for by in study.occasion.by]
    for person in there:
        yield LinkView(person.name), person.role.replace("-", " ")
    used = _instrument_of(study, site)
    roles = {person.role for person in there}
    missing = [role.replace("-", " ") for role in (used.team if used else ()) if role not in roles]
    if missing:
        yield LinkView(_("Meant for as well")), join_words(missing, _)


def _outcome(study: Study, site: Site) -> Iterator[tuple[LinkView, str]]:
    _: Translate = site.reader.gettext
    occasion = study.occasion
    for title, said in (
        (_("What the adults will try"), occasion.agreed),
        (_("Said to the learner"), occasion.note),
        (_("Asked of the learner"), occasion.ask),
    ):
        if said:
            yield LinkView(title), site.reader.quote(said)


def _level_table(study: Study, site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[LookedAt, StaffRow, FocusMove] = (
        Column(_("Learner"), lambda _looked_at, row, _move: learner_cell(row)),
        Column(_("Concept"), lambda _looked_at, _row, move: competency_cell(move.code, site)),
        Column(
            _("Rated here"),
            lambda looked_at, _row, move: text_cell(
                ", ".join(_rated_here(looked_at, move, site)) or _("nothing")
            ),
        ),
        Column(
            _("Level on that day"),
            lambda _looked_at, _row, move: text_cell(level_with_word(move.code, move.was, site)),
        ),
        Column(
            _("Level now"),
            lambda _looked_at, _row, move: text_cell(level_with_word(move.code, move.now, site)),
        ),
        Column(
            _("Ratings since"),
            lambda _looked_at, _row, move: number_cell(move.ratings),
            is_number=True,
        ),
    )
    return make_table(
        f"study-{study.id}",
        _("Levels then and now"),
        columns,
        ((looked_at, row, move) for looked_at, row in study.parts for move in looked_at.moves),
        empty=_("Nothing was rated, and the study does not name a concept."),
    )


def _rated_here(looked_at: LookedAt, move: FocusMove, site: Site) -> Iterator[str]:
    """Yield the ratings of the occasion itself that belong to a concept."""
    for skill, given in looked_at.occasion.ratings.items():
        placed = site.catalogue.placed(Code(skill))
        if placed is None or Code(placed.competency.code) != move.code:
            continue
        for rated in given:
            how = f" {in_model(rated.model, site.reader.gettext)}" if rated.model else ""
            which = f"{skill}: " if Code(skill) != move.code else ""
            yield f"{which}{sign(rated.level)}{how}"


def _inquiries(study: Study, site: Site) -> Iterator[tuple[LinkView, str]]:
    """Yield the inquiries about the concepts of a study."""
    codes = {move.code for looked_at, _row in study.parts for move in looked_at.moves}
    for inquiry in site.catalogue.inquiries:
        if codes & set(inquiry.nodes):
            address = f"staff/inquiries/#part-inquiry-{inquiry.inquiry}"
            says = (site.reader.say(inquiry.tried), site.reader.say(inquiry.decision))
            yield (
                LinkView(site.reader.say(inquiry.question), address),
                " · ".join(filter(None, says)),
            )


def studies_table(studies: Iterable[Study], site: Site) -> TableView:
    """Return a row for each study and learner."""
    _: Translate = site.reader.gettext
    columns: Columns[Study, LookedAt, StaffRow] = (
        Column(
            _("Study"),
            lambda study, _looked_at, _row: text_cell(
                _name(study, site), f"staff/study/{study.id}/"
            ),
        ),
        Column(_("Day"), lambda study, _looked_at, _row: date_cell(study.occasion.date, site)),
        Column(_("Learner"), lambda _study, _looked_at, row: learner_cell(row)),
        Column(
            _("Group"),
            lambda _study, _looked_at, row: group_cell(row, site),
            choose=True,
        ),
        Column(
            _("Concept"),
            lambda _study, looked_at, _row: text_cell(
                ", ".join(move.code for move in looked_at.moves)
            ),
        ),
        Column(
            _("Who looked"),
            lambda study, _looked_at, _row: people_cell(study.occasion.by, site),
        ),
        Column(
            _("What the adults will try"),
            lambda study, _looked_at, _row: text_cell(
                site.reader.quote(study.occasion.agreed or "")
            ),
        ),
    )
    return make_table(
        "studies",
        _("Collaborative studies"),
        columns,
        ((study, looked_at, row) for study in studies for looked_at, row in study.parts),
        empty=_("No study is recorded yet: add an occasion of the kind collaborative-study."),
    )
