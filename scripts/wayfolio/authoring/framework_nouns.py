"""Puts another program's framework into this school's terms: its scale, stages and languages."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from wayfolio.load.plain_words import title_of
from wayfolio.model.counts import times_of
from wayfolio.model.frameworks import Area, Competency, Level, Scale, Signpost, Skill
from wayfolio.model.import_report import CellAt, ImportReport
from wayfolio.model.imported_frameworks import (
    Outline,
    Outlined,
    OutlinedArea,
    OutlinedCompetency,
    OutlinedSkill,
)
from wayfolio.model.names import AreaCode, CompetencyCode, Language, SkillCode, StageCode
from wayfolio.model.pathways import Stage
from wayfolio.model.text import Text

LONGEST_TEXT = 8_000


class WritingTerms(Struct, kw_only=True):
    """What decides how a framework is written at a school, and what it has no place for."""

    scale_name: str
    scale: Scale
    stages: Sequence[Stage]
    """Of the pathway that asks for evidence; none where no pathway is named."""
    languages: Sequence[Language]
    competencies: Mapping[str, str]
    """Origin -> code of competencies, of this framework and of the school's others."""
    left: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """What, why, and what to do -> how often."""

    def tell_left(self, report: ImportReport, at: CellAt) -> None:
        """Tell by kind what has no place."""
        for (what, why, mend), count in self.left.items():
            report.leave(f"{what}, {times_of(count)}", why, mend, at)


def build_areas(outline: Outline, terms: WritingTerms) -> tuple[Area, ...]:
    """Return the areas of an outline whose codes are assigned."""
    return tuple(_area(area, outline, terms) for area in outline.areas)


def _area(own: OutlinedArea, outline: Outline, terms: WritingTerms) -> Area:
    return Area(
        code=AreaCode(own.code),
        title=_text(own.title, own, outline, terms),
        about=_text(own.about, own, outline, terms) if own.about else None,
        competencies=tuple(_competency(c, outline, terms) for c in own.competencies),
    )


def _competency(own: OutlinedCompetency, outline: Outline, terms: WritingTerms) -> Competency:
    by_skill = [_required(skill.required, terms) for skill in own.skills]
    required = _required(own.required, terms) or _shared(by_skill)
    skills = (
        _skill(skill, {} if evidence == required else evidence, outline, terms)
        for skill, evidence in zip(own.skills, by_skill, strict=True)
    )
    is_said = own.statement and own.statement != own.title
    levels = _levels(own.levels, own, outline, terms)
    return Competency(
        code=CompetencyCode(own.code),
        title=_text(own.title, own, outline, terms),
        statement=_text(own.statement, own, outline, terms) if is_said else None,
        builds_on=_codes_of(own, own.builds_on, "precedes", terms),
        aligns=_codes_of(own, own.aligns, "exactMatchOf", terms),
        grade=own.grade,
        signposts=tuple(Signpost(level=level, see=words) for level, words in levels.items()),
        evidence_required=required,
        skills=tuple(skills),
    )


def _shared(by_skill: Sequence[Mapping[StageCode, int]]) -> Mapping[StageCode, int]:
    """Return the evidence that all skills require alike."""
    return by_skill[0] if by_skill and all(own == by_skill[0] for own in by_skill) else {}


def _skill(
    own: OutlinedSkill, required: Mapping[StageCode, int], outline: Outline, terms: WritingTerms
) -> Skill:
    return Skill(
        code=SkillCode(own.code),
        statement=_text(own.statement, own, outline, terms),
        levels=_levels(own.levels, own, outline, terms),
        evidence_required=required,
    )


def _text(words: str, own: Outlined, outline: Outline, terms: WritingTerms) -> Text:
    """Return words in their language, where it is one of the school's and not the first."""
    if len(words) > LONGEST_TEXT:
        what, mend = f"text of more than {LONGEST_TEXT} characters", "shorten it there"
        terms.left[what, f"{own.called}: only its beginning is taken", mend] += 1
        words = title_of(words)
    tag = own.language or outline.language
    language = _find_language(tag, terms.languages)
    if not tag or language == terms.languages[0]:
        return Text(words)
    if language is None:
        mend = "add the language to languages: in school.yml, and import again"
        terms.left[f"texts in “{tag[:20]}”", "taken as texts in the first language", mend] += 1
        return Text(words)
    return Text(words, ((language, words),))


def _find_language(tag: str, languages: Sequence[Language]) -> Language | None:
    """Return the school's language for a tag: `en` for en-US as well."""
    folded = tag.casefold().replace("_", "-")
    for language in languages:
        if language.casefold() == folded:
            return language
    base = folded.partition("-")[0]
    alike = (lang for lang in languages if lang.casefold().partition("-")[0] == base)
    return next(alike, None)


def _levels(
    levels: Mapping[Level, str], own: Outlined, outline: Outline, terms: WritingTerms
) -> Mapping[Level, Text]:
    words_by_level = {}
    for level, words in sorted(levels.items()):
        if terms.scale.allows(level):
            words_by_level[level] = _text(words, own, outline, terms)
        else:
            why = f"{float(level):g} is no level of the scale {terms.scale_name}"
            mend = "name another scale with --scale, or write these words by hand"
            terms.left["words for a level", why, mend] += 1
    return words_by_level


def _required(required: Mapping[str, int], terms: WritingTerms) -> Mapping[StageCode, int]:
    """Return the evidence that each stage asks for."""
    if not required:
        return {}
    if not terms.stages:
        mend = "name the pathway with its stages: --pathway NAME"
        terms.left["required evidence", "a stage requires it, and none is known", mend] += 1
        return {}
    evidence: dict[StageCode, int] = {}
    for stage in terms.stages:
        named = [figure for figure in (*_figures_of(stage), "default") if figure in required]
        if named:
            evidence[stage.code] = required[named[0]]
    known = {figure for stage in terms.stages for figure in _figures_of(stage)}
    for figure in sorted(set(required) - known - {"default"}):
        why = f"no stage of the pathway has the level {figure}"
        terms.left["required evidence", why, ""] += 1
    return evidence


def _figures_of(stage: Stage) -> tuple[str, ...]:
    """Return by what a list of required evidence names a stage: its code, its level."""
    return (stage.code, *([] if stage.level is None else [f"{float(stage.level):g}"]))


def _codes_of(
    own: OutlinedCompetency, origins: Sequence[str], link: str, terms: WritingTerms
) -> tuple[CompetencyCode, ...]:
    """Return the codes of competencies by their origins."""
    codes: dict[str, None] = {}
    for origin in origins:
        code = terms.competencies.get(origin)
        if code is None:
            terms.left[link, "it leads to something that is no competency here", ""] += 1
        elif code != own.code:
            codes[code] = None
    return tuple(CompetencyCode(code) for code in codes)
