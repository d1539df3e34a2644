"""What the answers of the three later forms tell of a case: thresholds, bounds beside the events, and what counts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.assess import assess
from sigrisk.condition import facts_in
from sigrisk.itemanswer import read_said
from sigrisk.knowledge import Knowledge, Known, gather
from sigrisk.packs import Packs
from sigrisk.possible import Ordered, Possible, Verdict, within
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import Side, everything, show
from tests.drawing import build

THEFT = {"type": "petty_theft", "role": "perpetrator", "status": "suspected", "source": "polisen"}


def form(instrument: str, answers: dict[str, object], day: str = "2026-11-01") -> dict[str, object]:
    return {
        "instrument": instrument,
        "version": 1,
        "date": day,
        "assessor": {"name": "Alex Exempel", "role": "polis"},
        "answers": answers,
    }


def case_with(*forms: dict[str, object], **parts: object) -> dict[str, object]:
    return {
        "sigrisk": 1,
        "case": {"id": "PROV-3", "assessment_date": "2026-11-16"},
        "person": {"label": "Kim", "birth_date": "2010-04-12"},
        "sources": {"polisen": {"name": "Polisen", "type": "police"}, "skolan": {"name": "Skolan", "type": "school"}},
        "checklists": list(forms),
        **parts,
    }


def known(packs: Packs, book: RuleBook, data: dict[str, object]) -> Knowledge:
    return gather(build(data), book, packs.instruments)


def shown(one: Known) -> str:
    return show(one.fact.definition, one.values)


# -- yes and no as thresholds of a fact -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"d1": "nej"}, "inte alls"),
        ({"d1": "ja"}, "i låg grad till i hög grad"),
        ({"d1": "ja", "d4": "nej"}, "i låg grad eller i måttlig grad"),
        ({"d1": "ja", "d4": "ja"}, "i måttlig grad eller i hög grad"),
        ({"d2": "ja", "d4": "nej"}, "i måttlig grad"),
        ({"d2": "nej", "d3": "nej"}, "okänt"),
        ({"d1": "vet ej", "d2": "ej aktuellt"}, "ej aktuellt"),
        ({}, "okänt"),
    ],
)
def test_several_answers_narrow_one_fact_together(
    packs: Packs, book: RuleBook, answers: dict[str, object], value: str
) -> None:
    """Each question with yes or no bounds the degree; a no to a question narrower than the fact bounds nothing."""
    assert shown(known(packs, book, case_with(form("yls_inspirerad", answers))).facts["substances.use"]) == value


def test_answers_that_exclude_each_other_are_told_as_a_contradiction(packs: Packs, book: RuleBook) -> None:
    """No use at all, and use that disturbs the day: every degree between is possible, and the memo tells."""
    one = known(packs, book, case_with(form("yls_inspirerad", {"d1": "nej", "d4": "ja"}))).facts["substances.use"]
    assert one.contradicted
    assert one.values == Ordered(0, 3)


def test_a_missing_protection_is_told_as_missing(packs: Packs, book: RuleBook) -> None:
    facts = known(packs, book, case_with(form("yls_inspirerad", {"l3": "ja", "k4": "nej"}))).facts
    assert shown(facts["leisure.positive"]) == "saknas"
    assert shown(facts["peers.prosocial"]) == "finns, minst som en tråd"


@given(st.data())
@settings(max_examples=60)
def test_every_degree_that_the_answers_allow_is_one_that_could_have_given_them(
    packs: Packs, book: RuleBook, data: st.DataObject
) -> None:
    """Answer as a rater who knows every fact's value: that value is always among those that are left."""
    yls = packs.instruments["yls_inspirerad"]
    truth = {}
    answers: dict[str, object] = {}
    for item in yls.items():
        whole = everything(book.vocabulary[item.fact].definition)
        assert isinstance(whole, Ordered)
        if item.fact not in truth:
            truth[item.fact] = data.draw(st.integers(whole.low, whole.high))
        true = Ordered(truth[item.fact], truth[item.fact])
        fitting = [a for a in ("ja", "nej") if _allows(read_said(yls, item, a, book.vocabulary).values, true)]
        answers[item.id] = data.draw(st.sampled_from([*fitting, "vet ej"]))
    facts = known(packs, book, case_with(form("yls_inspirerad", answers))).facts
    for fact, value in truth.items():
        assert within(facts[fact].values, value, value) is not Verdict.NOT_MET, fact
        assert not facts[fact].contradicted, fact


def _allows(values: Possible | None, one: Ordered) -> bool:
    return isinstance(values, Ordered) and values.meet(one) is not None


# -- the police's form beside the events ------------------------------------------------------------------------------

POLICE = form("polisens_nominering", {"forsta_brott": 13, "halvar": 2, "totalt": 4, "grovre": "nej", "misstankt": "ja"})


