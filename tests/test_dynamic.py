"""Which facts a what-if may change: each is named here, with why it can be otherwise from now on."""

from __future__ import annotations

from sigrisk.packs import Packs

CAN_CHANGE = {
    "crime.lifestyle": "vardagen kan fyllas av annat än brott",
    "crime.imminent": "gruppens bedömning av vad som väntar följer läget",
    "crime.maintains_addiction": "ett beroende kan behandlas, eller uppstå",
    "peers.criminal": "umgänget kan bytas",
    "peers.network_ties": "band kan brytas, eller knytas",
    "peers.recruitment": "försöken kan upphöra, eller börja",
    "peers.risk_places": "den unge kan vara på andra platser",
    "peers.rejected": "mobbning kan stoppas, eller börja",
    "peers.prosocial": "vänner kan komma till och försvinna",
    "leaver.wants_out": "viljan kan växa och svikta",
    "leaver.threat": "ett hot kan upphöra, eller uppstå",
    "need.peers": "behov följer läget",
    "family.supervision_poor": "föräldrar kan få stöd",
    "family.conflict": "konflikter kan lösas, eller uppstå",
    "family.violence": "våld kan upphöra, eller börja: frågan gäller i dag",
    "family.substance": "ett missbruk kan behandlas, eller uppstå",
    "family.neglect": "omsorgen kan bli bättre och sämre",
    "family.too_complex": "familjen kan få hjälp i annan form",
    "family.workable": "ett samarbete kan byggas, eller gå i stå",
    "family.bond": "en relation kan byggas, eller gå förlorad",
    "family.engaged": "engagemang kan väckas, eller svikta",
    "need.home": "behov följer läget",
    "school.truancy": "den unge kan börja gå till skolan, eller sluta",
    "school.results_poor": "resultaten kan bli bättre och sämre",
    "school.interest_poor": "intresse kan väckas, eller svikta",
    "school.conflict": "bråken kan upphöra, eller börja",
    "school.working": "skolgången kan ordnas, eller brista",
    "school.committed": "engagemang kan väckas, eller svikta",
    "occupation.meaningful": "en sysselsättning kan ordnas, eller gå förlorad",
    "occupation.work": "arbete kan ordnas, eller ta slut",
    "occupation.studies": "studier kan påbörjas och avbrytas",
    "need.school": "behov följer läget",
    "substances.use": "bruket kan minska och öka",
    "need.substances": "behov följer läget",
    "health.trauma": "hur tungt trauman väger kan lättas av vård",
    "health.npf_unassessed": "utredningen kan göras",
    "health.attention": "svårigheten kan lättas av stöd och behandling",
    "health.mental_ill": "måendet kan bli bättre och sämre",
    "health.care_contact": "en vårdkontakt kan ordnas, eller brytas",
    "need.health": "behov följer läget",
    "attitudes.procrime": "attityder kan påverkas",
    "attitudes.impulsive": "den unge kan öva",
    "attitudes.anger": "den unge kan öva",
    "attitudes.stress": "den unge kan få avlastning och öva",
    "attitudes.empathy_poor": "den unge kan öva",
    "attitudes.compliance_poor": "den unge kan börja ta emot stöd, eller sluta",
    "attitudes.open_to_help": "förtroende kan byggas, eller gå förlorat",
    "attitudes.resilient": "styrkor kan växa fram",
    "leisure.unstructured": "fritiden kan ordnas",
    "leisure.positive": "en aktivitet kan ordnas, eller ta slut",
    "support.poor": "stöd kan ordnas",
    "support.network": "stöd kan ordnas, eller gå förlorat",
    "support.adult": "en vuxen kan komma till, eller försvinna",
    "need.leisure": "behov följer läget",
    "housing.unstable": "boendet kan ordnas",
    "need.housing_economy": "behov följer läget",
    "economy.income": "en försörjning kan ordnas, eller gå förlorad",
    "housing.home": "en bostad kan ordnas, eller gå förlorad",
    "will.motivation": "viljan kan växa och svikta",
    "will.take_part": "mötena kan göras möjliga att vara med på",
    "will.coerced": "erbjudandet kan göras tydligt frivilligt",
    "will.silent_resistance": "den unge kan ta kontakt igen, eller sluta höra av sig",
    "will.contact_kept": "kontakten kan hållas, eller brytas",
    "need.coordination": "behov följer läget",
    "placement.risk": "risken kan minska och öka",
    "placement.coming_home": "en hemgång kan planeras, och den kan vara klar",
    "need.measures": "behov följer läget",
    "research.danger": "socialtjänstens bedömning följer läget",
    "sig.lead": "socialtjänsten kan ordna det",
    "sig.convene": "socialtjänsten kan ordna det",
    "sig.police": "polisen kan komma med",
    "sig.school": "skolan kan komma med",
    "sig.occupation": "den som ordnar sysselsättning kan komma med",
    "sig.other_actors": "andra kan komma med",
    "sig.meeting_weeks": "mötena kan planeras om",
    "sig.at_meetings": "den unge och föräldrarna kan bjudas in",
    "sig.plan": "en plan kan skrivas",
    "sig.plan_followed": "planen kan följas upp",
    "sig.plan_plain": "planen kan skrivas om",
    "sig.plan_areas": "planen kan skrivas om",
    "sig.plan_areas_adult": "planen kan skrivas om",
    "response.trust": "förtroende kan byggas, eller gå förlorat",
    "response.information": "behovet följer läget",
    "response.adaptation": "behovet följer läget",
    "response.meeting_form": "frågan gäller vad som passar just nu",
}

HAS_HAPPENED = {
    "sig.suspected_during": "en misstanke som har funnits går inte att göra ogjord",
    "placement.sis": "frågan gäller också en placering som har varit",
    "context.acute_event": "det akuta har hänt",
    "crime.escalating": "det är hur de begångna brotten har utvecklats",
    "health.other_root": "det är vad de begångna brotten bottnar i",
    "person.in_area": "stöd ändrar inte vart den unge hör",
}
"""These were once called dynamic."""


def test_every_fact_that_may_change_is_known_to_be_able_to(packs: Packs) -> None:
    dynamic = {f.id for f in packs.vocabulary if f.definition.dynamic and not f.definition.derived}
    assert dynamic - CAN_CHANGE.keys() == set(), "say in CAN_CHANGE how it can be otherwise from now on"
    assert CAN_CHANGE.keys() - dynamic == set()


def test_what_has_happened_is_never_changed(packs: Packs) -> None:
    for fact_id in HAS_HAPPENED:
        assert not packs.vocabulary[fact_id].definition.dynamic, fact_id


def test_no_question_that_may_change_asks_what_has_been(packs: Packs) -> None:
    """Words that are only said of the past. The list above is what catches the rest."""
    for fact_id in CAN_CHANGE:
        asked = packs.vocabulary[fact_id].definition.ask.lower()
        assert not any(f" {word} " in asked for word in ("tidigare", "hänt", "varit", "misstänkts", "undvikit")), asked
