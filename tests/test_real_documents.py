"""Real documents, where they are at hand: only line numbers and levels stand here, no text.

They are third-party text and no part of the project. HUIBIAN_EXAMPLES names their folder; without
it they are looked for beside the project.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from handling import ROOT, run, tree
from huibian import frontmatter
from huibian.lineranges import parse_ranges
from huibian.planfile import read_plan
from huibian.schema import PlanFile
from huibian.stages.render import plain_text

EXAMPLES = Path(os.environ.get("HUIBIAN_EXAMPLES") or ROOT.parent / "shared" / "examples")
COMPILATION = EXAMPLES / "compilation-24.txt"

pytestmark = pytest.mark.skipif(
    not COMPILATION.is_file(),
    reason=f"the real documents are no part of the project and not in {EXAMPLES}; "
    "set HUIBIAN_EXAMPLES to the folder that has them",
)

TITLES = [
    7, 16, 25, 39, 49, 73, 90, 101, 110, 126, 147, 167,
    175, 187, 220, 240, 274, 285, 297, 318, 327, 344, 355, 383,
]  # fmt: skip
LEVELS = {
    "省级": [7, 285, 297],
    "市级": [16, 90, 167, 220, 240, 274, 318, 327, 355],
    "县区级": [25, 39, 101, 110, 126, 147, 175, 187, 344, 383],
    "开发区": [49],
    "企业": [73],
}
REGIONS = {
    7: "云南省",
    39: "山西省/运城市/平陆县",
    167: "西藏自治区",
    297: "贵州省",
    344: "陕西省/汉中市",
    355: "湖南省/岳阳市",
}
BROKEN = [97, 189, 290, 404]
ADVERTS, PAYWALLS = [425, 426, 427, 428], [144, 431]
EMBEDDED, CUT_OFF, MOVED = 370, [370, 383], "227-237"


@pytest.fixture
def folder(site: Path) -> Path:
    """The compilation, split into an empty site."""
    done = run(site, "split", str(COMPILATION), "--collection", "real")
    assert done.exit_code == 0, done.output
    return site / "docs" / "collections" / "real"


def plan(folder: Path) -> PlanFile:
    return read_plan(folder / "source" / "plan.yml", "plan.yml")


def pages(folder: Path) -> list[frontmatter.FrontMatter]:
    count = len(list(folder.glob("[0-9]*.md")))
    return [
        frontmatter.parse((folder / f"{number:02d}.md").read_text(encoding="utf-8"))
        for number in range(1, count + 1)
    ]


def clean(site: Path) -> None:
    done = run(site, "check", "--quiet")
    assert done.exit_code == 0, done.output
    assert "没有错误" in done.output
    assert "警告" not in done.output


def source() -> list[str]:
    return COMPILATION.read_text(encoding="utf-8-sig").splitlines()


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_titles(site: Path, folder: Path) -> None:
    kept = plan(folder)
    assert [one.title_lines for one in kept.articles] == [str(line) for line in TITLES]
    assert kept.collection.declared == len(TITLES) == len(pages(folder))
    assert kept.collection.title_line == 2
    lines = source()
    assert [bare(one.title) for one in kept.articles] == [bare(lines[n - 1]) for n in TITLES]
    clean(site)


def test_questions(folder: Path) -> None:
    asked = [(one.line, one.code, one.command) for one in plan(folder).questions]
    assert (227, "HB211", f"huibian edit real --move {MOVED} --to 16") in asked
    assert (EMBEDDED, "HB210", f"huibian edit real --split-at {EMBEDDED}") in asked
    assert [line for line, code, _ in asked if code == "HB212"] == CUT_OFF
    assert [line for line, code, _ in asked if code in ("HB210", "HB211")] == [227, EMBEDDED]
    assert {code for _, code, _ in asked} <= {"HB210", "HB211", "HB212", "HB215"}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_question_about_what_articles_say(site: Path, path: Path) -> None:
    done = run(site, "split", str(path), "--collection", "one", "--whole", "--dry-run")
    assert done.exit_code == 0, done.output
    assert set(re.findall(r"HB2\d\d", done.output)) <= {"HB215"}


def test_rejoined_lines(folder: Path) -> None:
    paragraphs = {
        bare(line)
        for page in pages(folder)
        for line in plain_text(page.body).split("\n")
        if line.strip()
    }
    lines = source()
    joined = []
    for number, line in enumerate(lines, 1):
        text = bare(line.replace("##paidbegin##", "")).lstrip("•·")
        if text and text not in paragraphs and any(text in one for one in paragraphs):
            joined.append(number)
    assert [n for n in joined if n not in TITLES] == [n for at in BROKEN for n in (at, at + 1)]


def test_dropped_lines(folder: Path) -> None:
    dropped = [(piece.line, piece.rule) for piece in plan(folder).dropped]
    assert [line for line, rule in dropped if rule == "advert"] == ADVERTS
    assert [line for line, rule in dropped if rule == "paywall"] == PAYWALLS
    assert len(dropped) == len(ADVERTS) + len(PAYWALLS)
    (span,) = (piece for piece in plan(folder).dropped if piece.line == 144)
    assert len(span.text) < 20 < len(source()[143])


def test_levels_and_regions(folder: Path) -> None:
    at = dict(zip(TITLES, pages(folder), strict=True))
    levels = {line: level for level, lines in LEVELS.items() for line in lines}
    assert {line: page.meta.get("level") for line, page in at.items()} == levels
    found = {line: page.meta["region"] for line, page in at.items() if "region" in page.meta}
    assert found == REGIONS


def test_the_theme_that_all_share_crowds_nothing_out(folder: Path) -> None:
    index = frontmatter.parse((folder / "index.md").read_text(encoding="utf-8"))
    assert index.meta["themes"] == ["作风建设"]
    assert all(1 <= len(page.meta["themes"]) <= 4 for page in pages(folder))
    telling = [page for page in pages(folder) if page.meta["themes"] != ["作风建设"]]
    assert len(telling) >= 18


def test_the_editors_decisions(site: Path, folder: Path) -> None:
    """Split off, move, split again, check after each step."""
    done = run(site, "edit", "real", "--split-at", str(EMBEDDED))
    assert done.exit_code == 0, done.output
    assert len(pages(folder)) == 25
    assert pages(folder)[23].meta["level"] == "市级"
    assert pages(folder)[24].meta["level"] == "县区级"
    assert plan(folder).articles[22].lines == "355-369"
    clean(site)

    done = run(site, "edit", "real", "--move", MOVED, "--to", "16")
    assert done.exit_code == 0, done.output
    lines = source()
    body = [line for line in plain_text(pages(folder)[15].body).split("\n") if line.strip()]
    whole = bare(lines[270] + lines[226])
    assert whole in [bare(line) for line in body], "line 271 goes on with line 227"
    assert bare(body[-1]) == bare(lines[236])
    assert bare(lines[226]) not in bare(plain_text(pages(folder)[14].body))
    assert plan(folder).articles[15].lines.endswith(f", {MOVED}")
    clean(site)

    before = tree(folder)
    done = run(site, "split", str(COMPILATION), "--collection", "real")
    assert done.exit_code == 0, done.output
    assert "没有改动任何文件" in done.output
    assert tree(folder) == before
    assert [one.op for one in plan(folder).edits] == ["split-at", "move"]
    asked = {(one.line, one.code) for one in plan(folder).questions}
    assert not {(227, "HB211"), (EMBEDDED, "HB210")} & asked
    clean(site)


def test_every_line_is_somewhere(folder: Path) -> None:
    kept = plan(folder)
    ranges = [*(one.lines for one in kept.articles), kept.preliminaries or ""]
    places = [
        number
        for text in ranges
        if text
        for one in parse_ranges(text)
        for number in range(one.first, one.last + 1)
    ]
    assert len(places) == len(set(places))
    seen = {*places, *(piece.line for piece in kept.dropped)}
    assert [n for n, line in enumerate(source(), 1) if line.strip() and n not in seen] == []


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("single-summary-*.txt")), ids=lambda path: path.stem
)
def test_a_single_article_is_offered_as_a_whole(site: Path, path: Path) -> None:
    before = tree(site)
    done = run(site, "split", str(path), "--collection", "one")
    assert done.exit_code == 2
    assert "HB201" in done.stderr
    assert tree(site) == before
    match = re.search(r"用 huibian (.*? --whole)", done.stderr)
    assert match is not None
    words = shlex.split(match.group(1))
    done = run(None, *words)
    assert done.exit_code == 0, done.output
    folder = site / "docs" / "collections" / "one"
    assert len(pages(folder)) == 1
    rules = {piece.rule for piece in plan(folder).dropped}
    assert "paywall" in rules
    clean(site)


def test_a_single_article_can_be_added(site: Path, folder: Path) -> None:
    singles = [str(path) for path in sorted(EXAMPLES.glob("single-summary-*.txt"))]
    done = run(site, "add", *singles, "--to", "real")
    assert done.exit_code == 0, done.output
    assert [page.meta["number"] for page in pages(folder)] == list(range(1, 25 + len(singles)))
    clean(site)


def test_a_single_article_without_its_title_line_gets_a_title(site: Path, folder: Path) -> None:
    """Made of its opening where that announces it, else of the file's name; always asked about."""
    titles = []
    for path in sorted(EXAMPLES.glob("single-summary-*.txt")):
        bare_text = path.read_text(encoding="utf-8-sig").split("\n", 1)[1]
        given = site / f"03.{path.stem}（定稿）.txt"
        given.write_text(bare_text, encoding="utf-8")
        done = run(site, "add", str(given), "--to", "real")
        assert done.exit_code == 0, done.output
        assert "原文没有标题行" in done.stdout
        page = pages(folder)[-1]
        assert page.meta["review"][0] == "title"
        titles.append((path.stem, str(page.meta["title"]), bare_text))
    (long, long_title, _), (_, plan_title, plan_text) = titles
    assert long_title == long  # its opening announces nothing
    assert re.fullmatch(r".{0,8}2023年.{4,20}情况总结", plan_title)
    assert all(char in plan_text for char in plan_title)
    clean(site)
