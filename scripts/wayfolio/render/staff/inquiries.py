"""The log of inquiries: questions, attempts, findings and decisions."""

from collections.abc import Iterable, Iterator, Mapping

from wayfolio.model.frameworks import Level, parse_code
from wayfolio.model.names import Code, Slug
from wayfolio.model.supports import InquiryFindings, Tally
from wayfolio.model.teaching import Inquiry
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts.levels import level_text, scale_of
from wayfolio.render.parts.views import Site, competency_link
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
    date_cell,
    group_title,
    person_name,
    staff_view,
)


def inquiries_view(findings: Mapping[Slug, InquiryFindings], site: Site) -> StaffView:
    """Return the log, an index by concept, and each inquiry with its findings."""
    _: Translate = site.reader.gettext
    inquiries = site.catalogue.inquiries
    parts = [
        StaffPartView(
            title=_("All inquiries"), anchor="log", tables=(_log_table(inquiries, site),)
        ),
        StaffPartView(
            title=_("What has been tried on a concept"),
            anchor="concepts",
            tables=(_concept_table(inquiries, site),),
        ),
        *(_inquiry_part(inquiry, findings[inquiry.inquiry], site) for inquiry in inquiries),
    ]
    lead = _("Short cycles: ask a question, try something, see what happened, decide.")
    return staff_view(site, _("Inquiries"), lead, parts)


def _log_table(inquiries: Iterable[Inquiry], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Inquiry] = (
        Column(
            _("Inquiry"),
            lambda inquiry: text_cell(
                f"{inquiry.inquiry}, {_('version {n}').format(n=inquiry.version)}"
            ),
        ),
        Column(_("Question"), lambda inquiry: text_cell(site.reader.say(inquiry.question))),
        Column(_("By"), lambda inquiry: text_cell(person_name(inquiry.by, site)), choose=True),
        Column(_("From"), lambda inquiry: date_cell(inquiry.from_, site)),
        Column(_("Until"), lambda inquiry: date_cell(inquiry.to, site)),
        Column(_("Decision"), lambda inquiry: text_cell(site.reader.say(inquiry.decision))),
        Column(_("Shared with"), lambda inquiry: text_cell(", ".join(inquiry.shared_with))),
        Column(
            _("Repeats"),
            lambda inquiry: text_cell(
                " ".join(filter(None, (inquiry.confirms or "", inquiry.source)))
            ),
        ),
    )
    return make_table(
        "inquiries",
        _("All inquiries"),
        columns,
        ((inquiry,) for inquiry in inquiries),
        empty=_("There is no inquiry yet: write one in competencies/inquiries/."),
    )


def _concept_table(inquiries: Iterable[Inquiry], site: Site) -> TableView:
    _: Translate = site.reader.gettext
    tried = sorted(
        ((code, inquiry) for inquiry in inquiries for code in inquiry.nodes),
        key=lambda pair: (pair[0], pair[1].from_),
    )
    columns: Columns[Code, Inquiry] = (
        Column(
            _("Concept"),
            lambda code, _inquiry: text_cell(f"{code} {competency_link(code, site).label}"),
        ),
        Column(_("Question"), lambda _code, inquiry: text_cell(site.reader.say(inquiry.question))),
        Column(
            _("What was tried"), lambda _code, inquiry: text_cell(site.reader.say(inquiry.tried))
        ),
        Column(_("From"), lambda _code, inquiry: date_cell(inquiry.from_, site)),
        Column(_("Decision"), lambda _code, inquiry: text_cell(site.reader.say(inquiry.decision))),
    )
    return make_table(
        "tried-on-a-concept",
        _("What has been tried on a concept"),
        columns,
        tried,
        empty=_("Nothing has been tried yet."),
    )


def _inquiry_part(inquiry: Inquiry, findings: InquiryFindings, site: Site) -> StaffPartView:
    _: Translate = site.reader.gettext
    return StaffPartView(
        title=_("{id}: {question}").format(
            id=inquiry.inquiry, question=site.reader.say(inquiry.question)
        ),
        anchor=f"inquiry-{inquiry.inquiry}",
        says=tuple(_sentences(inquiry, findings, site)),
        tables=tuple(_tables(inquiry, findings, site)),
    )


