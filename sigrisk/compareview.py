"""A comparison of two profiles as text: side by side where there is room, else one under the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sigrisk.columns import columns, fold, line_width, under
from sigrisk.compare import KIND_WORDS, Comparison, DecisionRow, ProfileName, RuleLine
from sigrisk.comparerules import CONDITION, MAIN, Difference, RuleDifference
from sigrisk.counted import counted
from sigrisk.rulebook import Kind
from sigrisk.series import series
from sigrisk.show import KINDS

_SHARES = (18, 35, 35)
_ONLY_HERE = " (bara här)"
_NONE = "inga"
Row = tuple[str, str, str]


def text_of(view: Comparison, width: int | None) -> str:
    """The whole comparison. ``width`` is how wide columns may be; None puts the profiles under each other."""
    return "\n".join(_View(view, width).lines())


class _View:
    def __init__(self, view: Comparison, width: int | None) -> None:
        self.view, self.width, self.wide = view, width, line_width(width)

    def lines(self) -> Iterator[str]:
        view = self.view
        yield from fold(f"{_named(view.left)} jämförs med {_named(view.right)}.", self.wide)
        yield from ("", *fold(_overview(view), self.wide))
        yield from self._differences("", view.differences)
        yield from self._differences("Gränser med olika värde:", view.numbers)
        others, rows = ([p for p in view.pairs if (p.kind == Kind.OUTCOME.value) is wanted] for wanted in (False, True))
        yield from self._pairs("Regler som motsvarar varandra men skiljer sig åt:", others)
        yield from self._only()
        yield from self._decision()
        yield from self._pairs("Rader i beslutslistan som motsvarar varandra men skiljer sig åt:", rows)
        if view.same:
            yield from ("", *fold(f"Lika i båda: {'; '.join(view.same)}.", self.wide))

    def _differences(self, heading: str, listed: Sequence[Difference]) -> Iterator[str]:
        if listed:
            yield from ("", *fold(heading, self.wide)) if heading else ("",)
            yield from self._beside([(d.what, d.left, d.right) for d in listed])

    def _beside(self, rows: Sequence[Row]) -> Iterator[str]:
        left, right = self.view.left.label, self.view.right.label
        if self.width is not None:
            yield from columns(("", left, right), rows, _SHARES, self.width)
            return
        for what, a, b in rows:
            if what:
                yield from fold(f"{what}:", self.wide)
            yield from under(left, _on_its_own_lines(a), self.wide)
            yield from under(right, _on_its_own_lines(b), self.wide)

    def _pairs(self, heading: str, listed: Sequence[RuleDifference]) -> Iterator[str]:
        if listed:
            yield from ("", *fold(heading, self.wide))
        for one in listed:
            yield from ("", *fold(_pair_heading(one), self.wide))
            yield from fold(_what_differs(one), self.wide)
            if rows := [_row(d) for d in _told(one)]:
                yield ""
                yield from self._beside(rows)

    def _only(self) -> Iterator[str]:
        left, right = self.view.left, self.view.right
        # the decision lists are told whole, below
        own, other = (_by_kind(listed) for listed in (self.view.only_left, self.view.only_right))
        if self.width is None:
            yield from self._only_in(left, own)
            yield from self._only_in(right, other)
        elif kinds := [kind for kind in own if own[kind] or other[kind]]:
            yield from ("", *fold("Regler som bara finns i den ena:", self.wide))
            yield from self._beside([(KINDS[k], _bullets(own[k]), _bullets(other[k])) for k in kinds])

    def _only_in(self, profile: ProfileName, listed: dict[Kind, list[str]]) -> Iterator[str]:
        if any(listed.values()):
            yield from ("", *fold(f"Finns bara i {profile.label}:", self.wide))
        for kind, titles in listed.items():
            if titles:
                yield f"  {KINDS[kind]}"
                for title in titles:
                    yield from under("", f"– {title}", self.wide, "    ")

    def _decision(self) -> Iterator[str]:
        left, right = self.view.decision_left, self.view.decision_right
        if left == right:
            return
        yield from ("", *fold("Beslutslistan, uppifrån och ned; den första raden som gäller avgör:", self.wide))
        if self.width is not None:
            yield from self._beside(list(_side_by_side(left, right)))
            return
        for profile, listed in ((self.view.left, left), (self.view.right, right)):
            yield from fold(f"{profile.label}:", self.wide)
            for i, row in enumerate(listed, start=1):
                yield from under("", f"{i}. {row.title} → {row.outcome}", self.wide)


def _on_its_own_lines(text: str) -> str:
    """A text of several lines, such as a condition, starts below its label."""
    return "\n" + text if "\n" in text else text


def _named(profile: ProfileName) -> str:
    return f"{profile.label} ({profile.id}, version {profile.version})"


def _overview(view: Comparison) -> str:
    """How much differs, before the details."""
    only = len(view.only_left) + len(view.only_right)
    if not (view.differences or view.numbers or view.pairs or only or view.decision_left):
        return "Profilerna skiljer sig inte åt."
    return (
        f"{_rules(view.alike)} är lika i båda. {_rules(len(view.pairs))} har en motsvarighet som skiljer sig. "
        f"{_rules(only)} finns bara i den ena."
    )


def _rules(number: int) -> str:
    return counted(number, "regel", "regler") if number else "Ingen regel"


# -- pairs ------------------------------------------------------------------------------------------------------------


def _pair_heading(pair: RuleDifference) -> str:
    kind = KIND_WORDS[Kind(pair.kind)][0]
    titles = f"”{pair.left.title}”"
    if pair.left.title != pair.right.title:
        titles += f" och ”{pair.right.title}”"
    return f"{kind[:1].upper()}{kind[1:]}: {titles}"


def _what_differs(pair: RuleDifference) -> str:
    """In words what differs and what doesn't, so that nobody must find it by reading both columns."""
    differs = series([d.what.lower() for d in pair.differs])
    told = f"{pair.why} Det som skiljer är {differs}." if differs else f"{pair.why} De säger samma sak."
    return f"{told} Lika är {series(pair.same)}." if pair.same else told


