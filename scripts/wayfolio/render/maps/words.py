"""The words of maps: states, lanes, dates, and what a place gives or requires."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import assert_never

from babel import Locale
from babel.dates import format_skeleton

from wayfolio.model.attainment import Status
from wayfolio.model.claims import Known
from wayfolio.model.maps import EdgeKind, MapColumn, MapLane, MapNode, PathMap, State, Timing
from wayfolio.model.names import Language
from wayfolio.model.rounds import RoundState
from wayfolio.render.language.reader import Reader, figure
from wayfolio.render.language.round_words import round_word
from wayfolio.render.language.vocabulary import (
    Translate,
    in_sentence,
    join_words,
    status,
    status_words,
)


def state_word(state: State, _: Translate) -> str:
    """Return a state in words."""
    if isinstance(state, Status):
        return status(state, _)
    match state:
        case Timing.DONE:
            word = _("Done")
        case Timing.IN_PROGRESS:
            word = _("In progress")
        case Timing.PLANNED:
            word = _("Planned")
        case Timing.LATE:
            word = _("Behind plan")
        case Timing.CLAIMED:
            word = _("Claimed, waits to be confirmed")
        case Timing.NO_RECORD:
            word = _("No record yet")
        case Timing.ENDED:
            word = _("Ended early")
        case _:
            assert_never(state)
    return word


def short_word(state: State, _: Translate) -> str:
    """Return a state in one or two words, for a box on the map."""
    if isinstance(state, Status):
        return status_words(_)[state].box
    known = {
        Timing.LATE: _("Late"),
        Timing.NO_RECORD: _("No record"),
        Timing.CLAIMED: _("Claimed"),
    }
    return known.get(state) or state_word(state, _)


def known_mark(known: Known | None) -> str:
    """Return the sign of a part: reached, claimed, placed past or not yet."""
    match known:
        case Known.SEEN:
            return "●"
        case Known.CLAIMED:
            return "◐"
        case Known.PRESUMED:
            return "◎"
        case None:
            return "○"
        case _:
            assert_never(known)


def part_word(known: Known | None, _: Translate) -> str:
    """Return how far a part is, for the list below a map."""
    match known:
        case Known.SEEN:
            return _("reached")
        case Known.CLAIMED:
            return _("claimed, waits to be confirmed")
        case Known.PRESUMED:
            return _("placed past, not seen here")
        case None:
            return _("not yet")
        case _:
            assert_never(known)


def css_class(state: State) -> str:
    """Return the class of a state: `needs a fresh look` is s-needs-a-fresh-look."""
    return "s-" + state.value.replace(" ", "-")


def edge_word(kind: EdgeKind, _: Translate) -> str:
    """Return what an arrow means."""
    match kind:
        case "requires":
            return _("Must come first")
        case "builds-on":
            return _("Helps to have first")
        case "next":
            return _("Comes next")
        case "finish-later":
            return _("May be finished later")
        case "comes-back":
            return _("Comes back, further on")
        case _:
            assert_never(kind)


def lane_word(lane: MapLane, reader: Reader) -> str:
    """Return the title of a lane; empty where the map needs none."""
    _ = reader.gettext
    if lane.title is not None:
        return reader.say(lane.title)
    match lane.kind:
        case "stages" | "area":
            title = ""
        case "round":
            title = _round_title(lane, reader)
        case "within":
            title = _within_title(lane, reader)
        case "courses":
            title = _("Courses")
        case "gates":
            title = _("Gates and milestones")
        case "credits":
            title = _("High-school credits, through the year")
        case "workplace":
            title = _("At workplaces, through the year")
        case _:
            assert_never(lane.kind)
    return title


def _round_title(lane: MapLane, reader: Reader) -> str:
    """Return a round's number, and how it stands where that is worth a word."""
    _ = reader.gettext
    number = _("Round {n}").format(n=lane.n)
    if lane.turn is None or lane.turn.state is RoundState.UNDER_WAY:
        return number
    word = round_word(lane.turn.state, _)
    return _("{round}: {state}").format(round=number, state=word)


def _within_title(lane: MapLane, reader: Reader) -> str:
    """Return the title of a cycle, and the stages within which it is walked."""
    _ = reader.gettext
    title = reader.say(lane.cycle)
    if lane.turn is not None:
        title = _("{title}, {round}").format(title=title, round=_round_title(lane, reader))
    if not lane.within:
        return title
    stages = join_words([reader.say(text) for text in lane.within], _)
    return _("{title} (within: {stages})").format(title=title, stages=stages)


def months(from_: date | None, to: date | None, reader: Reader) -> str:
    """Return the months of a term: Aug–Dec 2026; empty if its days are unknown."""
    return "" if from_ is None or to is None else _months(from_, to, reader.language)


@cache
def _months(from_: date, to: date, language: Language) -> str:
    """Return the months of a term. Every place of every map asks for the same few terms."""
    locale = language.replace("-", "_")
    end = format_skeleton("yMMM", to, locale=locale)
    if from_.month == to.month and from_.year == to.year:
        return end
    start = format_skeleton("MMM" if from_.year == to.year else "yMMM", from_, locale=locale)
    return f"{start}–{end}"


