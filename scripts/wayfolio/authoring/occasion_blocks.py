"""Finds in a file of occasions those that an import has written, by the comments above them."""

import re


def split_blocks(text: str, heads: re.Pattern[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands before the first comment, and each comment with what is below it."""
    comments = list(heads.finditer(text))
    if not comments:
        return text, []
    ends = [*(comment.start() for comment in comments[1:]), len(text)]
    blocks = [
        (comment[0], text[comment.end() : end]) for comment, end in zip(comments, ends, strict=True)
    ]
    return text[: comments[0].start()], blocks
