"""Works rules out from the published pages alone, as a reader with pen and paper would: no code of sigrisk is used.

A page gives the conditions as nested lists, the answers of each fact, and examples with the answer that the reader
should come to.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

YES, NO, UNSURE = "ja", "nej", "kan inte avgöras"
LEVELS = ["inte alls", "i låg grad", "i måttlig grad", "i hög grad"]
PROTECTION = ["saknas", "finns som en tråd", "finns tydligt"]
NUMBERS = [str(n) for n in range(131)]
NOT_APPLICABLE = "ej aktuellt"
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(#([^)]*)\)")
_HEADS = {
    r"[Aa]llt detta stämmer": lambda met, n, m: met == n,
    r"[Mm]inst ett av detta stämmer": lambda met, n, m: met >= 1,
    r"[Ii]nget av detta stämmer": lambda met, n, m: met == 0,
    r"[Mm]inst en del av detta stämmer inte": lambda met, n, m: met < n,
    r"[Mm]inst (\d+) av dessa (\d+)(?: livsområden)? stämmer": lambda met, n, m: met >= int(m[1]),
    r"[Ff]ärre än (\d+) av dessa (\d+)(?: livsområden)? stämmer": lambda met, n, m: met < int(m[1]),
}


@dataclass
class Part:
    """One line of a condition, with the lines under it."""

    text: str
    parts: list[Part] = field(default_factory=list)


@dataclass
class Example:
    """One row of a rule's table: what is known, and the answer it gives."""

    known: str
    answer: str


@dataclass
class Rule:
    """One rule as the page shows it."""

    condition: Part
    words: list[str]
    other_numbers: bool
    examples: list[Example]


@dataclass
class Page:
    """What a reader finds on a page: the rules, and the answers of each fact, by their anchors."""

    rules: dict[str, Rule]
    answers: dict[str, list[str]]
    sides: dict[str, str]


def read_page(text: str) -> Page:
    """The page as a reader sees it."""
    blocks = re.split(r'^<a id="([^"]+)"></a>$', text, flags=re.MULTILINE)
    found = dict(zip(blocks[1::2], blocks[2::2], strict=True))
    return Page(
        rules={name: _rule(block) for name, block in found.items() if name.startswith("regel-")},
        answers={name: _answers(block) for name, block in found.items() if name.startswith("uppgift-")},
        sides={name: _note(block, "Handlar om") for name, block in found.items() if name.startswith("uppgift-")},
    )


def _rule(block: str) -> Rule:
    condition = re.search(r"\*\*Villkor\*\*\n\n(.*?)\n\n", block, re.DOTALL)
    assert condition
    words = re.findall(r"^- \*([^*]+):\* ", block, re.MULTILINE)[:3]
    rows = re.findall(r"^\| (.*) \| ([^|]*) \|$", block, re.MULTILINE)
    examples = [Example(known, answer) for known, answer in rows if known not in ("Det enda vi vet", "---")]
    return Rule(_tree(condition[1]), words, "Exemplen räknar med" in block, examples)


def _tree(text: str) -> Part:
    root = Part("")
    open_: list[tuple[int, Part]] = [(-1, root)]
    for line in text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        part = Part(line.strip().removeprefix("- "))
        while open_[-1][0] >= depth:
            open_.pop()
        open_[-1][1].parts.append(part)
        open_.append((depth, part))
    assert len(root.parts) == 1
    return root.parts[0]


def _answers(block: str) -> list[str]:
    line = _note(block, "Svar")
    words = [w for chunk in line.split("; " if "; " in line else ", ") for w in _last_or(chunk)]
    return [n for word in words for n in (NUMBERS if word in ("ett antal", "en ålder i hela år") else [word])]


def _note(block: str, name: str) -> str:
    line = re.search(rf"^- \*{name}:\* (.*)$", block, re.MULTILINE)
    assert line, name
    return line[1]


