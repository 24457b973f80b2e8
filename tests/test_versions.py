"""A corrected original over pages and decisions of people, through the command line."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from click.testing import Result

from handling import SMALL, replace_in, run, tree
from huibian import frontmatter
from huibian.planfile import read_plan

TEXT = SMALL.read_text(encoding="utf-8")
ARTICLES = [TEXT.index(title) for title in ("把办事窗口", "一盏路灯", "课桌边的", "河边多了")]
HEAD, ONE, TWO, THREE, FOUR = (
    TEXT[start:end]
    for start, end in zip([0, *ARTICLES], [*ARTICLES, TEXT.index("【好材料网】")], strict=True)
)
NEW = (
    "戏台下的调解席\n\n"
    + "xx镇把调解席摆到戏台下，看完戏的人坐下来就能把话说开，一年说开了六十多件心结。\n" * 5
    + "\n\n"
)
#: What a person wrote into the third page.
MINE = ("抬头就能看见锅里", "一抬头就看得见锅里")


@pytest.fixture
def folder(site: Path) -> Path:
    """The small compilation with decisions on three articles and a page changed by hand."""
    source = site / "small.txt"
    source.write_text(TEXT, encoding="utf-8")
    ok(run(site, "split", str(source)))
    ok(
        run(
            site, "edit", "small", "--split-at", "23", "--retitle", "3", "小水表",
            "--set", "1", "level=乡镇街道级", "--drop", "12", "--confirm", "31",
        )
    )  # fmt: skip
    made = site / "docs" / "collections" / "small"
    replace_in(made / "04.md", *MINE)
    return made


def ok(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def again(site: Path, text: str) -> str:
    """Split a corrected file of the same name; return the report. A second time changes nothing."""
    (site / "small.txt").write_text(text, encoding="utf-8")
    shown = ok(run(site, "split", str(site / "small.txt")))
    before = tree(site)
    assert "没有改动任何文件" in ok(run(site, "split", str(site / "small.txt")))
    assert tree(site) == before
    done = run(site, "check", "--quiet")
    assert done.exit_code == 0, done.output
    return shown


def pages(folder: Path) -> dict[str, str]:
    """Return title -> body of the pages in their order."""
    found = {}
    for number, path in enumerate(sorted(folder.glob("[0-9]*.md")), 1):
        page = frontmatter.parse(path.read_text(encoding="utf-8"))
        assert page.meta["number"] == number
        found[str(page.meta["title"])] = page.body
    return found


def decided(folder: Path) -> None:
    """Check that the decisions still stand."""
    first = frontmatter.parse((folder / "01.md").read_text(encoding="utf-8"))
    assert first.meta["level"] == "乡镇街道级"
    assert "蓄电池" not in first.body
    assert "小水表" in pages(folder)
    ops = [one.op for one in read_plan(folder / "source/plan.yml", "").edits]
    assert ops == ["split-at", "retitle", "set", "drop", "confirm"]


def conflicts(folder: Path) -> list[str]:
    return [path.name for path in sorted((folder / "source" / "conflicts").glob("*"))]


def test_a_paragraph_inserted_above(site: Path, folder: Path) -> None:
    shown = again(site, TEXT.replace("本册为", "再版说明。\n\n又一段说明。\n\n本册为"))
    assert "合并      04.md《课桌边的热饭菜》：你改过的和新的结果都在" in shown
    assert "重新生成    5 页：index.md、01–03、05" in shown
    assert "HB216" not in shown
    decided(folder)
    assert MINE[1] in pages(folder)["课桌边的热饭菜"]
    assert conflicts(folder) == []


def test_a_paragraph_inserted_into_the_page_that_was_changed(site: Path, folder: Path) -> None:
    shown = again(site, TEXT.replace("二、味道要好\n", "又有一件新鲜事。\n二、味道要好\n"))
    assert "合并      04.md" in shown
    body = pages(folder)["课桌边的热饭菜"]
    assert MINE[1] in body
    assert "又有一件新鲜事。" in body
    decided(folder)


def test_the_changed_sentence_is_corrected_in_the_original_too(site: Path, folder: Path) -> None:
    mine = (folder / "04.md").read_text(encoding="utf-8")
    shown = again(site, TEXT.replace("抬头就能看见锅里", "抬头便能看清锅里"))
    assert (folder / "04.md").read_text(encoding="utf-8") == mine
    assert "保留      04.md《课桌边的热饭菜》：你和新的结果改了同一处（正文）" in shown
    assert "docs/collections/small/source/conflicts/04.md" in shown
    new = (folder / "source" / "conflicts" / "04.md").read_text(encoding="utf-8")
    assert "抬头便能看清锅里" in new
    found = run(site, "check").stdout
    assert "HB423" in found
    assert "请对照它改好 docs/collections/small/04.md" in found
    (folder / "source" / "conflicts" / "04.md").unlink()
    (folder / "source" / "conflicts").rmdir()
    assert "HB423" not in run(site, "check").stdout


def test_a_conflict_in_a_page_that_moves_keeps_number_and_lines_right(
    site: Path, folder: Path
) -> None:
    again(site, HEAD.replace("4", "5") + NEW + ONE + TWO + THREE.replace(MINE[0], "看清") + FOUR)
    page = frontmatter.parse((folder / "05.md").read_text(encoding="utf-8"))
    assert page.meta["number"] == 5
    assert page.meta["title"] == "课桌边的热饭菜"
    assert MINE[1] in page.body
    line = int(str(page.meta["source"]["lines"]).partition("-")[0])
    assert (site / "small.txt").read_text(encoding="utf-8").split("\n")[line - 1] == (
        "课桌边的热饭菜"
    )
    assert conflicts(folder) == ["05.md"]


def test_titles_changed_in_the_original(site: Path, folder: Path) -> None:
    shown = again(site, TEXT.replace("课桌边的热饭菜", "课桌边的一顿热饭"))
    assert "合并      04.md《课桌边的一顿热饭》" in shown
    assert MINE[1] in pages(folder)["课桌边的一顿热饭"]
    assert "第 5 项修改在现在的原文里找不到落脚处：确认“课桌边的热饭菜”现在的处理" in shown
    assert "edit small --forget 5" in shown
    ok(run(site, "edit", "small", "--forget", "5"))
    assert "找不到" not in ok(run(site, "edit", "small"))


def test_an_article_removed_that_a_person_changed(site: Path, folder: Path) -> None:
    mine = (folder / "04.md").read_bytes()
    shown = again(site, HEAD.replace("4", "3") + ONE + TWO + FOUR)
    assert list(pages(folder)) == [
        "把办事窗口搬到集市上",
        "一盏路灯照见干群心",
        "小水表",
        "河边多了巡河人",
    ]
    assert "移开      原来的 04.md《课桌边的热饭菜》：这一篇不再单独成页" in shown
    assert "docs/collections/small/source/conflicts/04-edited.md" in shown
    assert (folder / "source" / "conflicts" / "04-edited.md").read_bytes() == mine
    assert "HB423" in run(site, "check").stdout


def test_an_article_removed_that_nobody_changed(site: Path, folder: Path) -> None:
    shown = again(site, HEAD.replace("4", "3") + ONE + TWO + THREE)
    assert "不再有    《河边多了巡河人》" in shown
    assert MINE[1] in pages(folder)["课桌边的热饭菜"]
    assert conflicts(folder) == []
    decided(folder)


def test_articles_swapped(site: Path, folder: Path) -> None:
    shown = again(site, HEAD + ONE + THREE + TWO + FOUR)
    assert list(pages(folder))[:2] == ["把办事窗口搬到集市上", "课桌边的热饭菜"]
    assert "合并      02.md《课桌边的热饭菜》" in shown
    assert MINE[1] in pages(folder)["课桌边的热饭菜"]
    assert "HB216" not in shown
    decided(folder)


def test_an_article_inserted(site: Path, folder: Path) -> None:
    shown = again(site, HEAD.replace("4", "5") + ONE + NEW + TWO + THREE + FOUR)
    assert "新增        1 页：02" in shown
    assert MINE[1] in pages(folder)["课桌边的热饭菜"]
    assert "05.md《课桌边的热饭菜》" in shown
    decided(folder)


def rewrapped(text: str, width: int) -> str:
    """Break every paragraph into lines of so many characters."""
    lines = []
    for line in text.split("\n"):
        lines += textwrap.wrap(line, width, break_on_hyphens=False) if len(line) > width else [line]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [30, 38])
def test_the_whole_file_wrapped_anew(site: Path, folder: Path, width: int) -> None:
    """The texts are the same, all lines are others: titles hold, a long line is told as lost."""
    shown = again(site, rewrapped(TEXT, width))
    assert list(pages(folder))[3] == "课桌边的热饭菜"
    assert MINE[1] in pages(folder)["课桌边的热饭菜"]
    assert conflicts(folder) == []
    assert re.findall(r"第 (\d) 项修改在现在的原文里找不到落脚处", shown) == ["4"]
    assert "剔除“集市上没有网线" in shown
    first = frontmatter.parse((folder / "01.md").read_text(encoding="utf-8"))
    assert first.meta["level"] == "乡镇街道级"


def test_a_file_of_another_name_is_a_new_version_with_update(site: Path, folder: Path) -> None:
    other = site / "修订.txt"
    other.write_text(TEXT.replace("每人负责一公里", "每人负责两公里"), encoding="utf-8")
    done = run(site, "split", str(other), "--collection", "small")
    assert done.exit_code == 2
    assert "HB704" in done.stderr
    shown = ok(run(site, "split", str(other), "--collection", "small", "--update"))
    assert "没有变化    3 页：01–03" in shown
    assert "保留      04.md《课桌边的热饭菜》：是你改过的样子" in shown
    assert "重新生成    2 页：index.md、05" in shown
    decided(folder)


def test_fields_that_a_person_set_in_the_page_are_kept(site: Path, folder: Path) -> None:
    replace_in(folder / "05.md", "kind: 经验做法", "kind: 访谈")
    again(site, TEXT.replace("每人负责一公里", "每人负责两公里"))
    page = frontmatter.parse((folder / "05.md").read_text(encoding="utf-8"))
    assert page.meta["kind"] == "访谈"
    assert "每人负责两公里" in page.body


def test_edit_stops_at_what_a_person_changed(site: Path, folder: Path) -> None:
    """A command that a person gives right now can be given again: nothing is put aside."""
    before = tree(folder)
    done = run(site, "edit", "small", "--merge", "4")
    assert done.exit_code == 2
    assert "HB702" in done.stderr
    assert tree(folder) == before