def events(*listed: dict[str, object], complete: bool) -> dict[str, object]:
    found: dict[str, object] = {"list": list(listed)}
    return found | ({"complete": {"source": "polisen", "date": "2026-11-10"}} if complete else {})


def test_without_a_list_the_form_is_what_is_known(packs: Packs, book: RuleBook) -> None:
    facts = known(packs, book, case_with(POLICE)).facts
    values = {f: shown(facts[f]) for f in facts if f.startswith("offences.")}
    assert values == {
        "offences.shown": "ja",
        "offences.reports_12m": "minst 2",
        "offences.total": "minst 4",
        "offences.age_first": "högst 13 år",
        "offences.grave": "okänt",
        "offences.strategic": "okänt",
        "offences.convicted": "okänt",
        "offences.when_too_young": "okänt",
    }


def test_a_list_that_may_go_on_and_the_form_narrow_each_other(packs: Packs, book: RuleBook) -> None:
    """Both are lower bounds of what has happened: the greater one holds, and nothing contradicts."""
    older = {**THEFT, "date": "2022-06-01", "report": "A0"}
    data = case_with(POLICE, events=events(older, {**THEFT, "date": "2026-08-01", "report": "A1"}, complete=False))
    facts = known(packs, book, data).facts
    assert shown(facts["offences.total"]) == "minst 4"
    assert shown(facts["offences.age_first"]) == "högst 12 år"
    assert shown(facts["offences.grave"]) == "okänt"
    assert not any(facts[f].contradicted for f in facts)


def test_a_complete_list_that_says_less_is_shown_beside_the_form_and_neither_wins(packs: Packs, book: RuleBook) -> None:
    data = case_with(POLICE, events=events({**THEFT, "date": "2026-08-01", "report": "A1"}, complete=True))
    facts = known(packs, book, data).facts
    for fact in ("offences.total", "offences.reports_12m", "offences.age_first"):
        assert facts[fact].contradicted, fact
        assert {e.source.split(",")[0] for e in facts[fact].evidence} == {
            "RPS-inspirerad nominering från polisen",
            "Polisen",
        }
    assert within(facts["offences.total"].values, 1, 1) is Verdict.OPEN
    assert shown(facts["offences.grave"]) == "nej", "only the list denies, and the form's no says nothing"


def test_a_no_on_the_form_never_denies_a_listed_event(packs: Packs, book: RuleBook) -> None:
    robbery = {**THEFT, "type": "robbery", "date": "2026-08-01"}
    one = known(packs, book, case_with(POLICE, events=events(robbery, complete=False))).facts["offences.grave"]
    assert (shown(one), one.contradicted) == ("ja", False)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["perpetrator", "victim", "witness"]),
            st.sampled_from(["petty_theft", "robbery", "assault"]),
            st.integers(0, 69),
        ),
        max_size=6,
    ),
    st.integers(0, 69),
)
@settings(max_examples=80)
def test_a_form_filled_in_from_the_same_register_never_contradicts_it(
    packs: Packs, book: RuleBook, drawn: list[tuple[str, str, int]], filled: int
) -> None:
    """Whoever fills the form in truly on any earlier day adds nothing false: the list's own values stay possible."""
    months = [f"{2021 + n // 12}-{n % 12 + 1:02d}-15" for n in range(71)]
    day = f"{months[filled][:8]}28"
    listed = [
        {"date": months[m], "type": kind, "role": role, "source": "polisen", "report": f"A{i}"}
        | ({"status": "suspected"} if role == "perpetrator" else {})
        for i, (role, kind, m) in enumerate(drawn)
    ]
    alone = known(packs, book, case_with(events=events(*listed, complete=True))).facts
    own = [(m, kind) for role, kind, m in drawn if role == "perpetrator" and months[m] <= day]
    answers: dict[str, object] = {
        "totalt": len(own),
        "halvar": sum(filled - 6 < m <= filled for m, _ in own),
        "misstankt": "ja" if own else "nej",
        "grovre": "ja" if any(book.grave(kind) for _, kind in own) else "nej",
        "forsta_brott": min((_age(months[m]) for m, _ in own), default="ej aktuellt"),
    }
    data = case_with(form("polisens_nominering", answers, day), events=events(*listed, complete=True))
    together = known(packs, book, data).facts
    assert {f: k.values for f, k in together.items() if f.startswith("offences.")} == {
        f: k.values for f, k in alone.items() if f.startswith("offences.")
    }


def _age(day: str) -> int:
    return int(day[:4]) - 2010 - (day[5:] < "04-12")


