"""The presets, and what a school makes of them."""

from collections.abc import Mapping
from fractions import Fraction

from wayfolio.model.catalogue import Catalogue
from wayfolio.model.names import PolicyName, Slug
from wayfolio.model.policy import (
    Bar,
    Confirmation,
    Policy,
    PolicyChanges,
    Problem,
    apply_changes,
    changed_fields,
    find_problems,
    out_of_reach,
)

READY = Bar(relative_to="ready_at")
LEVEL = Bar(relative_to="level")

EMPTY = Problem(
    field="policy",
    message="it changes nothing",
    hint="change a field, say which preset it is like, or leave it out",
)
GRADEBOOK = Policy(
    select="all",
    threshold=LEVEL,
    digits=2,
    carry_baseline=False,
    dynamic_baseline=False,
)
"""What the five usual methods of gradebooks have in common."""

PRESETS: Mapping[PolicyName, Policy] = {
    PolicyName("continuum"): Policy(
        compare="rounded", threshold=Bar(relative_to="level", plus=Fraction(-1, 2))
    ),
    PolicyName("course-average"): Policy(
        threshold=LEVEL, minimum=Bar(relative_to="level", plus=Fraction(-1))
    ),
    PolicyName("concept-understood"): Policy(
        select="all",
        average="latest",
        threshold=READY,
        progress="signposts",
        confirm=Confirmation(
            first=(Slug("hla"), Slug("clinical-interview")),
            then=(Slug("probe"),),
            models=(Slug("concrete"), Slug("drawn")),
        ),
        dynamic_baseline=False,
    ),
    PolicyName("growth-multi-source"): Policy(
        select="latest-by-assessor", n=2, assessor_kinds=2, threshold=READY
    ),
    PolicyName("pass"): Policy(
        average="min", threshold=READY, progress="reached", dynamic_baseline=False, digits=0
    ),
    PolicyName("course-grade"): Policy(
        n=1, kinds=(Slug("course-grade"),), threshold=READY, dynamic_baseline=False
    ),
    PolicyName("average"): GRADEBOOK,
    PolicyName("latest"): apply_changes(GRADEBOOK, PolicyChanges(select="latest-n", n=1)),
    PolicyName("highest"): apply_changes(GRADEBOOK, PolicyChanges(select="best-n", n=1)),
    PolicyName("n-mastery"): apply_changes(GRADEBOOK, PolicyChanges(select="n-mastery", n=5)),
    PolicyName("decaying-average"): apply_changes(GRADEBOOK, PolicyChanges(average="decaying")),
}


def resolve_policy(name: PolicyName, changes: PolicyChanges) -> Policy:
    """Return a preset with a school's changes in it.

    Without `like` that is the preset of the same name, or `continuum` for a name of its own.
    """
    like = PolicyName(changes.like) if changes.like else name
    return apply_changes(PRESETS.get(like, PRESETS[PolicyName("continuum")]), changes)


def resolve_policies(overrides: Mapping[PolicyName, PolicyChanges]) -> Mapping[PolicyName, Policy]:
    """Return every policy that a framework may name: the presets and the school's own."""
    own = {name: resolve_policy(name, changes) for name, changes in overrides.items()}
    return {**PRESETS, **own}


def _find_own_problems(policy: Policy, changes: PolicyChanges) -> list[Problem]:
    """Return what is wrong with a school's policy, whatever uses it."""
    is_empty = changes.like is None and not changed_fields(changes)
    return [*find_problems(policy), *([EMPTY] if is_empty else [])]


def find_policy_problems(catalogue: Catalogue) -> Mapping[PolicyName, tuple[tuple[str, str], ...]]:
    """Return, for each policy that cannot be meant so, what is wrong and how to mend it."""
    known = resolve_policies(catalogue.policies)
    problems_of = {
        name: _find_own_problems(known[name], changes)
        for name, changes in catalogue.policies.items()
    }
    for placed in catalogue.competencies.values():
        if placed.policy in known and placed.scale in catalogue.scales:
            scale = catalogue.scales[placed.scale]
            reach = out_of_reach(known[placed.policy], scale, placed.scale)
            mine = problems_of.setdefault(placed.policy, [])
            mine += [problem for problem in reach if problem not in mine]
    return {
        name: tuple((f"{fault.field}: {fault.message}", fault.hint) for fault in several)
        for name, several in problems_of.items()
        if several
    }
