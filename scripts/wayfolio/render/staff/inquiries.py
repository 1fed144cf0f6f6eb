"""The log of inquiries: what was asked, tried, found and decided."""

from collections.abc import Iterable, Iterator, Mapping

from wayfolio.model.frameworks import Level, parse_code
from wayfolio.model.names import Slug
from wayfolio.model.supports import InquiryFindings, Tally
from wayfolio.model.teaching import Inquiry
from wayfolio.render.language.reader import figure
from wayfolio.render.language.vocabulary import Translate, join_words
from wayfolio.render.parts.levels import level_text, scale_of
from wayfolio.render.parts.views import Site, competency_link
from wayfolio.render.staff.table import CellView, ColumnView, TableView, number_cell, text_cell
from wayfolio.render.staff.words import (
    StaffPartView,
    StaffView,
    date_cell,
    group_title,
    person_name,
    staff_view,
)


def inquiries_view(findings: Mapping[Slug, InquiryFindings], site: Site) -> StaffView:
    """Return the log, an index by concept, and each inquiry with what came of it."""
    _: Translate = site.reader.words.gettext
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
    lead = _("Short cycles: a question, something tried, a look at what came of it, a decision.")
    return staff_view(site, _("Inquiries"), lead, parts)


def _log_table(inquiries: Iterable[Inquiry], site: Site) -> TableView:
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
                text_cell(f"{inquiry.inquiry}, {_('version {n}').format(n=inquiry.version)}"),
                text_cell(site.reader.say(inquiry.question)),
                text_cell(person_name(inquiry.by, site)),
                date_cell(inquiry.from_, site),
                date_cell(inquiry.to, site),
                text_cell(site.reader.say(inquiry.decision)),
                text_cell(", ".join(inquiry.shared_with)),
                text_cell(" ".join(filter(None, (inquiry.confirms or "", inquiry.source)))),
            )
            for inquiry in inquiries
        ),
        empty=_("There is no inquiry yet: write one in competencies/inquiries/."),
    )


def _concept_table(inquiries: Iterable[Inquiry], site: Site) -> TableView:
    _: Translate = site.reader.words.gettext
    tried = sorted(
        ((code, inquiry) for inquiry in inquiries for code in inquiry.nodes),
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
                text_cell(f"{code} {competency_link(code, site).label}"),
                text_cell(site.reader.say(inquiry.question)),
                text_cell(site.reader.say(inquiry.tried)),
                date_cell(inquiry.from_, site),
                text_cell(site.reader.say(inquiry.decision)),
            )
            for code, inquiry in tried
        ),
        empty=_("Nothing has been tried yet."),
    )


def _inquiry_part(inquiry: Inquiry, findings: InquiryFindings, site: Site) -> StaffPartView:
    _: Translate = site.reader.words.gettext
    return StaffPartView(
        title=_("{id}: {question}").format(
            id=inquiry.inquiry, question=site.reader.say(inquiry.question)
        ),
        anchor=f"inquiry-{inquiry.inquiry}",
        says=tuple(_sentences(inquiry, findings, site)),
        tables=tuple(_tables(inquiry, findings, site)),
    )


def _sentences(inquiry: Inquiry, findings: InquiryFindings, site: Site) -> Iterator[str]:
    _: Translate = site.reader.words.gettext
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


def _tables(inquiry: Inquiry, findings: InquiryFindings, site: Site) -> Iterator[TableView]:
    _: Translate = site.reader.words.gettext
    rows = [
        *(row for t in findings.concerned for row in _tally_rows(t, _("its classes"), site)),
        *(row for t in findings.context for row in _tally_rows(t, _("everybody else"), site)),
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
                    text_cell(key.replace("-", " ")),
                    number_cell(inquiry.before.get(key, 0)),
                    number_cell(inquiry.after.get(key, 0)),
                )
                for key in dict.fromkeys((*inquiry.before, *inquiry.after))
            ),
        )


def _tally_rows(tally: Tally, who: str, site: Site) -> Iterator[tuple[CellView, ...]]:
    before, after = dict(tally.before), dict(tally.after)
    for level in sorted(before.keys() | after.keys()):
        yield (
            text_cell(_level(tally, level, site)),
            text_cell(who),
            number_cell(before.get(level, 0)),
            number_cell(after.get(level, 0)),
        )


def _level(tally: Tally, level: Level, site: Site) -> str:
    placed = site.catalogue.placed(tally.code)
    if placed is None:
        return figure(level)
    title = competency_link(parse_code(placed.competency.code), site).label
    return f"{title}: {level_text(level, scale_of(placed.competency.code, site), site)}"
