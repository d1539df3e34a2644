"""An answer written into a case file: nothing that stood there is lost, however it is written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sigrisk.casetext import NoPlace
from sigrisk.casewrite import add, comment, flow, in_yaml, keep, put
from sigrisk.diagnostics import BadInput
from sigrisk.newcase import blank_case
from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.yamlfile import Data, parse

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))
CLAIM = flow({"value": "måttlig", "source": "skolan", "date": "2026-11-14", "note": "Sagt: två gånger."})


def data(text: str) -> dict[str, Data]:
    found = parse(text.removeprefix("\ufeff"), "test").data
    assert isinstance(found, dict)
    return found


def kept(old: str, new: str) -> list[str]:
    """The lines of the old text that aren't in the new one, each as often as it is missing."""
    left = new.splitlines()
    missing = []
    for line in old.splitlines():
        if line in left:
            left.remove(line)
        else:
            missing.append(line)
    return missing


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_a_new_answer_leaves_every_line_of_a_scenario(path: Path) -> None:
    old = path.read_text(encoding="utf-8")
    for text, new in (
        (old, put(old, ("facts", "exempel.ny"), CLAIM)),
        (old, put(old, ("sources", "ny_kalla"), "{name: Ny källa, type: annan}")),
        (old, add(old, ("consent",), "{person: den unge, state: lämnat, date: 2026-11-14, source: skolan}")),
        (old, put(old, ("case", "operation_model"), "pussel")),
    ):
        missing = kept(text, new)
        assert len(missing) <= 1, missing  # a list on one line, or a value that is replaced, is written anew
        assert data(new).keys() >= data(text).keys()


LAYOUTS = {
    "a block": "facts:\n  a: {value: låg}\n  b: {value: hög}   # sagt i går\n\n# slut\nvoice: []\n",
    "nothing": "facts:\n  # a: {value: …, source: …, date: 2026-11-16}\n  # fler\nvoice: []\n",
    "no such part": "voice: []\n",
    "no newline at the end": "voice: []\nfacts:\n  b: {value: hög}",
    "braces": "facts: {b: {value: hög}}   # allt\nvoice: []\n",
    "empty braces": "facts: {}\nvoice: []\n",
    "braces on lines": "facts: {\n  b: {value: hög},  # ett\n  }\nvoice: []\n",
    "a comma last": "facts: {b: {value: hög}, }\n",
    "indented otherwise": "facts:\n      b:\n          value: hög\n          note: >-\n            en\n\nvoice: []\n",
    "a text on lines": "facts:\n  b:\n    note: |\n      rad ett\n      rad två\n\n# slut\n",
    "carriage returns": "facts:\r\n  b: {value: hög}   # sagt\r\nvoice: []\r\n",
    "a byte order mark": "\ufefffacts:\n  b: {value: hög}\n",
    "a question mark in braces": "facts:\n  b: {value: hög, note: Vad?, source: x}\n",
    "a quoted key": '"facts":\n  "b": {value: hög}\n',
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_answer_finds_its_place_in_every_layout(name: str) -> None:
    text = LAYOUTS[name]
    new = put(text, ("facts", "ny"), CLAIM, template="ny")
    before, after = data(text), data(new)
    facts = after.pop("facts")
    assert isinstance(facts, dict)
    assert facts.pop("ny") == {
        "value": "måttlig",
        "source": "skolan",
        "date": "2026-11-14",
        "note": "Sagt: två gånger.",
    }
    assert facts == (before.pop("facts", None) or {})
    assert after == before
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in new) == ("\r\n" in text)
    assert new.count("\n") == new.count("\r\n") or "\r\n" not in new
    assert all(word in new for word in ("# sagt", "# slut", "# fler", "# ett", "# allt") if word in text)


def test_the_line_that_shows_how_to_answer_gives_way_to_the_answer(packs: Packs) -> None:
    text = blank_case(packs, packs.book(DEFAULT_PROFILE), "2026-11-16", "tom")
    new = add(text, ("facts", "peers.criminal"), CLAIM, template="peers.criminal")
    assert kept(text, new) == ["  # peers.criminal: {value: …, source: …, date: 2026-11-16}"]
    lines = new.splitlines()
    at = lines.index(f"  peers.criminal: {CLAIM}")
    assert "I vilken grad umgås den unge" in "\n".join(lines[at - 8 : at])


