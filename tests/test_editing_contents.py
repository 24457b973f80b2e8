"""Decisions on what articles say: numbers masked, words cut, articles removed, duplicates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handling import TITLES, TODAY, edit, run, split_small, tree
from huibian.check import check_site
from huibian.duplicates import nearest
from huibian.editing import Library, Request
from test_editing import TEXT, document, page, plan, refused, sound, titles


@pytest.fixture
def folder(library: Library) -> Path:
    """The small compilation, split."""
    return split_small(library)


# --- numbers masked, words cut, articles removed ------------------------------------------------

CALL = "上一级减去下一级的差额就是损耗，有事打李某某的电话13800010002，落到班组头上。"


@pytest.fixture
def called(library: Library) -> Path:
    """The small compilation with a number in line 26, split."""
    path = library.site / "small.txt"
    old = "上一级减去下一级的差额就是损耗，落到班组头上。"
    assert TEXT.count(old) == 1
    path.write_text(TEXT.replace(old, CALL), encoding="utf-8")
    return split_small(library, path=path)


def asked(library: Library, code: str) -> list[str]:
    """Return the commands that settle the open questions of a code."""
    kept = plan(library.store.folder("small"))
    return [one.command for one in kept.questions if one.code == code]


def test_the_proposed_mask_settles_its_question(library: Library, called: Path) -> None:
    (command,) = asked(library, "HB220")
    assert command == "huibian edit small --mask 26"
    edit(library, "mask 26")
    assert asked(library, "HB220") == []
    body = page(called, 2).body.replace("\\", "")
    assert "138****0002" in body and "13800010002" not in body
    assert "13800010002" in (called / "source" / "original.txt").read_text(encoding="utf-8")
    assert "13800010002" not in (called / "source" / "plan.yml").read_text(encoding="utf-8")
    sound(library)


def test_a_mask_is_kept_by_later_splits_and_undone(library: Library, called: Path) -> None:
    before = tree(called)
    edit(library, "mask 20-30")
    assert plan(called).edits[0].model_dump()["op"] == "mask"
    masked = tree(called)
    split_small(library, path=library.site / "small.txt")
    assert tree(called) == masked
    moved = library.site / "small.txt"
    moved.write_text("\n\n\n" + moved.read_text(encoding="utf-8"), encoding="utf-8")
    split_small(library, path=moved)
    assert "138****0002" in page(called, 2).body.replace("\\", "")
    sound(library)
    moved.write_text(moved.read_text(encoding="utf-8")[3:], encoding="utf-8")
    split_small(library, path=moved)
    library.edit("small", [Request("undo", ("1",))])
    assert tree(called) == before


def test_keep_shows_a_masked_number_again(library: Library, called: Path) -> None:
    before = {name: data for name, data in tree(called).items() if name.endswith(".md")}
    edit(library, "mask 26")
    edit(library, "keep 26")
    after = {name: data for name, data in tree(called).items() if name.endswith(".md")}
    assert after == before
    sound(library)


def test_a_mask_where_there_is_nothing_to_mask_is_refused(library: Library, folder: Path) -> None:
    assert "第 8–12 行里没有可以遮盖的号码或邮箱" in refused(library, "mask 8-12")
    assert "第 9 行里" in refused(library, "mask 9")


def test_a_mask_whose_number_is_gone_from_the_source_is_listed(
    library: Library, called: Path
) -> None:
    edit(library, "mask 25-26")
    path = library.site / "small.txt"
    text = path.read_text(encoding="utf-8").replace("13800010002", "138****0002")
    path.write_text(text, encoding="utf-8")
    outcome = library.split(path, slug="small", today=TODAY)
    lost = [one for one in outcome.compilation.findings if one.code == "HB216"]
    assert ["里的号码和邮箱（原来在第 25 行）" in one.message for one in lost] == [True]
    sound(library)


def test_confirmed_numbers_are_not_asked_about_again(library: Library, called: Path) -> None:
    edit(library, "confirm 26")
    assert asked(library, "HB220") == []
    split_small(library, path=library.site / "small.txt")
    assert asked(library, "HB220") == []
    assert "13800010002" in page(called, 2).body


def test_a_set_subtitle_replaces_a_masked_one(library: Library) -> None:
    title = "课桌边的热饭菜\n——记村小食堂13800010002"
    path = library.site / "small.txt"
    path.write_text(TEXT.replace("课桌边的热饭菜\n", f"{title}\n"), encoding="utf-8")
    folder = split_small(library, path=path)
    edit(library, "mask 32", "set 3 subtitle=——记村小")
    assert page(folder, 3).meta["subtitle"] == "——记村小"
    sound(library)


def test_a_masked_number_on_a_signature_goes_with_it(library: Library) -> None:
    path = library.site / "small.txt"
    signed = TEXT.replace("课桌边的热饭菜\n", "课桌边的热饭菜\n作者：李明13800010002\n")
    path.write_text(signed, encoding="utf-8")
    folder = split_small(library, path=path)
    assert "13800010002" not in (folder / "source" / "plan.yml").read_text(encoding="utf-8")
    edit(library, "mask 32")
    assert page(folder, 3).meta["author"] == "李明138****0002"
    assert {one.rule for one in plan(folder).dropped if one.line == 32} == {"signature"}
    assert "李明" not in page(folder, 3).body
    sound(library)


def test_a_mask_is_found_again_in_a_source_that_was_wrapped(library: Library, called: Path) -> None:
    edit(library, "mask 25-26", "cut 26 落到班组头上")
    path = library.site / "small.txt"
    text = path.read_text(encoding="utf-8").replace("有事打李某某", "\n有事打李某某")
    path.write_text(text, encoding="utf-8")
    outcome = library.split(path, slug="small", today=TODAY)
    lost = [one for one in outcome.compilation.findings if one.code == "HB216"]
    assert ["剔除" in one.message for one in lost] == [True]  # its words are on another line now
    assert "138****0002" in page(called, 2).body.replace("\\", "")
    sound(library)


def test_cut_takes_words_out_of_a_line(library: Library, folder: Path) -> None:
    edit(library, "cut 12 下雨天撑起一把大伞照样出件。")
    assert "蓄电池供电，会用方言" in page(folder, 1).body
    gone = [one for one in plan(folder).dropped if one.rule == "editor"]
    assert [(one.line, one.text) for one in gone] == [(12, "下雨天撑起一把大伞照样出件。")]
    sound(library)
    split_small(library)
    assert "大伞" not in page(folder, 1).body
    library.edit("small", [Request("undo", ("1",))])
    assert "大伞" in page(folder, 1).body
    sound(library)


def test_words_that_are_not_there_cannot_be_cut(library: Library, folder: Path) -> None:
    assert "没有“大雨伞”这几个字" in refused(library, "cut 12 大雨伞")
    assert "没有第 2 处“大伞”" in refused(library, "cut 12#2 大伞")
    assert "没有写清是哪几个字" in refused(library, "cut 12  ")
    assert "没有写清是哪几个字" in refused(library, "cut 12#0 大伞")
    assert "不是行号" in refused(library, "cut 12#x 大伞")


def test_of_words_that_stand_there_twice_the_wanted_ones_go(library: Library, folder: Path) -> None:
    edit(library, "cut 10#2 清单", "mask-words 8 集日")
    body = page(folder, 1).body
    assert "排出清单贴在公告栏。上没有的事" in body
    assert plan(folder).edits[0].model_dump(exclude_defaults=True)["nth"] == 2
    sound(library)


def test_words_are_masked_and_shown_again(library: Library, folder: Path) -> None:
    edit(library, "mask-words 12 老文书", "mask-words 6 集市")
    body = page(folder, 1).body.replace("\\", "")
    assert "会用方言的***坐在最前头" in body and "老文书" not in body
    assert "集市" not in str(page(folder, 1).meta["title"])
    masked = [one for one in plan(folder).dropped if one.rule == "masked"]
    assert [(one.line, one.text) for one in masked] == [(6, "**"), (12, "***")]
    sound(library)
    before = tree(folder)
    split_small(library)
    assert tree(folder) == before
    edit(library, "keep 12")
    assert "老文书" in page(folder, 1).body
    library.edit("small", [Request("undo", ("3",))])
    assert "集市" in str(page(folder, 1).meta["title"])
    sound(library)


def test_half_a_number_is_not_written_down(library: Library, called: Path) -> None:
    assert "半个号码" in refused(library, "cut 26 8000100")
    assert "半个号码" in refused(library, "mask-words 26 有事打李某某的电话1380001")
    edit(library, "mask-words 26 电话13800010002")
    assert "13800010002" not in (called / "source" / "plan.yml").read_text(encoding="utf-8")
    assert "李某某的*************" in page(called, 2).body.replace("\\", "")
    sound(library)


def test_a_whole_line_can_be_cut(library: Library, folder: Path) -> None:
    edit(library, "cut 11 二、再想怎样办快")
    assert "再想怎样" not in page(folder, 1).body
    sound(library)


def test_remove_takes_a_whole_article_out(library: Library, folder: Path) -> None:
    outcome = edit(library, "remove 2")
    assert titles(folder) == ["把办事窗口搬到集市上", "课桌边的热饭菜", "河边多了巡河人"]
    assert not any(one.code == "HB213" for one in outcome.compilation.findings)
    gone = {one.line for one in plan(folder).dropped if one.rule == "editor"}
    assert {15, 17, 28} <= gone and not gone & {6, 13, 31}
    sound(library)
    split_small(library)
    assert len(titles(folder)) == 3
    library.edit("small", [Request("undo", ("1",))])
    assert titles(folder) == list(TITLES)
    sound(library)


@pytest.mark.parametrize("number", [1, 4])
def test_the_first_and_the_last_article_can_be_removed(
    library: Library, folder: Path, number: int
) -> None:
    edit(library, f"remove {number}")
    assert titles(folder) == [one for at, one in enumerate(TITLES, 1) if at != number]
    sound(library)


def test_what_was_moved_away_stays_and_what_was_moved_in_goes(
    library: Library, folder: Path
) -> None:
    edit(library, "move 27-28 1", "move 34-35 2")
    edit(library, "remove 2")
    assert "听漏的老师傅" in page(folder, 1).body
    text = "".join(page(folder, at).body for at in (1, 2, 3))
    assert "灶台要亮" not in text and "分得细" not in text
    sound(library)


def test_the_article_behind_a_removed_one_can_be_merged(library: Library, folder: Path) -> None:
    edit(library, "remove 2")
    edit(library, "merge 2")
    assert titles(folder) == ["把办事窗口搬到集市上", "河边多了巡河人"]
    assert "课桌边的热饭菜" in page(folder, 1).body
    assert page(folder, 1).meta["source"]["lines"].startswith("6-12, 31")
    sound(library)


def test_what_cannot_be_removed_or_used_after_it(library: Library, folder: Path) -> None:
    assert "没有第 5 篇" in refused(library, "remove 5")
    edit(library, "remove 2")
    assert "已经随整篇剔除" in refused(library, "move 20-21 1")
    assert "不能作为标题" in refused(library, "split-at 23")
    edit(library, "remove 1", "remove 1")
    assert "只有这一篇了" in refused(library, "remove 1")
    sound(library)


def test_an_article_with_a_masked_number_can_be_removed(library: Library, called: Path) -> None:
    edit(library, "mask 26", "remove 2")
    assert "13800010002" not in (called / "source" / "plan.yml").read_text(encoding="utf-8")
    sound(library)


# --- the same article twice -------------------------------------------------------------------


def twice(number: int = 3) -> str:
    """Return the small compilation with one article again at its end, retitled and edited."""
    starts = [*TITLES.values(), 48]
    lines = TEXT.split("\n")
    own = lines[starts[number - 1] : starts[number] - 1]
    copy = "\n".join(own).replace("##paidbegin##", "").replace("xx县", "青禾县").rstrip()
    return TEXT.replace("（4篇）", "（5篇）") + f"\n\n\n一顿热饭端到孩子们的课桌上\n{copy}\n"


def test_an_article_that_is_there_twice_is_asked_about(library: Library) -> None:
    path = library.site / "small.txt"
    path.write_text(twice(), encoding="utf-8")
    folder = split_small(library, path=path)
    (question,) = [one for one in plan(folder).questions if one.code == "HB222"]
    assert question.command == "huibian edit small --remove 5"
    assert "第 5 篇与第 3 篇《课桌边的热饭菜》" in question.message
    assert question.article == 5
    (evidence,) = question.evidence
    assert evidence.rule == "shared-passage" and evidence.text in twice()
    edit(library, "remove 5")
    assert asked(library, "HB222") == []
    assert titles(folder) == list(TITLES)
    sound(library)


def test_a_confirmed_duplicate_is_not_asked_about_again(library: Library) -> None:
    path = library.site / "small.txt"
    path.write_text(twice(), encoding="utf-8")
    folder = split_small(library, path=path)
    (question,) = [one for one in plan(folder).questions if one.code == "HB222"]
    edit(library, f"confirm {question.line}")
    split_small(library, path=path)
    assert asked(library, "HB222") == []
    assert len(titles(folder)) == 5
    sound(library)


def test_an_article_of_another_collection_is_asked_about(library: Library, folder: Path) -> None:
    path = library.site / "other.txt"
    path.write_text(twice(), encoding="utf-8")
    lines = TEXT.split("\n")
    text = "另一册材料汇编（2篇）\n\n\n" + "\n".join(lines[30:47]).replace("灶台", "锅灶")
    path.write_text(text, encoding="utf-8")
    outcome = library.split(path, slug="other", today=TODAY)
    asked_ = [one for one in outcome.compilation.plan_file.questions if one.code == "HB223"]
    assert [one.command for one in asked_] == [
        "huibian edit other --remove 1",
        "huibian edit other --remove 2",
    ]
    assert "docs/collections/small/03.md" in asked_[0].message
    assert "docs/collections/small/04.md" in asked_[1].message
    again = library.split(path, slug="other", today=TODAY)
    assert again.written is not None and not again.written.changed
    edit(library, f"confirm {asked_[0].line}", slug="other")
    edit(library, "remove 2", slug="other")
    left = library.split(path, slug="other", today=TODAY).compilation.plan_file.questions
    assert "HB223" not in {one.code for one in left}
    sound(library)


def test_the_texts_of_a_library(library: Library, folder: Path) -> None:
    texts = library.texts()
    assert texts.addresses == [f"docs/collections/small/0{at}.md" for at in (1, 2, 3, 4)]
    body = page(folder, 3).body
    assert nearest(body, texts) == ("docs/collections/small/03.md", 1.0)
    assert library.texts("small").addresses == []
    (folder / "02.md").write_bytes(b"\xff\xfe")
    assert len(library.texts().addresses) == 3


def test_added_articles_are_asked_about(library: Library, folder: Path) -> None:
    lines = "逐户登记诉求，打李某某的电话13800010002，随叫随到。" + "把台账挂在墙上。" * 9
    advert = "群众说好。" * 12 + "需要的朋友加微信abc_2024。"
    (added,) = library.add(
        [document(library, "一.txt", f"渡口边的书架\n\n{lines}\n{advert}")], "small", 200
    )
    said = [one for one in added.findings if one.code.startswith("HB32")]
    assert [(one.code, one.path) for one in said] == [
        ("HB320", "docs/collections/small/05.md"),
        ("HB321", "docs/collections/small/05.md"),
    ]
    text = (folder / "05.md").read_text(encoding="utf-8").split("\n")
    assert ["138" in text[one.line - 1] for one in said] == [True, False]
    assert "138****0002" in said[0].message
    others = [one for one in added.findings if one not in said]
    assert not any(word in one.hint for one in others for word in ("--drop", "--confirm"))
    assert not any(one.code.startswith("HB22") for one in others)


def test_a_near_duplicate_is_added_with_a_warning(library: Library, folder: Path) -> None:
    body = "\n".join(TEXT.split("\n")[30:38]).replace("灶台", "锅灶")
    again = body.replace("课桌边的热饭菜", "课桌旁的热饭")
    other = "渡口边的书架\n\n" + "把台账挂在墙上。" * 20
    paths = [
        document(library, "一.txt", again),
        document(library, "二.txt", other),
        document(library, "三.txt", again.replace("热饭", "热饭菜").replace("锅灶", "锅台")),
    ]
    added = library.add(paths, "small", 200)
    said = [[one for one in made.findings if one.code == "HB322"] for made in added]
    assert [len(one) for one in said] == [1, 0, 1]
    assert said[0][0].path == "docs/collections/small/05.md"
    assert "与 docs/collections/small/03.md 有 " in said[0][0].message
    assert "删掉 docs/collections/small/05.md" in said[0][0].hint
    assert re.search(r"与 docs/collections/small/0[35]\.md 有 9\d% ", said[2][0].message)
    assert page(folder, 5).meta["title"] == "课桌旁的热饭"
    assert {one.code for one in check_site(library.site).findings} >= {"HB322"}


def test_a_near_duplicate_of_the_same_title_is_said_once(library: Library, folder: Path) -> None:
    body = "\n".join(TEXT.split("\n")[30:38]).replace("灶台", "锅灶")
    (added,) = library.add([document(library, "一.txt", body)], "small", 200)
    assert added.single.article.title == "课桌边的热饭菜"
    codes = [one.code for one in added.findings]
    assert codes.count("HB322") == 1 and "HB232" not in codes


def test_the_record_of_an_added_article_shows_no_number(library: Library, folder: Path) -> None:
    text = "找李某某13800010002办好身边事\n\n" + "逐户登记诉求，说好几天办完。" * 9
    (added,) = library.add([document(library, "一.txt", text)], "small", 200)
    assert "13800010002" in added.single.article.title
    record = (folder / "source" / "added.yml").read_text(encoding="utf-8")
    assert "138****0002" in record and "13800010002" not in record
    codes = {one.code for one in check_site(library.site).findings}
    assert "HB320" in codes and "HB421" not in codes


def test_the_proof_of_an_added_article_still_reads_its_title(
    library: Library, folder: Path
) -> None:
    text = "找李某某13800010002办好身边事\n\n" + "逐户登记诉求，说好几天办完。" * 9
    library.add([document(library, "一.txt", text)], "small", 200)
    path = folder / "source" / "added.yml"
    record = path.read_text(encoding="utf-8")
    path.write_text(record.replace("办好身边事", "办好身边的"), encoding="utf-8")
    assert "HB421" in {one.code for one in check_site(library.site).findings}


def test_the_command_says_what_an_added_article_should_not(library: Library, folder: Path) -> None:
    path = document(
        library, "一.txt", "渡口边的书架\n\n有事打李某某的电话13800010002。" + "先商量。" * 9
    )
    done = run(library.site, "add", str(path), "--to", "small")
    assert done.exit_code == 0, done.output
    assert re.search(r"docs/collections/small/05\.md:\d+ 页面上有没有遮盖的", done.output)
    assert "138****0002" in done.output and "13800010002" not in done.output


def test_reports_show_no_number_in_full(library: Library, called: Path) -> None:
    path = str(library.site / "small.txt")
    for words in (
        ("split", path, "--collection", "small"),
        ("edit", "small", "--drop", "26"),
        ("edit", "small", "--undo", "--cut", "26", "有事打李某某的电话13800010002，"),
        ("check",),
    ):
        done = run(library.site, *words)
        assert done.exit_code == 0, done.output
        assert "13800010002" not in done.output
    assert "13800010002" not in (called / "source" / "plan.yml").read_text(encoding="utf-8")
    assert "李某某" not in page(called, 2).body


def test_what_stands_between_articles_survives_a_removal(library: Library) -> None:
    path = library.site / "small.txt"
    path.write_text(f"{TEXT.rstrip()}\n\n\n后　记\n\n限于篇幅，略有删节。\n", encoding="utf-8")
    folder = split_small(library, path=path)
    before = plan(folder).preliminaries
    assert "后　记" in (folder / "index.md").read_text(encoding="utf-8")
    edit(library, "remove 4")
    assert len(titles(folder)) == 3
    assert plan(folder).preliminaries == before
    sound(library)
