"""What a learner did with each item of an assessment, for the family and for the learner."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, Occasion, Private
from wayfolio.model.names import Slug
from wayfolio.model.portfolio import ItemAnswer
from wayfolio.model.teaching import Instrument
from wayfolio.model.visibility import Summary, WorkRow
from wayfolio.render.language.vocabulary import in_model, in_sentence
from wayfolio.render.parts import addresses
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.views import LinkView, PictureView, Site, card


class AnswerView(Struct, frozen=True, kw_only=True):
    """One item: whether it was right, with which model, and the picture of the work."""

    title: str
    right: bool
    model: str
    note: str
    work: LinkView | None
    picture: PictureView | None


class AssessmentView(Struct, frozen=True, kw_only=True):
    """One assessment, item by item."""

    title: str
    what: str
    """The occasion, and who was there."""
    day: str
    iso_day: str
    answers: tuple[AnswerView, ...]


def assessment_views(
    dossier: LearnerDossier[Private], summary: Summary[Private], site: Site
) -> tuple[AssessmentView, ...]:
    """Return the assessments of which single items were noted, the newest first."""
    rows = {row.address: row for row in summary.work}
    noted = [occasion for occasion in dossier.occasions.values() if occasion.items]
    noted.sort(key=lambda occasion: occasion.on, reverse=True)
    return tuple(_assessment(occasion, dossier, rows, site) for occasion in noted)


def _assessment(
    occasion: Occasion,
    dossier: LearnerDossier[Private],
    rows: Mapping[str, WorkRow],
    site: Site,
) -> AssessmentView:
    kind = in_sentence(occasion.kind, site.reader.gettext)
    who = signed_names(occasion.by, site)
    instrument = (
        site.catalogue.instruments.get(occasion.instrument) if occasion.instrument else None
    )
    return AssessmentView(
        title=site.reader.say(instrument.title if instrument else None) or kind,
        what=site.reader.row(filter(None, (kind, who))),
        day=site.reader.day(occasion.on),
        iso_day=occasion.on.isoformat(),
        answers=tuple(_answers(occasion.items, instrument, dossier, rows, site)),
    )


def _answers(
    items: Mapping[Slug, ItemAnswer],
    instrument: Instrument | None,
    dossier: LearnerDossier[Private],
    rows: Mapping[str, WorkRow],
    site: Site,
) -> Iterator[AnswerView]:
    titles = {entry.id: entry.title for entry in instrument.items} if instrument else {}
    for name, answer in items.items():
        work = dossier.shown.by_stem.get(answer.work) if answer.work else None
        link, picture = None, None
        if work is not None:
            where = addresses.evidence_address(dossier.shown.address, work.item.slug)
            link = LinkView(site.reader.quote(work.item.title, work.item.lang), where)
            picture = card(rows[where], site).picture if where in rows else None
        yield AnswerView(
            title=site.reader.say(titles.get(name)) or site.reader.word(name),
            right=answer.right,
            model=in_model(answer.model, site.reader.gettext) if answer.model else "",
            note=site.reader.quote(answer.note or ""),
            work=link,
            picture=picture,
        )
