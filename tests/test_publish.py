"""The public rule book: it says what the rules say, anyone can work a rule out from it, and no page is out of date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigrisk.assess import assess
from sigrisk.cli import main
from sigrisk.condition import Counted, InRange, Not, RuleMet, Tree
from sigrisk.packs import DEFAULT_PROFILE, Packs, load
from sigrisk.possible import Verdict
from sigrisk.publish import facts, rules
from sigrisk.publish.operation import operation_view
from sigrisk.publish.pages import all_pages
from sigrisk.publish.render import MARK
from sigrisk.publish.scenarios import Shown, of_profile, play_all, short_names, shown
from sigrisk.publish.trace import MOST, Trace, evidence, exercised, most_direct
from sigrisk.publish.wording import condition_lines, head_text, md, plain, sentence
from sigrisk.publish.worked import worked
from sigrisk.rulebook import Kind, OperationModel, RuleBook, facts_used, params_used
from sigrisk.show import KINDS
from sigrisk.statements import Carriers, load_statements
from sigrisk.vocabulary import FactType, Side, everything
from sigrisk.words import UNKNOWN
from tests import byhand
from tests.test_docs import anchor

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def pages(packs: Packs) -> Mapping[str, str]:
    return all_pages(packs)


@pytest.fixture(scope="module")
def all_shown(packs: Packs) -> tuple[Shown, ...]:
    return tuple(shown(one) for one in play_all(packs))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["rules", "publish", *map(str, arguments)])


# -- the pages in docs/ -----------------------------------------------------------------------------------------------


def test_the_published_pages_say_what_the_rules_say_now(pages: Mapping[str, str]) -> None:
    again = "run: sigrisk rules publish --out docs"
    there = {p.relative_to(DOCS).as_posix() for p in [*(DOCS / "regelverk").glob("*"), DOCS / "sparbarhet.md"]}
    assert there == set(pages), again
    assert [name for name, text in pages.items() if (DOCS / name).read_bytes() != text.encode()] == [], again


def test_the_pages_are_the_same_bytes_in_any_process(pages: Mapping[str, str], tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    env.pop("SIGRISK_HOME", None)
    code = "from sigrisk.cli import main; main()"
    command = [sys.executable, "-c", code, "rules", "publish", "--out", str(tmp_path)]
    subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    found = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*.md")}
    assert found == {name: text.encode() for name, text in pages.items()}


def test_links_lead_somewhere_and_no_place_has_two_names(pages: Mapping[str, str]) -> None:
    places = {}
    for name, text in pages.items():
        ids = re.findall(r'<a id="([^"]+)"></a>', text)
        assert len(ids) == len(set(ids)), name
        places[name] = {*ids, *(anchor(h) for h in re.findall(r"^#+ +(.*)$", text, re.MULTILINE))}
    for name, text in pages.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            file, _, place = target.partition("#")
            path = os.path.normpath(Path(name).parent / file) if file else name
            assert path in pages, f"{name}: {target}"
            assert not place or place in places[path], f"{name}: {target}"


def test_no_page_shows_a_placeholder_or_a_word_of_the_code(pages: Mapping[str, str]) -> None:
    for name, text in pages.items():
        plain_text = re.sub(r"`[^`]*`|\]\([^)]*\)|<a id=\"[^\"]*\">", "", text)
        for found in ("{", "}", "None", "Verdict", "param:", "fact:", "..", " ,"):
            assert found not in plain_text, f"{name}: {found}"
        assert not re.search(r"\b(han|hon|henne|honom)\b", plain_text), name


# -- everything of a profile stands on its page -----------------------------------------------------------------------


def test_a_page_has_every_rule_fact_number_outcome_and_offence_of_its_profile(
    packs: Packs, pages: Mapping[str, str]
) -> None:
    for profile_id in packs.profiles.ids:
        book, text = packs.book(profile_id), pages[f"regelverk/{profile_id}.md"]
        ids = set(re.findall(r'<a id="([^"]+)"></a>', text))
        assert {f"regel-{r}" for r in book.rules} == {i for i in ids if i.startswith("regel-")}
        assert {f"uppgift-{f}" for f in facts_used(book)} == {i for i in ids if i.startswith("uppgift-")}
        assert {f"grans-{p.id}" for p in params_used(book)} == {i for i in ids if i.startswith("grans-")}
        outcomes = {book.rules[r].rule.outcome for r in book.decision}
        assert {f"utfall-{o.value}" for o in outcomes if o} == {i for i in ids if i.startswith("utfall-")}
        for offence in packs.offences.values():
            assert f"| {md(offence.label)} |" in text
        for resolved in book.rules.values():
            for part in (resolved.rule.says, resolved.rule.says_not, resolved.rule.says_open, resolved.rule.do):
                assert sentence(part, book) in text, resolved.id


def test_every_example_of_every_rule_is_in_its_table(packs: Packs, pages: Mapping[str, str]) -> None:
    for profile_id in packs.profiles.ids:
        page = byhand.read_page(pages[f"regelverk/{profile_id}.md"])
        for rule_id, resolved in packs.book(profile_id).rules.items():
            cases = resolved.rule.cases
            wanted = len(cases.met) + len(cases.not_met) + len(cases.open)
            assert len(page.rules[f"regel-{rule_id}"].examples) == wanted, rule_id


def test_every_kind_of_rule_has_its_part_of_the_page(packs: Packs, pages: Mapping[str, str]) -> None:
    text = pages[f"regelverk/{DEFAULT_PROFILE}.md"]
    kinds = {one.rule.kind for one in packs.book(DEFAULT_PROFILE).rules.values()}
    assert {f"slag-{kind.value}" for kind in kinds} == set(re.findall(r'<a id="(slag-\w+)"></a>', text))


def test_every_derived_fact_says_how_it_is_counted(packs: Packs, pages: Mapping[str, str]) -> None:
    for profile_id in packs.profiles.ids:
        text = pages[f"regelverk/{profile_id}.md"]
        for fact_id in facts_used(packs.book(profile_id)):
            if packs.vocabulary[fact_id].definition.derived:
                own = text.split(f'<a id="uppgift-{fact_id}"></a>')[1].split("<a id=")[0]
                assert "*Räknas fram:*" in own or "*Mer om uppgiften:*" in own, fact_id


def test_every_page_says_which_rule_book_and_profile_it_is_made_from(packs: Packs, pages: Mapping[str, str]) -> None:
    (edition,) = packs.editions
    told = f"Regelbok: {edition.label}, version {edition.version}, som gäller från den "
    assert told in pages["regelverk/README.md"]
    for profile_id in packs.profiles.ids:
        assert told in pages[f"regelverk/{profile_id}.md"]
        version = packs.profiles.whole(profile_id).version
        assert f"Profilens version är {version}. Den gäller från den " in pages[f"regelverk/{profile_id}.md"]


def test_every_paragraph_of_law_is_there_and_says_whether_anyone_has_checked_it(
    packs: Packs, pages: Mapping[str, str]
) -> None:
    rows = pages["regelverk/README.md"].split("## Lagrum")[1]
    for paragraph_id, one in packs.laws.paragraphs.items():
        cited = packs.laws.cite(paragraph_id)
        (row,) = (line for line in rows.splitlines() if f" | {md(one.about)} | " in line)
        assert row.startswith(f"| {cited[:1].upper()}{cited[1:]} | ")
        assert ("Inte kontrollerat av någon jurist." in row) == (not one.verified)


def test_a_local_rule_may_read_a_fact_of_any_side_and_be_of_any_kind() -> None:
    assert set(facts._SIDES) == set(Side)
    assert set(rules._INTROS) == set(Kind) == set(KINDS)


def test_a_derived_fact_is_named_where_its_page_tells_how_it_is_counted(packs: Packs, pages: Mapping[str, str]) -> None:
    text = pages[f"regelverk/{DEFAULT_PROFILE}.md"].split('<a id="rakna"></a>')[1].split('<a id="brottstyper">')[0]
    told = {
        "offences.when_too_young": "Brottsmisstanke före straffmyndighetsåldern | Ja om den unge var högst 14 år",
        "consent.months": "Hur gammalt ett samtycke är räknas",
        "consent.refusals": "Hur många gånger den unge har sagt nej är",
        "assessment.answered": "Hur stor del av frågorna som är besvarad räknas",
        "assessment.outdated": "En fråga har bara för gamla svar om",
    }
    assert set(told) <= facts_used(packs.book(DEFAULT_PROFILE))
    for fact_id, words in told.items():
        assert words in text, fact_id


def test_the_material_counted_by_hand_from_the_page_is_what_sigrisk_counts(
    packs: Packs, pages: Mapping[str, str], all_shown: tuple[Shown, ...]
) -> None:
    """Sources, share answered and outdated questions of all scenarios, by the page's own list and numbers."""
    counted = set()
    for one in all_shown:
        page = pages[f"regelverk/{one.profile}.md"]
        if "rakna-underlag" not in page:  # no rule of the profile reads how broad the material is
            continue
        rules = byhand.read_material(page)
        assessment = one.played.assessment
        case, known = assessment.case, assessment.knowledge.facts
        said = [
            byhand.Said(
                f"uppgift-{fact}",
                "" if e.source_key.startswith("checklist:") else e.source_key,
                e.values is None,
                e.expired,
                e.values == everything(known[fact].fact.definition),
            )
            for fact in known
            for e in known[fact].evidence
            if not e.source_key.startswith("derived:")
        ]
        forms = [
            byhand.Form(
                c.date,
                {item.id: f"uppgift-{item.fact}" for item in packs.instruments[c.instrument].items()},
                {item for item, answer in c.given.items() if str(answer.level).lower() not in UNKNOWN},
                {answer.source for answer in c.given.values() if answer.source is not None},
            )
            for c in case.checklists
        ]
        told = {e.source for e in case.events.list} | ({case.events.complete.source} if case.events.complete else set())
        by_hand = byhand.count_material(rules, said, forms, told, case.day)
        found = [known[f"assessment.{f}"].values for f in ("sources", "answered", "outdated")]
        assert by_hand == (found[0].low, found[1].low, found[2].high), one.played.name
        counted.add(by_hand)
    assert len(counted) > 20 and any(outdated for _, _, outdated in counted)


