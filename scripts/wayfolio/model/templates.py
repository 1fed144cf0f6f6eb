"""Compiled templates, which are kept for as long as the program runs and no longer."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Templates as code, in memory alone: what a disk holds is never run.

    All languages share them, because a page's words come in when it is rendered.
    """

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template that this process compiled, unless it has changed."""
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a compiled template."""
        self.compiled[bucket.key] = bucket.bytecode_to_string()