def column_words(columns: tuple[MapColumn, ...], reader: Reader) -> list[tuple[str, str, str]]:
    """Return the heading of each column: its title, once for a group; its code; its months."""
    headings = []
    before = None
    for column in columns:
        title = reader.say(column.title)
        shown = "" if title == before else title
        headings.append((shown, column.code, months(column.from_, column.to, reader)))
        before = title
    return headings


def term_words(node: MapNode, columns: tuple[MapColumn, ...], reader: Reader) -> tuple[str, str]:
    """Return the term of a place and its months; of a year-long course the first and the last."""
    first, last = columns[node.column], columns[node.column + node.span - 1]
    code = first.code if node.span == 1 else f"{first.code}–{last.code}"
    return code, months(first.from_, last.to, reader)


def box_note(node: MapNode, reader: Reader) -> str:
    """Return what a place gives or requires, in a few words for its box."""
    _ = reader.gettext
    if node.optional and node.state is not Status.SKIPPED:
        return _("Can be skipped")
    match node.kind:
        case "gate":
            return _("Gate")
        case "milestone":
            return _("Milestone")
        case "workplace":
            return f"× {node.count}" if node.counted is None else f"{node.counted} / {node.count}"
        case "stage" | "competency" | "area" | "course" | "credit":
            return _gives(node, reader)
        case _:
            assert_never(node.kind)


def _gives(node: MapNode, reader: Reader) -> str:
    _, several = reader.gettext, reader.ngettext
    if node.pieces:
        return several("{n} piece", "{n} pieces", node.pieces).format(n=node.pieces)
    if node.credits:
        return several("{n} credit", "{n} credits", node.credits).format(n=node.credits)
    if node.level is not None:
        return _("Level {level}").format(level=figure(node.level))
    return ""


def facts(node: MapNode, reader: Reader) -> Iterator[str]:
    """Yield the facts about a place, as sentences for its card."""
    _, several = reader.gettext, reader.ngettext
    yield from _skipping(node, reader)
    if node.growth is not None:
        yield _("Growth of {levels} or more completes it too.").format(levels=figure(node.growth))
    if node.level is not None:
        yield _("Complete at level {level}, or up to half a level below.").format(
            level=figure(node.level)
        )
    if pieces := node.pieces:
        text = several(
            "It asks for {n} piece of evidence.", "It asks for {n} pieces of evidence.", pieces
        )
        yield text.format(n=pieces)
    if given := node.credits:
        yield several("It is worth {n} credit.", "It is worth {n} credits.", given).format(n=given)
    if node.kind == "workplace":
        yield from _at_work(node, reader)
    if node.met_by:
        names = join_words([reader.say(text) for text in node.met_by], reader.gettext)
        yield _("This also counts for it: {names}.").format(names=names)
    if node.term:
        yield _("The learner’s record has it in {term}.").format(term=node.term)


def _skipping(node: MapNode, reader: Reader) -> Iterator[str]:
    _ = reader.gettext
    if node.skipped_by:
        kinds = join_words([in_sentence(kind, _) for kind in node.skipped_by], _)
        yield _("An educator may let a learner skip it, after: {kinds}.").format(kinds=kinds)
    elif node.optional:
        yield _("It can be skipped.")


def _at_work(node: MapNode, reader: Reader) -> Iterator[str]:
    _, several = reader.gettext, reader.ngettext
    yield several("Needed once.", "Needed {n} times.", node.count).format(n=node.count)
    if node.counted is not None:
        text = several("{n} time on record.", "{n} times on record.", node.counted)
        yield text.format(n=node.counted)
    if claims := node.claimed:
        text = several(
            "{n} more time is claimed and waits to be confirmed.",
            "{n} more times are claimed and wait to be confirmed.",
            claims,
        )
        yield text.format(n=claims)
    if weeks := node.weeks:
        yield several("It takes {n} week.", "It takes {n} weeks.", weeks).format(n=weeks)
    if node.shows is not None:
        yield _("What to show: {what}.").format(what=reader.say(node.shows))


def caption(path_map: PathMap, reader: Reader) -> str:
    """Return how to read a map, in a sentence."""
    _ = reader.gettext
    match path_map.kind:
        case "ladder":
            return _("Follow the arrows: each step builds on the one before.")
        case "stages":
            return _("Follow the arrows from stage to stage. Each area moves at its own pace.")
        case "cycle":
            return _(
                "A round goes through these phases, and then a new one begins. "
                "Coming back is not going back."
            )
        case "paced":
            return _("Columns are terms. A different pace changes only the dates.")
        case "prerequisites":
            return _("Follow the arrows: each leads from what comes first to what builds on it.")
        case _:
            assert_never(path_map.kind)


def reads_from_the_right(reader: Reader) -> bool:
    """Whether the reader's language is written from right to left."""
    return Locale.parse(reader.language.replace("-", "_")).text_direction == "rtl"