# -- what the way the operation works means ---------------------------------------------------------------------------


@pytest.mark.parametrize("profile_id", [DEFAULT_PROFILE, "tensta-rinkeby-unga-vuxna"])
def test_a_page_tells_truly_which_rules_depend_on_how_the_operation_works(
    profile_id: str, packs: Packs, all_shown: tuple[Shown, ...]
) -> None:
    book = packs.book(profile_id)
    view = operation_view(book)
    assert view is not None
    told = {m[1]: row.cells[1:] for row in view.rules if (m := re.search(r"#regel-(\w+)", row.cells[0]))}
    follows = set(re.findall(r"#regel-(\w+)", view.follows))
    cases = [one.played.assessment.case for one in all_shown if one.profile == profile_id]
    changed: set[str] = set()
    for case in cases:
        by_model = [
            assess(case, replace(book, chosen_model=model), packs.instruments, lambda *_: "").results
            for model in OperationModel
        ]
        for rule_id in book.rules:
            verdicts = [results[rule_id].verdict for results in by_model]
            changed |= {rule_id} if len(set(verdicts)) > 1 else set()
            for verdict, word in zip(verdicts, told.get(rule_id, ("", "", "")), strict=True):
                assert verdict is Verdict.NOT_MET or word != "gäller aldrig", rule_id
                assert verdict is Verdict.MET or word != "gäller", rule_id
    assert changed <= set(told) | follows
    assert {"model_puzzle", "cannot_take_part"} <= set(told)
    assert "model_puzzle" in changed


