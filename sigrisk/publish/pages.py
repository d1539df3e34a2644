"""All pages of a rule book: which there are, what they are called, and their text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sigrisk.edition import Valid
from sigrisk.memo.wording import day_text
from sigrisk.packs import Packs
from sigrisk.publish.checklists import checklist_views
from sigrisk.publish.facts import CHECKLISTS, counting, fact_groups, numbers, offence_rows
from sigrisk.publish.laws import law_rows
from sigrisk.publish.model import IndexPage, ProfilePage, Row
from sigrisk.publish.operation import operation_view
from sigrisk.publish.render import render
from sigrisk.publish.rules import decision_lines, outcome_views, rule_groups
from sigrisk.publish.scenarios import Played, of_profile, play_all
from sigrisk.publish.trace import Trace
from sigrisk.publish.traceview import FOLDER, trace_page
from sigrisk.publish.wording import item_anchor, link, md, origin
from sigrisk.publish.worked import worked
from sigrisk.rulebook import LegalForm, OperationModel, Profile, RuleBook
from sigrisk.statements import load_statements
from sigrisk.templating import environment

TRACE: Final = "sparbarhet.md"
INDEX: Final = "README.md"
_MODELS: Final = {
    OperationModel.COORDINATION: "samverkansmodell",
    OperationModel.PUZZLE: "pusselmodell",
    OperationModel.GUIDING: "lotsningsmodell",
}
_FORMS: Final = {
    LegalForm.COOPERATION: "samverkansform, ett sätt att arbeta tillsammans",
    LegalForm.ASSISTANCE: "bistånd, som beviljas genom beslut",
    LegalForm.SERVICE: "insats utan behovsprövning",
}


def all_pages(packs: Packs, profiles: Iterable[str] = ()) -> Mapping[str, str]:
    """Every page by its path in the folder where they are published. ``profiles`` chooses some; otherwise all.

    Raises BadInput where a file of the packs can't be used, and where a decision list has a gap that some scenario
    falls in.
    """
    chosen = tuple(profiles) or packs.profiles.ids
    played = play_all(packs)
    templates = environment(packs.roots, html=False)  # the view models have escaped what is free text
    pages = {
        f"{FOLDER}/{profile}.md": render(profile_page(packs, played, profile), "regelverk_profil.md.j2", templates)
        for profile in chosen
    }
    checklists = checklist_views(packs)
    pages[f"{FOLDER}/{CHECKLISTS}"] = render(checklists, "regelverk_checklistor.md.j2", templates)
    pages[f"{FOLDER}/{INDEX}"] = render(index_page(packs, chosen), "regelverk.md.j2", templates)
    trace = trace_page(Trace(packs, load_statements(packs), played, chosen))
    pages[TRACE] = render(trace, "sparbarhet.md.j2", templates)
    return dict(sorted(pages.items()))


def index_page(packs: Packs, chosen: Iterable[str]) -> IndexPage:
    """The first page: the profiles, the checklists and the documents."""
    profiles = [packs.profiles.whole(profile_id) for profile_id in chosen]
    return IndexPage(
        editions=edition_lines(packs),
        profiles=tuple(
            Row((link(p.label, f"{p.id}.md"), md(p.target_group), "stängd" if p.closed else "", md(p.version)))
            for p in profiles
        ),
        sources=tuple(
            Row((f"{md(s.author)}: *{md(s.title)}* ({s.year})", md(s.about))) for s in packs.sources.values()
        ),
        checklists=tuple(link(one.label, f"{CHECKLISTS}#{item_anchor(one.id)}") for one in packs.instruments.values()),
        laws=law_rows(packs),
    )


def profile_page(packs: Packs, played: Iterable[Played], profile_id: str) -> ProfilePage:
    """The page of one profile."""
    book = packs.book(profile_id)
    return ProfilePage(
        title=md(book.profile.label),
        lead=_lead(packs, book.profile),
        about=_about(book),
        closed=md(book.profile.closed),
        operation=operation_view(book),
        numbers=numbers(book),
        decision=decision_lines(book),
        outcomes=outcome_views(book),
        groups=rule_groups(book),
        facts=fact_groups(packs, book),
        counting=counting(packs, book),
        offences=offence_rows(book),
        worked=worked(of_profile(played, packs, profile_id)),
    )


def _lead(packs: Packs, profile: Profile) -> str:
    return f"{' '.join(edition_lines(packs))} Profilens version är {md(profile.version)}. Den gäller {_span(profile)}."


def edition_lines(packs: Packs) -> tuple[str, ...]:
    """The version and validity of each rule book that the pages are made from."""
    return tuple(f"Regelbok: {md(e.label)}, version {md(e.version)}, som gäller {_span(e)}." for e in packs.editions)


def _span(valid: Valid) -> str:
    until = f" till och med den {day_text(valid.valid_to)}" if valid.valid_to is not None else ""
    return f"från den {day_text(valid.valid_from)}{until}"


def _about(book: RuleBook) -> tuple[Row, ...]:
    profile = book.profile
    rows = [("Målgrupp", md(profile.target_group)), ("Om profilen", md(profile.about))]
    if profile.operation_model is not None:
        rows.append(("Arbetssätt", _MODELS[profile.operation_model]))
    else:
        rows.append(("Arbetssätt", "bestäms i varje ärende"))
    if profile.legal_form is not None:
        rows.append(("Rättslig form", _FORMS[profile.legal_form]))
    rows.append(("Källa", origin(profile.basis, profile.sources, book.sources)))
    return tuple(Row(row) for row in rows)
