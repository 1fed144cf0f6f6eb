"""Edits a learner's file value by value: everything else stays as it was typed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yaml import MappingNode, Node

from wayfolio.write.texts import mapping_text
from wayfolio.write.yaml_edits import (
    NotTheUsualForm,
    add_entries,
    add_pair,
    find_node,
    list_entries,
    parse_file,
    set_scalar,
)

ABOUT = "# Nothing of a learner is public without consent:, written once the family has said so.\n"


def name_pairs(full: str, first: str) -> dict[str, str]:
    """Return the keys of a learner's name.

    Where the first name is the whole name (王小明 in one column), the school has not said what of
    it may be shown by itself, so it is initials until it does.
    """
    pairs = {"full": full, "first": first}
    return {**pairs, "shown": "initials"} if is_whole_name(first, full) else pairs


def is_whole_name(first: str, full: str) -> bool:
    """Whether showing the first name would show all of the name."""
    return first.casefold() == full.casefold()


def learner_text(pairs: Mapping[str, Any]) -> bytes:
    """Return a new learner's file."""
    return (ABOUT + mapping_text(pairs)).encode()


def set_group(text: str, group: str) -> str:
    """Return a learner's file with another group. Errors: NotTheUsualForm."""
    return set_scalar(text, ["group"], group)


def set_name(text: str, full: str, first: str) -> str:
    """Return a learner's file with another name. Errors: NotTheUsualForm."""
    return set_scalar(set_scalar(text, ["name", "full"], full), ["name", "first"], first)


def show_initials(text: str) -> str:
    """Return a learner's file of whose name initials are shown. Errors: NotTheUsualForm."""
    name = find_node(parse_file(text).top, "name")
    if name is not None and find_node(name, "shown") is None:
        return add_pair(text, name, "shown", "initials")
    return set_scalar(text, ["name", "shown"], "initials")


def set_external_id(text: str, source: str, external_id: str) -> str:
    """Return a learner's file with the id under which a source knows them.

    Errors: NotTheUsualForm.
    """
    top = parse_file(text).top
    known = find_node(top, "external_ids")
    if known is None:
        return add_pair(text, top, "external_ids", {source: external_id}, after="group")
    if find_node(known, source) is not None:
        return set_scalar(text, ["external_ids", source], external_id)
    return add_pair(text, known, source, external_id)


def set_programs(text: str, more: Sequence[Mapping[str, Any]]) -> str:
    """Return a learner's file with more programmes at the end of the list.

    Errors: NotTheUsualForm.
    """
    return add_entries(text, "programmes", more)


def end_program(text: str, pathway: str, last_day: date) -> str:
    """Return a learner's file in which a programme ends, in each stage that had no end.

    Errors: NotTheUsualForm.
    """
    entries = list_entries(find_node(parse_file(text).top, "programmes"))
    own = [entry for entry in entries if _is_open(entry, pathway)]
    if not own:
        raise NotTheUsualForm(f"its programme {pathway} cannot be found")
    # From the last one up: what stands above an edit keeps its place.
    for entry in reversed(own):
        text = add_pair(text, entry, "to", last_day)
    return text


def _is_open(entry: Node, pathway: str) -> bool:
    own = find_node(entry, "pathway") if isinstance(entry, MappingNode) else None
    return own is not None and own.value == pathway and find_node(entry, "to") is None
