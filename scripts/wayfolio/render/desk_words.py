"""What forms say beside their fields, in the language of whoever writes."""

from collections.abc import Sequence
from dataclasses import dataclass

from wayfolio.render.reader import Reader

SHOWN = {
    "Evidence": ["title", "date", "kind", "shows", "experience", "with", "files", "visibility"],
    "Attachment": ["path", "alt", "transcript", "people"],
    "Plan": ["interests", "goals", "why"],
    "Goal": ["id", "goal", "target", "shows", "status"],
    "Why": ["from", "text"],
    "RatedRow": ["learner", "skill", "level"],
}
"""Which keys a form shows. What is not here is written in a text editor, and forms keep it."""
LONG = {"Goal.goal", "Why.text", "Demonstration.note", "Demonstration.ask"}
PICTURE = "Attachment.path"


@dataclass(frozen=True, slots=True)
class Words:
    """Labels and help of fields, for one reader."""

    reader: Reader

    def of(self, noun: str, key: str) -> tuple[str, str]:
        """Return label and help of a field; its own key where nobody has written one."""
        told = self._told()
        return told.get(f"{noun}.{key}") or told.get(key) or (key.replace("-", " ").title(), "")

    def shown_of(self, noun: str) -> Sequence[str]:
        """Return the keys of a noun that a form shows."""
        return SHOWN[noun]

    def one_of(self, place: str) -> str:
        """Return what one entry of a list is called."""
        _ = self.reader.words.gettext
        names = {
            "Evidence.files": _("picture or file"),
            "Plan.goals": _("goal"),
            "Plan.why": _("reason"),
            "Plan.interests": _("interest"),
            "GroupRatings.rows": _("rating"),
        }
        return names.get(place, _("entry"))

    def word(self, place: str, word: str) -> str:
        """Return what a fixed word means."""
        _ = self.reader.words.gettext
        meanings = {
            "Evidence.visibility.draft": _("A draft: my teachers and I"),
            "Evidence.visibility.staff": _("The school's staff"),
            "Evidence.visibility.family": _("My family and the school"),
            "Evidence.visibility.public": _("Everybody, if my family has agreed"),
        }
        return meanings.get(f"{place}.{word}") or word.replace("-", " ").capitalize()

    def pattern(self) -> str:
        """Return what a name may consist of."""
        return self.reader.words.gettext("Lower-case letters, digits and hyphens")

    def text_widget(self, place: str) -> str:
        """Return how much room a text has."""
        if place == PICTURE:
            return "image"
        return "text" if place in LONG else "string"

    def _told(self) -> dict[str, tuple[str, str]]:
        _ = self.reader.words.gettext
        return {
            "Evidence.title": (_("What did you make or do?"), ""),
            "Evidence.date": (_("When?"), _("The day it was made")),
            "Evidence.kind": (_("What is it?"), ""),
            "Evidence.shows": (
                _("Skills that it shows"),
                _("Type a word to search. The skills of your stage come first."),
            ),
            "Evidence.experience": (_("Studio or course"), ""),
            "Evidence.with": (_("Who made it with you?"), ""),
            "Evidence.files": (
                _("Pictures"),
                _("They are made smaller, and the place is taken out."),
            ),
            "Evidence.visibility": (_("Who may see it?"), ""),
            "Evidence.body": (
                _("Tell about it"),
                _("What was hard? What did you change? Why does it matter to you?"),
            ),
            "Attachment.path": (_("Picture"), ""),
            "Attachment.alt": (
                _("What matters in the picture?"),
                _("For somebody who cannot see it"),
            ),
            "Attachment.transcript": (_("File with the words of a recording"), ""),
            "Attachment.people": (_("It shows somebody"), _("Then it needs consent to photos.")),
            "Plan.goals": (_("Goals"), ""),
            "Plan.interests": (_("Interests"), ""),
            "Plan.why": (_("Why it matters to me"), ""),
            "Goal.id": (_("A short name"), _("Such as read-more")),
            "Goal.goal": (_("What do I want to be able to do?"), ""),
            "Goal.target": (_("Until when?"), ""),
            "Goal.shows": (_("Competencies and skills"), ""),
            "Goal.status": (_("How far is it?"), ""),
            "Why.from": (_("Since when?"), ""),
            "Why.text": (_("In my words"), ""),
            "Demonstration.date": (_("Day"), ""),
            "Demonstration.kind": (_("What kind of occasion?"), ""),
            "Demonstration.by": (_("Who rated?"), ""),
            "Demonstration.target": (_("Stage"), _("Only where it is not the one they work at")),
            "Demonstration.experience": (_("Studio or course"), ""),
            "Demonstration.evidence": (_("Evidence that was looked at"), ""),
            "Demonstration.note": (_("What you say to the learners"), _("Never public")),
            "Demonstration.ask": (_("What you ask for next"), _("Never public")),
            "GroupRatings.rows": (
                _("Ratings"),
                _("A row without a level counts as not rated. M is a chance that was missed."),
            ),
            "RatedRow.learner": (_("Learner"), ""),
            "RatedRow.skill": (_("Skill"), ""),
            "RatedRow.level": (_("Level"), ""),
        }
