"""A number and its noun agree, wherever a count is printed: one checklist, never "1 checklistor"."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from sigrisk.assess import Result, assess
from sigrisk.bookdiffview import _effects
from sigrisk.bookeffects import Effects
from sigrisk.casefile import load_case
from sigrisk.checklisttext import digest
from sigrisk.cli import main
from sigrisk.compare import spoken
from sigrisk.counted import counted
from sigrisk.explain import reason
from sigrisk.memo.build import build
from sigrisk.packs import Packs, load
from sigrisk.publish.facts import numbers
from sigrisk.publish.wording import sentence
from sigrisk.publish.write import Differences
from sigrisk.rulebook import RuleBook
from sigrisk.show import instrument_text, profile_text

ROOT = Path(__file__).resolve().parent.parent
PLURALS = (
    "anmälningar|riskfaktorer|livsområden|kriterier|skyddsfaktorer|källor|checklistor|frågor|månader|månaderna|veckor|"
    "minuter|sidor|ärenden|granskningar|regler|övningsärenden|påståenden|ändringar|kolumner|undantagna|godkända|"
    "underkända|prövade"
)
WRONG = re.compile(rf"(?<![\d–.,-])1[  ](?:{PLURALS})\b|\b(?:[02-9]|\d\d+)[  ](?:månad|källa|fråga|vecka|minut|sida)\b")


def test_a_number_and_its_noun_agree() -> None:
    assert [counted(n, "källa", "källor") for n in (0, 1, 2, 11, 21)] == [
        "0 källor", "1 källa", "2 källor", "11 källor", "21 källor",
    ]  # fmt: skip


def test_what_this_file_looks_for_is_found() -> None:
    for wrong in ("minst 1 checklistor", "1 månader gammal", "1 frågor", "2 månad"):
        assert WRONG.search(wrong), wrong
    for right in ("1 checklista", "11 källor", "0–1 frågor", "2021 månader", "12 månader"):
        assert not WRONG.search(right), right


def test_every_unit_has_its_form_for_one(packs: Packs) -> None:
    same = {"år", "procent av frågorna", "tecken"}
    for param in packs.params.values():
        assert param.unit in same or param.unit_one, param.id
        assert param.counted(1) == f"1 {param.unit_one or param.unit}" and param.counted(3) == f"3 {param.unit}"


def _ones(book: RuleBook) -> RuleBook:
    """The rule book with every number set to one."""
    return replace(book, values=dict.fromkeys(book.values, 1))


def test_the_sentences_of_every_rule_agree_with_its_numbers(packs: Packs) -> None:
    """Whatever a municipality sets, one is one: on the screen, in a comparison and on the public page alike."""
    seen = set()
    case, _ = load_case(ROOT / "scenarios" / "27_inget_kant.yaml", packs)
    for profile in packs.profiles.ids:
        ones = _ones(packs.book(profile))
        assessment = replace(assess(case, packs.book(profile), packs.instruments, lambda *_: ""), book=ones)
        for rule_id, resolved in ones.rules.items():
            rule = resolved.rule
            told_of_case = reason(assessment, Result(rule, assessment.results[rule_id].node)).sentence
            assert not WRONG.search(told_of_case), (profile, rule_id, told_of_case)
            for text in (rule.says, rule.says_not, rule.says_open, rule.do):
                for told in (spoken(ones, text), sentence(text, ones)):
                    assert not WRONG.search(told.replace("\\", "")), (profile, rule_id, told)
                    seen |= set(re.findall(r"\b1 [a-zåäö]+", told))
    assert {"1 riskfaktor", "1 livsområde", "1 månad", "1 vecka", "1 skyddsfaktor", "1 anmälan"} <= seen


def test_no_rule_text_puts_a_noun_after_a_bare_number(packs: Packs) -> None:
    """A number with a noun is written {count:…}, which knows both forms; years are the same in both."""
    after = re.compile(r"\{param:(\w+)\} ([a-zåäö]+)")
    for placed in packs.rules.values():
        for text in (placed.rule.says, placed.rule.says_not, placed.rule.says_open, placed.rule.do, placed.rule.why):
            for param, noun in after.findall(text):
                assert noun in ("av", "år", "års", "till", "procent", "och", "eller", "urvalskriterier"), (
                    placed.rule.id,
                    param,
                    noun,
                )


def test_the_numbers_of_a_profile_agree(packs: Packs, book: RuleBook) -> None:
    ones = _ones(book)
    assert not WRONG.search(profile_text(ones))
    for view in numbers(ones):
        assert not WRONG.search(f"{view.value} {view.unit}"), view.title
    case, _ = load_case(ROOT / "scenarios" / "27_inget_kant.yaml", packs)
    memo = build(replace(assess(case, book, packs.instruments, lambda *_: ""), book=ones), "0", packs.young)
    assert not WRONG.search(str(memo).replace("', '", " "))


def test_a_fact_that_counts_for_a_month_says_so(tmp_path: Path) -> None:
    """A pack of its own: a fact that grows old in a month, a checklist of one question that takes a minute."""
    rules = tmp_path / "pack" / "rules"
    (rules / "vocabulary").mkdir(parents=True)
    text = (ROOT / "rules/vocabulary/08_fritid.yaml").read_text(encoding="utf-8")
    (rules / "vocabulary" / "08_fritid.yaml").write_text(re.sub(r"expires: \d+", "expires: 1", text), encoding="utf-8")
    (rules.parent / "instruments").mkdir()
    text = (ROOT / "docs/checklistor.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    head, items = text.split("    items:\n")
    one = "    items:\n" + items.split("      - id: platser")[0]
    form = (head + one).replace("minutes: 5", "minutes: 1").replace("exempelby_fritid", "liten")
    (rules.parent / "instruments" / "liten.yaml").write_text(form, encoding="utf-8")
    packs = load(rules.parent)
    assert "cirka 1 minut." in instrument_text(packs.instruments["liten"], packs.vocabulary)
    pages = tmp_path / "sidor"
    done = _sigrisk("rules", "publish", "--out", pages, "--rules", rules.parent)
    assert re.search(r"^\d+ sidor stämmer nu", done, re.MULTILINE), done
    told = "".join(page.read_text(encoding="utf-8") for page in pages.rglob("*.md"))
    assert "1 månad från den dag svaret gavs" in told and "Tar cirka 1 minut." in told
    case = tmp_path / "arende.yaml"
    case.write_text(
        "sigrisk: 1\ncase: {id: A-1, assessment_date: 2026-11-16}\nperson: {label: Kim, age: 16}\nchecklists:\n"
        "  - {instrument: liten, version: 1, date: 2026-11-16, assessor: {name: Sam, role: polis}, "
        "answers: {oordnad: mycket}}\n",
        encoding="utf-8",
    )
    assessment = assess(
        load_case(case, packs)[0], packs.book("socialstyrelsen-ungdom"), packs.instruments, lambda *_: ""
    )
    lines = " ".join(line.text for score in assessment.scores for line in digest(assessment, score))
    assert "1 av 1 fråga är besvarad på formuläret" in lines and "av 1 fråga." in lines


def test_a_rating_for_a_month_says_so(packs: Packs, book: RuleBook) -> None:
    case, _ = load_case(ROOT / "scenarios" / "01_tydligt_erbjudande.yaml", packs)
    (form, *_), (summary, *_) = case.checklists, [c.summary for c in case.checklists if c.summary]
    for months, told in ((1, "för den närmaste månaden."), (12, "för de närmaste 12 månaderna.")):
        rated = form.model_copy(update={"summary": summary.model_copy(update={"horizon_months": months})})
        assessment = assess(case.model_copy(update={"checklists": (rated,)}), book, packs.instruments, lambda *_: "")
        assert any(told in line.text for line in digest(assessment, assessment.scores[0])), told


def test_the_sums_of_the_commands_agree() -> None:
    one = (Path("a.md"),)
    assert Differences(one, (), (), ()).summary(1, done=True).startswith("1 sida stämmer nu")
    assert Differences(one, (), (), ()).summary(1, done=False).startswith("1 sida stämmer inte")
    assert Differences((), (), (), ()).summary(1, done=False).startswith("1 sida stämmer med")
    assert "Det enda övningsärendet" in " ".join(_effects(Effects(tried=1, changes=(), untried=()), 200))
    assert _sigrisk("check", "--only", "SIG206").splitlines()[-1].startswith("En granskning är gjord.")


def _sigrisk(*arguments: str | Path) -> str:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


NUMBERED = re.compile(rf"\}}+(?: |\{{NBSP\}})(?:{PLURALS})\b")
ONE_APART = re.compile(r"(== 1|> 1) else|made == run.total else")  # the line has another form for one
EXCUSED = {  # never one: the number is fixed, more than one, or its one is written apart on the same line
    "sigrisk/explain.py": "uppgifter till",
    "sigrisk/checklisttext.py": "de närmaste {summary.horizon_months} månaderna",
    "templates/regelverk_profil.md.j2": '"månad" if',
}


def test_no_place_in_the_code_or_a_template_puts_a_plural_after_a_bare_number() -> None:
    """Wherever a count is printed, counted() or form() chooses the noun."""
    files = [*(ROOT / "sigrisk").rglob("*.py"), *(ROOT / "templates").rglob("*.j2")]
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        for line in file.read_text(encoding="utf-8").splitlines():
            if NUMBERED.search(line) and not ONE_APART.search(line):
                assert name in EXCUSED and EXCUSED[name] in line, f"{name}: {line.strip()}"
