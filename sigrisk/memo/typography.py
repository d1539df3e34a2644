"""Where a Swedish text may not be broken: there a no-break space stands instead of an ordinary one.

Only the kind of space changes, never a word or a sign, so what people have written says what they wrote.
"""

from __future__ import annotations

import re
from typing import Final

from sigrisk.memo.wording import MONTHS, NBSP

_UNITS: Final = (
    "år|års|årig|årige|åriga|månad|månads|månaden|månader|månaders|månaderna|vecka|veckas|veckan|veckor|veckors|veckorna|"
    "dag|dags|dagar|dagars|dagarna|dygn|dygns|timme|timmar|timmars|minut|minuter|minuters|sekund|sekunder|"
    "procent|procentenheter|promille|kr|kronor|öre|tusen|miljon|miljoner|miljard|miljarder|"
    "kg|hg|g|mg|km|m|cm|mm|l|dl|cl|st|gånger"
)
_LAWS: Final = "SFS|FB|SoL|LVU|LVM|LUL|OSL|FL|BrB|RB|RF|KL|JB|BO|LSS|GDPR"
_BEFORE_NUMBERS: Final = (
    "kl|klockan|nr|nummer|sid|sidan|avsnitt|avsnittet|bilaga|kapitel|kap|artikel|art|punkt|stycke|version|LIX"
)
_MONTHS: Final = "|".join(MONTHS)
_SPACE: Final = "[ \u00a0]"
_PLACES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<=\d) (?=(?:{_UNITS})\b)",
        r"(?<=\d) (?=[%‰°§])",
        r"(?<=§) (?=\d)",
        r"(?<=\d) (?=kap\.)",
        r"(?<=kap\.) (?=\d)",
        rf"(?<=\d) (?=[a-z]{_SPACE}§)",  # 13 a §
        rf"(?<=\d{_SPACE}[a-z]) (?=§)",
        rf"\b(?:{_LAWS}) (?=\d)",
        rf"\b(?:{_BEFORE_NUMBERS})\.? (?=\d)",
        r"\b[Bb]ilaga (?=[A-ZÅÄÖ]\b)",
        rf"(?<=\d) (?=(?:{_MONTHS})\b)",
        rf"\b(?:{_MONTHS}) (?=\d{{4}}\b)",
        r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d-])",  # 10 000
        r"(?<=\S) (?=– )",  # no line begins with a dash
    )
)


def bound(text: str) -> str:
    """The text with a no-break space wherever a line may not end."""
    for place in _PLACES:
        text = place.sub(lambda found: found[0].replace(" ", NBSP), text)
    return text


def unbound(text: str) -> str:
    """The text with ordinary spaces, for programs that search in it or break its lines themselves."""
    return text.replace(NBSP, " ")
