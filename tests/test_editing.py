"""What people decide: each edit, several at once, kept by later splits; articles added by hand."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
import yaml

from handling import SMALL, TITLES, TODAY, edit, findings, replace_in, split_small, tree
from huibian import frontmatter
from huibian.check import check_site
from huibian.diagnostics import HuibianError
from huibian.editing import Library, Request, slug_of
from huibian.model import Finding
from huibian.planfile import read_plan
from huibian.schema import ArticleMeta, PlanFile
from huibian.stages import extract
from huibian.vocabulary.cues import LevelCues
from readers.docx_files import PNG, docx, p, picture

TEXT = SMALL.read_text(encoding="utf-8")


@pytest.fixture
def folder(library: Library) -> Path:
    """The small compilation, split."""
    return split_small(library)


def plan(folder: Path) -> PlanFile:
    return read_plan(folder / "source" / "plan.yml", "plan.yml")


def page(folder: Path, number: int) -> frontmatter.FrontMatter:
    return frontmatter.parse((folder / f"{number:02d}.md").read_text(encoding="utf-8"))


def titles(folder: Path) -> list[str]:
    """Return the titles of the numbered pages in order, and check that their numbers run."""
    pages = [page(folder, at + 1) for at in range(len(list(folder.glob("[0-9]*.md"))))]
    assert [one.meta["number"] for one in pages] == list(range(1, len(pages) + 1))
    return [str(one.meta["title"]) for one in pages]


def sound(library: Library, *passed_over: str) -> None:
    """Check that every character is still in one place and every page as recorded."""
    wrong = [
        one.text()
        for one in check_site(library.site).findings
        if one.severity in ("error", "warning") and one.code not in passed_over
    ]
    assert wrong == []


def refused(library: Library, *requests: str, code: str = "HB408") -> str:
    """Run an edit that must be refused and change nothing; return its message and hint."""
    lock = library.store.root / ".lock"
    lock.unlink(missing_ok=True)
    before = tree(library.site)
    with pytest.raises(HuibianError) as caught:
        edit(library, *requests)
    if code == "HB702":  # found while it holds the lock; all else is found before
        lock.unlink()
    assert tree(library.site) == before
    found = findings(caught.value)[code]
    assert found.path == "small" or code != "HB408"
    return f"{found.message} → {found.hint}"


# --- each edit --------------------------------------------------------------------------------


def test_split_at_starts_an_article(library: Library, folder: Path) -> None:
    outcome = edit(library, "split-at 23")
    assert titles(folder) == [
        "把办事窗口搬到集市上",
        "一盏路灯照见干群心",
        "小水表抄出大节约 xx区供水站推行分区计量",
        "课桌边的热饭菜",
        "河边多了巡河人",
    ]
    assert page(folder, 3).meta["source"] == {"file": "original.txt", "lines": "23-28"}
    assert page(folder, 2).meta["source"]["lines"] == "15-22"
    assert "HB210" not in {finding.code for finding in outcome.compilation.findings}
    assert plan(folder).edits[0].model_dump() == {
        "op": "split-at",
        "at": {"line": 23, "text": "小水表抄出大节约 xx区供水站推行分区计量"},
    }
    sound(library)


def test_merge_takes_an_article_into_the_one_before(library: Library, folder: Path) -> None:
    edit(library, "merge 3")
    assert titles(folder) == ["把办事窗口搬到集市上", "一盏路灯照见干群心", "河边多了巡河人"]
    body = page(folder, 2).body
    assert body.index("听漏的老师傅") < body.index("课桌边的热饭菜") < body.index("灶台要亮")
    assert not (folder / "04.md").exists()
    sound(library)


def test_split_and_merge_undo_each_other(library: Library, folder: Path) -> None:
    before = {name: data for name, data in tree(folder).items() if name.endswith(".md")}
    edit(library, "split-at 23")
    edit(library, "merge 3")
    after = {name: data for name, data in tree(folder).items() if name.endswith(".md")}
    assert after == before


def test_move_puts_a_passage_at_the_end_of_another_article(library: Library, folder: Path) -> None:
    edit(library, "move 27-28 1")
    assert "听漏的老师傅" not in page(folder, 2).body
    assert page(folder, 1).body.rstrip().endswith("够半个城区用一个月。")
    assert page(folder, 1).meta["source"]["lines"] == "6-12, 27-28"
    sound(library)


def test_a_later_move_of_part_of_a_passage_wins(library: Library, folder: Path) -> None:
    edit(library, "move 25-28 1")
    edit(library, "move 27-28 4")
    assert page(folder, 1).body.rstrip().endswith("落到班组头上。")
    assert page(folder, 4).body.rstrip().endswith("够半个城区用一个月。")
    sound(library)


def test_retitle_changes_the_title_and_keeps_the_sources(library: Library, folder: Path) -> None:
    edit(library, "retitle 3 课桌边的热饭菜（改）：一堂 课")
    assert page(folder, 3).meta["title"] == "课桌边的热饭菜（改）：一堂 课"
    assert plan(folder).articles[2].title == "课桌边的热饭菜"
    sound(library)


def test_keep_brings_back_what_a_rule_dropped(library: Library, folder: Path) -> None:
    edit(library, "keep 48-49", "keep 33-33")
    assert plan(folder).dropped == []
    assert "会员免费下载" in page(folder, 4).body
    assert "#paidend#" in page(folder, 4).body.replace("\\", "")
    sound(library)


def test_drop_takes_lines_out(library: Library, folder: Path) -> None:
    edit(library, "drop 11-12")
    assert "蓄电池" not in page(folder, 1).body
    gone = [(piece.line, piece.rule) for piece in plan(folder).dropped if piece.rule == "editor"]
    assert gone == [(11, "editor"), (12, "editor")]
    sound(library)


def test_of_keep_and_drop_on_a_line_the_last_one_counts(library: Library, folder: Path) -> None:
    before = (folder / "01.md").read_bytes()
    edit(library, "drop 11-12")
    edit(library, "keep 11-12")
    assert (folder / "01.md").read_bytes() == before
    edit(library, "drop 12-12")
    assert "蓄电池" not in page(folder, 1).body
    sound(library)


def test_lines_around_a_passage_may_be_blank(library: Library, folder: Path) -> None:
    edit(library, "keep 47-49")
    assert plan(folder).edits[0].model_dump()["first"]["line"] == 48
    sound(library)


@pytest.mark.parametrize(
    ("request_", "field", "value"),
    [
        ("set 3 region=陕西省/汉中市", "region", "陕西省/汉中市"),
        ("set 3 level=市级", "level", "市级"),
        ("set 3 organization=xx县：教育局 #1", "organization", "xx县：教育局 #1"),
        ("set 3 themes=教育,养老服务", "themes", ["教育", "养老服务"]),
        ("set 3 主题=教育、养老服务", "themes", ["教育", "养老服务"]),
        ("set 3 kind=访谈", "kind", "访谈"),
        ("set 3 date=2023-03", "date", "2023-03"),
        ("set 3 summary=一句话。", "summary", "一句话。"),
        ("set 3 subtitle=——记村小食堂", "subtitle", "——记村小食堂"),
        ("set 3 level=", "level", None),
        ("set 3 themes=", "themes", None),
        ("set 3 summary=", "summary", None),
    ],
)
def test_set_changes_a_field(
    library: Library, folder: Path, request_: str, field: str, value: object
) -> None:
    outcome = edit(library, request_)
    assert page(folder, 3).meta.get(field) == value
    if value is not None:
        assert field not in page(folder, 3).meta.get("review", [])
        asked = [one.hint for one in outcome.compilation.findings]
        assert not any(f"--set 3 {field}=" in hint for hint in asked)
    sound(library)


def test_a_subtitle_set_in_the_place_of_the_sources_is_accounted_for(library: Library) -> None:
    text = TEXT.replace("课桌边的热饭菜\n", "课桌边的热饭菜\n——xx县村小食堂见闻\n")
    path = library.site / "small.txt"
    path.write_text(text, encoding="utf-8")
    folder = split_small(library, path=path)
    assert page(folder, 3).meta["subtitle"] == "——xx县村小食堂见闻"
    edit(library, "set 3 subtitle=——村小一周")
    assert page(folder, 3).meta["subtitle"] == "——村小一周"
    sound(library)
    edit(library, "set 3 subtitle=")
    assert "subtitle" not in page(folder, 3).meta
    assert "见闻" not in page(folder, 3).body
    assert (32, "editor") in [(piece.line, piece.rule) for piece in plan(folder).dropped]
    sound(library)


def test_confirm_settles_the_questions_of_a_line(library: Library, folder: Path) -> None:
    asked = {finding.line for finding in edit(library, "confirm 6").compilation.findings}
    assert 23 in asked
    assert 6 not in asked
    assert "review" not in page(folder, 1).meta
    asked = {finding.line for finding in edit(library, "confirm 23").compilation.findings}
    assert 23 not in asked
    sound(library)


# --- several, again, and after changes --------------------------------------------------------


def test_several_edits_are_made_in_their_order(library: Library, folder: Path) -> None:
    """The numbers of later edits are those that earlier ones in the same command gave."""
    edit(library, "split-at 23", "retitle 3 小水表", "merge 2", "set 2 level=县区级")
    assert titles(folder) == ["把办事窗口搬到集市上", "小水表", "课桌边的热饭菜", "河边多了巡河人"]
    assert page(folder, 2).meta["level"] == "县区级"
    assert "一盏路灯照见干群心" in page(folder, 1).body
    assert [one.op for one in plan(folder).edits] == ["split-at", "retitle", "merge", "set"]
    sound(library)


def test_a_second_split_keeps_all_decisions(library: Library, folder: Path) -> None:
    edit(
        library,
        "split-at 23",
        "move 27-28 1",
        "retitle 3 小水表",
        "set 3 region=陕西省/汉中市",
        "drop 12-12",
        "keep 48-48",
        "confirm 6",
        "merge 5",
    )
    before = tree(library.site)
    split_small(library)
    assert tree(library.site) == before
    edit(library, "confirm 31")
    split_small(library)
    assert len(plan(folder).edits) == 8  # nothing was asked at line 31 any more
    sound(library)


def test_anchors_follow_their_lines_in_a_changed_original(library: Library, folder: Path) -> None:
    edit(library, "split-at 23", "retitle 3 小水表", "move 27-28 1", "drop 12-12")
    longer = library.site / "small.txt"
    longer.write_text(
        TEXT.replace("本册为测试而写", "再版说明。\n\n又一行说明。\n\n本册为测试而写"),
        encoding="utf-8",
    )
    split_small(library, path=longer)
    assert titles(folder)[:3] == ["把办事窗口搬到集市上", "一盏路灯照见干群心", "小水表"]
    assert page(folder, 3).meta["source"]["lines"] == "27-30"
    assert page(folder, 1).meta["source"]["lines"].endswith("31-32")
    assert "蓄电池" not in page(folder, 1).body
    assert plan(folder).edits[0].model_dump()["at"]["line"] == 23  # as it was recorded
    sound(library)


def test_an_edit_that_has_lost_its_line_is_reported_and_kept(
    library: Library, folder: Path
) -> None:
    edit(library, "split-at 23", "set 1 level=市级")
    shorter = library.site / "small.txt"
    shorter.write_text(
        TEXT.replace("小水表抄出大节约 xx区供水站推行分区计量\n", ""), encoding="utf-8"
    )
    outcome = library.split(shorter, slug="small", today=TODAY)
    lost = [finding for finding in outcome.compilation.findings if finding.code == "HB216"]
    assert [(one.line, one.severity) for one in lost] == [(23, "warning")]
    assert "第 1 项修改" in lost[0].message
    assert "从“小水表抄出大节约 xx区供水站推行分区计量”起另分一篇" in lost[0].message
    assert "huibian edit small --forget 1" in lost[0].hint
    assert len(titles(folder)) == 4
    assert page(folder, 1).meta["level"] == "市级"
    assert [one.op for one in plan(folder).edits] == ["split-at", "set"]
    split_small(library)  # the line is back, and so is the article
    assert len(titles(folder)) == 5
    sound(library)


def test_a_decision_that_a_new_version_bears_out_stops_nothing(
    library: Library, folder: Path
) -> None:
    """The line that an editor made a title stands alone in the new version: found anyway."""
    edit(library, "split-at 23", "retitle 3 小水表")
    clear = library.site / "small.txt"
    clear.write_text(
        TEXT.replace("小水表抄出", "\n\n小水表抄出").replace("分区计量\n", "分区计量\n\n"),
        encoding="utf-8",
    )
    outcome = library.split(clear, slug="small", today=TODAY)
    assert titles(folder)[2] == "小水表"
    assert not [one for one in outcome.compilation.findings if one.code == "HB216"]
    assert [one.op for one in plan(folder).edits] == ["split-at", "retitle"]
    sound(library)


def test_a_decision_that_makes_no_sense_any_more_stops_nothing(
    library: Library, folder: Path
) -> None:
    edit(library, "merge 3", "set 3 level=市级")
    path = folder / "source" / "plan.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("merge, article: {line: 31", "merge, article: {line: 6")
    text = text.replace("text: 课桌边的热饭菜}", "text: 把办事窗口搬到集市上}")
    path.write_text(text, encoding="utf-8")
    outcome = library.split(SMALL, slug="small", today=TODAY)
    assert [one.line for one in outcome.compilation.findings if one.code == "HB216"] == [6]
    assert page(folder, 4).meta["level"] == "市级"
    refusal = refused(library, "merge 1")  # but a new one like it is refused
    assert "第 1 篇前面没有" in refusal


def test_no_sequence_of_edits_loses_or_doubles_anything(library: Library) -> None:
    """Random decisions: each is carried out and the site is sound, or refused and nothing changes.

    A second split gives the same again, also from a version with lines inserted and taken out.
    """
    chance = random.Random(20260102)
    folder = library.store.folder("small")
    made = 0
    for _ in range(60):
        shutil.rmtree(folder, ignore_errors=True)
        split_small(library)
        for _ in range(chance.randint(1, 6)):
            first = chance.randint(1, 49)
            lines = f"{first}-{min(49, first + chance.randint(0, 6))}"
            article = chance.randint(1, 5)
            request = chance.choice(
                [
                    f"split-at {first}",
                    f"merge {article}",
                    f"move {lines} {article}",
                    f"keep {lines}",
                    f"drop {lines}",
                    f"retitle {article} 新题 {first}",
                    f"set {article} subtitle=——副题",
                    f"confirm {first}",
                ]
            )
            before = tree(library.site)
            try:
                edit(library, request)
                made += 1
            except HuibianError as error:
                assert [one.code for one in error.findings] == ["HB408"], request
                assert tree(library.site) == before
            sound(library, "HB310")  # a title may be all
        before = tree(folder)
        split_small(library)
        assert tree(folder) == before
        lines_now = TEXT.split("\n")
        for _ in range(2):
            lines_now.insert(chance.randint(0, len(lines_now)), "插进来的一行，讲的是别的事情。")
            del lines_now[chance.randrange(len(lines_now))]
        changed = library.site / "small.txt"
        changed.write_text("\n".join(lines_now), encoding="utf-8")
        library.split(changed, slug="small", today=TODAY, update=True)
        sound(library, "HB310")
        changed.unlink()
    assert made > 60


# --- refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requests", "words"),
    [
        (["merge 9"], "没有第 9 篇"),
        (["merge 0"], "没有第 0 篇"),
        (["retitle 99 新"], "篇号从 1 到 4"),
        (["set 5 level=市级"], "没有第 5 篇"),
        (["split-at 999"], "原文有 49 行"),
        (["split-at 0"], "原文没有第 0 行"),
        (["split-at x"], "不是行号"),
        (["split-at -3"], "不是行号"),
        (["split-at ²"], "不是行号"),
        (["split-at " + "9" * 5000], "不是行号"),
        (["confirm 50"], "原文没有第 50 行"),
        (["move 27-99 1"], "原文没有第 99 行"),
        (["move 28-27 1"], "不是行号范围"),
        (["move 27–28–29 1"], "不是行号范围"),
        (["move x 1"], "不是行号范围"),
        (["move 27-28 9"], "没有第 9 篇"),
        (["move 28-33 1"], "第 31 行"),
        (["merge 1"], "第 1 篇前面没有"),
        (["split-at 15"], "已经是一篇的标题"),
        (["split-at 14"], "空行"),
        (["split-at 48"], "已剔除"),
        (["drop 31-31"], "标题"),
        (["drop 29-30"], "都是空行"),
        (["retitle 2  "], "不能是空的"),
        (["set 2 date=2023年"], "写成 2023"),
        (["set 2 date=2023-02-30"], "写成 2023"),
        (["set 2 level=局级"], "可选"),
        (["set 2 kind=散文"], "可选"),
        (["set 2 region=陕西省/汉口市"], "区划表里没有"),
        (["set 2 themes=水立"], "主题词表里没有“水立”"),
        (["set 2 themes=教育、养老服务、水利、消防、信访"], "最多 4 个"),
        (["set 2 title=x"], "不认识的字段"),
        (["set 2 levle=市级"], "不认识的字段"),
        (["set 2 level"], "不认识的字段"),
        (["set 2 summary=" + "长" * 121], "超过 120 字"),
        (["split-at 23", "split-at 23"], "已经是一篇的标题"),
        (["split-at 23", "move 22-24 1"], "第 23 行"),
        (["move 23-28 1", "split-at 25"], "移到别篇"),
        (["split-at 23", "drop 23-23"], "已剔除的行，不能作为标题"),
        (["set 2 level=市级", "retitle 3 新题", "merge 77"], "没有第 77 篇"),
    ],
)
def test_senseless_edits_are_refused_as_a_whole(
    library: Library, folder: Path, requests: list[str], words: str
) -> None:
    assert words in refused(library, *requests)


def test_articles_from_elsewhere_are_changed_in_their_page(library: Library, folder: Path) -> None:
    library.add([document(library, "渡口.txt", BODY)], "small", 200)
    plan_before = (folder / "source" / "plan.yml").read_bytes()
    outcome = edit(
        library, "retitle 5 渡口边的书架", "set 5 themes=教育,基层治理", "set 5 region=陕西省",
        "set 5 level=县区级",
    )  # fmt: skip
    assert len(outcome.notes) == 4
    assert all("docs/collections/small/05.md" in note for note in outcome.notes)
    meta = page(folder, 5).meta
    assert meta["title"] == "渡口边的书架"
    assert meta["themes"] == ["教育", "基层治理"]
    assert meta["region"] == "陕西省"
    assert "review" not in meta
    assert list(meta).index("region") < list(meta).index("themes")
    assert (folder / "source" / "plan.yml").read_bytes() == plan_before
    edit(library, "set 5 region=")
    assert "region" not in page(folder, 5).meta
    assert "另外添加的" in refused(library, "merge 5")
    assert "另外添加的" in refused(library, "move 27-28 5")
    assert "另外收入的有第 5 篇" in refused(library, "merge 9")
    assert "主题词表" in refused(library, "set 5 themes=没有的")
    edit(library, "split-at 23", "set 6 level=市级", "set 3 level=市级")
    assert page(folder, 6).meta["title"] == "渡口边的书架"
    assert [one.op for one in plan(folder).edits] == ["split-at", "set"]
    sound(library)


def test_what_is_typed_becomes_one_line(library: Library, folder: Path) -> None:
    edit(library, "retitle 3 热饭菜\n---\nnumber: 9", "set 3 organization=甲\x1b[2J\n乙")
    assert page(folder, 3).meta["title"] == "热饭菜 --- number: 9"
    assert page(folder, 3).meta["organization"] == "甲 [2J 乙"
    sound(library)


def test_suggestions_for_what_was_misspelt(library: Library, folder: Path) -> None:
    assert "基层党建" in refused(library, "set 2 themes=基层党健")
    assert "陕西省/汉中市" in refused(library, "set 2 region=汉中")


def test_an_original_that_was_tampered_with_cannot_be_edited(
    library: Library, folder: Path
) -> None:
    with (folder / "source" / "original.txt").open("a", encoding="utf-8") as original:
        original.write("多出来的一行\n")
    assert "original.txt" in refused(library, "split-at 23", code="HB402")


def test_an_original_that_is_gone_cannot_be_edited(library: Library, folder: Path) -> None:
    (folder / "source" / "original.txt").unlink()
    assert "没有这个文件" in refused(library, "split-at 23", code="HB105")


def test_a_plan_that_points_outside_is_refused(library: Library, folder: Path) -> None:
    (library.site / "docs" / "secret.txt").write_bytes(
        (folder / "source/original.txt").read_bytes()
    )
    path = folder / "source" / "plan.yml"
    text = path.read_text(encoding="utf-8")
    for name in ("../../../secret.txt", "..", "/etc/passwd", "a\\\\b"):
        path.write_text(text.replace("file: original.txt", f'file: "{name}"'), encoding="utf-8")
        assert "source.file" in refused(library, "split-at 23", code="HB401")


# --- a person's own pages ---------------------------------------------------------------------


def test_a_page_changed_by_hand_is_renumbered_with_its_text_kept(
    library: Library, folder: Path
) -> None:
    replace_in(folder / "03.md", "家长接孩子时抬头", "家长接送孩子时一抬头")
    replace_in(folder / "04.md", "kind: 经验做法", "kind: 访谈")
    outcome = edit(library, "split-at 23")
    assert outcome.written is not None
    assert outcome.written.merged == ["04.md", "05.md"]
    assert "家长接送孩子时一抬头" in page(folder, 4).body
    assert page(folder, 5).meta["kind"] == "访谈"
    assert titles(folder)[3:] == ["课桌边的热饭菜", "河边多了巡河人"]
    split_small(library)
    assert "家长接送孩子时一抬头" in page(folder, 4).body
    edit(library, "merge 3")
    assert "家长接送孩子时一抬头" in page(folder, 3).body
    assert not (folder / "05.md").exists()


def test_the_place_of_a_changed_page_in_the_source_follows(library: Library, folder: Path) -> None:
    replace_in(folder / "02.md", "材料车就停在巷口", "材料车就停在巷子口")
    edit(library, "split-at 23")
    assert page(folder, 2).meta["source"]["lines"] == "15-22"
    assert "材料车就停在巷子口" in page(folder, 2).body
    assert "听漏" not in page(folder, 2).body


def test_a_page_changed_where_the_edit_changes_it_is_a_conflict(
    library: Library, folder: Path
) -> None:
    replace_in(folder / "02.md", "听漏的老师傅", "听漏水的老师傅")
    replace_in(folder / "03.md", "title: 课桌边的热饭菜", "title: 热饭菜")
    before = tree(library.site)
    with pytest.raises(HuibianError) as caught:
        edit(library, "split-at 23", "retitle 4 热饭")
    assert [(one.code, one.path) for one in caught.value.findings] == [
        ("HB702", "docs/collections/small/02.md"),
        ("HB702", "docs/collections/small/03.md"),
    ]
    assert tree(library.site) == before


def test_a_changed_page_that_a_merge_takes_away_is_a_conflict(
    library: Library, folder: Path
) -> None:
    replace_in(folder / "03.md", "抬头就能看见", "一抬头就看得见")
    assert "不再单独成页" in refused(library, "merge 3", code="HB702")


def test_a_page_deleted_by_hand_comes_back(library: Library, folder: Path) -> None:
    before = tree(folder)
    (folder / "03.md").unlink()
    split_small(library)
    assert tree(folder) == before


def test_a_remark_at_the_head_of_a_collection_is_kept(library: Library, folder: Path) -> None:
    mine = replace_in(folder / "index.md", "declared: 4\n", "declared: 4\nnote: 虚构样例\n")
    outcome = edit(library, "split-at 23")
    assert outcome.written is not None
    assert (folder / "index.md").read_text(encoding="utf-8") == mine
    edit(library, "confirm 6")
    assert page_note(folder) == "虚构样例"


def page_note(folder: Path) -> object:
    return frontmatter.parse((folder / "index.md").read_text(encoding="utf-8")).meta["note"]


def test_changed_pages_whose_original_is_gone_are_not_overwritten(
    library: Library, folder: Path
) -> None:
    """Without the kept original there is no telling what a person changed: nothing is guessed."""
    mine = replace_in(folder / "03.md", "抬头就能看见", "一抬头就看得见")
    (folder / "source" / "original.txt").unlink()
    outcome = library.split(SMALL, slug="small", today=TODAY)
    assert outcome.written is not None
    assert [(one.page, one.place) for one in outcome.written.conflicts] == [
        ("03.md", "docs/collections/small/source/conflicts/03.md")
    ]
    assert (folder / "03.md").read_text(encoding="utf-8") == mine
    new = (folder / "source" / "conflicts" / "03.md").read_text(encoding="utf-8")
    assert "抬头就能看见" in new


def test_articles_of_the_same_title_keep_their_own_changes(library: Library) -> None:
    text = TEXT.replace("河边多了巡河人", "课桌边的热饭菜")
    path = library.site / "small.txt"
    path.write_text(text, encoding="utf-8")
    folder = split_small(library, path=path)
    replace_in(folder / "03.md", "抬头就能看见", "一抬头就看得见")
    replace_in(folder / "04.md", "白鹭又回来了", "白鹭也回来了")
    path.write_text(text.replace("车就停在巷口", "车停在巷口"), encoding="utf-8")
    split_small(library, path=path)
    assert "一抬头就看得见" in page(folder, 3).body
    assert "白鹭也回来了" in page(folder, 4).body


# --- whose collection it is -------------------------------------------------------------------


def test_another_file_of_the_same_slug_is_refused(library: Library, folder: Path) -> None:
    other = library.site / "other.txt"
    other.write_text(TEXT.replace("一盏路灯", "一盏明灯"), encoding="utf-8")
    before = tree(library.site)
    with pytest.raises(HuibianError) as caught:
        split_small(library, path=other)
    found = findings(caught.value)["HB704"]
    assert "small.txt" in found.message
    assert "--update" in found.hint
    assert tree(library.site) == before


def test_update_takes_another_file_as_the_new_version(library: Library, folder: Path) -> None:
    edit(library, "set 3 level=市级")
    replace_in(folder / "04.md", "白鹭又回来了", "白鹭也回来了")
    other = library.site / "other.txt"
    other.write_text(TEXT.replace("一盏路灯", "一盏明灯"), encoding="utf-8")
    library.split(other, slug="small", today="2026-05-05", update=True)
    assert titles(folder)[1] == "一盏明灯照见干群心"
    assert page(folder, 3).meta["level"] == "市级"
    assert "白鹭也回来了" in page(folder, 4).body
    kept = plan(folder)
    assert (kept.source.name, kept.added) == ("other.txt", TODAY)
    assert (folder / "source" / "original.txt").read_bytes() == other.read_bytes()
    sound(library)


def test_the_same_file_under_another_name_changes_nothing(library: Library, folder: Path) -> None:
    copy = library.site / "副本.txt"
    copy.write_bytes(SMALL.read_bytes())
    before = tree(folder)
    split_small(library, path=copy)
    split_small(library, path=folder / "source" / "original.txt")
    assert tree(folder) == before


def test_a_stranger_of_the_same_file_name_is_no_new_version(library: Library, folder: Path) -> None:
    """汇编.txt is a common name: a text without one common article does not replace another."""
    stranger = library.site / "small.txt"
    text = TEXT
    for title in TITLES:
        text = text.replace(title, f"换了{title[2:]}")
    stranger.write_text(text, encoding="utf-8")
    before = tree(library.site)
    with pytest.raises(HuibianError) as caught:
        split_small(library, path=stranger)
    assert "篇目完全不同" in findings(caught.value)["HB704"].message
    assert tree(library.site) == before
    library.split(stranger, slug="small", today=TODAY, update=True)
    assert titles(folder)[0] == "换了事窗口搬到集市上"


@pytest.mark.parametrize("made", ["folder", "file"])
def test_what_huibian_did_not_make_is_refused(library: Library, made: str) -> None:
    own = library.store.folder("small")
    own.parent.mkdir()
    if made == "folder":
        own.mkdir()
        (own / "index.md").write_text("自己写的", encoding="utf-8")
    else:
        own.write_text("x")
    before = tree(library.site)
    with pytest.raises(HuibianError) as caught:
        split_small(library)
    assert "--collection" in findings(caught.value)["HB705"].hint
    assert tree(library.site) == before


@pytest.mark.parametrize(
    ("slug", "suggestion"), [("smal", "，是不是 small？"), ("qqq", ""), ("../small", "")]
)
def test_unknown_collections_are_told_with_the_known(
    library: Library, folder: Path, slug: str, suggestion: str
) -> None:
    before = tree(library.site)
    calls = (
        lambda: edit(library, "confirm 6", slug=slug),
        lambda: library.new(slug, "新"),
        lambda: library.add([SMALL], slug, 200),
    )
    for call in calls:
        with pytest.raises(HuibianError) as caught:
            call()
        found = findings(caught.value)["HB706"]
        assert found.message.startswith(f"没有名为 {slug} 的汇编")
        if suggestion:
            assert suggestion in found.message
        assert "small" in found.hint
    assert tree(library.site) == before


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("作风建设 2023.txt", "zuo-feng-jian-she-2023"),
        ("My FILE (1).txt", "my-file-1"),
        ("！！.txt", "collection"),
        ("重庆市.txt", "chong-qing-shi"),
    ],
)
def test_slugs_from_file_names(name: str, slug: str) -> None:
    assert slug_of(name) == slug
    assert len(slug_of(name * 20)) <= 48


# --- articles added by hand -------------------------------------------------------------------


def document(library: Library, name: str, text: str) -> Path:
    path = library.site / name
    path.write_text(text, encoding="utf-8")
    return path


OTHER = "xx县电影公司的放映员背着银幕翻过两座山，把片子送到每一个村口。\n" * 5
BODY = "xx县图书馆把书架搬到渡口的候船亭里，等船的人随手就能翻上几页。\n" * 5


def test_add_takes_documents_as_the_next_articles(library: Library, folder: Path) -> None:
    one = document(library, "一.txt", f"渡口边的书架\n\n{BODY}")
    two = document(library, "二.md", f"山里来了放映队\n\n{OTHER}")
    added = library.add([one, two], "small", 200)
    articles = [(one.page, one.single.article.number, one.single.article.title) for one in added]
    assert articles == [
        ("05.md", 5, "渡口边的书架"),
        ("06.md", 6, "山里来了放映队"),
    ]
    assert titles(folder)[4:] == ["渡口边的书架", "山里来了放映队"]
    assert page(folder, 5).meta["source"] == {"file": "05-original.txt", "lines": "1-7"}
    assert (folder / "source" / "05-original.txt").read_bytes() == one.read_bytes()
    assert (folder / "source" / "06-original.md").read_bytes() == two.read_bytes()
    before = tree(folder)
    split_small(library)
    assert tree(folder) == before
    sound(library)


def test_added_articles_come_after_those_of_a_later_edit(library: Library, folder: Path) -> None:
    library.add([document(library, "一.txt", f"渡口边的书架\n\n{BODY}")], "small", 200)
    outcome = edit(library, "split-at 23")
    assert outcome.written is not None
    assert outcome.written.renamed == [("05.md", "06.md")]
    assert titles(folder)[4:] == ["河边多了巡河人", "渡口边的书架"]
    assert page(folder, 6).meta["source"]["file"] == "05-original.txt"
    sound(library)


def test_a_document_without_a_title_line_is_named_after_its_file(
    library: Library, folder: Path
) -> None:
    path = document(library, "渡口见闻.txt", BODY)
    article = library.add([path], "small", 200)[0].single.article
    assert article.title == "渡口见闻"
    assert article.review[0] == "title"
    assert page(folder, 5).meta["title"] == "渡口见闻"
    assert "候船亭" in page(folder, 5).body


def test_undo_takes_back_the_last_decisions(library: Library, folder: Path) -> None:
    before = tree(folder)
    library.edit("small", [Request("set", ("1", "level=省级"))])
    once = tree(folder)
    library.edit("small", [Request("set", ("2", "level=省级")), Request("merge", ("2",))])
    library.edit("small", [Request("undo", ("2",))])
    assert tree(folder) == once
    library.edit("small", [Request("undo", ("1",))])
    assert tree(folder) == before
    with pytest.raises(HuibianError) as caught:
        library.edit("small", [Request("undo", ("1",))])
    assert caught.value.findings[0].code == "HB408"
    assert tree(folder) == before


def test_what_is_dropped_from_a_document_is_said(library: Library, folder: Path) -> None:
    assert folder.is_dir()
    path = document(library, "一.txt", f"渡口边的书架\n\n{BODY}\n##paidend##\n")
    (added,) = library.add([path], "small", 200)
    assert [(piece.rule, piece.text) for piece in added.single.dropped] == [
        ("paywall", "##paidend##")
    ]


def test_a_decision_can_be_taken_back_by_its_number(library: Library, folder: Path) -> None:
    edit(library, "set 1 level=省级")
    only = tree(folder)
    library.edit("small", [Request("undo", ("1",))])
    edit(library, "split-at 23", "set 1 level=省级", "retitle 3 小水表")
    outcome = library.edit("small", [Request("forget", ("1", "3"))])
    assert outcome.notes == (
        "撤销第 1 项修改：从“小水表抄出大节约 xx区供水站推行分区计量”起另分一篇",
        "撤销第 3 项修改：把标题“小水表抄出大节约 xx区供水站推行分区计量”改为“小水表”",
    )
    assert tree(folder) == only
    for number, words in (("2", "没有第 2 项修改"), ("0", "没有第 0 项"), ("x", "不是行号")):
        before = tree(folder)
        with pytest.raises(HuibianError) as caught:
            library.edit("small", [Request("forget", (number,))])
        assert words in findings(caught.value)["HB408"].message
        assert tree(folder) == before


@pytest.mark.parametrize("line", ["14", "16", "31"])
def test_a_confirmation_where_nothing_is_asked_is_told_and_not_recorded(
    library: Library, folder: Path, line: str
) -> None:
    edit(library, "confirm 31")
    before = tree(folder)
    outcome = edit(library, f"confirm {line}")
    assert [(one.code, one.line) for one in outcome.warnings] == [("HB231", int(line))]
    assert "有问题的行：6、23" in outcome.warnings[0].hint
    assert tree(folder) == before


def test_several_decisions_compile_the_collection_once(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    level_of = extract.level_of

    def counted(article: extract.Reading, cues: LevelCues) -> Finding | None:
        read.append(article.title)
        return level_of(article, cues)

    monkeypatch.setattr(extract, "level_of", counted)
    edit(library, "split-at 23", "retitle 3 小水表", "merge 2", "set 2 level=县区级", "confirm 6")
    assert len(read) == len(titles(folder)) == 4


def test_the_overview_shows_what_is_open_and_what_was_decided(
    library: Library, folder: Path
) -> None:
    library.add([document(library, "渡口.txt", BODY)], "small", 200)
    edit(library, "split-at 23", "set 1 level=省级")
    before = tree(library.site)
    shown = library.overview("small")
    assert tree(library.site) == before
    assert shown.articles == 6
    assert [one.command for one in shown.questions] == [
        one.command for one in plan(folder).questions
    ]
    assert [(one.page, one.number, one.review[0]) for one in shown.waiting] == [
        ("06.md", 6, "title")
    ]
    assert shown.edits == (
        "从“小水表抄出大节约 xx区供水站推行分区计量”起另分一篇",
        "“把办事窗口搬到集市上”的层级设为“省级”",
    )
    assert not shown.lost
    shorter = library.site / "small.txt"
    shorter.write_text(
        TEXT.replace("小水表抄出大节约 xx区供水站推行分区计量\n", ""), encoding="utf-8"
    )
    library.split(shorter, slug="small", today=TODAY)
    assert library.overview("small").lost == {1}


def test_an_emptied_list_of_edits_is_no_error(library: Library, folder: Path) -> None:
    plan = folder / "source" / "plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + "edits:\n", encoding="utf-8")
    split_small(library)
    assert "edits" not in plan.read_text(encoding="utf-8").split("\n", 1)[1]


def test_a_document_is_taken_once(library: Library, folder: Path) -> None:
    """The same file, or the same text in another file, in whichever collection it stands."""
    path = document(library, "一.txt", f"渡口边的书架\n\n{BODY}")
    library.add([path], "small", 200)
    library.split(SMALL, slug="other", today=TODAY)
    spaced = BODY.replace("，", "， ").replace("\n", "\n\n")
    again = document(library, "二.docx.txt", f"换了个题目\n\n##paidbegin##{spaced}")
    lines = SMALL.read_text(encoding="utf-8").split("\n")
    split = document(library, "三.txt", "\n".join(lines[30:37]))
    fifth = ("docs/collections/small/05.md", "渡口边的书架")
    cases = [
        (path, *fifth, "同一个文件"),
        (again, *fifth, "文字完全相同"),
        (split, "docs/collections/other/03.md", "课桌边的热饭菜", "文字完全相同"),
        (SMALL, "docs/collections/other/index.md", "赶集日便民服务经验材料汇编", "同一个文件"),
    ]
    before = tree(library.site)
    for given, where, title, reason in cases:
        with pytest.raises(HuibianError) as caught:
            library.add([given], "small", 200)
        finding = findings(caught.value)["HB707"]
        assert finding.path == str(given)
        for words in (where, f"《{title}", reason):
            assert words in finding.message
    assert tree(library.site) == before
    twice = document(library, "四.txt", f"山里来了放映队\n\n{OTHER}")
    with pytest.raises(HuibianError) as caught:
        library.add([twice, twice], "small", 200)
    assert "06.md《山里来了放映队》" in findings(caught.value)["HB707"].message


def test_another_text_of_the_same_title_is_told_and_taken(library: Library, folder: Path) -> None:
    path = document(library, "二.txt", f"课桌边的热饭菜\n\n{BODY}")
    (added,) = library.add([path], "small", 200)
    (finding,) = (one for one in added.findings if one.code == "HB232")
    assert "docs/collections/small/03.md《课桌边的热饭菜》" in finding.message
    assert titles(folder)[4] == "课桌边的热饭菜"
    sound(library)


def test_all_that_is_wrong_with_documents_is_told_at_once(library: Library, folder: Path) -> None:
    good = document(library, "一.txt", f"渡口边的书架\n\n{BODY}")
    empty = document(library, "空.txt", " \n\u3000\n")
    noise = document(library, "广告.txt", "##paidend##\n")
    before = tree(library.site)
    with pytest.raises(HuibianError) as caught:
        library.add([empty, good, library.site / "没有.txt", SMALL, noise], "small", 200)
    assert [(one.code, Path(one.path).name) for one in caught.value.findings] == [
        ("HB101", "空.txt"),
        ("HB105", "没有.txt"),
        ("HB101", "广告.txt"),
        ("HB707", "small.txt"),
    ]
    assert tree(library.site) == before


REPORT = """根据《关于报送2023年防汛工作总结的通知》要求，现将我县防汛工作情况汇报如下：

