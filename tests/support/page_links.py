"""Which pages of a site a reader can come to by following links."""

from collections.abc import Mapping


def unreached_pages(targets: Mapping[str, set[str]], first: str) -> set[str]:
    """Return the pages to which no path of links leads from the first.

    `targets`: the addresses to which each page links, by its own address.
    """
    waiting, reached = [first], {first}
    while waiting:
        new = (targets[waiting.pop()] & targets.keys()) - reached
        reached |= new
        waiting.extend(new)
    return targets.keys() - reached


def is_redirect(page: str) -> bool:
    """Whether a page only says where work has moved: it answers links from elsewhere."""
    return 'http-equiv="refresh"' in page
