"""What a policy makes of ratings that belong to no school."""

from wayfolio.assess.stage import StageTerms, attain
from wayfolio.model.attainment import UNDATED, Attainment, Rating
from wayfolio.model.names import PolicyName, SkillCode, Slug
from wayfolio.model.policy import Policy
from wayfolio.model.trial import Trial, TriedRating, TriedSkill


def try_policy(trial: Trial, policy: Policy, name: PolicyName) -> Attainment:
    """Return the attainment that `policy` makes of a trial's ratings. No rating has a day."""
    skills = {code: (skill.required, _ratings(code, skill)) for code, skill in trial.skills.items()}
    terms = StageTerms(policy=policy, level=trial.level, ready_at=trial.level, policy_name=name)
    return attain(terms, trial.baseline, skills)


def _ratings(code: SkillCode, skill: TriedSkill) -> list[Rating]:
    return [_rating(code, order, given) for order, given in enumerate(skill.ratings)]


def _rating(code: SkillCode, order: int, given: TriedRating) -> Rating:
    return Rating(
        skill=code,
        on=UNDATED,
        order=order,
        occasion=order,
        level=given.level,
        kind=given.kind or Slug(""),
        model=given.model,
        context=given.experience,
        assessors=(given.by,) if given.by else (),
        at=given.at,
    )
