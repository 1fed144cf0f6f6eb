"""Groups by a shared next concept: everybody placed or told why not, in sizes as asked."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.model.names import CompetencyCode, LearnerId
from wayfolio.plan.grouping import Grouping, LearnerGroup, Sizes, Wants, form_groups

CONCEPTS = [CompetencyCode(code) for code in ("HL.1", "HL.2", "HL.3", "HL.4", "TR1")]
LEARNERS = [LearnerId(f"l{n:02}") for n in range(24)]
wanted = st.lists(st.sampled_from(CONCEPTS), unique=True, max_size=4).map(tuple)
classes = st.dictionaries(st.sampled_from(LEARNERS), wanted, max_size=18)
sizes = st.tuples(st.integers(1, 4), st.integers(0, 3)).map(
    lambda pair: Sizes(least=pair[0], most=pair[0] + pair[1])
)


def homes(grouping: Grouping) -> dict[LearnerId, LearnerGroup]:
    """Return the group of each learner who is in one."""
    return {learner: group for group in grouping.groups for learner in group.learners}


@given(classes, sizes)
def test_everybody_is_in_one_group_or_told_to_be_in_none(wants: Wants, sizes: Sizes) -> None:
    grouping = form_groups(wants, sizes)

    placed = [learner for group in grouping.groups for learner in group.learners]
    assert sorted([*placed, *grouping.alone]) == sorted(wants)
    assert all(grouping.alone[learner] == tuple(wants[learner]) for learner in grouping.alone)
    for group in grouping.groups:
        assert sizes.least <= len(group.learners) <= sizes.most
        assert all(group.concept in wants[learner] for learner in group.learners)


@given(classes, sizes)
def test_nobody_is_left_out_who_could_make_a_group_with_others_left_out(
    wants: Wants, sizes: Sizes
) -> None:
    grouping = form_groups(wants, sizes)

    for concept in CONCEPTS:
        assert sum(concept in codes for codes in grouping.alone.values()) < sizes.least


@given(classes, sizes, st.randoms())
def test_the_order_in_which_learners_are_named_changes_nothing(
    wants: Wants, sizes: Sizes, chance: Random
) -> None:
    names = list(wants)
    chance.shuffle(names)

    assert form_groups({name: wants[name] for name in names}, sizes) == form_groups(wants, sizes)


@given(classes, sizes)
def test_groups_that_stand_stay_when_nothing_has_changed(wants: Wants, sizes: Sizes) -> None:
    grouping = form_groups(wants, sizes)

    assert form_groups(wants, sizes, grouping.groups) == grouping


@given(classes.filter(bool), sizes, wanted, st.data())
def test_one_more_rating_moves_its_learner_and_only_who_would_be_left_in_too_small_a_group(
    wants: Wants, sizes: Sizes, after: tuple[CompetencyCode, ...], draw: st.DataObject
) -> None:
    learner = draw.draw(st.sampled_from(sorted(wants)))
    before = form_groups(wants, sizes)
    old, new = homes(before), homes(form_groups({**wants, learner: after}, sizes, before.groups))

    def moved(learner: LearnerId) -> bool:
        return learner in old and (
            learner not in new or new[learner].concept != old[learner].concept
        )

    left = set(old[learner].learners) if learner in old else set()
    too_few = len(left) - 1 < sizes.least
    may_move = {learner} | (left if too_few else set())
    assert {learner for learner in wants if moved(learner)} <= may_move


def most_placed(wants: Wants, sizes: Sizes) -> int:
    """Return how many learners can be in groups at most, by trying everything."""
    if not wants:
        return 0
    first, *others = sorted(wants)
    rest = {learner: wants[learner] for learner in others}
    best = most_placed(rest, sizes)
    for concept in wants[first]:
        ready = [learner for learner in others if concept in wants[learner]]
        for size in range(sizes.least - 1, sizes.most):
            for with_ in combinations(ready, size):
                left = {learner: codes for learner, codes in rest.items() if learner not in with_}
                best = max(best, 1 + size + most_placed(left, sizes))
    return best


def test_small_classes_are_placed_nearly_as_well_as_can_be() -> None:
    """Of 400 classes of six, beside the best there is: all learners but a few in a hundred."""
    chance = Random(11)
    ours = best = 0
    for _ in range(400):
        wants = {
            name: tuple(chance.sample(CONCEPTS[:4], chance.randint(0, 3))) for name in LEARNERS[:6]
        }
        sizes = Sizes(least=chance.choice([2, 3]), most=chance.choice([3, 4]))
        grouping, most = form_groups(wants, sizes), most_placed(wants, sizes)
        placed = len(wants) - len(grouping.alone)
        assert most - sizes.most <= placed <= most
        ours, best = ours + placed, best + most

    assert ours >= best * 0.97, (ours, best)


@pytest.mark.parametrize(("least", "most"), [(0, 3), (4, 3)])
def test_sizes_that_no_group_can_have_are_refused(least: int, most: int) -> None:
    with pytest.raises(ValueError, match="no group has"):
        Sizes(least=least, most=most)
