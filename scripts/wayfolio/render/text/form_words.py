"""Labels and help of form fields, in the language of the author."""

from collections.abc import Mapping, Sequence
from typing import cast

from msgspec import Struct

from wayfolio.model.portfolio import Confirmable, Visibility
from wayfolio.model.support_files import Attended
from wayfolio.render.language.reader import Reader
from wayfolio.render.language.vocabulary import session_status

FIELDS = {
    "Evidence": [
        "title",
        "date",
        "kind",
        "shows",
        "experience",
        "task",
        "with",
        "files",
        "visibility",
    ],
    "Attachment": ["path", "alt", "transcript", "people"],
    "Plan": ["interests", "goals", "why", "with"],
    "Goal": ["id", "goal", "target", "shows", "level", "status"],
    "PurposeStatement": ["from", "text"],
    "RatedRow": ["learner", "skill", "level"],
    "Support": ["sessions"],
    "Session": [
        *("date", "status", "minutes", "ticket", "skills", "mood", "why", "substitute", "note"),
    ],
    "GroupSupport": ["sessions"],
    "GroupSession": ["date", "minutes", "skills", "learners", "substitute", "note"],
    "Presence": ["status", "minutes", "ticket", "mood", "why"],
}
"""The keys that a form shows. Others are edited in a text editor; forms preserve them."""
LONG = {
    *("Goal.goal", "PurposeStatement.text"),
    *("Demonstration.note", "Demonstration.ask", "Demonstration.agreed"),
    *("Session.note", "GroupSession.note"),
}
LONG_LISTS = {"Support.sessions", "GroupSupport.sessions"}
Label = tuple[str, str]
"""The label of a field, and a sentence of help."""
PICTURE = "Attachment.path"


def _(message: str) -> str:
    """Mark a message for translation, and return it in English."""
    return message


VISIBILITIES: Mapping[Visibility, str] = {
    "draft": _("A draft: my teachers and I"),
    "staff": _("School staff"),
    "family": _("My family and the school"),
    "public": _("Everyone, if my family has agreed"),
}
CONFIRMABLES: Mapping[Confirmable, str] = {
    "work": _("That the work was done, and where"),
    "hours": _("The hours"),
    "deliverables": _("What it hands in"),
    "milestones": _("The milestone that it reaches"),
    "substitutions": _("That it stands for another studio or course"),
}
LABELS: Mapping[str, Label] = {
    "Evidence.title": (_("What did you make or do?"), ""),
    "Evidence.date": (_("When?"), _("The day it was made")),
    "Evidence.kind": (_("What is it?"), ""),
    "Evidence.shows": (
        _("Skills that it shows"),
        _("Type a word to search. The skills of your stage come first."),
    ),
    "Evidence.experience": (_("Studio or course"), ""),
    "Evidence.task": (_("Task"), _("The task that this answers")),
    "Evidence.with": (_("Who made it with you?"), ""),
    "Evidence.files": (
        _("Pictures"),
        _("They are made smaller, and the location is removed."),
    ),
    "Evidence.visibility": (_("Who can see it?"), ""),
    "Evidence.body": (
        _("Tell us about it"),
        _("What was hard? What did you change? Why does it matter to you?"),
    ),
    "Attachment.path": (_("Picture"), ""),
    "Attachment.alt": (
        _("What matters in the picture?"),
        _("For someone who cannot see it"),
    ),
    "Attachment.transcript": (_("File with the text of a recording"), ""),
    "Attachment.people": (
        _("People can be recognized in it"),
        _("Then it needs photo consent."),
    ),
    "Plan.goals": (_("Goals"), ""),
    "Plan.interests": (_("Interests"), ""),
    "Plan.why": (_("Why it matters to me"), ""),
    "Plan.with": (
        _("Work in other portfolios that I made too"),
        _("Choose it if your name may stand there."),
    ),
    "Goal.id": (_("A short name"), _("Such as read-more")),
    "Goal.goal": (_("What do I want to be able to do?"), ""),
    "Goal.target": (_("By when?"), ""),
    "Goal.shows": (_("Competencies and skills"), ""),
    "Goal.level": (
        _("Which level do I want to reach?"),
        _("In what you chose above. You can leave it out."),
    ),
    "Goal.status": (_("How far along is it?"), ""),
    "PurposeStatement.from": (_("Since when?"), ""),
    "PurposeStatement.text": (_("In my words"), ""),
    "Demonstration.date": (_("Day"), ""),
    "Demonstration.kind": (_("What kind of occasion?"), ""),
    "Demonstration.by": (_("Who rated?"), ""),
    "Demonstration.target": (
        _("Stage"),
        _("Only if it is not the one they are working on"),
    ),
    "Demonstration.experience": (_("Studio or course"), ""),
    "Demonstration.evidence": (_("Evidence that was looked at"), ""),
    "Demonstration.confirms": (
        _("What you confirm of this work"),
        _("As the learners wrote it. It counts from this day on."),
    ),
    "Demonstration.hours": (
        _("Hours that you confirm"),
        _("For one piece of work, whatever the learner wrote"),
    ),
    "Demonstration.dismisses": (_("What does not count"), _("Say why below.")),
    "Demonstration.why": (_("Why not?"), _("The family reads it too.")),
    "Demonstration.note": (_("What you say to the learners"), _("Never public")),
    "Demonstration.ask": (_("What you ask for next"), _("Never public")),
    "Demonstration.agreed": (_("What the adults will try"), _("For staff only")),
    "GroupRatings.rows": (
        _("Ratings"),
        _("A row without a level counts as not rated. M is a chance that was missed."),
    ),
    "sessions": (_("My sessions"), ""),
    "Session.date": (_("Day"), ""),
    "GroupSession.date": (_("Day"), ""),
    "status": (_("Was the learner there?"), ""),
    "minutes": (_("Minutes"), _("Minutes that took place; 0 if the learner was absent")),
    "GroupSession.minutes": (_("Minutes"), _("For everyone who was there the whole time")),
    "Presence.minutes": (_("Minutes"), _("Only if they differ from everyone else’s")),
    "ticket": (_("Exit ticket"), _("Right answers out of the total, such as 2/3")),
    "skills": (_("Skills behind the ticket"), ""),
    "mood": (
        _("How did the learner feel?"),
        _("In the learner’s words. Only staff read it."),
    ),
    "why": (_("Why late or absent?"), _("The family reads it too.")),
    "substitute": (_("Someone else took my place"), ""),
    "Session.note": (_("Note"), _("Only staff read it.")),
    "GroupSession.note": (_("Note"), _("Only staff read it.")),
    "GroupSession.learners": (
        _("Who was expected?"),
        _("Add each learner, then say how it went."),
    ),
    "RatedRow.learner": (_("Learner"), ""),
    "RatedRow.skill": (_("Skill"), ""),
    "RatedRow.level": (_("Level"), ""),
}
"""The labels by struct and key, or by key alone. `_` marks them; `Words` translates them."""


