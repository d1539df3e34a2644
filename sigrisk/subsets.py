"""Every set of a few things out of many, as bits: one operation on whole numbers is done for all sets at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate


class Subsets:
    """All sets of ``size`` things out of ``count``.

    Each set is one bit. ``all`` has every bit, and ``having[i]`` the bits of the sets that thing ``i`` is in. The sets
    whose greatest thing is m stand together, and within them the rest of the set is laid out in the same way: so a
    layout for few things is the beginning of the layout for many, and larger sets are put together out of smaller ones
    as bytes. Bits that fill up a last byte stand for no set.
    """

    def __init__(self, count: int, size: int) -> None:
        if size < 1 or count < 0:
            raise ValueError("a set has at least one member")
        self._starts: list[list[int]] = [[(m + 7) // 8 for m in range(count + 1)]]
        every = [((1 << m) - 1).to_bytes((m + 7) // 8, "little") for m in range(count + 1)]
        having = [(1 << i).to_bytes((count + 7) // 8, "little") for i in range(count)]
        for _ in range(size - 1):
            widths = self._starts[-1]
            having = [_grown(i, having[i], every, widths, count) for i in range(count)]
            every = [b"".join(every[:m]) for m in range(count + 1)]
            self._starts.append([0, *accumulate(widths[:count])])
        self.all = int.from_bytes(every[count], "little")
        self.having = tuple(int.from_bytes(one, "little") for one in having)

    def members(self, bits: int) -> Iterator[tuple[int, ...]]:
        """The sets that these bits stand for, each with its things in rising order."""
        raw = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
        for place, byte in enumerate(raw):
            yield from (self._at(place, bit) for bit in range(8) if byte >> bit & 1) if byte else ()

    def _at(self, place: int, bit: int) -> tuple[int, ...]:
        found: list[int] = []
        for starts in reversed(self._starts[1:]):
            greatest = bisect_right(starts, place) - 1
            found.append(greatest)
            place -= starts[greatest]
        return (place * 8 + bit, *reversed(found))


def _grown(thing: int, having: bytes, every: list[bytes], widths: list[int], count: int) -> bytes:
    """The bits of the sets of one more member that a thing is in, by the set's greatest member."""
    before = b"".join(bytes(widths[m]) for m in range(thing))
    return b"".join([before, every[thing], *(having[: widths[m]] for m in range(thing + 1, count))])
