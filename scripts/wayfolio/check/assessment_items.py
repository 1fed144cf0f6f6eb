"""Checks the items of instruments, and what learners did with them."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.diagnostics import Diagnostic, error
from wayfolio.model.names import InstrumentId, Slug
from wayfolio.model.portfolio import ItemAnswer, Portfolio
from wayfolio.model.rules import Rule
from wayfolio.model.teaching import Instrument


def find_repeated_items(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield each item whose id another one of its instrument has."""
    for instrument in catalogue.instruments.values():
        taken: set[Slug] = set()
        for entry in instrument.items:
            if entry.id in taken:
                message = f"{instrument.id} has two items “{entry.id}”"
                yield error(entry.at, Rule.REPEATED_NAME, message, "give one of them another id")
            taken.add(entry.id)


def check_items(catalogue: Catalogue, portfolio: Portfolio) -> Iterator[Diagnostic]:
    """Find items that the instrument of the occasion has not, and models that it does not offer."""
    for occasion in portfolio.demonstrations:
        if occasion.items and occasion.instrument is None:
            message = "“instrument” is missing, so nobody knows what these items are"
            hint = "name it: instrument: hla-3"
            yield error(occasion.at, Rule.MISSING_KEY, message, hint)
        instrument = catalogue.instruments.get(occasion.instrument or InstrumentId(""))
        if instrument is not None:
            for name, answer in occasion.items.items():
                yield from _answer(name, answer, instrument)


def _answer(name: Slug, answer: ItemAnswer, instrument: Instrument) -> Iterator[Diagnostic]:
    names = [entry.id for entry in instrument.items]
    if name not in names:
        message = f"{instrument.id} has no item “{name}”"
        yield error(answer.at, Rule.UNKNOWN_NAME, message, _hint(name, names))
    if answer.model and instrument.stations and answer.model not in instrument.stations:
        message = f"{instrument.id} has no station “{answer.model}”"
        hint = _hint(answer.model, list(instrument.stations))
        yield error(answer.at, Rule.UNKNOWN_NAME, message, hint)


def _hint(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, n=1)
    if near:
        return f"did you mean “{near[0]}”?"
    return f"write one of {', '.join(names)}" if names else "add it to items: of the instrument"