def _sentences(inquiry: Inquiry, findings: InquiryFindings, site: Site) -> Iterator[str]:
    _: Translate = site.reader.gettext
    people = [person_name(person, site) for person in (inquiry.by, *inquiry.with_)]
    yield _("{people}, from {first} to {last}. Measured by: {measure}.").format(
        people=join_words(people, _),
        first=site.reader.day(inquiry.from_),
        last=site.reader.day(inquiry.to),
        measure=site.reader.say(inquiry.measure),
    )
    if inquiry.tried:
        yield _("Tried: {what}").format(what=site.reader.say(inquiry.tried))
    if inquiry.groups:
        classes = [group_title(group, site) for group in inquiry.groups]
        yield _("It is about {classes}.").format(classes=join_words(classes, _))
    for tally in findings.concerned:
        yield _tally_sentence(tally, site)
    yield _("Decision: {what}.").format(what=site.reader.say(inquiry.decision).rstrip("."))


def _tally_sentence(tally: Tally, site: Site) -> str:
    _: Translate = site.reader.gettext
    several = site.reader.ngettext
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


def _tables(inquiry: Inquiry, findings: InquiryFindings, site: Site) -> Iterator[TableView]:
    yield _rated_table(inquiry, findings, site)
    if inquiry.before or inquiry.after:
        yield _counted_table(inquiry, site)


def _rated_table(inquiry: Inquiry, findings: InquiryFindings, site: Site) -> TableView:
    _: Translate = site.reader.gettext
    rows: list[tuple[Tally, str, Level]] = [
        *(
            (tally, _("its classes"), level)
            for tally in findings.concerned
            for level in _levels(tally)
        ),
        *(
            (tally, _("everyone else"), level)
            for tally in findings.context
            for level in _levels(tally)
        ),
    ]
    columns: Columns[Tally, str, Level] = (
        Column(_("Level"), lambda tally, _who, level: text_cell(_level_title(tally, level, site))),
        Column(_("Who"), lambda _tally, who, _level: text_cell(who)),
        Column(
            _("Before"),
            lambda tally, _who, level: number_cell(dict(tally.before).get(level, 0)),
            is_number=True,
        ),
        Column(
            _("After"),
            lambda tally, _who, level: number_cell(dict(tally.after).get(level, 0)),
            is_number=True,
        ),
    )
    return make_table(
        f"inquiry-{inquiry.inquiry}",
        _("Before and after, from the ratings"),
        columns,
        rows,
        about=_(
            "Everyone else is shown for context, not as a verdict: their weeks were different."
        ),
        empty=_("Nobody was rated both before and after."),
    )


def _levels(tally: Tally) -> list[Level]:
    return sorted(dict(tally.before).keys() | dict(tally.after).keys())


def _counted_table(inquiry: Inquiry, site: Site) -> TableView:
    _: Translate = site.reader.gettext
    columns: Columns[Slug] = (
        Column(_("Level"), lambda level: text_cell(level.replace("-", " "))),
        Column(
            _("Before"),
            lambda level: number_cell(inquiry.before.get(level, 0)),
            is_number=True,
        ),
        Column(_("After"), lambda level: number_cell(inquiry.after.get(level, 0)), is_number=True),
    )
    return make_table(
        f"inquiry-{inquiry.inquiry}-as-counted",
        _("Before and after, counted by hand"),
        columns,
        ((level,) for level in dict.fromkeys((*inquiry.before, *inquiry.after))),
        about=_("Entered by hand: not every learner’s ratings are in this folder."),
    )


def _level_title(tally: Tally, level: Level, site: Site) -> str:
    placed = site.catalogue.placed(tally.code)
    if placed is None:
        return figure(level)
    title = competency_link(parse_code(placed.competency.code), site).label
    return f"{title}: {level_text(level, scale_of(placed.competency.code, site), site)}"