def _told(pair: RuleDifference) -> Sequence[Difference]:
    """What is shown of a pair: the most important parts, or the others where only they differ."""
    return [d for d in pair.differs if d.what in MAIN] or pair.differs


def _row(one: Difference) -> Row:
    if one.what != CONDITION:
        return one.what, one.left or "–", one.right or "–"
    return one.what, _marked(one.left, one.right), _marked(one.right, one.left)


def _marked(own: str, other: str) -> str:
    """A condition where each line that the other lacks says so; unmarked where they have nothing in common."""
    theirs = {line.strip() for line in other.split("\n")}
    mine = [(line, line.strip() in theirs) for line in own.split("\n")]
    if not any(shared for _, shared in mine):
        return own
    return "\n".join(line if shared else line + _ONLY_HERE for line, shared in mine)


# -- what only one has, and the decision lists ------------------------------------------------------------------------


def _by_kind(listed: Sequence[RuleLine]) -> dict[Kind, list[str]]:
    return {k: [one.title for one in listed if one.kind == k.value] for k in KINDS if k is not Kind.OUTCOME}


def _bullets(titles: Sequence[str]) -> str:
    return "\n".join(f" – {title}" for title in titles) or f" {_NONE}"


def _side_by_side(left: Sequence[DecisionRow], right: Sequence[DecisionRow]) -> Iterator[Row]:
    """The two lists with the same row, or else the same outcome, beside each other, as far as the order allows."""
    shared = {r.id for r in left} & {r.id for r in right}
    own, other = ([r.id if r.id in shared else r.outcome for r in rows] for rows in (left, right))
    matcher = SequenceMatcher(None, own, other, autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            yield from ((left[i].outcome, _numbered(left, i), _numbered(right, b + i - a)) for i in range(a, a_end))
        else:
            yield from ((left[i].outcome, _numbered(left, i), "–") for i in range(a, a_end))
            yield from ((right[i].outcome, "–", _numbered(right, i)) for i in range(b, b_end))


def _numbered(rows: Sequence[DecisionRow], i: int) -> str:
    return f"{i + 1}. {rows[i].title}"
