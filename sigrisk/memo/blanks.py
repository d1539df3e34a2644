"""What the memo leaves to people, by the words that name it: the same words where it is left and where it is filled."""

from __future__ import annotations

from typing import Final

KIND: Final = "Handlingstyp"
AUTHORITY: Final = "Nämnd eller förvaltning"
SECRECY: Final = "Sekretess"

FLAGS_SECTION: Final = "8"
COMMUNICATION_SECTION: Final = "16"

CHILDS_BEST: Final = "Gruppens bedömning av barnets bästa"
OWN_INTERESTS: Final = "Gruppens bedömning av den unges egen situation och självbestämmande"  # of an adult
ALTERNATIVES: Final = "Alternativ som gruppen har övervägt, och varför"
BY_HUMAN: Final = "Skrivs av en människa. Om ställningstagandet avviker från regelverkets utfall ska skälen anges."
POSITION: Final = "Ställningstagande"
REASONS: Final = "Skäl"
DEPARTS: Final = "Skäl för att avvika från regelverkets utfall, om ställningstagandet gör det"
WRITTEN_BY: Final = "Namn och funktion"
LEGAL_FORM: Final = "Form för SIG"
LEGAL_GROUND: Final = "Lagrum"
DECIDED_BY: Final = "Beslutsfattare"
PRESENTED_BY: Final = "Föredragande"
TOOK_PART: Final = "Övriga som medverkat"
DISSENT: Final = "Avvikande mening"
SIGNED: Final = "Datum och underskrift"
DECISION: Final = (LEGAL_GROUND, DECIDED_BY, PRESENTED_BY, TOOK_PART, DISSENT, SIGNED)
FOLLOW_UP: Final = "Dag för uppföljning och ny prövning"
TO_YOUNG: Final = "Gruppens egna ord till den unge, med enkla ord"
NEXT_MEETING: Final = "När och var vi ses"
CONTACT: Final = "Ring till"
HOW_TO_APPEAL: Final = "Hur beslutet överklagas om SIG inte erbjuds"  # only where SIG is assistance
COMMUNICATED: Final = "Vad som har kommunicerats, med vem och när"