def test_a_profile_whose_rules_ask_nothing_of_the_operation_says_nothing_of_it(
    packs: Packs, pages: Mapping[str, str]
) -> None:
    assert operation_view(packs.book("socialstyrelsen-studie-1")) is None
    assert "#arbetssatt" not in pages["regelverk/socialstyrelsen-studie-1.md"]


# -- the checklists ---------------------------------------------------------------------------------------------------


def test_every_question_of_a_checklist_says_how_it_is_answered_and_where_it_comes_from(
    packs: Packs, pages: Mapping[str, str]
) -> None:
    text = pages["regelverk/checklistor.md"]
    assert not re.search(r"\| --- \|\n(?!\|)", text), "a table without rows"
    for one in packs.instruments.values():
        for item in one.items():
            own = text.split(f'<a id="checklista-{one.id}-{item.id}"></a>')[1].split("<a id=")[0]
            levels = one.scale_of(item).levels
            assert all(f"| {md(level.label)} | {md(item.means[level.id])} | " in own for level in levels)
            assert ("Det räknas " in own) == (not levels), f"{one.id}.{item.id}"
            assert "*Källa:* " in own
        own = text.split(f'<a id="checklista-{one.id}"></a>')[1].split('"></a>\n## ')[0]
        for said in (one.strengths, one.override, *(part.ask for part in one.elsewhere)):
            assert md(said) in own


