"""`wayfolio share` and `adopt`: inquiries and instruments as files, from school to school."""

import re
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.editions.staff import USUAL, StaffSchool, gather_staff_school, read_everybody
from wayfolio.load.files import Findings
from wayfolio.load.shared import load_shared_file, text_of_instruments
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, has_errors
from wayfolio.model.names import Code, PersonId
from wayfolio.model.shared import SharedFile, SharedInquiry
from wayfolio.model.teaching import Instrument
from wayfolio.plan.shared import shareable_counts
from wayfolio.publish.new_files import replace_text, write_new
from wayfolio.render.text.exchange_yaml import (
    inquiry_text,
    instrument_entry,
    instrument_text,
    repeat_inquiry,
)
from wayfolio.school.lookup import UnknownId, require_known
from wayfolio.school.read import Report, SchoolHasErrors, read_school

LIST = re.compile(r"(?m)^instruments:[ ]*(#.*)?$")


class Repeat(Struct, frozen=True, kw_only=True):
    """Who repeats an inquiry, when, and under which name (its own if None)."""

    by: str
    from_: date
    to: date
    name: str | None = None


def export_shared(root: Path, today: date, what: str, name: str) -> str:
    """Return the file that shares an inquiry or an instrument of this school.

    Errors: UnknownId; SchoolHasErrors.
    """
    catalogue = _read_catalogue(root, today)
    if what == "instrument":
        instruments = {str(i.id): i for i in catalogue.instruments.values()}
        require_known(name, what, instruments)
        return instrument_text(catalogue.school.name, instruments[name])
    require_known(name, what, [inquiry.inquiry for inquiry in catalogue.inquiries])
    known = read_everybody(root, today)
    if isinstance(known, Report):
        raise SchoolHasErrors
    return inquiry_text(catalogue.school.name, _shared_inquiry(known, name))


def _read_catalogue(root: Path, today: date) -> Catalogue:
    """Return what can be learned at a school. Errors: SchoolHasErrors."""
    school, diagnostics = read_school(root, today)
    if school is None or has_errors(diagnostics):
        raise SchoolHasErrors
    return school.catalogue


def _shared_inquiry(known: StaffSchool, name: str) -> SharedInquiry:
    catalogue = known.school.catalogue
    inquiry = next(inquiry for inquiry in catalogue.inquiries if inquiry.inquiry == name)
    findings = gather_staff_school(known, USUAL).findings[inquiry.inquiry]
    before, after = shareable_counts(inquiry, findings, catalogue.school.publish.small_counts)
    return SharedInquiry(
        inquiry=inquiry.inquiry,
        version=inquiry.version,
        question=inquiry.question,
        nodes=inquiry.nodes,
        concepts={
            code: str(placed.competency.title)
            for code in inquiry.nodes
            if (placed := catalogue.placed(code)) is not None
        },
        from_=inquiry.from_,
        to=inquiry.to,
        tried=inquiry.tried,
        measure=inquiry.measure,
        before=before,
        after=after,
        decision=inquiry.decision,
        confirms=inquiry.confirms,
    )


def adopt(
    root: Path, today: date, file: Path, repeat: Repeat | None
) -> tuple[Path | None, list[Diagnostic]]:
    """Bring what another school has shared into this one, and return the file that was written.

    Nothing is overwritten. If the file or this school has errors, nothing is written.
    Errors: UnknownId for a person or a concept that this school does not know, and for an inquiry
    without somebody to repeat it; FileTaken; SchoolHasErrors.
    """
    findings = Findings()
    shared = load_shared_file(file, findings)
    if findings.diagnostics or shared is None:
        return None, findings.diagnostics
    catalogue = _read_catalogue(root, today)
    if shared.instrument is not None:
        return _adopt_instrument(root, catalogue, shared.instrument, shared.school), []
    return _adopt_inquiry(root, catalogue, shared, repeat), []


def _adopt_inquiry(
    root: Path, catalogue: Catalogue, shared: SharedFile, repeat: Repeat | None
) -> Path:
    inquiry = shared.inquiry
    if inquiry is None:
        raise UnknownId("the file holds neither an inquiry nor an instrument")
    if repeat is None:
        raise UnknownId("say who repeats it and when: --by PERSON --from DATE --to DATE")
    require_known(repeat.by, "person", catalogue.school.people)
    _require_codes(catalogue, inquiry.nodes)
    name = repeat.name or inquiry.inquiry
    require_slug(name)
    days = repeat.from_, repeat.to
    text = repeat_inquiry(inquiry, shared.school, name, PersonId(repeat.by), days)
    return write_new(root / "competencies" / "inquiries" / f"{name}.yml", text)


def require_slug(name: str) -> None:
    """Raise UnknownId unless a name can be that of a file."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", name):
        raise UnknownId(f"{name!r} is no name for a file: use a-z, 0-9 and hyphens")


def _require_codes(catalogue: Catalogue, codes: tuple[Code, ...]) -> None:
    for code in codes:
        require_known(code, "competency or skill", list(map(str, catalogue.codes)))


def _adopt_instrument(
    root: Path, catalogue: Catalogue, instrument: Instrument, school: str
) -> Path:
    if instrument.id in catalogue.instruments:
        raise UnknownId(
            f"there is an instrument {instrument.id} already: change its id in the file"
        )
    _require_codes(catalogue, tuple(Code(code) for code in instrument.focus))
    text = text_of_instruments(root) or "instruments:\n"
    entry = instrument_entry(instrument, school)
    if not LIST.search(text) or len(re.findall(r"(?m)^[^\s#]", text)) != 1:
        raise UnknownId(f"put this below `instruments:` in competencies/instruments.yml:\n{entry}")
    file = root / "competencies" / "instruments.yml"
    return replace_text(file, f"{text.rstrip()}\n{entry}")
