"""The rows and columns of a map, while its places are put into them."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field


class Grid(Struct, dict=True):
    """Nodes in rows, while they are being placed."""

    columns: int
    lanes: int
    cell: dict[tuple[int, int], list[str]]
    """(lane, column) -> nodes from above."""
    at: dict[str, tuple[int, int]]
    """Node -> (lane, column)."""
    spans: Mapping[str, int] = field(default_factory=dict)
    """Node -> over how many columns it stands, where that is more than one."""
    row: dict[str, int] = field(default_factory=dict)
    """Node -> row, counted over all lanes."""
    first: list[int] = field(default_factory=list)
    """Lane -> its first row; at the end the number of rows."""

    def covered(self, name: str) -> range:
        """Return the columns over which a node stands."""
        first = self.at[name][1]
        return range(first, first + self.spans.get(name, 1))

    @cached_property
    def wide_rows(self) -> Mapping[str, int]:
        """The row within its lane of each node over several columns: above all others."""
        rows: dict[str, int] = {}
        for name in self.spans:
            lane = self.at[name][0]
            taken = {
                row
                for other, row in rows.items()
                if self.at[other][0] == lane and set(self.covered(other)) & set(self.covered(name))
            }
            rows[name] = next(row for row in range(len(rows) + 1) if row not in taken)
        return rows

    def offset(self, place: tuple[int, int]) -> int:
        """Return how many rows of a cell are taken by nodes over several columns."""
        lane, column = place
        return max(
            (
                row + 1
                for name, row in self.wide_rows.items()
                if self.at[name][0] == lane and column in self.covered(name)
            ),
            default=0,
        )