# -- anyone can work a rule out ---------------------------------------------------------------------------------------


def test_a_reader_who_has_only_the_page_comes_to_the_same_answers(pages: Mapping[str, str], packs: Packs) -> None:
    tried: set[str] = set()
    elsewhere: set[str] = set()  # the profile has put other numbers in the place of those its examples count with
    for profile_id in packs.profiles.ids:
        page = byhand.read_page(pages[f"regelverk/{profile_id}.md"])
        for name, example, answer in byhand.worked_examples(page):
            assert answer == example.answer, f"{profile_id}, {name}: {example.known}"
            tried.add(name)
        elsewhere |= {name for name, rule in page.rules.items() if rule.other_numbers}
    assert {f"regel-{r}" for p in packs.profiles.ids for r in packs.book(p).rules} <= tried | elsewhere
    assert {f"regel-{r}" for r in packs.book(DEFAULT_PROFILE).rules} <= tried


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("- Inget av detta stämmer:", "- Minst ett av detta stämmer:"),
        ("finns, minst som en tråd", "finns tydligt"),
        ("- Minst 3 av dessa 7 livsområden stämmer:", "- Minst 2 av dessa 7 livsområden stämmer:"),
        (": minst 2\n", ": minst 3\n"),
        ("- Allt detta stämmer:", "- Minst ett av detta stämmer:"),
    ],
)
def test_a_wrong_word_in_a_condition_gives_a_reader_a_wrong_answer(
    written: str, wrong: str, pages: Mapping[str, str]
) -> None:
    text = pages[f"regelverk/{DEFAULT_PROFILE}.md"]
    assert written in text
    page = byhand.read_page(text.replace(written, wrong))
    assert any(answer != example.answer for _, example, answer in byhand.worked_examples(page))


def test_every_page_has_a_rule_worked_out_that_comes_to_what_the_assessment_says(
    packs: Packs, pages: Mapping[str, str]
) -> None:
    played = play_all(packs)
    for profile_id in packs.profiles.ids:
        assert '<a id="utraknad"></a>' in pages[f"regelverk/{profile_id}.md"], profile_id
        view = worked(of_profile(played, packs, profile_id))
        assert view is not None
        assert view.steps[-1].heading in view.intro
        last = view.steps[-1].sums[0].text
        answer = re.search(r"(stämmer inte|stämmer|går inte att avgöra)\**\.$", last)
        assert answer, last
        assert ("gäller inte" in view.result or "inte uppfyllt" in view.result) == (answer[1] == "stämmer inte")


def test_a_profile_without_scenarios_is_worked_out_in_those_of_others(packs: Packs) -> None:
    others = [one for one in play_all(packs) if one.assessment.book.profile.id != "rps-2011"]
    found = of_profile(others, packs, "rps-2011")
    assert {a.book.profile.id for a in found} == {"rps-2011"}
    assert worked(found) is not None
    assert worked(()) is None


# -- conditions in words ----------------------------------------------------------------------------------------------


def one_of_two(k: int) -> Counted:
    return Counted(k, (InRange("peers.criminal", 2, 9), RuleMet("criminal_behaviour")), "at_least")


