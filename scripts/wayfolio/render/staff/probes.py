"""A class's probes side by side: learners by items, grouped by the model that they used."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from wayfolio.model.names import InstrumentId, Slug, slug_of_work
from wayfolio.model.portfolio import Demonstration, ItemAnswer
from wayfolio.model.seen import own_ref
from wayfolio.model.staff import StaffRow
from wayfolio.model.teaching import AssessmentItem, Instrument
from wayfolio.render.language.vocabulary import Translate, assessment, model_name
from wayfolio.render.parts.addresses import evidence_address
from wayfolio.render.parts.views import Site
from wayfolio.render.staff.table import (
    CellView,
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
    group_cell,
    learner_cell,
    staff_view,
)


class _Sheet(Struct, frozen=True, kw_only=True):
    """The latest time that a learner was given an instrument."""

    row: StaffRow
    occasion: Demonstration

    @property
    def model(self) -> str:
        """The model that the learner used most; the one that comes first among several."""
        used = Counter(answer.model for answer in self.occasion.items.values() if answer.model)
        return max(used, key=lambda model: used[model], default="")


def probes_view(rows: Sequence[StaffRow], site: Site) -> StaffView:
    """Return the page: a part for each instrument whose items somebody was given."""
    _: Translate = site.reader.gettext
    parts = []
    for instrument in site.catalogue.instruments.values():
        sheets = sorted(
            _sheets(rows, instrument.id, site.as_of), key=lambda sheet: sheet.row.full_name
        )
        if sheets:
            parts.append(_part(instrument, sheets, site))
    if not parts:
        says = _("No item has been noted yet: write items: in an occasion with an instrument.")
        parts.append(StaffPartView(title=_("Items"), anchor="items", says=(says,)))
    lead = _(
        "High-leverage assessments and probes: learners by items, grouped by the model that they"
        " chose. Look along a column for what to teach, and along a row for whom to talk with."
    )
    return staff_view(site, _("Items side by side"), lead, parts)


def _sheets(rows: Iterable[StaffRow], instrument: InstrumentId, until: date) -> Iterator[_Sheet]:
    for row in rows:
        until_then = [o for o in row.demonstrations if o.items and o.date <= until]
        given = [o for o in until_then if o.instrument == instrument]
        if given:
            yield _Sheet(row=row, occasion=max(given, key=lambda occasion: occasion.date))


def _part(instrument: Instrument, sheets: Sequence[_Sheet], site: Site) -> StaffPartView:
    _: Translate = site.reader.gettext
    kind = assessment(instrument.kind, _)
    concepts = site.reader.row(instrument.focus)
    return StaffPartView(
        title=site.reader.say(instrument.title) or instrument.id,
        anchor=instrument.id,
        says=(f"{kind} · {concepts}" if concepts else kind,),
        tables=(
            _item_table(instrument, sheets, site),
            *(
                _model_table(instrument, model, [s for s in sheets if s.model == model], site)
                for model in _models(instrument, sheets)
            ),
        ),
    )


def _models(instrument: Instrument, sheets: Sequence[_Sheet]) -> list[str]:
    """Return the models by which learners are grouped, in the order of the stations."""
    used = dict.fromkeys(sheet.model for sheet in sheets)
    known = [model for model in instrument.stations if model in used]
    return known + sorted(model for model in used if model not in known)


def _all_models(instrument: Instrument, sheets: Iterable[_Sheet]) -> list[str]:
    """Return the models of the stations, and the others that somebody chose."""
    chosen = {a.model or "" for sheet in sheets for a in sheet.occasion.items.values()}
    return [*instrument.stations, *sorted(chosen - set(instrument.stations) - {""})]


def _item_table(instrument: Instrument, sheets: Sequence[_Sheet], site: Site) -> TableView:
    """Return how many were right at each item, and with which model."""
    _: Translate = site.reader.gettext

    def answers(entry: AssessmentItem) -> list[ItemAnswer]:
        return [s.occasion.items[entry.id] for s in sheets if entry.id in s.occasion.items]

    def count(model: str, entry: AssessmentItem) -> CellView:
        chosen = [answer for answer in answers(entry) if answer.model == model]
        return _share_cell(chosen, site) if chosen else text_cell("–")

    columns: Columns[AssessmentItem] = (
        Column(
            _("Item"),
            lambda entry: text_cell(site.reader.say(entry.title), note=site.reader.say(entry.text)),
        ),
        Column(_("Right"), lambda entry: _share_cell(answers(entry), site), is_number=True),
        *(
            Column(model_name(model, _), partial(count, model))
            for model in _all_models(instrument, sheets)
        ),
    )
    return make_table(
        f"items-{instrument.id}",
        _("Items, and how many were right with each model"),
        columns,
        ((entry,) for entry in instrument.items),
    )


def _share_cell(answers: Sequence[ItemAnswer], site: Site) -> CellView:
    right = sum(answer.right for answer in answers)
    said = site.reader.gettext("{n} of {all}").format(n=right, all=len(answers))
    return number_cell(right, said if answers else "")


def _model_table(
    instrument: Instrument, model: str, sheets: Sequence[_Sheet], site: Site
) -> TableView:
    """Return the learners who used one model most, with each item."""
    _: Translate = site.reader.gettext
    columns: Columns[_Sheet] = (
        Column(_("Learner"), lambda sheet: learner_cell(sheet.row)),
        Column(_("Group"), lambda sheet: group_cell(sheet.row, site), choose=True),
        Column(_("Day"), lambda sheet: date_cell(sheet.occasion.date, site)),
        *(
            Column(
                site.reader.say(entry.title),
                partial(_answer_cell, site, model, entry.id),
            )
            for entry in instrument.items
        ),
    )
    name = model_name(model, _) if model else _("No model noted")
    several = site.reader.ngettext("{n} learner", "{n} learners", len(sheets))
    return make_table(
        f"items-{instrument.id}-{model or 'none'}",
        f"{name} · {several.format(n=len(sheets))}",
        columns,
        ((sheet,) for sheet in sheets),
    )


def _answer_cell(site: Site, group: str, name: Slug, sheet: _Sheet) -> CellView:
    """Return what a learner did with an item; the model where it is not the one of the group."""
    _: Translate = site.reader.gettext
    answer = sheet.occasion.items.get(name)
    if answer is None:
        return text_cell("–")
    said = _("✓ right") if answer.right else _("○ not yet")
    work = own_ref(answer.work, sheet.row.learner) if answer.work else None
    slug = slug_of_work(work) if work else ""
    address = evidence_address(sheet.row.learner, slug) if slug else ""
    notes = [] if answer.model in (group, None) else [model_name(answer.model, _)]
    notes += [site.reader.quote(answer.note)] if answer.note else []
    return text_cell(said, address, note=" · ".join(notes))
