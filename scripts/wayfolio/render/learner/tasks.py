"""A learner's tasks, on the pages for the family and the staff."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from wayfolio.model.dossier import LearnerDossier, Private
from wayfolio.model.names import Code, ExperienceId
from wayfolio.model.tasks import TaskStanding, TaskState
from wayfolio.render.parts import addresses
from wayfolio.render.parts.known import KnownView
from wayfolio.render.parts.naming import signed_names
from wayfolio.render.parts.task_marks import task_mark
from wayfolio.render.parts.views import LinkView, Site, competency_link


class OwnTaskView(Struct, frozen=True, kw_only=True):
    """One task: what to do, by when, and the learner's progress on it."""

    anchor: str
    title: str
    mark: KnownView
    due: str
    given: str
    """By whom and when, as a sentence."""
    text: str
    word: str
    """What an educator says of this learner, as a sentence; empty where nothing."""
    shows: tuple[LinkView, ...]
    experience: LinkView | None
    answers: tuple[LinkView, ...]
    """What was handed in, as far as this audience may see it."""
    handed_in: str
    """The day; empty where nothing was."""


class TasksView(Struct, frozen=True, kw_only=True):
    """Open tasks, the most urgent first, and finished ones, the newest first."""

    todo: tuple[OwnTaskView, ...] = ()
    past: tuple[OwnTaskView, ...] = ()


def tasks_view(dossier: LearnerDossier[Private], site: Site) -> TasksView:
    """Return a learner's tasks."""
    todo = [standing for standing in dossier.tasks if standing.state.is_open]
    past = [standing for standing in dossier.tasks if not standing.state.is_open]
    return TasksView(
        todo=tuple(_task_views(todo, dossier, site)),
        past=tuple(_task_views(reversed(past), dossier, site)),
    )


def _task_views(
    standings: Iterable[TaskStanding], dossier: LearnerDossier[Private], site: Site
) -> Iterator[OwnTaskView]:
    for standing in standings:
        given, reader = standing.own.given, site.reader
        task = given.task
        yield OwnTaskView(
            anchor=f"task-{given.name}",
            title=reader.say(task.title),
            mark=task_mark(standing.state, reader),
            due=reader.day(standing.due),
            given=reader.gettext("Given by {who} on {day}").format(
                who=signed_names([given.by], site), day=reader.day(given.on)
            ),
            text=reader.say(task.text),
            word=task_word(standing, site),
            shows=tuple(dict.fromkeys(competency_link(Code(s), site) for s in task.shows)),
            experience=_experience_link(task.experience, site),
            answers=tuple(_answer_links(standing, dossier)),
            handed_in=reader.day(standing.handed_in) if standing.handed_in else "",
        )


def _experience_link(name: ExperienceId | None, site: Site) -> LinkView | None:
    if name is None:
        return None
    title = site.reader.say(site.catalogue.experiences[name].title)
    return LinkView(title, addresses.experience_address(name))


def _answer_links(standing: TaskStanding, dossier: LearnerDossier[Private]) -> Iterator[LinkView]:
    for stem in standing.answers:
        work = dossier.shown.by_stem.get(stem)
        if work is not None:
            address = addresses.evidence_address(dossier.shown.address, work.item.slug)
            yield LinkView(work.item.title, address)


def task_word(standing: TaskStanding, site: Site) -> str:
    """Return what an educator says of this learner's task, where it explains the state."""
    _, word = site.reader.gettext, standing.own.word
    if standing.state is TaskState.EXCUSED:
        return _("Why: {why}").format(why=site.reader.quote(word.excused))
    if standing.state is TaskState.REVISE and word.revise is not None:
        text = _("Another version is asked for since {day}: {why}")
        day = site.reader.day(word.revise.on)
        return text.format(day=day, why=site.reader.quote(word.revise.why))
    if word.late_until is not None:
        text = _("The day for everybody was {day}; here it is a later one.")
        return text.format(day=site.reader.day(standing.own.given.task.due))
    return ""
