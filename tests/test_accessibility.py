"""The HTML memo in a browser, examined by axe-core: no violation of WCAG 2.1 AA, nor of what axe calls good practice.

Needs Chromium, and axe-core from npm: ``npm install --prefix DIR axe-core`` and SIGRISK_AXE=DIR/node_modules/axe-core.
``.ci/run`` sees to both.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path

import pytest

from sigrisk.memo.reader import Copy
from sigrisk.memo.render import render
from sigrisk.memofiles import Order, memo_for, read_for
from sigrisk.packs import Packs
from tests.memos import SCENARIOS, awkward, memo_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
RUN = """
<script>
axe.run(document, {resultTypes: ["violations"]}).then(found => {
  const told = document.createElement("pre");
  told.id = "found";
  told.textContent = JSON.stringify({
    violations: found.violations.map(one => one.id + ": " + one.help + " " + one.nodes[0].html),
    passes: found.passes.map(one => one.id),
    cut: document.documentElement.scrollWidth > window.innerWidth,
  });
  document.body.append(told);
});
</script>
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    return found


@pytest.fixture(scope="module")
def axe() -> str:
    script = Path(os.environ.get("SIGRISK_AXE", ""), "axe.min.js")
    if not script.is_file():
        pytest.skip("axe-core is not installed: SIGRISK_AXE must name its folder")
    return script.read_text(encoding="utf-8")


def examined(page: str, axe: str, browser: str, folder: Path, width: int) -> dict[str, list[str]]:
    """What axe finds on the page in a window of a given width."""
    script = axe.replace("</script", "<\\/script")
    path = folder / "memo.html"
    path.write_text(page.replace("</body>", f"<script>{script}</script>{RUN}</body>"), encoding="utf-8")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        f"--window-size={width},1000", "--virtual-time-budget=60000", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=240)
    told = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told is not None, "axe has not finished"
    found: dict[str, list[str]] = json.loads(unescape(told[1]))
    tried = {"color-contrast", "html-has-lang"} | ({"td-headers-attr"} if "<td" in page else set())
    assert tried <= set(found["passes"]), "axe has not tried the page"
    return found


@pytest.mark.parametrize("width", [1280, 500])
@pytest.mark.parametrize("stem", ["01", "06"])
def test_a_memo_has_no_violation(stem: str, width: int, packs: Packs, browser: str, axe: str, tmp_path: Path) -> None:
    path = next(p for p in SCENARIOS if p.stem.startswith(stem))
    found = examined(render(memo_of(path, packs), "html", packs.roots), axe, browser, tmp_path, width)
    assert found["violations"] == []
    assert not found["cut"], "the page is wider than the window"


@pytest.mark.parametrize("copy", [Copy.PARTY, Copy.YOUNG])
def test_a_copy_has_no_violation(copy: Copy, packs: Packs, browser: str, axe: str, tmp_path: Path) -> None:
    order = Order(SCENARIOS[0], ("html",), tmp_path, force=False, copy=copy)
    found = examined(
        render(memo_for(order, read_for(order, None, None)), "html", packs.roots), axe, browser, tmp_path, 500
    )
    assert found["violations"] == []
    assert not found["cut"], "the page is wider than the window"


NARROW = """
<script>
addEventListener("load", () => {
  const page = document.querySelector("iframe").contentDocument;
  const broken = [];
  for (const heading of page.querySelectorAll("h1, h2, h3, caption, figcaption, thead th")) {
    const texts = page.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
        const range = page.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map(one => Math.round(one.top))).size > 1 && !/[-–]/.test(word[0])) {
          broken.push(word[0]);
        }
      }
    }
  }
  const told = document.createElement("pre");
  told.id = "found";
  const headings = page.querySelectorAll("h2").length;
  told.textContent = JSON.stringify({broken, headings, wide: page.documentElement.scrollWidth});
  document.body.append(told);
});
</script>
"""


@pytest.mark.parametrize("stem", ["01", "06"])
def test_no_word_of_a_heading_is_broken_on_a_small_telephone(
    stem: str, packs: Packs, browser: str, tmp_path: Path
) -> None:
    page = render(memo_of(next(p for p in SCENARIOS if p.stem.startswith(stem)), packs), "html", packs.roots)
    frame = f'<iframe style="width: 320px; height: 600px; border: 0" srcdoc="{escape(page)}"></iframe>'
    (tmp_path / "smal.html").write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><body>{frame}{NARROW}</body>', encoding="utf-8"
    )
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=20000", "--dump-dom", (tmp_path / "smal.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=240)
    told = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told is not None
    found = json.loads(unescape(told[1]))
    assert found["headings"] > 15
    assert found["broken"] == []
    assert found["wide"] <= 320


def test_a_memo_of_any_text_has_no_violation(packs: Packs, browser: str, axe: str, tmp_path: Path) -> None:
    """Save for headings without text, which no memo has."""
    found = examined(render(awkward(), "html", packs.roots), axe, browser, tmp_path, 1280)
    assert [one for one in found["violations"] if not one.startswith("empty-heading")] == []
    assert not found["cut"], "the page is wider than the window"


def test_a_fault_is_found(packs: Packs, browser: str, axe: str, tmp_path: Path) -> None:
    page = render(memo_of(SCENARIOS[0], packs), "html", packs.roots)
    spoilt = page.replace("--quiet: #4a4a4a", "--quiet: #bbbbbb").replace("<h1>", '<h1><img src="x.png">')
    found = " ".join(examined(spoilt, axe, browser, tmp_path, 1280)["violations"])
    assert "image-alt" in found
    assert "color-contrast" in found