def test_a_line_that_somebody_has_written_in_stays() -> None:
    """The commented line is people's own as soon as it says something."""
    text = "facts:\n  # ny: {value: hög, source: skolan, date: 2026-11-16}\nvoice: []\n"
    assert kept(text, put(text, ("facts", "ny"), CLAIM, template="ny")) == []


SEVERAL = {
    "braces": "facts:\n  a: {value: låg, source: x, date: 2026-11-01}  # sagt\nvoice: []\n",
    "a block": "facts:\n  a:\n    value: låg   # sagt\n    note: >-\n      en\n      två\n  b: {value: hög}\n",
    "a block at the end": "facts:\n  a:\n    value: låg",
    "a list": "facts:\n  a:\n    - {value: låg}   # sagt\n    - {value: hög}\n  b: {value: hög}\n",
    "a list not indented": "facts:\n  a:\n  - {value: låg}\n  - value: hög   # sagt\n    note: x\nvoice: []\n",
    "brackets": "facts:\n  a: [{value: låg}, {value: hög}]  # sagt\n",
    "all braces": "facts: {a: {value: låg}, b: {value: hög}}\n",
}


@pytest.mark.parametrize("name", SEVERAL)
def test_a_second_answer_stands_beside_the_first(name: str) -> None:
    text = SEVERAL[name]
    new = add(text, ("facts", "a"), CLAIM)
    before, after = data(text)["facts"], data(new)["facts"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    old = before["a"] if isinstance(before["a"], list) else [before["a"]]
    assert after["a"] == [*old, data(f"x: {CLAIM}")["x"]]
    assert {k: v for k, v in after.items() if k != "a"} == {k: v for k, v in before.items() if k != "a"}
    assert ("# sagt" in new) == ("# sagt" in text)


def test_a_value_takes_the_place_of_the_old_one() -> None:
    text = "person:\n  label: Kim\n  birth_date: 2010   # osäkert\nguardians:\n"
    assert put(text, ("person", "birth_date"), "2010-05") == text.replace("2010 ", "2010-05 ")
    assert data(put(text, ("guardians",), "2"))["guardians"] == 2
    assert data(put("person: {label: Kim}\n", ("person", "age"), "15"))["person"] == {"label": "Kim", "age": 15}


def test_where_there_is_no_place_nothing_is_written() -> None:
    with pytest.raises(NoPlace, match="guardians: 2"):
        put("voice: []\n...\n", ("guardians",), "2")


def test_a_comment_comes_last_and_on_a_line_of_its_own() -> None:
    assert comment("a: 1", "ingen visste") == "a: 1\n# ingen visste\n"
    assert comment("a: 1\r\n", "ingen visste") == "a: 1\r\n# ingen visste\r\n"


@pytest.mark.parametrize(
    "value", ["ja", "vet ej", "minst 2", "2–5", "Åke: ”hej”", "null", "# nej", "- a", 'a"b', "2026-11-16", ""]
)
def test_every_text_is_read_back_as_it_was(value: str) -> None:
    (read,) = data(f"x: {flow({'note': value})}").values()
    assert read == {"note": value}
    assert in_yaml(7) == "7"


def test_who_may_read_the_case_stays_and_a_link_stays_a_link(tmp_path: Path) -> None:
    case, link = tmp_path / "a.yaml", tmp_path / "lank.yaml"
    case.write_text("a: 1\n", encoding="utf-8")
    case.chmod(0o600)
    link.symlink_to(case)
    keep(link, "a: 2\n")
    assert link.is_symlink()
    assert case.read_text(encoding="utf-8") == "a: 2\n"
    assert stat.S_IMODE(case.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.yaml", "lank.yaml"]


def test_what_can_not_be_written_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tmp_path / "a.yaml"
    case.write_text("a: 1\n", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput) as caught:
        keep(case, "a: 2\n")
    assert [d.code for d in caught.value.diagnostics] == ["SIG033"]
    assert case.read_text(encoding="utf-8") == "a: 1\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]
