"""Values are put into files of any usual form, and all else stays as it was typed."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wayfolio.write import learners
from wayfolio.write.texts import mapping_text
from wayfolio.write.yaml_edits import NotTheUsualForm, add_pair, parse_file

NEXT = {"pathway": "years", "stage": "10", "from": date(2027, 8, 23)}
NEXT_LINE = '- {pathway: years, stage: "10", from: 2027-08-23}'
LAST = date(2027, 8, 22)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("group: harbor\n", "group: brook\n"),
        ("group:  harbor   # the old one\r\nx: 1\r\n", "group:  brook   # the old one\r\nx: 1\r\n"),
        ("{name: {full: Zoë}, group: harbor}", "{name: {full: Zoë}, group: brook}"),
        ('\ufeff"group" : "harbor"\n', '\ufeff"group" : brook\n'),
        ("# 李小龙\nname: {full: 李小龙}\ngroup:\n  harbor\n", None),
    ],
)
def test_a_group_is_replaced_where_it_stands(before: str, after: str | None) -> None:
    expected = after or before.replace("harbor", "brook")

    assert learners.set_group(before, "brook") == expected


LINES = "programmes:\n  - {pathway: years, from: 2026-08-24}  # a year ago\n\n# Ours.\nlogins: []\n"
BLOCK = "programmes:\n- pathway: years\n  from: 2026-08-24\nlogins: []\n"
FLOW = "programmes: [{pathway: years, from: 2026-08-24}]   # by the program\nlogins: []\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LINES, LINES.replace("ago\n", f"ago\n  {NEXT_LINE}\n")),
        (BLOCK, BLOCK.replace("24\n", f"24\n{NEXT_LINE}\n")),
        (
            FLOW,
            "programmes:\n  - {pathway: years, from: 2026-08-24}\n"
            f"  {NEXT_LINE}   # by the program\nlogins: []\n",
        ),
        (
            "programmes: [{pathway: a,\n  from: 2026-08-24},\n  {pathway: b}]\n",
            "programmes:\n  - {pathway: a, from: 2026-08-24}\n  - {pathway: b}\n"
            f"  {NEXT_LINE}\n",
        ),
        ("group: x", f"group: x\nprogrammes:\n  {NEXT_LINE}\n"),
        ("programmes: []\r\nx: 1\r\n", f"programmes:\r\n  {NEXT_LINE}\r\nx: 1\r\n"),
        ("programmes:\nx: 1\n", f"programmes:\n  {NEXT_LINE}\nx: 1\n"),
        ("programmes: {pathway: a}\n", f"programmes:\n  - {{pathway: a}}\n  {NEXT_LINE}\n"),
    ],
)
def test_a_stage_begins_whatever_form_the_list_has(before: str, after: str) -> None:
    assert learners.set_programs(before, [NEXT]) == after


@pytest.mark.parametrize("text", [LINES, BLOCK, FLOW])
def test_a_programme_ends_whatever_form_the_list_has(text: str) -> None:
    ended = learners.end_program(text, "years", LAST)

    assert yaml.safe_load(ended)["programmes"][0]["to"] == LAST
    assert ended.replace("\n  to: 2027-08-22", "").replace(", to: 2027-08-22", "") == text


@pytest.mark.parametrize(
    "text",
    [
        "programmes: [{pathway: a}, # the first\n  {pathway: b}]\n",
        "programmes:\n  pathway: a\n",
        "programmes: soon\n",
        "{group: harbor}\n",
        "- a list\n",
        "a: [\n",
    ],
)
def test_what_has_another_form_is_left_to_a_person(text: str) -> None:
    with pytest.raises(NotTheUsualForm):
        learners.set_programs(text, [NEXT])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: x\ngroup: y # z\nlogins: []\n", "group: y # z\nexternal_ids: {list: A12}\nlogins"),
        ("group: y\nexternal_ids: {oneroster: u1}\n", "{oneroster: u1, list: A12}\n"),
        ("group: y\nexternal_ids:\n  oneroster: u1\n", "  oneroster: u1\n  list: A12\n"),
        ("group: y\nexternal_ids: {list: A1}\n", "external_ids: {list: A12}\n"),
        ("{group: y}\n", "{group: y, external_ids: {list: A12}}\n"),
    ],
)
def test_the_id_of_a_source_is_put_where_such_ids_stand(before: str, after: str) -> None:
    assert after in learners.set_external_id(before, "list", "A12")


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.integers(0, 3))
def test_a_file_with_any_names_says_the_same_but_for_what_was_changed(
    full: str, first: str, programmes: int
) -> None:
    pairs = {
        "name": {"full": f"A {full}", "first": f"A {first}"},
        "group": "harbor",
        "programmes": [{"pathway": "years", "from": date(2026, 8, 24)}] * programmes,
        "logins": ["a"],
    }
    before = mapping_text(pairs)
    held = yaml.safe_load(before)

    text = learners.set_group(before, "brook")
    text = learners.set_external_id(text, "list", f"A {first}")
    text = learners.set_name(text, f"B {full}", "B")
    text = learners.set_programs(text, [NEXT])

    after = yaml.safe_load(text)
    assert after["group"] == "brook"
    assert after["name"]["first"] == "B"
    assert after["programmes"] == [*held.get("programmes", []), NEXT]
    assert after["logins"] == held["logins"]
    assert set(after) - set(held) <= {"external_ids", "programmes"}


def test_a_pair_is_added_to_an_entry_of_any_form() -> None:
    text = "groups:\n  - {id: a, title: A}  # one\n  - id: b\n    title: B\n"
    flow, block = (entry for _, groups in parse_file(text).top.value for entry in groups.value)

    assert add_pair(text, block, "in", "a", after="id") == text.replace(
        "id: b\n", "id: b\n    in: a\n"
    )
    assert add_pair(text, flow, "in", "b") == text.replace("title: A}", "title: A, in: b}")
