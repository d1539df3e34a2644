"""The files that lie beside a case, by their endings, and what to do where one of them is empty or no such file."""

from __future__ import annotations

from typing import Final

JUDGEMENT: Final = ".stallningstagande.yaml"
FINALS: Final = ".fardiga.yaml"
RATINGS_FILE: Final = ".svar.yaml"
_NEW_JUDGEMENT: Final = "ta bort filen och skriv ”sigrisk judge” och ärendets fil; då börjar svaren om från början"
_NEW_RATINGS: Final = "”sigrisk train start NUMMER --rater NAMN --template” skriver en fil att utgå från"
_NEW_FINALS: Final = "hämta tillbaka den ur en säkerhetskopia; ta bort den bara om ingen promemoria i ärendet är färdig"


def advice(name: str) -> str:
    """What to do about a file that holds nothing that can be used, by its name; empty for one of no such kind."""
    if name.endswith(JUDGEMENT):
        return _NEW_JUDGEMENT
    if name.endswith(RATINGS_FILE):
        return _NEW_RATINGS
    return _NEW_FINALS if name.endswith(FINALS) else ""


def lies_beside(name: str) -> bool:
    """Whether a file belongs to a case without being one."""
    return name.endswith((JUDGEMENT, FINALS))
