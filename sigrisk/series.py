"""Words in a row, as they are read aloud: a, b och c."""

from __future__ import annotations

from collections.abc import Sequence


def series(words: Sequence[str], joint: str = "och") -> str:
    """The words with commas between them and a joint before the last; one word alone, or none, as it is.

    >>> series(["polisen", "skolan", "mamma"]), series(["ja", "nej"], "eller")
    ('polisen, skolan och mamma', 'ja eller nej')
    """
    return ", ".join(words[:-1]) + f" {joint} {words[-1]}" if len(words) > 1 else "".join(words)