一、压实责任
各镇逐级签订责任书，人员、物资、预案都到位，汛期二十四小时值班，雨停了也不撤岗。
二、备足物资
储备编织袋三万条，冲锋舟六艘，放在最靠近险段的仓库里。

　　　　　　xx县水利局
　　　　　　二〇二三年五月十二日
"""


def test_a_report_without_a_title_line_gets_one_from_its_opening(
    library: Library, folder: Path
) -> None:
    (added,) = library.add([document(library, "文档1.txt", REPORT)], "small", 200)
    meta = page(folder, 5).meta
    assert meta["title"] == "xx县防汛工作情况汇报"
    assert meta["date"] == "2023-05-12"
    assert meta["organization"] == "xx县水利局"
    assert meta["review"][0] == "title"
    body = page(folder, 5).body
    assert "现将我县防汛工作情况汇报如下" in body
    assert body.rstrip().endswith("xx县水利局\n\n二〇二三年五月十二日")
    (asked,) = (one for one in added.findings if one.code == "HB230")
    assert "由开头一句拟的" in asked.message
    assert asked.hint == 'huibian edit small --retitle 5 "完整的标题"'
    sound(library)


@pytest.mark.parametrize(
    ("end", "date", "unit"),
    [
        ("xx县水利局\n2023年5月12日", "2023-05-12", "xx县水利局"),
        ("xx县水利局\u3000\u30002023年5月", "2023-05", "xx县水利局"),
        ("（xx县水利局）\n（２０２３年５月１２日）", "2023-05-12", "xx县水利局"),
        ("xx县水利局 二○二三年十一月三十日印发", "2023-11-30", "xx县水利局"),
        ("2023年2月31日", None, None),
        ("xx县水利局\nxxxx年x月x日", None, "xx县水利局"),
    ],
)
def test_a_date_line_at_the_end_becomes_the_date_and_stays(
    library: Library, folder: Path, end: str, date: str | None, unit: str | None
) -> None:
    text = "今年的汛情来得早\n\n" + "雨下了三天三夜，河水涨到堤脚，大家都上了堤。\n" * 4 + end
    library.add([document(library, "一.txt", text)], "small", 200)
    assert page(folder, 5).meta.get("date") == date
    assert page(folder, 5).meta.get("organization") == unit
    held = "".join(page(folder, 5).body.split())
    assert held.endswith("".join(end.split()))
    sound(library)


def test_a_unit_or_date_above_the_title_is_no_title(library: Library, folder: Path) -> None:
    text = f"xx县住房和城乡建设局\n老旧小区改造工作总结\n\n{BODY}"
    library.add([document(library, "一.txt", text)], "small", 200)
    assert page(folder, 5).meta["title"] == "老旧小区改造工作总结"
    assert page(folder, 5).meta["organization"] == "xx县住房和城乡建设局"
    sound(library)


def test_a_markdown_title_loses_its_sign(library: Library, folder: Path) -> None:
    (added,) = library.add([document(library, "一.md", f"# 渡口边的书架\n\n{BODY}")], "small", 200)
    assert page(folder, 5).meta["title"] == "渡口边的书架"
    assert [(one.rule, one.text) for one in added.single.dropped] == [("title-mark", "#")]
    sound(library)


def test_a_page_that_cannot_be_read_is_said(library: Library, folder: Path) -> None:
    (folder / "07.md").write_text("---\ntitle: [\nnumber: 7\n---\n正文", encoding="utf-8")
    assert "第 7 篇的页面读不了" in refused(library, "set 7 level=市级")


def test_a_whole_document_without_a_title_line_is_asked_about(library: Library) -> None:
    path = document(library, "文档1.txt", REPORT)
    outcome = library.split(path, slug="one", today=TODAY, whole=True)
    assert titles(library.store.folder("one")) == ["xx县防汛工作情况汇报"]
    asked = [one for one in outcome.compilation.findings if one.code == "HB230"]
    assert [one.hint for one in asked] == ['huibian edit one --retitle 1 "完整的标题"']
    sound(library)
    outcome = edit(library, "retitle 1 xx县2023年防汛工作总结", slug="one")
    assert not [one for one in outcome.compilation.findings if one.code == "HB230"]
    assert "title" not in page(library.store.folder("one"), 1).meta.get("review", [])
    sound(library)


def test_whole_is_kept_until_it_is_taken_back(library: Library) -> None:
    library.split(SMALL, slug="small", today=TODAY, whole=True)
    folder = library.store.folder("small")
    assert len(titles(folder)) == 1
    library.split(SMALL, slug="small", today=TODAY)
    assert len(titles(folder)) == 1
    library.split(SMALL, slug="small", today=TODAY, whole=False)
    assert len(titles(folder)) == 4
    library.split(SMALL, slug="small", today=TODAY)
    assert len(titles(folder)) == 4
    sound(library)


def test_an_original_kept_before_is_never_overwritten(library: Library, folder: Path) -> None:
    """The number of a deleted page is given again, the name of its original is not."""
    one = document(library, "一.txt", f"渡口边的书架\n\n{BODY}")
    library.add([one], "small", 200)
    (folder / "05.md").unlink()
    two = document(library, "二.txt", f"山里来了放映队\n\n{OTHER}")
    library.add([two], "small", 200)
    assert page(folder, 5).meta["source"]["file"] == "05-original-2.txt"
    assert (folder / "source" / "05-original.txt").read_bytes() == one.read_bytes()
    assert (folder / "source" / "05-original-2.txt").read_bytes() == two.read_bytes()
    sound(library, "HB422")
    library.add([one], "small", 200)  # what was deleted can come again
    assert titles(folder)[5] == "渡口边的书架"


def test_images_of_a_document_take_no_others_place(library: Library, folder: Path) -> None:
    (folder / "images").mkdir()
    (folder / "images" / "image-01.png").write_bytes(b"the collection's")
    one = library.site / "一.docx"
    one.write_bytes(
        docx(
            p("渡口边的书架"),
            *map(p, BODY.split("\n")),
            p(picture("i1")),
            relationships={"i1": ("image", "media/a.png")},
            parts={"word/media/a.png": PNG},
        )
    )
    library.add([one], "small", 200)
    assert "![](images/05-image-01.png)" in page(folder, 5).body
    assert (folder / "images" / "05-image-01.png").read_bytes() == PNG
    assert (folder / "images" / "image-01.png").read_bytes() == b"the collection's"
    sound(library)


@pytest.mark.parametrize("bad", ["empty", "binary", "missing", "twice"])
def test_of_several_documents_a_bad_one_stops_all(library: Library, folder: Path, bad: str) -> None:
    good = document(library, "一.txt", f"渡口边的书架\n\n{BODY}")
    path = library.site / "二.txt"
    if bad == "empty":
        path.write_text(" \n\n")
    elif bad == "binary":
        path.write_bytes(b"PK\x03\x04" + bytes(500))
    elif bad == "twice":
        path.write_text(f"渡口边的书架\n\n{BODY}", encoding="utf-8")
    before = tree(library.site)
    with pytest.raises(HuibianError):
        library.add([good, path], "small", 200)
    assert tree(library.site) == before


def test_new_makes_a_blank_article(library: Library, folder: Path) -> None:
    path = library.new("small", ' 新:"写"的 # 一篇 ')
    assert path == folder / "05.md"
    meta = page(folder, 5).meta
    assert (meta["title"], meta["number"]) == ('新:"写"的 # 一篇', 5)
    fields = set(ArticleMeta.model_fields) - {"source", "confirmed"}
    text = path.read_text(encoding="utf-8")
    assert all(f"\n{name}:" in text or f"\n# {name}: " in text for name in fields)
    for title in ("", "  ", "\n"):
        with pytest.raises(HuibianError) as caught:
            library.new("small", title)
        assert "不能是空的" in findings(caught.value)["HB408"].message


def test_a_blank_article_filled_in_is_sound(library: Library, folder: Path) -> None:
    """What the template shows as examples is right, and what is left of it is told."""
    path = library.new("small", "新写的一篇")
    left = [one for one in check_site(library.site).findings if one.code == "HB424"]
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [lines[one.line - 1] for one in left] == [x for x in lines if x.startswith("（")]
    sound(library, "HB424")
    filled = [line.removeprefix("# ") if ": " in line else line for line in lines]
    filled = ["写好了。" if line.startswith("（") else line for line in filled]
    path.write_text("\n".join(filled), encoding="utf-8")
    assert page(folder, 5).meta["themes"] == ["政务服务", "基层治理"]
    sound(library)


def test_new_takes_a_number_that_no_page_has(library: Library, folder: Path) -> None:
    (folder / "自己写的.md").write_text(
        "---\ntitle: 甲\nnumber: 30\n---\n\n正文。\n", encoding="utf-8"
    )
    (folder / "²9.md").write_text("---\ntitle: 乙\nnumber: 8\n---\n\n正文。\n", encoding="utf-8")
    (folder / "坏的.md").write_text("没有元数据", encoding="utf-8")
    assert library.new("small", "新写的一篇").name == "31.md"


# --- whole documents and odd names ------------------------------------------------------------


def test_a_whole_document_stays_whole(library: Library) -> None:
    path = document(library, "渡口.txt", f"渡口边的书架\n\n{BODY}")
    with pytest.raises(HuibianError) as caught:
        library.split(path, slug="du-kou", today=TODAY)
    found = findings(caught.value)["HB201"]
    assert f"huibian split {path} --collection du-kou --whole" in found.hint
    assert library.store.known() == []
    library.split(path, slug="du-kou", today=TODAY, whole=True)
    folder = library.store.folder("du-kou")
    before = tree(folder)
    library.split(path, slug="du-kou", today=TODAY)
    assert tree(folder) == before
    edit(library, "set 1 level=县区级", slug="du-kou")
    assert titles(folder) == ["渡口边的书架"]
    sound(library)


@pytest.mark.parametrize(
    "name",
    [
        "坏 名字 & 'x'.txt",
        "-rf.txt",
        "$HOME.txt",
        "a\x1b[31m\nb.txt",
        "汇编.TXT",
        "无后缀",
        "x.中文",
    ],
)
def test_odd_file_names(library: Library, name: str) -> None:
    path = document(library, name, TEXT)
    library.split(path, slug="odd", today=TODAY)
    folder = library.store.folder("odd")
    kept = plan(folder)
    assert kept.source.name == name.replace("\x1b", "_").replace("\n", "_")
    before = tree(folder)
    library.split(path, slug="odd", today=TODAY)
    assert tree(folder) == before
    sound(library)


def test_a_file_name_in_gbk_bytes(library: Library) -> None:
    """What an unzip on Linux makes of an archive from a Chinese Windows."""
    path = Path(str(library.site)) / b"\xbb\xe3\xb1\xe0.txt".decode("utf-8", "surrogateescape")
    path.write_text(TEXT, encoding="utf-8")
    library.split(path, slug="odd", today=TODAY)
    folder = library.store.folder("odd")
    assert plan(folder).source.name == "汇编.txt"
    edit(library, "split-at 23", slug="odd")
    assert yaml.safe_load((folder / "source" / "plan.yml").read_text(encoding="utf-8"))
    sound(library)