@pytest.mark.parametrize(
    ("tree", "head"),
    [
        (one_of_two(2), "Allt detta stämmer"),
        (one_of_two(1), "Minst ett av detta stämmer"),
        (Not(one_of_two(1)), "Inget av detta stämmer"),
        (Not(one_of_two(2)), "Minst en del av detta stämmer inte"),
        (Not(Not(one_of_two(2))), "Allt detta stämmer"),
        (Counted(1, (Not(one_of_two(1)),), "any"), "Inget av detta stämmer"),
    ],
)
def test_each_kind_of_list_has_its_own_words(tree: Tree, head: str, book: RuleBook) -> None:
    assert head_text(plain(tree)) == head
    assert condition_lines(book, tree)[0].text == f"{head}:"
    assert len(condition_lines(book, tree)) == 3


def test_a_number_of_a_list_is_told_and_its_opposite_too() -> None:
    three = tuple(InRange(f"fact{n}", 1, 1) for n in range(3))
    assert head_text(Counted(2, three, "at_least")) == "Minst 2 av dessa 3 stämmer"
    assert head_text(Not(Counted(2, three, "at_least"))) == "Färre än 2 av dessa 3 stämmer"


def test_free_text_can_not_be_mistaken_for_markdown(book: RuleBook) -> None:
    assert md("a_b *c* [d](e) | <f> `g`\n  h") == r"a\_b \*c\* \[d\](e) \| \<f\> \`g\` h"
    assert sentence("Minst {param:risk_factors_min} av {facts}.", book) == "Minst 3 av *(det som avgjorde)*."


# -- writing ----------------------------------------------------------------------------------------------------------


ONE = ("--profile", "rps-2011")


def test_publishing_twice_changes_nothing_and_check_agrees(tmp_path: Path) -> None:
    first = run("--out", tmp_path, *ONE)
    assert (first.exit_code, first.stdout.count(": skriven\n")) == (0, 4)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.md")}
    assert run("--out", tmp_path, *ONE).stdout == "4 sidor stämmer med reglerna.\n"
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()} == before
    assert run("--out", tmp_path, "--check", *ONE).exit_code == 0


def test_check_names_each_page_that_differs_and_writes_nothing(tmp_path: Path) -> None:
    assert run("--out", tmp_path, *ONE).exit_code == 0
    folder = tmp_path / "regelverk"
    (folder / "rps-2011.md").write_text(f"{MARK}\n\nnågot annat\n", encoding="utf-8")
    (folder / "checklistor.md").unlink()
    (folder / "borttagen.md").write_text(f"{MARK}\n", encoding="utf-8")
    (folder / "egen.md").write_text("kommunens egen sida\n", encoding="utf-8")
    there = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    result = run("--out", tmp_path, "--check", *ONE)
    assert result.exit_code == 1
    assert sorted(line.removeprefix(f"{folder}/") for line in result.stdout.splitlines()) == [
        "3 sidor stämmer inte. Kör samma kommando utan --check.",
        "borttagen.md: hör inte längre hit",
        "checklistor.md: saknas",
        "rps-2011.md: inaktuell",
    ]
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == there
    assert run("--out", tmp_path, *ONE).exit_code == 0
    assert not (folder / "borttagen.md").exists()
    assert (folder / "egen.md").read_text(encoding="utf-8") == "kommunens egen sida\n"
    assert run("--out", tmp_path, "--check", *ONE).exit_code == 0


def test_somebody_elses_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "sparbarhet.md").write_text("mina anteckningar\n", encoding="utf-8")
    result = run("--out", tmp_path, *ONE)
    assert result.exit_code == 2
    assert (
        f"{tmp_path}/sparbarhet.md:1:1: fel SIG032: filen finns redan och är inte skriven av sigrisk" in result.stderr
    )
    assert [p.name for p in tmp_path.rglob("*")] == ["sparbarhet.md"]
    assert run("--out", tmp_path, "--check", *ONE).exit_code == 1


def test_a_folder_that_can_not_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    for out in (tmp_path / "fil", tmp_path / "fil" / "under"):
        result = run("--out", out, *ONE)
        assert result.exit_code == 2
        assert re.search(r"fel SIG03[23]: ", result.stderr), result.stderr