class Words(Struct, frozen=True):
    """Labels and help of fields, for one reader."""

    reader: Reader

    def of(self, noun: str, key: str) -> Label:
        """Return label and help of a field; without a label its key."""
        words = LABELS.get(f"{noun}.{key}") or LABELS.get(key)
        if words is None:
            return key.replace("-", " ").title(), ""
        label, sentence = words
        translate = self.reader.gettext
        # The message "" stands for a catalogue's header.
        return translate(label), translate(sentence) if sentence else ""

    def fields_of(self, noun: str) -> Sequence[str]:
        """Return the keys of a struct that a form shows."""
        return FIELDS[noun]

    def entry_name(self, place: str) -> str:
        """Return the name of a list's entry."""
        _ = self.reader.gettext
        names = {
            "Evidence.files": _("picture or file"),
            "Plan.goals": _("goal"),
            "Plan.why": _("reason"),
            "Plan.interests": _("interest"),
            "GroupRatings.rows": _("rating"),
            "Support.sessions": _("session"),
            "GroupSupport.sessions": _("session"),
        }
        return names.get(place, _("entry"))

    def is_long(self, place: str) -> bool:
        """Whether a list grows so long that its entries are collapsed."""
        return place in LONG_LISTS

    def word(self, place: str, word: str) -> str:
        """Return the meaning of a fixed word."""
        # The words of a place are the members of its type.
        if place in ("Session.status", "Presence.status"):
            return session_status(cast(Attended, word), self.reader.gettext)
        if place in ("Demonstration.confirms", "Demonstration.dismisses"):
            return self.reader.gettext(CONFIRMABLES[cast(Confirmable, word)])
        if place == "Evidence.visibility":
            return self.reader.gettext(VISIBILITIES[cast(Visibility, word)])
        return word.replace("-", " ").capitalize()

    def pattern(self) -> str:
        """Return what a name may contain."""
        return self.reader.gettext("Lower-case letters, digits and hyphens")

    def text_widget(self, place: str) -> str:
        """Return the kind of field for a text."""
        if place == PICTURE:
            return "image"
        return "text" if place in LONG else "string"
