"""Inquiries and instruments as files, from one school to another."""

import re
from datetime import date
from pathlib import Path

from msgspec import Struct

from wayfolio.editions.staff import USUAL, Everybody, everybody, gathered
from wayfolio.editions.staff_reports import ToMend
from wayfolio.load.files import Findings
from wayfolio.load.shared import shared_file, text_of_instruments
from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic
from wayfolio.model.names import Code, PersonId
from wayfolio.model.shared import SharedFile, SharedInquiry
from wayfolio.model.teaching import Instrument
from wayfolio.plan.shared import shareable_counts
from wayfolio.publish.new_files import replace_text, write_new
from wayfolio.render.text.exchange_yaml import (
    inquiry_text,
    instrument_entry,
    instrument_text,
    repeated_inquiry,
)
from wayfolio.school.lookup import Unknown, require_known
from wayfolio.school.read import Report

LIST = re.compile(r"(?m)^instruments:[ ]*(#.*)?$")


class Repeat(Struct, frozen=True, kw_only=True):
    """Who repeats an inquiry, when, and under which name (its own where nothing is said)."""

    by: str
    from_: date
    to: date
    name: str | None = None


def share(root: Path, today: date, what: str, name: str) -> str:
    """Return the file that shares an inquiry or an instrument of this school.

    Errors: Unknown; ToMend.
    """
    known = everybody(root, today)
    if isinstance(known, Report):
        raise ToMend
    catalogue = known.school.catalogue
    if what == "instrument":
        instruments = {str(one.id): one for one in catalogue.instruments.values()}
        require_known(name, what, instruments)
        return instrument_text(catalogue.school.name, instruments[name])
    require_known(name, what, [one.inquiry for one in catalogue.inquiries])
    return inquiry_text(catalogue.school.name, _shared(known, name))


def _shared(known: Everybody, name: str) -> SharedInquiry:
    catalogue = known.school.catalogue
    one = next(one for one in catalogue.inquiries if one.inquiry == name)
    found = gathered(known, USUAL).findings[one.inquiry]
    before, after = shareable_counts(one, found, catalogue.school.publish.small_counts)
    return SharedInquiry(
        inquiry=one.inquiry,
        version=one.version,
        question=one.question,
        nodes=one.nodes,
        concepts={
            code: str(placed.competency.title)
            for code in one.nodes
            if (placed := catalogue.placed(code)) is not None
        },
        from_=one.from_,
        to=one.to,
        tried=one.tried,
        measure=one.measure,
        before=before,
        after=after,
        decision=one.decision,
        confirms=one.confirms,
    )


def adopt(
    root: Path, today: date, file: Path, repeat: Repeat | None
) -> tuple[Path | None, list[Diagnostic]]:
    """Bring what another school has shared into this one, and return the file that was written.

    Nothing is overwritten; where the file or this school must be mended, nothing is written.
    Errors: Unknown for a person or a concept that this school does not know, and for an inquiry
    without somebody to repeat it; FileTaken; ToMend.
    """
    findings = Findings()
    shared = shared_file(file, findings)
    if findings.diagnostics or shared is None:
        return None, findings.diagnostics
    known = everybody(root, today)
    if isinstance(known, Report):
        raise ToMend
    catalogue = known.school.catalogue
    if shared.instrument is not None:
        return _adopt_instrument(root, catalogue, shared.instrument, shared.school), []
    return _adopt_inquiry(root, catalogue, shared, repeat), []


def _adopt_inquiry(
    root: Path, catalogue: Catalogue, shared: SharedFile, repeat: Repeat | None
) -> Path:
    inquiry = shared.inquiry
    if inquiry is None:
        raise Unknown("the file holds neither an inquiry nor an instrument")
    if repeat is None:
        raise Unknown("say who repeats it and when: --by PERSON --from DATE --to DATE")
    require_known(repeat.by, "person", catalogue.school.people)
    _require_codes(catalogue, inquiry.nodes)
    name = repeat.name or inquiry.inquiry
    require_slug(name)
    days = repeat.from_, repeat.to
    text = repeated_inquiry(inquiry, shared.school, name, PersonId(repeat.by), days)
    return write_new(root / "competencies" / "inquiries" / f"{name}.yml", text)


def require_slug(name: str) -> None:
    """Do nothing where a name can be that of a file. Errors: Unknown."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", name):
        raise Unknown(f"{name!r} is no name for a file: use a-z, 0-9 and hyphens")


def _require_codes(catalogue: Catalogue, codes: tuple[Code, ...]) -> None:
    for code in codes:
        require_known(code, "competency or skill", [str(one) for one in catalogue.codes])


def _adopt_instrument(root: Path, catalogue: Catalogue, one: Instrument, school: str) -> Path:
    if one.id in catalogue.instruments:
        raise Unknown(f"there is an instrument {one.id} already: change its id in the file")
    _require_codes(catalogue, tuple(Code(code) for code in one.focus))
    text = text_of_instruments(root) or "instruments:\n"
    entry = instrument_entry(one, school)
    if not LIST.search(text) or len(re.findall(r"(?m)^[^\s#]", text)) != 1:
        raise Unknown(f"put this below `instruments:` in competencies/instruments.yml:\n{entry}")
    file = root / "competencies" / "instruments.yml"
    return replace_text(file, f"{text.rstrip()}\n{entry}")