def test_only_the_chosen_profiles_are_published(tmp_path: Path) -> None:
    assert run("--out", tmp_path, "--profile", "rps-2011", "--profile", "sou-2010-15").exit_code == 0
    found = sorted(p.name for p in (tmp_path / "regelverk").iterdir())
    assert found == ["README.md", "checklistor.md", "rps-2011.md", "sou-2010-15.md"]
    for page in tmp_path.rglob("*.md"):
        for target in re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).resolve().exists(), f"{page.name}: {target}"
    wrong = run("--out", tmp_path, "--profile", "rps-2012")
    assert (wrong.exit_code, "SIG108" in wrong.stderr) == (2, True)


def test_a_local_pack_publishes_its_own_rules_and_numbers(tmp_path: Path) -> None:
    pack = tmp_path / "min-kommun" / "rules"
    (pack / "profiles").mkdir(parents=True)
    (pack / "profiles" / "exempelby.yaml").write_text(
        'sigrisk_profile: 1\nid: exempelby\nlabel: Exempelby\nversion: "1"\nvalid_from: 2026-01-01\n'
        "extends: socialstyrelsen-ungdom\nabout: Egen profil.\ntarget_group: Unga i Exempelby.\n"
        'strategic_edition: "2021"\nbasis: local\nparams: {risk_factors_min: 4}\n',
        encoding="utf-8",
    )
    assert run("--out", tmp_path / "ut", "--rules", pack.parent, "--profile", "exempelby").exit_code == 0
    text = (tmp_path / "ut" / "regelverk" / "exempelby.md").read_text(encoding="utf-8")
    assert (
        "som räknas som flera | 4 | riskfaktorer | satt i profilen: kommunens eget beslut | Det förvalda talet är 3. |"
        in text
    )
    assert "- Minst 4 av dessa" in text
    assert "Exemplen räknar med de förvalda talen" in text
    assert '<a id="utraknad"></a>' in text


# -- traceability -----------------------------------------------------------------------------------------------------


def test_the_page_has_every_statement_rule_number_outcome_and_scenario(packs: Packs, pages: Mapping[str, str]) -> None:
    text = pages["sparbarhet.md"]
    for statement in load_statements(packs).listed:
        assert f'| <a id="{statement.id}"></a>{statement.id} | {md(statement.text)} |' in text
    for name in (*packs.rules, *packs.params, *(o.value for o in packs.outcomes)):
        assert f"| `{name}` |" in text, name
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        assert f'<a id="scenario-{path.stem}"></a>' in text
    cited = {(c.doc, c.section) for placed in packs.rules.values() for c in placed.rule.sources}
    headings = text.split("## Från rubrik till regel")[1].split("## Scenarier")[0]
    for doc, section in cited:
        assert f"| {md(packs.sources[doc].author)} {packs.sources[doc].year} | {md(section)} |" in headings


def test_every_statement_that_is_carried_links_to_what_carries_it(packs: Packs, pages: Mapping[str, str]) -> None:
    rows = re.findall(r'^\| <a id="(K[\d.]+)"></a>.*$', pages["sparbarhet.md"], re.MULTILINE)
    lines = {m[1]: m[0] for m in re.finditer(r'^\| <a id="(K[\d.]+)"></a>.*$', pages["sparbarhet.md"], re.MULTILINE)}
    assert len(rows) == len(lines)
    for statement in load_statements(packs).listed:
        for rule_id in statement.carried_by.rules:
            assert md(packs.rules[rule_id].rule.title) in lines[statement.id], statement.id
        assert ("Bärs inte: " in lines[statement.id]) == bool(statement.not_encoded)


def test_a_rule_without_a_statement_is_a_proposal_or_has_its_own_source(packs: Packs) -> None:
    trace = Trace(packs, load_statements(packs), play_all(packs), packs.profiles.ids)
    for rule_id, placed in packs.rules.items():
        if not trace.with_rule(rule_id):
            assert placed.rule.sources or placed.rule.basis.value != "source", rule_id


def test_a_statement_is_shown_only_where_what_carries_it_comes_to_something(all_shown: tuple[Shown, ...]) -> None:
    met = {s.played.name for s in all_shown if s.verdicts.get("no_secure_point") is Verdict.MET}
    assert met
    assert {p.name for p in exercised(Carriers(rules=("no_secure_point",)), all_shown)} == met
    with_facts = Carriers(rules=("no_secure_point",), facts=("person.age",))
    assert {p.name for p in exercised(with_facts, all_shown)} == met
    assert exercised(Carriers(), all_shown) == ()
    assert exercised(Carriers(rules=("zzz",)), all_shown) == ()
    decided = {s.played.name for s in all_shown if "health.npf" in s.facts}
    assert {p.name for p in exercised(Carriers(facts=("health.npf",)), all_shown)} == decided
    assert decided and decided != {s.played.name for s in all_shown}


