"""Explains a learner's pace: the sentences of the pages, and a line for each part of the plan."""

from collections.abc import Iterable, Iterator

from wayfolio.model.dossier import Studies
from wayfolio.model.pace import Pace, PaceLine
from wayfolio.model.portfolio import Goal
from wayfolio.render.language.pace_words import pace_sentence
from wayfolio.render.language.vocabulary import Translate
from wayfolio.render.learner.explain import Json
from wayfolio.render.learner.pace import line_title, plan_sentences
from wayfolio.render.parts.views import Site


def pace_text(pace: Pace, studies: Iterable[Studies], goals: Iterable[Goal], site: Site) -> str:
    """Return a learner's pace as lines for a person; empty without a date in the plan."""
    return "\n".join(_lines(pace, studies, {goal.id: goal.goal for goal in goals}, site))


def _lines(
    pace: Pace, studies: Iterable[Studies], goals: dict[str, str], site: Site
) -> Iterator[str]:
    _: Translate = site.reader.gettext
    if not pace.lines:
        return
    yield _("Own plan on {day}").format(day=site.reader.day(pace.on))
    yield from (f"  {sentence}" for sentence in plan_sentences(pace, studies, site))
    for line in pace.lines:
        title = goals[line.code] if line.kind == "goal" else line_title(line, site)
        yield _("  {title}: {says}").format(title=title, says=pace_sentence(line, site.reader))
        if line.of:
            text = _("    {there} of {all} pieces").format(there=line.there, all=line.of)
            yield text


def pace_json(pace: Pace) -> dict[str, Json]:
    """Return a learner's pace for programs: days as text, what is unknown as null."""
    return {
        "on": pace.on.isoformat(),
        "state": pace.state.value,
        "lines": [_line_json(line) for line in pace.lines],
    }


def _line_json(line: PaceLine) -> dict[str, Json]:
    return {
        "kind": line.kind,
        "code": line.code,
        "pathway": line.pathway,
        "state": line.state.value,
        "own_date": line.own.isoformat() if line.own else None,
        "at_this_pace": line.likely.isoformat() if line.likely else None,
        "sure": line.is_sure,
        "pieces": line.there if line.of else None,
        "required": line.of or None,
    }
