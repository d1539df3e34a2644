"""A comparison of two profiles as text: side by side where there is room, else one under the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sigrisk.columns import columns, fold, line_width, under
from sigrisk.compare import Comparison, DecisionRow, Difference, ProfileName, RuleLine, RuleText
from sigrisk.rulebook import Kind
from sigrisk.show import KINDS

_SHARES = (18, 35, 35)


def text_of(view: Comparison, width: int | None) -> str:
    """The whole comparison. ``width`` is how wide columns may be; None puts the profiles under each other."""
    return "\n".join(_View(view, width).lines())


class _View:
    def __init__(self, view: Comparison, width: int | None) -> None:
        self.view, self.width, self.wide = view, width, line_width(width)

    def lines(self) -> Iterator[str]:
        view = self.view
        yield from fold(f"{_named(view.left)} jämförs med {_named(view.right)}.", self.wide)
        if not self._anything():
            yield from ("", "Profilerna skiljer sig inte åt.")
        yield from self._differences("", view.differences)
        yield from self._differences("Gränser med olika värde:", view.numbers)
        yield from self._only(view.left, view.only_left)
        yield from self._only(view.right, view.only_right)
        yield from self._instead()
        yield from self._decision()
        if view.same:
            yield from ("", *fold(f"Lika i båda: {'; '.join(view.same)}.", self.wide))

    def _anything(self) -> bool:
        view = self.view
        found = (view.differences, view.numbers, view.only_left, view.only_right, view.instead, view.decision_left)
        return any(found)

    def _differences(self, heading: str, listed: Sequence[Difference]) -> Iterator[str]:
        if listed:
            yield from ("", *fold(heading, self.wide)) if heading else ("",)
            yield from self._beside([(d.what, d.left, d.right) for d in listed])

    def _beside(self, rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
        left, right = self.view.left.label, self.view.right.label
        if self.width is not None:
            yield from columns(("", left, right), rows, _SHARES, self.width)
            return
        for what, a, b in rows:
            if what:
                yield from fold(f"{what}:", self.wide)
            yield from under(left, a, self.wide)
            yield from under(right, b, self.wide)

    def _only(self, profile: ProfileName, listed: Sequence[RuleLine]) -> Iterator[str]:
        if not listed:
            return
        yield from ("", *fold(f"Finns bara i {profile.label}:", self.wide))
        for kind, heading in KINDS.items():
            own = [line for line in listed if line.kind == kind.value]
            if own and kind is not Kind.OUTCOME:  # the decision lists are told whole, below
                yield f"  {heading}"
                for line in own:
                    yield from under("", f"– {line.title}", self.wide, "    ")

    def _instead(self) -> Iterator[str]:
        if not self.view.instead:
            return
        yield from ("", *fold("Regler som står på samma plats men frågar efter olika saker:", self.wide))
        for one in self.view.instead:
            yield ""
            rows = [
                ("Rubrik", one.left.title, one.right.title),
                ("Villkor", _condition(one.left), _condition(one.right)),
                ("Säger när den är uppfylld", one.left.says, one.right.says),
            ]
            yield from self._beside([row for row in rows if row[1] != row[2]])

    def _decision(self) -> Iterator[str]:
        left, right = self.view.decision_left, self.view.decision_right
        if left == right:
            return
        yield from ("", *fold("Beslutslistan, uppifrån och ned; den första raden som gäller avgör:", self.wide))
        if self.width is not None:
            rows = [(f"Rad {i}", _row(a), _row(b)) for i, (a, b) in enumerate(zip_longest(left, right), start=1)]
            yield from self._beside(rows)
            return
        for profile, listed in ((self.view.left, left), (self.view.right, right)):
            yield from fold(f"{profile.label}:", self.wide)
            for i, row in enumerate(listed, start=1):
                yield from under("", f"{i}. {_row(row)}", self.wide)


def _named(profile: ProfileName) -> str:
    return f"{profile.label} ({profile.id}, version {profile.version})"


def _condition(text: RuleText) -> str:
    return "\n".join(text.condition)


def _row(row: DecisionRow | None) -> str:
    return f"{row.title} → {row.outcome}" if row is not None else "–"