def _last_or(text: str) -> list[str]:
    return text.rsplit(" eller ", 1)


# -- what is known in an example --------------------------------------------------------------------------------------


@dataclass
class Known:
    """The answers that are still possible by fact, and the rules that are given."""

    answers: dict[str, set[str]]
    rules: dict[str, str]


def known_in(page: Page, row: str) -> Known | None:
    """What an example says; None where it changes a number, so that the page's own numbers don't hold."""
    answers = {name: set(listed) for name, listed in page.answers.items()}
    rules: dict[str, str] = {}
    for piece in [] if row == "inget" else row.split("; "):
        if piece.startswith("gränsen "):
            return None
        if piece.startswith("Alla uppgifter om "):
            _answer_all(page, answers, piece)
            continue
        link = _LINK.search(piece)
        if link is None:  # a fact that no rule of the page reads
            continue
        rest = piece[link.end() :].lstrip("”").removeprefix(": ")
        if link[2].startswith("regel-"):
            rules[link[2]] = rest
        else:
            answers[link[2]] = possible(rest, page.answers[link[2]])
    return Known(answers, rules)


def _answer_all(page: Page, answers: dict[str, set[str]], piece: str) -> None:
    side, given = re.fullmatch(r"Alla uppgifter om (\w+): (.*), om inget annat sägs", piece).groups()  # type: ignore[union-attr]
    for name in answers:
        if page.sides[name] == side and set(page.answers[name]) & ({*LEVELS} if side != "skydd" else {*PROTECTION}):
            answers[name] = possible(given, page.answers[name])


def possible(text: str, every: list[str]) -> set[str]:
    """The answers that a text such as "minst 2" or "inte alls eller i låg grad" allows."""
    if text == "okänt":
        return set(every)
    if text in every:
        return {text}
    found: set[str] = set()
    tail = f" eller {NOT_APPLICABLE}"
    if text.endswith(tail):
        text, found = text.removesuffix(tail), {NOT_APPLICABLE}
    plain = [one for one in every if one != NOT_APPLICABLE]
    if text == "finns, minst som en tråd":
        return found | {*PROTECTION[1:]}
    ends = [_place(plain, end) for end in re.split(r" till | eller ", re.sub("^(minst|högst) ", "", text))]
    if text.startswith("minst "):
        return found | set(plain[ends[0] :])
    if text.startswith("högst "):
        return found | set(plain[: ends[0] + 1])
    if plain == NUMBERS or set(plain) <= {*LEVELS} or set(plain) <= {*PROTECTION}:
        return found | set(plain[ends[0] : ends[-1] + 1])
    return found | {plain[end] for end in ends}


def _place(every: list[str], answer: str) -> int:
    return every.index(answer.removesuffix(" år"))


# -- working it out ---------------------------------------------------------------------------------------------------


def work_out(page: Page, known: Known, name: str) -> str:
    """What a rule comes to, by the page's own words."""
    rule = page.rules[name]
    answer = known.rules.get(name)
    if answer is None:
        answer = rule.words[[YES, NO, UNSURE].index(_part(page, known, rule.condition))].lower()
    return answer


def _part(page: Page, known: Known, part: Part) -> str:
    if part.parts:
        return _list(part.text, [_part(page, known, inner) for inner in part.parts])
    if part.text.startswith("Detta stämmer inte: "):
        return _turned(_test(page, known, part.text.removeprefix("Detta stämmer inte: ")))
    return _test(page, known, part.text)


def _list(head: str, answers: list[str]) -> str:
    sure, may = answers.count(YES), answers.count(UNSURE)
    for pattern, holds in _HEADS.items():
        if match := re.fullmatch(rf"(?:.* – )?{pattern}:", head):
            numbers = [int(n) for n in match.groups()]
            assert len(numbers) < 2 or numbers[1] == len(answers), head
            outcomes = {holds(count, len(answers), match) for count in range(sure, sure + may + 1)}
            return UNSURE if len(outcomes) == 2 else YES if outcomes == {True} else NO
    raise AssertionError(head)


