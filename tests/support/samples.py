"""Large tables of cases: some of them on every run, all of them on a long one."""

from collections.abc import Iterable
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

Case = TypeVar("Case")


def sample(cases: Iterable[Case], every: int) -> list[Case | ParameterSet]:
    """Return all cases of one kind, of which every n-th, from the first, is tried on every run."""
    return [case if number % every == 0 else as_long(case) for number, case in enumerate(cases)]


def as_long(case: object) -> ParameterSet:
    """Return a case that only a long run tries."""
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.long)
