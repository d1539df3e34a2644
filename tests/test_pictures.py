"""The pictures: well-formed, grey, told in words, and saying nothing that the table beside them doesn't say."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from sigrisk.instrument import RISK_STEPS, ItemSide
from sigrisk.memo.checklists import tally_table
from sigrisk.memo.figures import counted
from sigrisk.memo.model import Memo, Picture
from sigrisk.memo.raster import png_files
from sigrisk.memo.word import word_file
from sigrisk.packs import Packs
from sigrisk.pictures import bars, change, timeline
from sigrisk.pictures.draw import COLOURS, HIGHEST, WIDTH, Drawing, Fill, Mark, Shape, parts
from sigrisk.pictures.letters import width, wrapped
from sigrisk.possible import Verdict
from sigrisk.score import tally
from tests.memos import AWKWARD, SCENARIOS, awkward, memo_of, pictures

SVG = "{http://www.w3.org/2000/svg}"
SAMPLE = [p for p in SCENARIOS if p.stem[:2] in ("01", "06", "09", "24")]
COLOUR = re.compile(r'(?:fill|stroke|color|style)="([^"]*)"')
SQUARE = Mark(Shape.SQUARE, Fill.EMPTY)
DAY = date(2026, 11, 16)


@pytest.fixture(scope="module", params=[p.stem for p in SAMPLE])
def memo(request: pytest.FixtureRequest, packs: Packs) -> Memo:
    return memo_of(next(p for p in SCENARIOS if p.stem == request.param), packs)


def root(drawing: Drawing | Picture) -> ElementTree.Element:
    return ElementTree.fromstring(drawing.svg)


def letters(drawing: Drawing | Picture) -> list[str]:
    return ["".join(one.itertext()) for one in root(drawing).iter(f"{SVG}text")]


def hatched(drawing: Drawing) -> list[float]:
    return [float(r.get("width", "")) for r in root(drawing).iter(f"{SVG}rect") if "url" in r.get("fill", "")]


def held(some: list[tuple[Drawing, range]]) -> Drawing:
    assert len(some) == 1
    return some[0][0]


# -- every picture of a memo ------------------------------------------------------------------------------------------


def test_a_memo_has_pictures_of_time_and_of_the_counts(memo: Memo) -> None:
    told = {section.number: [b for b in section.blocks if isinstance(b, Picture)] for section in memo.sections}
    assert told["3"]
    assert len(told["7"]) >= 2
    assert {number for number, some in told.items() if some} == {"3", "7"}


def test_each_is_named_and_told_in_words(memo: Memo) -> None:
    for one in pictures(memo):
        svg = root(one)
        names = {e.get("id"): e.text for e in svg if e.tag in (f"{SVG}title", f"{SVG}desc")}
        assert svg.get("role") == "img"
        assert [names[name] for name in svg.get("aria-labelledby", "").split()] == [one.title, one.description]
        assert one.description.endswith(".")


def test_no_id_stands_twice(memo: Memo) -> None:
    ids = [e.get("id") for one in pictures(memo) for e in root(one).iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 3 * len(pictures(memo))


def test_black_white_and_greys_only(memo: Memo) -> None:
    for one in (*pictures(memo), *pictures(awkward())):
        for colour in COLOUR.findall(one.svg):
            assert colour in COLOURS or re.fullmatch(r"url\(#[\w-]+-randig\)", colour), colour
    for colour in COLOURS:
        assert colour[1:3] == colour[3:5] == colour[5:7]


def test_every_number_stands_in_the_table_too(memo: Memo) -> None:
    for one in pictures(memo):
        table = set(re.findall(r"\d+", " ".join(cell for row in one.table.rows for cell in row)))
        assert set(re.findall(r"\d+", " ".join(letters(one)))) <= table
        assert letters(one)


def test_areas_are_never_added_up(memo: Memo) -> None:
    """No bar and no row is about all areas or a whole checklist: it could be looked at as a level."""
    for one in pictures(memo):
        assert not {"Alla områden", "Hela checklistan"} & {*letters(one), *(row[0] for row in one.table.rows)}


def test_nothing_is_drawn_outside_or_higher_than_a_page(memo: Memo) -> None:
    for one in (*pictures(memo), *pictures(awkward())):
        svg = root(one)
        wide, high = map(float, svg.get("viewBox", "").split()[2:])
        assert wide == WIDTH
        assert high <= HIGHEST + 4 or one in pictures(awkward())  # there one area alone is higher than a page
        for text in svg.iter(f"{SVG}text"):
            x, y, size = (float(text.get(key, "")) for key in ("x", "y", "font-size"))
            room = x if text.get("text-anchor") == "end" else WIDTH - x
            bold = text.get("font-weight") is not None
            assert width("".join(text.itertext()), size, bold=bold) <= room + 0.1
            assert 0 < y <= high
        for bar in svg.iter(f"{SVG}rect"):
            x, y, w, h = (float(bar.get(key, "0")) for key in ("x", "y", "width", "height"))
            assert x >= 0 and x + w <= WIDTH and y >= 0 and y + h <= high


def test_lines_of_text_do_not_lie_on_each_other(memo: Memo) -> None:
    for one in pictures(memo):
        lines: list[tuple[float, float, float, float]] = []
        for text in root(one).iter(f"{SVG}text"):
            x, y, size = (float(text.get(key, "")) for key in ("x", "y", "font-size"))
            wide = width("".join(text.itertext()), size, bold=text.get("font-weight") is not None)
            left = x - wide if text.get("text-anchor") == "end" else x
            box = (left, left + wide, y - size * 0.7, y)
            assert not any(a < box[1] and box[0] < b and c < box[3] and box[2] < d for a, b, c, d in lines), one.title
            lines.append(box)


def test_word_has_each_picture_with_its_words(memo: Memo) -> None:
    document = docx.Document(BytesIO(word_file(memo)))
    told = [(one.get("title"), one.get("descr")) for one in document.element.body.iter(qn("wp:docPr"))]
    assert told == [(one.title, one.description) for one in pictures(memo)]
    shown = [part.blob for part in document.part.package.iter_parts() if part.partname.startswith("/word/media")]
    assert len(document.inline_shapes) == len(told)
    assert all(blob.startswith(b"\x89PNG") for blob in shown)


def test_a_png_is_black_white_and_grey() -> None:
    image = pytest.importorskip("PIL.Image")
    area = bars.Area("Skola", (bars.Range("Hög", 1, 3),), 4)
    (png,) = png_files([held(bars.drawings("b", "Namn", "Ord.", [area])).svg])
    pixels = image.open(BytesIO(png)).convert("RGB")
    assert pixels.width == 3 * WIDTH
    assert all(max(colour) - min(colour) <= 2 for _, colour in pixels.getcolors(1 << 24))


# -- counts -----------------------------------------------------------------------------------------------------------


def test_what_is_known_is_solid_and_what_may_be_added_is_hatched() -> None:
    area = bars.Area("Skola", (bars.Range("Låg", 0, 0), bars.Range("Måttlig", 1, 1), bars.Range("Hög", 2, 5)), 6, "x")
    drawing = held(bars.drawings("b", "Namn", "Ord.", [area]))
    assert letters(drawing)[-6:] == ["Låg", "0", "Måttlig", "1", "Hög", "2–5"]
    unit = 20.0
    rows = [r for r in root(drawing).iter(f"{SVG}rect") if r.get("height") == "11"]
    widths = [(r.get("fill", "")[:4], round(float(r.get("width", "")) / unit)) for r in rows]
    assert widths == [("#fff", 6), ("#fff", 6), ("#1a1", 1), ("#fff", 6), ("url(", 3), ("#1a1", 2)]
    assert float(rows[4].get("x", "")) == float(rows[3].get("x", "")) + 2 * unit


@given(st.lists(st.sets(st.sampled_from(RISK_STEPS)).map(frozenset), min_size=1, max_size=12))
def test_the_span_is_as_many_as_have_no_single_answer(left: list[frozenset[str]]) -> None:
    """An item with several steps left may come to stand at each of them, and at no other."""
    one = tally("Område", ItemSide.RISK, left)
    (picture,) = counted("b", [one], tally_table("Tabell", [one], "Område"))
    wanted = []
    for step in RISK_STEPS:
        sure = sum(s == {step} for s in left)
        perhaps = sum(step in s for s in left if len(s) > 1)
        wanted.append(str(sure) if not perhaps else f"{sure}–{sure + perhaps}")
        assert perhaps <= one.unknown
    told = [text for text in letters(picture) if re.fullmatch(r"\d+(–\d+)?", text)]
    assert told == wanted
    assert list(picture.table.rows[0][1:4]) == wanted
    assert f"svar saknas: {one.unknown}" in " ".join(letters(picture)) or not one.unknown


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3))
def test_unanswered_items_may_stand_anywhere(high: int, unanswered: int, missing: int) -> None:
    left = [frozenset({"high"})] * high + [frozenset(RISK_STEPS)] * unanswered + [frozenset[str]()] * missing
    one = tally("Område", ItemSide.RISK, left)
    for count in one.counts:
        assert count.high - count.low == unanswered
    (picture,) = counted("b", [one], tally_table("Tabell", [one], "Område"))
    drawing = Drawing(picture.title, picture.description, picture.svg)
    spans = [w for w in hatched(drawing) if w != 13]  # 13 is the sign in the legend
    assert len(spans) == (3 if unanswered else 0)
    assert len(set(spans)) <= 1
    assert ("randiga" in picture.description) == bool(unanswered)


def test_a_range_can_not_be_turned_round_or_be_more_than_there_is() -> None:
    for low, high in ((2, 1), (-1, 0)):
        with pytest.raises(ValueError, match="range"):
            bars.Range("Hög", low, high)
    with pytest.raises(ValueError, match="room"):
        bars.Area("Skola", (bars.Range("Hög", 0, 3),), 2)


def test_many_areas_are_shared_out_on_pages() -> None:
    """Every area once, in order, and the rows of the table with them."""
    every = [tally(f"Område {n}", ItemSide.RISK, [frozenset(RISK_STEPS)]) for n in range(40)]
    found = counted("b", every, tally_table("Tabell", [*every, tally("Alla", ItemSide.RISK, [])], "Område"))
    assert len(found) > 1
    assert [row[0] for one in found for row in one.table.rows] == [*(t.label for t in every), "Alla"]
    for one in found:
        assert [row[0] for row in one.table.rows if row[0] != "Alla"] == [t for t in letters(one) if "Område" in t]
    assert found[0].title == f"Tabell i bild, del 1 av {len(found)}"


# -- time -------------------------------------------------------------------------------------------------------------


def span(first: date | None, every: date | None, some: date | None) -> timeline.Span:
    return timeline.Span(str(first), "Skolan: 2 uppgifter", "alla gäller", first, every, some)


def bar_widths(drawing: Drawing) -> list[tuple[str, float]]:
    listed = [r for r in root(drawing).iter(f"{SVG}rect") if r.get("width") not in ("13", "4.5")]
    return [(r.get("fill", "")[:4], float(r.get("width", ""))) for r in listed]


def test_a_bar_is_solid_while_all_count_and_hatched_while_some_do() -> None:
    first, half = date(2026, 1, 5), date(2026, 6, 12)
    (drawing, items), *more = timeline.drawings("t", "Namn", "Ord.", [span(first, half, None)], DAY)
    assert not more
    whole = (DAY - first).days
    long = WIDTH - 18
    solid = long * (half - first).days / whole
    assert bar_widths(drawing) == [
        ("#1a1", pytest.approx(solid, abs=0.1)),
        ("url(", pytest.approx(long - solid, abs=0.1)),
    ]
    assert "räknas även efter bedömningsdagen" in letters(drawing)
    assert letters(drawing)[-2:] == ["2026-11-16, bedömningsdag", "2026-01-05"]
    assert len(items) == 1


def test_what_is_too_old_ends_before_the_day() -> None:
    old = date(2026, 6, 12)
    ((drawing, _),) = timeline.drawings("t", "Namn", "Ord.", [span(date(2026, 1, 5), old, old)], DAY)
    assert [fill for fill, _ in bar_widths(drawing)] == ["#1a1"]
    assert bar_widths(drawing)[0][1] < WIDTH / 2 + 10
    assert "räknas även efter bedömningsdagen" not in letters(drawing)


def test_what_has_no_day_stands_in_the_table_only() -> None:
    undated = timeline.Moment(timeline.UNDATED, "Nominerad av skolan", "", None, None, SQUARE)
    dated = timeline.Moment("2026-05", "Rån", "vittne", date(2026, 5, 1), date(2026, 5, 31), SQUARE)
    ((drawing, items),) = timeline.drawings("t", "Namn", "Ord.", [undated, dated], DAY)
    assert items == (dated, undated)
    assert not any("Nominerad" in text for text in letters(drawing))
    assert timeline.drawings("t", "Namn", "Ord.", [undated], DAY) == []


def test_all_on_the_day_itself_is_drawn() -> None:
    ((drawing, _),) = timeline.drawings("t", "Namn", "Ord.", [span(DAY, None, None)], DAY)
    assert bar_widths(drawing) == []
    assert letters(drawing)[-1] == "2026-11-16, bedömningsdag"


def test_a_long_story_is_shared_out_on_pages() -> None:
    listed = [
        timeline.Moment(f"2020-01-{n:02d}", "Rån", "vittne", date(2020, 1, n), date(2020, 1, n), SQUARE)
        for n in range(1, 32)
    ]
    found = timeline.drawings("t", "Namn", "Ord.", listed, DAY)
    assert len(found) > 1
    assert [item for _, items in found for item in items] == listed
    assert max(len(items) for _, items in found) - min(len(items) for _, items in found) <= 2


def test_each_role_and_status_has_a_sign_of_its_own(packs: Packs) -> None:
    from sigrisk.memo.timeline import _keys

    keys = _keys()
    assert len({label for _, label in keys}) == len({mark for mark, _ in keys}) == len(keys) == 8


# -- change -----------------------------------------------------------------------------------------------------------

MET = change.Stand(Verdict.MET, "uppfyllt")
NOT = change.Stand(Verdict.NOT_MET, "inte uppfyllt")
OPEN = change.Stand(Verdict.OPEN, "kan inte avgöras")
DAYS = [date(2026, 3, 1), date(2026, 9, 1), DAY]
LINES = [
    change.Line("Ålder", (MET, MET, MET)),
    change.Line("Vilja", (OPEN, NOT, MET)),
    change.Line("Ny", (None, OPEN, OPEN)),
]


def test_every_answer_stands_under_its_day_as_sign_and_word() -> None:
    (found,) = change.drawings("a", "Namn", DAYS, LINES)
    assert found.header == ("Vad som prövas", "2026-03-01", "2026-09-01", "2026-11-16", "Jämförelse")
    assert found.rows == (
        ("Ålder", "uppfyllt", "uppfyllt", "uppfyllt", "oförändrat"),
        ("Vilja", "kan inte avgöras", "inte uppfyllt", "uppfyllt", "ändrat"),
        ("Ny", "prövades inte", "kan inte avgöras", "kan inte avgöras", "ändrat"),
    )
    told = letters(found.drawing)
    assert {"Ålder", "Vilja (ändrat)", "Ny (ändrat)", "prövades inte", "uppfyllt", "inte uppfyllt"} <= set(told)
    assert found.drawing.description.endswith("Svaret har ändrats för ”Vilja” och ”Ny”.")
    shapes = [len(p.get("points", "").split()) for p in root(found.drawing).iter(f"{SVG}polygon")]
    assert shapes == [4, 12, 3, 4, 4, 4, 3, 12, 4, 3, 3]  # the legend's three; square, circle and triangle


def test_nothing_changed_is_said() -> None:
    (found,) = change.drawings("a", "Namn", DAYS, LINES[:1])
    assert found.drawing.description.endswith("Inget svar har ändrats mellan bedömningarna.")


def test_many_days_go_on_from_the_last_of_those_before() -> None:
    days = [date(2026, month, 1) for month in range(1, 8)]
    found = change.drawings("a", "Namn", days, [change.Line("Vilja", (OPEN, NOT, MET, MET, NOT, OPEN, OPEN))])
    assert [one.header[1:-1] for one in found] == [
        ("2026-01-01", "2026-02-01", "2026-03-01"),
        ("2026-03-01", "2026-04-01", "2026-05-01"),
        ("2026-05-01", "2026-06-01", "2026-07-01"),
    ]
    assert [one.drawing.title for one in found] == [f"Namn, del {n} av 3" for n in (1, 2, 3)]


@pytest.mark.parametrize("days", [DAYS[:1], DAYS[::-1]])
def test_days_must_be_several_and_in_order(days: list[date]) -> None:
    with pytest.raises(ValueError, match="in order"):
        change.drawings("a", "Namn", days, [])


def test_a_line_must_have_an_answer_for_each_day() -> None:
    with pytest.raises(ValueError, match="each day"):
        change.drawings("a", "Namn", DAYS, [change.Line("Vilja", (MET,))])


# -- letters ----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=60) | st.sampled_from(AWKWARD), st.integers(40, 340))
def test_any_text_is_broken_to_fit_and_kept(text: str, room: int) -> None:
    lines = wrapped(text, room, 13)
    assert all(width(line, 13) <= room for line in lines)
    kept = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text).replace(" ", "")
    assert "".join(lines).replace(" ", "") == kept


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_gives_well_formed_svg(label: str, description: str) -> None:
    area = bars.Area(label, (bars.Range(label, 0, 1),), 1, label)
    drawing = held(bars.drawings("b", label, description, [area]))
    assert root(drawing).tag == f"{SVG}svg"


def test_widths_hold_for_the_widest_common_typeface() -> None:
    """How wide some words are in DejaVu Sans, the fallback on Linux, at size 100; measured with Pillow."""
    measured = {"2026-11-16": 581, "Måttlig": 345, "Familj och nära relationer": 1276, "inte uppfyllt": 601}
    for word, wide in measured.items():
        assert wide <= width(word, 100) <= wide * 1.1, (word, width(word, 100))


@given(st.lists(st.integers(1, 300), max_size=30))
def test_parts_hold_everything_once_and_no_more_than_fits(heights: list[int]) -> None:
    found = parts(heights, 400)
    assert [place for some in found for place in some] == list(range(len(heights)))
    assert all(sum(heights[place] for place in some) <= 400 for some in found)


def test_pictures_name_nobody(packs: Packs) -> None:
    """No file of the drawing reads a case: it draws what it is given."""
    folder = Path(bars.__file__).parent
    for path in folder.glob("*.py"):
        imported = re.findall(r"from sigrisk\.(\w+)", path.read_text(encoding="utf-8"))
        assert set(imported) <= {"pictures", "possible"}