def test_half_a_years_reports_are_unknown_again_when_half_a_year_has_gone(packs: Packs, book: RuleBook) -> None:
    old = form("polisens_nominering", {"halvar": 5, "totalt": 5}, day="2026-05-15")
    facts = known(packs, book, case_with(old)).facts
    assert shown(facts["offences.reports_12m"]) == "okänt"
    assert shown(facts["offences.total"]) == "minst 5"


# -- what counts as material ------------------------------------------------------------------------------------------


def checklists(packs: Packs, book: RuleBook, *forms: dict[str, object], **parts: object) -> int:
    values = known(packs, book, case_with(*forms, **parts)).facts["assessment.checklists"].values
    assert isinstance(values, Ordered)
    return values.low


def test_a_nomination_is_no_structured_assessment(packs: Packs, book: RuleBook) -> None:
    """However full it is: the group can't hold its material to be thorough because someone was nominated."""
    items = packs.instruments["polisens_nominering"].items()
    levels = packs.instruments["polisens_nominering"].scale_of
    full = {i.id: levels(i).levels[-1].id if levels(i).levels else 3 for i in items}
    assert checklists(packs, book, form("polisens_nominering", full)) == 0
    irk = {i.id: "some" for i in packs.instruments["irk_inspirerad"].items() if i.scale == "risk"}
    assert checklists(packs, book, form("polisens_nominering", full), form("irk_inspirerad", irk)) == 1


def test_one_answer_does_not_answer_the_other_questions_about_its_fact(packs: Packs, book: RuleBook) -> None:
    """A third of the questions answered is a third, though half of the facts are touched."""
    yls = packs.instruments["yls_inspirerad"]
    first = {item.fact: item.id for item in reversed(yls.items())}
    few = dict.fromkeys(list(first.values())[:20], "ja")
    assert checklists(packs, book, form("yls_inspirerad", few)) == 0
    assert checklists(packs, book, form("yls_inspirerad", dict.fromkeys((i.id for i in yls.items()[:21]), "ja"))) == 1


# -- responsivity is no risk ------------------------------------------------------------------------------------------


def test_no_rule_in_any_profile_reads_responsivity(packs: Packs) -> None:
    """It says how support must be given; as a condition it would hold someone's difficulties against them."""
    facts = {fact.id for fact in packs.vocabulary.select(Side.RESPONSIVITY)}
    assert len(facts) == 4
    for profile in packs.profiles.ids:
        for resolved in packs.book(profile).rules.values():
            assert not facts & set(facts_in(resolved.tree)), resolved.id


def test_the_most_and_the_least_responsive_are_judged_alike(packs: Packs, book: RuleBook) -> None:
    """Nor do they count in any picture of risk or protection."""
    least = {"response.trust": "absent", "response.information": "high", "response.adaptation": "high"}
    most = {"response.trust": "clear", "response.information": "none", "response.adaptation": "none"}
    found = []
    for values in (least, most):
        said = {f: {"value": v, "source": "skolan", "date": "2026-11-01"} for f, v in values.items()}
        one = assess(build(case_with(facts=said)), book, packs.instruments, lambda *_: "")
        found.append((one.outcomes, {r: v.verdict for r, v in one.results.items()}, one.picture, one.whole))
    assert found[0] == found[1]


# -- whose answer it is -----------------------------------------------------------------------------------------------


def test_a_listed_form_tells_only_what_its_writer_said(packs: Packs, book: RuleBook) -> None:
    """What the school knows is no answer of the police's; a checklist that is counted does read it."""
    said = {"peers.criminal": {"value": "high", "source": "skolan", "date": "2026-11-01"}}
    data = case_with(form("polisens_nominering", {"vald": "some"}), form("irk_inspirerad", {}), facts=said)
    scores = {s.instrument.id: s for s in assess(build(data), book, packs.instruments, lambda *_: "").scores}
    company = next(r for r in scores["polisens_nominering"].readings if r.item.id == "umgange")
    assert (company.answered, company.settled) == (False, False)
    assert scores["polisens_nominering"].read_elsewhere == 0
    assert scores["irk_inspirerad"].read_elsewhere == 1


def test_an_answer_that_says_nothing_answers_no_other_checklist(packs: Packs, book: RuleBook) -> None:
    """A no to regular narcotics leaves every degree of use possible: the question about use is still unanswered."""
    items = packs.instruments["irk_inspirerad"].items()
    others = [i.id for i in items if i.scale == "risk" and i.fact != "substances.use"]
    one_less_than_half = others[: (len(items) + 1) // 2 - 1]
    half = form("irk_inspirerad", dict.fromkeys(one_less_than_half, "some"))
    assert checklists(packs, book, half, form("yls_inspirerad", {"d2": "nej"})) == 0
    assert checklists(packs, book, half, form("yls_inspirerad", {"d1": "nej"})) == 1
