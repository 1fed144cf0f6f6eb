"""Which marks of work and of badges each audience may see."""

from typing import assert_never

from wayfolio.model.pages import Audience, Editors, Family, Public, Staff
from wayfolio.model.portfolio import Visibility


def may_see(audience: type[Audience], mark: Visibility) -> bool:
    """Whether an audience may see what bears a mark. Consent can only take away from it."""
    if issubclass(audience, Staff):
        return True
    if issubclass(audience, Family):
        return family_may_see(mark)
    if issubclass(audience, Public | Editors):
        return public_may_see(mark)
    assert_never(audience)


def public_may_see(mark: Visibility) -> bool:
    """Whether everybody may see what bears a mark."""
    match mark:
        case "public":
            return True
        case "draft" | "staff" | "family":
            return False
        case _:
            assert_never(mark)


def family_may_see(mark: Visibility) -> bool:
    """Whether a learner's family may see what bears a mark."""
    match mark:
        case "family" | "public":
            return True
        case "draft" | "staff":
            return False
        case _:
            assert_never(mark)