def _turned(answer: str) -> str:
    return {YES: NO, NO: YES}.get(answer, UNSURE)


def _test(page: Page, known: Known, text: str) -> str:
    link = _LINK.search(text)
    assert link, text
    rest = text[link.end() :]
    if link[2].startswith("regel-"):
        assert re.fullmatch(r"” (är uppfyllt|gäller)", rest), text
        words = page.rules[link[2]].words
        return [YES, NO, UNSURE][[w.lower() for w in words].index(work_out(page, known, link[2]))]
    wanted = possible(rest.removeprefix(": "), page.answers[link[2]]) - {NOT_APPLICABLE}
    there = known.answers[link[2]]
    return YES if there <= wanted else NO if not there & wanted else UNSURE


def worked_examples(page: Page) -> Iterator[tuple[str, Example, str]]:
    """Every example of the page that its own numbers hold for: the rule, the example and the reader's answer."""
    for name, rule in page.rules.items():
        for example in rule.examples:
            known = None if rule.other_numbers else known_in(page, example.known)
            if known is not None:
                yield name, example, work_out(page, known, name)


# -- the material -----------------------------------------------------------------------------------------------------


@dataclass
class Material:
    """What the page says of how the material is counted: its list of questions, its numbers, and what isn't counted."""

    questions: set[str]
    own: set[str]
    months: int
    share: int


@dataclass
class Said:
    """One answer in a case, as the memo's table has it: its fact, its source, and what it is worth."""

    fact: str
    source: str
    unknown: bool
    too_old: bool
    says_nothing: bool


@dataclass
class Form:
    """One checklist or form in a case: its questions with the fact each asks for, those answered, and its sources."""

    day: date
    asks: dict[str, str]
    answers: set[str]
    sources: set[str]


def read_material(text: str) -> Material:
    """The section on how the material is counted."""
    section = text.split('<a id="rakna-underlag"></a>')[1].split('<a id="brottstyper"></a>', maxsplit=1)[0]
    told, listed = section.split('<a id="rakna-fragor"></a>')
    told = re.sub(r"\s+", " ", told)
    number = re.search(r"är högst (\d+) månad(?:er)? gammal och minst (\d+) procent", told)
    assert number
    own = re.search(r"Gruppens eget svar på frågan (.*?) räknas inte, varken som källa eller som fråga", told)
    questions = [m[2] for line in listed.splitlines() if line.startswith("- ") and (m := _LINK.search(line))]
    assert len(questions) == len(set(questions)) == int(re.findall(r"De är (\d+)\.", listed)[0])
    assert "avrundas nedåt" in told
    return Material(
        set(questions), {m[2] for m in _LINK.finditer(own[1])} if own else set(), *map(int, number.groups())
    )


def count_material(
    rules: Material, said: list[Said], forms: list[Form], told_events: set[str], day: date
) -> tuple[int, int, int]:
    """How many sources there are, what share of the questions is answered, and how many have too old answers alone."""
    answers = [one for one in said if not one.unknown and not one.says_nothing]
    known = {one.fact for one in answers if not one.too_old}
    sources = told_events | {
        one.source for one in said if one.source and not one.unknown and not one.too_old and one.fact not in rules.own
    }
    for form in forms:
        elsewhere = known - {form.asks[one] for one in form.answers}
        filled = sum(one in form.answers or fact in elsewhere for one, fact in form.asks.items())
        enough = form.answers and 100 * filled >= rules.share * len(form.asks)
        if enough and _months_after(form.day, rules.months) >= day:
            sources |= form.sources
    answered = len(rules.questions & known)
    outdated = len(rules.questions & ({one.fact for one in answers} - known))
    return len(sources), 100 * answered // len(rules.questions) if rules.questions else 100, outdated


def _months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