def test_no_cell_of_the_traceability_names_more_than_a_few_scenarios(pages: Mapping[str, str]) -> None:
    text = pages["sparbarhet.md"]
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [cell for row in rows for cell in row.split(" | ") if "](#scenario-" in cell]
    assert max(cell.count("](#scenario-") for cell in cells) == MOST
    for cell in cells:
        assert cell.count("](#scenario-") == MOST or " till" not in cell
    assert any(re.search(r"\) och \d+ till", cell) for cell in cells)
    assert len(text.encode()) < 400_000, "a page that a browser shows and a person reads"


def test_the_scenarios_that_are_named_are_those_that_show_the_most(all_shown: tuple[Shown, ...]) -> None:
    by_met = sorted(all_shown, key=lambda one: one.met)
    first, calm, busy = by_met[0], by_met[len(by_met) // 2], by_met[-1]
    assert first.met < calm.met < busy.met
    a, b, nothing = frozenset({"a"}), frozenset({"b"}), frozenset[str]()

    def chosen(shown_with: list[tuple[Shown, frozenset[str]]], most: int) -> list[Shown]:
        names = [one.name for one in most_direct(shown_with, most)]
        return [one for one, _ in shown_with if one.played.name in names]

    assert chosen([(busy, a), (calm, a)], 1) == [calm]
    assert chosen([(calm, a), (busy, a | b)], 1) == [busy]
    # what adds something new goes before what shows once more what has been shown
    assert chosen([(first, a), (calm, a), (busy, b)], 2) == [first, busy]
    assert chosen([(busy, nothing), (calm, nothing)], 1) == [calm]
    assert most_direct([(busy, a), (calm, a), (first, b)], 9) == (busy.played, calm.played, first.played)
    assert most_direct([], 6) == ()


def test_every_carrier_that_a_scenario_shows_is_shown_by_one_that_is_named(
    packs: Packs, all_shown: tuple[Shown, ...]
) -> None:
    trace = Trace(packs, load_statements(packs), play_all(packs), packs.profiles.ids)
    for statement in trace.statements.listed:
        of = {one.name for one in trace.scenarios[statement.id]}
        named = {one.name for one in trace.clearest[statement.id]}
        assert named <= of and len(named) == min(len(of), MOST), statement.id
        seen = {one.played.name: evidence(statement.carried_by, one) for one in all_shown if one.played.name in of}
        every = set().union(*seen.values())
        shown_by_named = set().union(*(seen[name] for name in named))
        assert shown_by_named == every or len(named) == MOST, statement.id


def test_two_scenarios_never_go_by_the_same_name() -> None:
    names = ["07_a", "60_b", "60_c", "utan"]
    assert list(short_names(names).values()) == ["07", "60_b", "60_c", "utan"]


def test_a_rule_that_stands_in_for_another_is_shown_under_its_own_name(
    packs: Packs, all_shown: tuple[Shown, ...]
) -> None:
    for one in all_shown:
        book = packs.book(one.profile)
        assert set(one.verdicts) == {book.profile.instead.get(r, r) for r in book.rules}
        assert not set(one.verdicts) & {r for r, other in book.profile.instead.items() if other != r}


def test_the_facts_that_decide_are_answered_and_have_a_type_that_a_reader_can_answer(
    packs: Packs, all_shown: tuple[Shown, ...]
) -> None:
    for one in all_shown:
        known = one.played.assessment.knowledge.facts
        assert all(known[f].answered for f in one.facts if packs.vocabulary[f].definition.type is not FactType.COUNT)
        kinds = {one.played.assessment.results[r].rule.kind for r in one.played.assessment.results}
        assert Kind.OUTCOME in kinds


def test_loading_again_gives_the_same_statements(packs: Packs) -> None:
    assert load_statements(load()) == load_statements(packs)
