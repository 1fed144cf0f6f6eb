"""Rules that nobody can ever meet are told where they were written."""

import pytest

from report import BADGES, diagnose


def messages_of(rules: dict[str, str]) -> list[str]:
    """Return what the check says of a school with these badges: id -> rule."""
    rows = [
        f"  - {{id: {name}, kind: badge, title: {name.title()}, criteria: {rule}}}\n"
        for name, rule in rules.items()
    ]
    return [
        str(d).split("\n", maxsplit=1)[0] for d in diagnose({BADGES: "badges:\n" + "".join(rows)})
    ]


@pytest.mark.parametrize(
    "rules",
    [
        {"sun": "{award: sun}"},
        {"sun": "{award: moon}", "moon": "{award: sun}"},
        {"sun": "{all: [{hours: 3}, {award: moon}]}", "moon": "{any: [{award: sun}]}"},
        {"sun": "{count: 2, of: [{award: moon}, {award: sun}, {hours: 1}]}", "moon": "{hours: 1}"}
        | {"moon": "{award: sun}"},
    ],
)
def test_badges_that_need_each_other_are_reported_once(rules: dict[str, str]) -> None:
    (message,) = messages_of(rules)

    assert "need each other" in message
    assert message.endswith("[cycle]")
    assert message.startswith(f"{BADGES}:2:")


@pytest.mark.parametrize(
    "rules",
    [
        {"sun": "{award: moon}", "moon": "{hours: 1}"},
        {"sun": "{any: [{hours: 3}, {award: moon}]}", "moon": "{award: sun}"},
        {"sun": "{count: 1, of: [{award: sun}, {hours: 1}]}"},
        {"sun": "{level: MTH.1, at_least: 4}"},
        {"sun": "{growth: MTH.1, at_least: 3}"},
        {"sun": "{progress: MTH.1, at_least: 100}"},
    ],
)
def test_what_can_be_met_in_some_way_is_not_reported(rules: dict[str, str]) -> None:
    assert messages_of(rules) == []


@pytest.mark.parametrize(
    "rule",
    [
        "{level: MTH.1, at_least: 5}",
        "{growth: MTH.1, at_least: 3.5}",
        "{progress: MTH.1, at_least: 101}",
        "{demonstrations: {code: MTH.1, at_least: 9}}",
        "{any: [{hours: 2}, {level: MTH.1, at_least: 99}]}",
    ],
)
def test_more_than_the_scale_has_is_reported(rule: str) -> None:
    (message,) = messages_of({"sun": rule})

    assert "can never be reached" in message
    assert message.endswith("[off-the-scale]")
