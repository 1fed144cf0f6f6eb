"""A framework of another program as a file of a school."""

from collections.abc import Sequence

from wayfolio.model.imported_frameworks import Outline, OutlinedCompetency, OutlinedSkill
from wayfolio.write.texts import flow_text, mapping_text


def framework_text(
    name: str, outline: Outline, scale: str, policy: str, stages: tuple[str, Sequence[str]] | None
) -> bytes:
    """Return `competencies/frameworks/<name>.yml`.

    `stages`: the pathway whose stages ask for evidence, and which of them do; without it nothing is
    asked for yet.
    """
    head = {
        "framework": name,
        "title": outline.title,
        "licence": outline.licence,
        "scale": scale,
        "policy": policy,
        "stages_of": stages[0] if stages else None,
    }
    lines = [mapping_text(head), "areas:\n"]
    for area in outline.areas:
        lines.append(f"  - code: {flow_text(area.code)}\n")
        lines.append(f"    title: {flow_text(area.title)}\n")
        if area.competencies:
            lines.append("    competencies:\n")
        for own in area.competencies:
            lines.append(_competency(own, stages[1] if stages else ()))
    return "".join(lines).encode()


def _competency(own: OutlinedCompetency, stages: Sequence[str]) -> str:
    pad = " " * 8
    rows = [f"{pad[:-2]}- code: {flow_text(own.code)}", f"{pad}title: {flow_text(own.title)}"]
    if own.statement and own.statement != own.title:
        rows.append(f"{pad}statement: {flow_text(own.statement)}")
    required = own.required or next((s.required for s in own.skills if s.required), None)
    if required and stages:
        required_by_stage = dict.fromkeys(stages, required)
        rows.append(f"{pad}evidence_required: {flow_text(required_by_stage)}")
    if own.skills:
        rows.append(f"{pad}skills:")
    for skill in own.skills:
        rows += _skill(skill, required, stages)
    return "\n".join(rows) + "\n"


def _skill(skill: OutlinedSkill, usual: int | None, stages: Sequence[str]) -> list[str]:
    pad = " " * 12
    rows = [
        f"{pad[:-2]}- code: {flow_text(skill.code)}",
        f"{pad}statement: {flow_text(skill.statement)}",
    ]
    if skill.required and skill.required != usual and stages:
        required_by_stage = dict.fromkeys(stages, skill.required)
        rows.append(f"{pad}evidence_required: {flow_text(required_by_stage)}")
    if skill.levels:
        rows.append(f"{pad}levels:")
        rows += [f"{pad}  {float(p):g}: {flow_text(words)}" for p, words in skill.levels.items()]
    return rows
