"""The log of inquiries: what was asked, tried, found and decided."""

from collections.abc import Iterable, Iterator, Mapping

from wayfolio.model.frameworks import Level, code_of
from wayfolio.model.names import Slug
from wayfolio.model.supports import Findings, Tally
from wayfolio.model.teaching import Inquiry
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, listed
from wayfolio.render.parts.levels import scale_of, told
from wayfolio.render.parts.views import Site, competency_link
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number, text
from wayfolio.render.staff.words import PartView, StaffView, day, group, person, staff_view


def inquiries_view(found: Mapping[Slug, Findings], site: Site) -> StaffView:
    """Return the log, an index by concept, and each inquiry with what came of it."""
    _: Translate = site.reader.words.gettext
    inquiries = site.catalogue.inquiries
    parts = [
        PartView(title=_("All inquiries"), anchor="log", tables=(_log(inquiries, site),)),
        PartView(
            title=_("What has been tried on a concept"),
            anchor="concepts",
            tables=(_by_concept(inquiries, site),),
        ),
        *(_one(one, found[one.inquiry], site) for one in inquiries),
    ]
    lead = _("Short cycles: a question, something tried, a look at what came of it, a decision.")
    return staff_view(site, _("Inquiries"), lead, parts)


def _log(inquiries: Iterable[Inquiry], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    return TableView(
        name="inquiries",
        title=_("All inquiries"),
        columns=(
            ColumnView(title=_("Inquiry")),
            ColumnView(title=_("Question")),
            ColumnView(title=_("By"), choose=True),
            ColumnView(title=_("From")),
            ColumnView(title=_("Until")),
            ColumnView(title=_("Decision")),
            ColumnView(title=_("Shared with")),
            ColumnView(title=_("Repeats")),
        ),
        rows=tuple(
            (
                text(f"{one.inquiry}, {_('version {n}').format(n=one.version)}"),
                text(site.reader.say(one.question)),
                text(person(one.by, site)),
                day(one.from_, site),
                day(one.to, site),
                text(site.reader.say(one.decision)),
                text(", ".join(one.shared_with)),
                text(" ".join(filter(None, (one.confirms or "", one.source)))),
            )
            for one in inquiries
        ),
        empty=_("There is no inquiry yet: write one in competencies/inquiries/."),
    )


def _by_concept(inquiries: Iterable[Inquiry], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    found = sorted(
        ((code, one) for one in inquiries for code in one.nodes),
        key=lambda pair: (pair[0], pair[1].from_),
    )
    return TableView(
        name="tried-on-a-concept",
        title=_("What has been tried on a concept"),
        columns=(
            ColumnView(title=_("Concept")),
            ColumnView(title=_("Question")),
            ColumnView(title=_("What was tried")),
            ColumnView(title=_("From")),
            ColumnView(title=_("Decision")),
        ),
        rows=tuple(
            (
                text(f"{code} {competency_link(code, site).label}"),
                text(site.reader.say(one.question)),
                text(site.reader.say(one.tried)),
                day(one.from_, site),
                text(site.reader.say(one.decision)),
            )
            for code, one in found
        ),
        empty=_("Nothing has been tried yet."),
    )


def _one(inquiry: Inquiry, found: Findings, site: Site) -> PartView:
    _: Translate = site.reader.words.gettext
    return PartView(
        title=_("{id}: {question}").format(
            id=inquiry.inquiry, question=site.reader.say(inquiry.question)
        ),
        anchor=f"inquiry-{inquiry.inquiry}",
        says=tuple(_says(inquiry, found, site)),
        tables=tuple(_tables(inquiry, found, site)),
    )


def _says(inquiry: Inquiry, found: Findings, site: Site) -> Iterator[str]:
    _: Translate = site.reader.words.gettext
    people = [person(one, site) for one in (inquiry.by, *inquiry.with_)]
    yield _("{people}, from {first} to {last}. Measured by: {measure}.").format(
        people=listed(people, _),
        first=site.reader.day(inquiry.from_),
        last=site.reader.day(inquiry.to),
        measure=site.reader.say(inquiry.measure),
    )
    if inquiry.tried:
        yield _("Tried: {what}").format(what=site.reader.say(inquiry.tried))
    if inquiry.groups:
        classes = [group(one, site) for one in inquiry.groups]
        yield _("It is about {classes}.").format(classes=listed(classes, _))
    for tally in found.concerned:
        yield _moved(tally, site)
    yield _("Decision: {what}.").format(what=site.reader.say(inquiry.decision).rstrip("."))


def _moved(tally: Tally, site: Site) -> str:
    _: Translate = site.reader.words.gettext
    several = site.reader.words.ngettext
    title = competency_link(tally.code, site).label
    if not tally.learners:
        return _("{concept}: nobody of these classes was rated both before and after.").format(
            concept=title
        )
    said = several(
        "{concept}: {n} learner was rated both times; {up} higher after, {down} lower.",
        "{concept}: {n} learners were rated both times; {up} higher after, {down} lower.",
        tally.learners,
    )
    return said.format(
        concept=title,
        n=tally.learners,
        up=tally.moved_up,
        down=tally.moved_down,
    )


def _tables(inquiry: Inquiry, found: Findings, site: Site) -> Iterator[TableView]:
    _: Translate = site.reader.words.gettext
    rows = [
        *(row for t in found.concerned for row in _tally_rows(t, _("its classes"), site)),
        *(row for t in found.context for row in _tally_rows(t, _("everybody else"), site)),
    ]
    yield TableView(
        name=f"inquiry-{inquiry.inquiry}",
        title=_("Before and after, from the ratings"),
        about=_("Everybody else is shown as context, not as a verdict: they had other weeks."),
        columns=(
            ColumnView(title=_("Level")),
            ColumnView(title=_("Who")),
            ColumnView(title=_("Before"), is_number=True),
            ColumnView(title=_("After"), is_number=True),
        ),
        rows=tuple(rows),
        empty=_("Nobody was rated both before and after."),
    )
    if inquiry.before or inquiry.after:
        yield TableView(
            name=f"inquiry-{inquiry.inquiry}-as-counted",
            title=_("Before and after, as somebody counted"),
            about=_("Written down by hand: not every learner’s ratings are in this folder."),
            columns=(
                ColumnView(title=_("Level")),
                ColumnView(title=_("Before"), is_number=True),
                ColumnView(title=_("After"), is_number=True),
            ),
            rows=tuple(
                (
                    text(key.replace("-", " ")),
                    number(inquiry.before.get(key, 0)),
                    number(inquiry.after.get(key, 0)),
                )
                for key in dict.fromkeys((*inquiry.before, *inquiry.after))
            ),
        )


def _tally_rows(tally: Tally, who: str, site: Site) -> Iterator[tuple[CellView, ...]]:
    before, after = dict(tally.before), dict(tally.after)
    for level in sorted(before.keys() | after.keys()):
        yield (
            text(_level(tally, level, site)),
            text(who),
            number(before.get(level, 0)),
            number(after.get(level, 0)),
        )


def _level(tally: Tally, level: Level, site: Site) -> str:
    placed = site.catalogue.placed(tally.code)
    if placed is None:
        return figure(level)
    title = competency_link(code_of(placed.competency.code), site).label
    return f"{title}: {told(level, scale_of(placed.competency.code, site), site)}"
