"""The check: each rule broken once gives its code at the right file and line, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handling import ROOT, SMALL, edit, replace_in, run, split_small, tree
from huibian import diagnostics
from huibian.check import check_site
from huibian.diagnostics import HuibianError
from huibian.editing import Library

PAGES = "docs/collections/small"


@pytest.fixture
def folder(library: Library) -> Path:
    """The small compilation, split: nothing is wrong with it."""
    return split_small(library)


def found(library: Library, *, info: bool = False) -> list[tuple[str, str, int]]:
    """Return (code, path, line) of what the check finds, without the remarks."""
    report = check_site(library.site)
    return [
        (one.code, one.path, one.line)
        for one in report.findings
        if info or one.severity in ("error", "warning")
    ]


def texts(library: Library, code: str) -> list[str]:
    return [one.text() for one in check_site(library.site).findings if one.code == code]


def line_of(path: Path, words: str) -> int:
    """Return the line on which words stand first."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def body(folder: Path, text: str) -> int:
    """Put a paragraph at the end of 01.md and return its line."""
    path = folder / "01.md"
    old = path.read_text(encoding="utf-8")
    path.write_text(f"{old}\n{text}\n", encoding="utf-8")
    return old.count("\n") + 2


# --- nothing wrong ----------------------------------------------------------------------------


def test_a_clean_site_gives_nothing(library: Library, folder: Path) -> None:
    report = check_site(library.site)
    assert (report.collections, report.articles, report.failed) == (1, 4, False)
    assert {one.code for one in report.findings} <= {"HB312"}
    edit(library, "confirm 6", "confirm 31")
    assert check_site(library.site).findings == ()


def test_an_empty_site_gives_nothing(library: Library) -> None:
    report = check_site(library.site)
    assert (report.findings, report.collections, report.articles) == ((), 0, 0)
    library.docs.rmdir()
    assert check_site(library.site).findings == ()


def test_the_check_writes_nothing(library: Library, folder: Path) -> None:
    before = tree(library.site)
    check_site(library.site)
    assert tree(library.site) == before


def test_the_library_of_this_project_is_clean() -> None:
    report = check_site(ROOT)
    assert [f.text() for f in report.findings if f.severity in ("error", "warning")] == []


def test_a_hostile_source_becomes_clean_pages(library: Library) -> None:
    """Whatever stands in a source, the pages that are made of it keep every rule."""
    lines = [
        "<script>alert(1)</script><img src=x onerror=alert(2)>",
        "[点这里](javascript:alert(1))与![图](http://evil.example/a.png)。",
        "[甲]: javascript:alert(1)",
        "`<b>`与\\`<i>\\`与``` <u> ```。",
        "{{ config }}{% raw %}{# 注 #}&lt;b&gt;&#115;",
        "--- ",
        "title: 假的",
        "# 井号开头\u202e\u200b的一行。",
        "    四个空格开头，" + "写得很长的一行，" * 10 + "完。",
        "1. 一条。",
        "| 甲 | 乙 |",
        "|---|---|",
        "~~~",
        "!!! note",
        "*[缩写]: 说明",
        "[^1]: 脚注",
    ]
    text = SMALL.read_text(encoding="utf-8")
    path = library.site / "small.txt"
    for place in ("二、再想怎样办快\n", "一、修得快\n"):
        text = text.replace(place, place + "\n".join(lines) + "\n")
    path.write_text(text, encoding="utf-8")
    split_small(library, path=path)
    assert found(library) == []


# --- pages ------------------------------------------------------------------------------------

Change = Callable[[Path], object]


def put(old: str, new: str, name: str = "01.md") -> Change:
    return lambda folder: replace_in(folder / name, old, new)


@pytest.mark.parametrize(
    ("change", "code", "words", "message"),
    [
        (put("number: 1\n", "number: 1\n  x: [\n"), "HB301", "x: [", "YAML"),
        (put("number: 1\n", "number: [1\n"), "HB301", "level:", "YAML"),
        (put("number: 1\n", "number: 1\nregoin: 陕西省\n"), "HB303", "regoin", "是不是 region"),
        (put("number: 1\n", "number: 1\n备注: 甲\n"), "HB303", "备注", "“备注”"),
        (put("title: 把办事窗口搬到集市上\n", ""), "HB304", "---", "“标题（title）”"),
        (put("number: 1\n", "number: 一\n"), "HB305", "number", "不是整数"),
        (put("number: 1\n", "number: 0\n"), "HB305", "number", "不合要求"),
        (put("level: 县区级\n", "level: 县级\n"), "HB305", "level", "县区级"),
        (put("kind: 经验做法\n", "kind: 散文\n"), "HB305", "kind", "经验做法、工作总结"),
        (put("kind: 经验做法\n", "date: 2022-13\n"), "HB305", "date", "加引号"),
        (put("kind: 经验做法\n", "date: 2022-04-15\n"), "HB305", "date", "2022-04-15 不是带引号"),
        (put("kind: 经验做法\n", 'date: "2023-02-30"\n'), "HB305", "date", "日期"),
        (put("kind: 经验做法\n", "region:\n  - 甲\n"), "HB305", "region", "应当是文字"),
        (put("kind: 经验做法\n", "kind: [a, b]\n"), "HB305", "kind", "列表"),
        (put("kind: 经验做法\n", f"summary: {'长' * 121}\n"), "HB305", "summary", "120"),
        (put('lines: "6-12"', 'lines: "12-6"'), "HB305", "source", "source"),
        (put("file: original.txt", "file: ../x.txt"), "HB305", "source", "source"),
        (put("themes: [", "themes: [水立, "), "HB306", "themes", "水立"),
        (put("kind: 经验做法\n", "region: 陕西省/汉口市\n"), "HB307", "region", "汉口市"),
        (put("kind: 经验做法\n", "region: 汉中市\n"), "HB307", "region", "陕西省/汉中市"),
        (put("number: 2\n", "number: 1\n", "02.md"), "HB308", "number", "01.md"),
    ],
)
def test_front_matter(
    library: Library, folder: Path, change: Change, code: str, words: str, message: str
) -> None:
    change(folder)
    name = "02.md" if code == "HB308" else "01.md"
    text = (folder / name).read_text(encoding="utf-8")
    if "themes: [水立" in text:  # at most four
        (folder / name).write_text(re.sub(r"themes: .*", "themes: [水立]", text), encoding="utf-8")
    if "summary: 长" in text or "kind: 经验做法" not in text:
        text = re.sub(r"\nsummary: (?!长).*", "", text)  # else there would be two
        (folder / name).write_text(text, encoding="utf-8")
    assert found(library) == [(code, f"{PAGES}/{name}", line_of(folder / name, words))]
    (text,) = texts(library, code)
    assert message in text
    assert "→" in text


def test_a_page_without_front_matter(library: Library, folder: Path) -> None:
    (folder / "01.md").write_text("只有正文。\n", encoding="utf-8")
    assert found(library) == [("HB302", f"{PAGES}/01.md", 1)]


def test_the_index_is_checked_too(library: Library, folder: Path) -> None:
    replace_in(folder / "index.md", "declared: 4\n", "declared: 4\nnotes: 样例\n")
    assert found(library) == [("HB303", f"{PAGES}/index.md", 4)]
    assert "note" in texts(library, "HB303")[0]
    (folder / "index.md").unlink()
    assert ("HB105", f"{PAGES}/index.md", 0) in found(library)


def test_all_findings_of_a_page_come_at_once(library: Library, folder: Path) -> None:
    path = folder / "01.md"
    replace_in(path, "number: 1\n", "number: 一\nx: 1\n")
    replace_in(path, "level: 县区级\n", "level: 县级\n")
    body(folder, "<b>粗</b>")
    codes = [code for code, _, _ in found(library)]
    assert codes == ["HB305", "HB305", "HB303", "HB309", "HB309"]


@pytest.mark.parametrize(
    ("region", "level", "wrong"),
    [
        ("陕西省", "省级", False),
        ("陕西省", "县区级", False),  # the county is not named
        ("陕西省/汉中市", "市级", False),
        ("陕西省/汉中市", "省级", True),
        ("山西省/运城市/平陆县", "市级", True),
        ("山西省/运城市/平陆县", "省级", True),
        ("山西省/运城市/平陆县", "县区级", False),
        ("山西省/运城市/平陆县", "乡镇街道级", False),
        ("北京市", "省级", False),
        ("北京市/朝阳区", "县区级", False),
    ],
)
def test_level_and_region(
    library: Library, folder: Path, region: str, level: str, wrong: bool
) -> None:
    replace_in(folder / "01.md", "level: 县区级\n", f"level: {level}\nregion: {region}\n")
    wanted = [("HB313", f"{PAGES}/01.md", line_of(folder / "01.md", "region:"))]
    assert found(library) == (wanted if wrong else [])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=//x>",
        "<img src=x onerror=alert(1)>",
        "< b>",
        "</div>",
        "<!-- 注 -->",
        "<iframe\nsrc=x>",
        "<svg/onload=alert(1)>",
        "\\`<i>\\`",
        "``` <i> 没有关上",
        "`代码没有关上\n\n<b>`",
        "<javascript:alert(1)>",
        "行内 <a href='x'>字</a>",
        "<!DOCTYPE html>",
        "<?php echo 1 ?>",
    ],
)
def test_raw_html(library: Library, folder: Path, text: str) -> None:
    line = body(folder, text)
    line += text[: re.search(r"<", text).start()].count("\n")  # type: ignore[union-attr]
    assert found(library)[0] == ("HB309", f"{PAGES}/01.md", line)
    assert {code for code, _, _ in found(library)} == {"HB309"}


@pytest.mark.parametrize(
    "text",
    [
        "[点](javascript:alert(1))",
        "[点](JaVaScRiPt:alert(1))",
        "[点](java&#115;cript:alert(1))",
        "[点](&#x6A;avascript:alert(1))",
        "[点](&#106avascript:alert(1))",
        "[点](javascript&colon;alert(1))",
        "[点](java&Tab;script:alert(1))",
        "[点](java\tscript:alert(1))",
        "[点](java\nscript:alert(1))",
        "[点](<java script:alert(1)>)",
        "[点]( \x01javascript:alert(1))",
        "[点](java\u200bscript:alert(1))",
        "[点](vbscript:x)",
        "[点](data:text/html,x)",
        "[点](file:///etc/passwd)",
        "[点](//evil.example/x)",
        "[点](&#47;/evil.example/x)",
        "![图](http://evil.example/x.png)",
        "![图](data:image/png;base64,x)",
        "[点][a]\n\n[a]: javascript:alert(1)",
        "[点][a]\n\n   [a]: <java&#115;cript:alert(1)>",
        "[点][a]\n\n[a]:\n  javascript:alert(1)",
        "\\\\[点\\\\](javascript:alert(1))",
    ],
)
def test_addresses_that_lead_astray(library: Library, folder: Path, text: str) -> None:
    line = body(folder, text)
    codes = found(library)
    assert {code for code, _, _ in codes if code != "HB309"} == {"HB311"}
    wanted = line + (2 if "\n\n" in text else 0)
    assert (("HB311", f"{PAGES}/01.md", wanted)) in codes


@pytest.mark.parametrize(
    "text",
    [
        "[省政府](https://www.example.gov.cn/a?b=c:d)",
        "[省政府](http://www.example.gov.cn '说明：甲')",
        "<https://www.example.gov.cn/>",
        "[写信](mailto:a@example.cn)",
        "[第二篇](02.md#s_1)",
        "[首页](../../index.md)",
        "![灶台](图片/灶台.png)",
        "`<script>`",
        "``<b>`</b>``",
        "```\n<script>alert(1)</script>\n```",
        "三 < 五，五 > 三，a <3。",
        "\\[点\\](javascript:alert(1))",
        "时间：8:30；注（甲）：乙",
    ],
)
def test_what_is_allowed_in_a_body(library: Library, folder: Path, text: str) -> None:
    body(folder, text)
    assert [one for one in found(library) if one[0] != "HB320"] == []


def test_a_body_that_is_empty(library: Library, folder: Path) -> None:
    path = folder / "01.md"
    head = path.read_text(encoding="utf-8").split("\n---\n")[0]
    path.write_text(head + "\n---\n\n", encoding="utf-8")
    assert [code for code, _, _ in found(library)] == ["HB310"]


def test_fields_to_review_and_hand_edits_are_remarks(library: Library, folder: Path) -> None:
    replace_in(folder / "02.md", "材料车就停在巷口", "材料车停在巷口")
    codes = [(code, path) for code, path, _ in found(library, info=True)]
    assert ("HB312", f"{PAGES}/01.md") in codes
    assert ("HB406", f"{PAGES}/02.md") in codes
    assert found(library) == []


def test_a_page_in_another_encoding(library: Library, folder: Path) -> None:
    path = folder / "01.md"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert ("HB105", f"{PAGES}/01.md", 0) in found(library)
    assert "不是 UTF-8 编码（从第 2 行起）" in texts(library, "HB105")[0]


def test_a_folder_with_the_name_of_a_page(library: Library, folder: Path) -> None:
    (folder / "77.md").mkdir()
    assert found(library) == [("HB105", f"{PAGES}/77.md", 0)]
    assert "是文件夹" in texts(library, "HB105")[0]


def test_an_alias_bomb_in_front_matter_is_reported_shortly(library: Library, folder: Path) -> None:
    levels = "\n".join(
        f"x{at}: &x{at} [" + ", ".join([f"*x{at - 1}"] * 9) + "]" for at in range(1, 12)
    )
    replace_in(folder / "01.md", "number: 1\n", f"x0: &x0 [甲]\n{levels}\nnumber: *x11\n")
    report = check_site(library.site)
    assert report.failed
    assert max(len(one.text()) for one in report.findings) < 500


def test_a_folder_whose_name_is_no_address(library: Library, folder: Path) -> None:
    own = library.store.root / "我的 汇编"
    own.mkdir()
    (own / "index.md").write_text("---\ntitle: 甲\n---\n", encoding="utf-8")
    (library.store.root / ".small.new").mkdir()  # a command may be writing just now
    assert found(library) == [("HB701", "docs/collections/我的 汇编", 0)]
    assert "改名" in texts(library, "HB701")[0]


# --- plans and originals ----------------------------------------------------------------------

PLAN = f"{PAGES}/source/plan.yml"


def test_an_original_that_was_changed(library: Library, folder: Path) -> None:
    replace_in(folder / "source" / "original.txt", "逢五逢十", "逢三逢八")
    assert found(library) == [("HB402", f"{PAGES}/source/original.txt", 0)]


def test_an_original_that_is_gone(library: Library, folder: Path) -> None:
    (folder / "source" / "original.txt").unlink()
    assert found(library) == [("HB105", f"{PAGES}/source/original.txt", 0)]
    assert "没有这个文件" in texts(library, "HB105")[0]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("version: 1", "version: 2", 2, "version"),
        ("version: 1", "version: [1", 3, "YAML"),
        ("declared: 4", "declared: 四", 6, "collection.declared"),
        ("- {number: 2,", "- {number: 二,", 9, "articles.1.number"),
        ("- {number: 3,", "- {nummer: 3,", 10, "articles.2"),
        ('page: "02.md"', 'page: "../02.md"', 9, "articles.1.page"),
        ('lines: "6-12"', 'lines: "12-6"', 8, "articles.0.lines"),
        ("added:", "datum:", 1, "added"),
    ],
)
def test_a_broken_plan(
    library: Library, folder: Path, old: str, new: str, line: int, message: str
) -> None:
    replace_in(folder / "source" / "plan.yml", old, new)
    assert found(library) == [("HB401", PLAN, line)]
    assert message in texts(library, "HB401")[0]


@pytest.mark.parametrize("data", [b"", b"[]", b"x", b"\xff\xfe", b"- " * 5000 + b"x", b"&a [*a]"])
def test_a_plan_that_is_none(library: Library, folder: Path, data: bytes) -> None:
    (folder / "source" / "plan.yml").write_bytes(data)
    ((code, path, line),) = found(library)
    assert (code, path) == ("HB401", PLAN)
    assert line >= 1


def test_a_line_that_has_no_place(library: Library, folder: Path) -> None:
    path = folder / "source" / "plan.yml"
    text = path.read_text(encoding="utf-8").replace('lines: "6-12"', 'lines: "6-11"')
    path.write_text(text, encoding="utf-8")
    assert ("HB403", PLAN, 12) in found(library)
    assert "集市上没有网线" in texts(library, "HB403")[0]
    assert (
        f"huibian split {PAGES}/source/original.txt --collection small"
        in texts(library, "HB403")[0]
    )


def test_a_line_that_has_two_places(library: Library, folder: Path) -> None:
    replace_in(folder / "source" / "plan.yml", 'lines: "6-12"', 'lines: "6-12, 17"')
    assert ("HB404", PLAN, 17) in found(library)


def test_a_dropped_piece_that_stands_twice_or_nowhere(library: Library, folder: Path) -> None:
    path = folder / "source" / "plan.yml"
    piece = next(
        line for line in path.read_text(encoding="utf-8").split("\n") if "line: 48" in line
    )
    replace_in(path, piece, f"{piece}\n{piece}")
    assert found(library) == [("HB404", PLAN, 48)]
    replace_in(path, f"{piece}\n{piece}\n", "")
    assert found(library) == [("HB403", PLAN, 48)]


@pytest.mark.parametrize("columns", ["0-999999999", "999999999-999999999"])
@pytest.mark.parametrize("line", [33, 999999999])
def test_absurd_numbers_in_a_plan_take_no_memory(
    library: Library, folder: Path, columns: str, line: int
) -> None:
    path = folder / "source" / "plan.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('{line: 33, columns: "0-13"', f'{{line: {line}, columns: "{columns}"')
    text = text.replace('lines: "6-12"', 'lines: "6-12, 50-999999999"')
    path.write_text(text, encoding="utf-8")
    assert all(one[0] in ("HB403", "HB404", "HB405") for one in found(library))


def test_a_character_that_got_lost_without_a_hand_edit(library: Library, folder: Path) -> None:
    """A page whose recorded hash is its own and that yet lacks what its source has."""
    path, plan = folder / "02.md", folder / "source" / "plan.yml"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    text = replace_in(path, "材料车就停在巷口", "材料车停在巷口")
    replace_in(plan, old, hashlib.sha256(text.encode()).hexdigest())
    head = text.split("\n").index("---", 1)  # the body starts below
    ((code, shown, line),) = found(library)
    assert (code, shown) == ("HB405", f"{PAGES}/02.md")
    assert line == head + 2
    assert "就停在巷口" in texts(library, "HB405")[0]
    edit(library, "set 1 level=市级", "retitle 1 新题")  # decisions elsewhere hide nothing
    text = replace_in(path, "材料车就停在巷口", "材料车停在巷口")
    replace_in(plan, old, hashlib.sha256(text.encode()).hexdigest())
    assert [one[0] for one in found(library)] == ["HB405"]


def test_a_page_that_is_gone(library: Library, folder: Path) -> None:
    (folder / "02.md").unlink()
    assert found(library) == [("HB407", PLAN, 0)]
    assert "02.md" in texts(library, "HB407")[0]


def test_the_command_that_a_finding_offers_mends_it(library: Library, folder: Path) -> None:
    before = tree(folder)
    (folder / "02.md").unlink()
    text = texts(library, "HB407")[0]
    command = re.search(r"huibian (split \S+ --collection \S+)", text)
    assert command is not None
    _, source, *rest = command.group(1).split()
    done = run(library.site, "split", str(library.site / source), *rest)
    assert done.exit_code == 0, done.output
    assert tree(folder) == before


# --- articles added by hand -------------------------------------------------------------------

ADDED = """xx县图书馆把书架搬到渡口的候船亭里，等船的人随手就能翻上几页。##paidend##

• 一周一换，换下来的书送到下一个渡口，渡工登记谁借走了哪一本。
1. 书坏了当天补，补不好的写在本子上，月底一起送到馆里修。
"""


@pytest.fixture
def added(library: Library, folder: Path) -> Path:
    """The collection with one article added by hand; return its page."""
    path = library.site / "渡口边的书架.txt"
    path.write_text(ADDED, encoding="utf-8")
    library.add([path], "small", 200)
    assert found(library) == []
    return folder / "05.md"


def test_a_character_of_an_added_article_that_got_lost(
    library: Library, folder: Path, added: Path
) -> None:
    """A page that differs from its original though nobody changed it: a fault of the program."""
    text = replace_in(added, "渡工登记", "登记")
    record = folder / "source" / "added.yml"
    body = text.split("---\n", 2)[2].strip("\n")
    wrong = hashlib.sha256(body.encode()).hexdigest()
    plan = re.sub(r'(body_sha256: )"?[0-9a-f]+"?', rf'\1"{wrong}"', record.read_text("utf-8"))
    record.write_text(plan, encoding="utf-8")
    assert [one[:2] for one in found(library)] == [("HB421", f"{PAGES}/05.md")]
    assert "渡工登记谁" in texts(library, "HB421")[0]


def test_an_added_article_changed_by_hand_is_a_remark(
    library: Library, folder: Path, added: Path
) -> None:
    replace_in(added, "review: [title", "review: [region")  # fields prove nothing
    assert "HB406" not in {code for code, *_ in found(library, info=True)}
    added.write_bytes(added.read_bytes().replace(b"\n", b"\r\n"))
    assert "HB406" not in {code for code, *_ in found(library, info=True)}
    replace_in(added, "渡工登记", "登记")
    assert ("HB406", f"{PAGES}/05.md", 0) in found(library, info=True)
    assert found(library) == []


@pytest.mark.parametrize("gone", [True, False])
def test_the_original_of_an_added_article_that_changed(
    library: Library, folder: Path, added: Path, gone: bool
) -> None:
    original = folder / "source" / "05-original.txt"
    original.unlink() if gone else original.write_text("别的文字", encoding="utf-8")
    assert found(library) == [("HB420", f"{PAGES}/05.md", 0)]
    assert f"{PAGES}/source/05-original.txt" in texts(library, "HB420")[0]


def test_an_added_article_without_a_page(library: Library, folder: Path, added: Path) -> None:
    added.unlink()
    assert found(library) == [("HB422", f"{PAGES}/source/added.yml", 0)]
    assert "《渡口边的书架》" in texts(library, "HB422")[0]


def test_a_broken_record_of_added_articles(library: Library, folder: Path, added: Path) -> None:
    record = folder / "source" / "added.yml"
    text = record.read_text(encoding="utf-8")
    for wrong in (text.replace("file: ", "fiel: "), text + "  - [\n", "x"):
        record.write_text(wrong, encoding="utf-8")
        (error,) = (one for one in check_site(library.site).findings if one.code == "HB401")
        assert error.path == f"{PAGES}/source/added.yml"
        assert "added.yml 读不了" in error.message
    with pytest.raises(HuibianError):  # nothing is written over it
        library.add([SMALL], "small", 200)
    assert record.read_text(encoding="utf-8") == "x"


def test_a_page_that_was_put_aside_is_a_warning(library: Library, folder: Path) -> None:
    aside = folder / "source" / "conflicts"
    aside.mkdir()
    (aside / "03.md").write_text("x", encoding="utf-8")
    (aside / "02-edited-2.md").write_text("x", encoding="utf-8")
    assert found(library) == [("HB423", f"{PAGES}/02.md", 0), ("HB423", f"{PAGES}/03.md", 0)]
    assert f"{PAGES}/source/conflicts/03.md" in texts(library, "HB423")[1]


def test_vocabularies_are_checked_first(library: Library, folder: Path) -> None:
    own = library.docs / "vocabulary"
    own.mkdir()
    (own / "themes.yml").write_text("- id: x\n  label: [\n", encoding="utf-8")
    report = check_site(library.site)
    assert [one.code for one in report.findings] == ["HB501"]
    assert report.findings[0].line >= 2
    assert run(library.site, "check").exit_code == 1
    assert run(library.site, "split", str(SMALL), "--collection", "b").exit_code == 2


# --- the command ------------------------------------------------------------------------------


def test_json(library: Library, folder: Path) -> None:
    replace_in(folder / "01.md", "level: 县区级\n", "level: 县级\n")
    done = run(library.site, "check", "--format", "json")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    errors = [one for one in data if one["severity"] == "error"]
    assert [(one["code"], one["path"], one["line"]) for one in errors] == [
        ("HB305", f"{PAGES}/01.md", 4)
    ]
    assert sorted(errors[0]) == ["code", "hint", "line", "message", "path", "severity"]
    assert json.loads(run(library.site, "check", "--format", "json", "--quiet").stdout) == errors


def test_text(library: Library, folder: Path) -> None:
    done = run(library.site, "check", "--quiet")
    assert (done.exit_code, done.stdout) == (0, "检查了 1 个汇编、4 篇：没有错误\n")
    replace_in(folder / "01.md", "level: 县区级\n", "level: 县级\n")
    done = run(library.site, "check", "--quiet")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{PAGES}/01.md:4：错误 HB305 字段“层级（level）”的值不对：没有“县级”这个层级",
        "    → 可选：国家级、省级、市级、县区级、乡镇街道级、村社区级、开发区、企业、其他",
        "检查了 1 个汇编、4 篇：1 处错误",
    ]


def test_the_summary_counts_by_severity(library: Library, folder: Path) -> None:
    library.new("small", "新写的一篇")
    replace_in(folder / "01.md", "level: 县区级\n", "level: 县级\n")
    shown = run(library.site, "check").stdout.splitlines()[-1]
    assert shown == "检查了 1 个汇编、5 篇：1 处错误、4 处警告、4 处说明"
    shown = run(library.site, "check", "--quiet").stdout.splitlines()[-1]
    assert shown == "检查了 1 个汇编、5 篇：1 处错误、4 处警告"


# --- what pages say ---------------------------------------------------------------------------

AD = "需要的朋友加微信abc_2024。"
FRONT = "---\ntitle: 渡口边的书架\nnumber: 9\n{more}---\n\n"


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ("HB320", "有事打李某某的电话13800010002，随叫随到。", "手机号码“138****0002”"),
        ("HB320", "来信请寄 wang@example\\.com", "电子邮箱“w***@example.com”"),
        ("HB321", f"群众说好。{AD}", AD),
    ],
)
def test_what_a_page_written_by_hand_should_not_say(
    library: Library, folder: Path, code: str, text: str, shown: str
) -> None:
    path = folder / "09.md"
    path.write_text(FRONT.format(more="") + f"第一段。\n\n{text}\n", encoding="utf-8")
    assert found(library) == [(code, f"{PAGES}/09.md", 8)]
    (finding,) = texts(library, code)
    assert shown in finding and "13800010002" not in finding and f"confirmed: [{code}]" in finding
    path.write_text(
        FRONT.format(more=f"confirmed: [{code}]\n") + f"第一段。\n\n{text}\n", encoding="utf-8"
    )
    assert found(library) == []


def test_the_front_matter_is_read_too(library: Library, folder: Path) -> None:
    path = folder / "09.md"
    path.write_text(
        FRONT.format(more="summary: 电话13800010002。\n") + "正文。\n", encoding="utf-8"
    )
    assert found(library) == [("HB320", f"{PAGES}/09.md", 4)]


@pytest.mark.parametrize("value", ["HB320", "[HB999]", "[1]", "5"])
def test_what_cannot_be_confirmed(library: Library, folder: Path, value: str) -> None:
    path = folder / "09.md"
    path.write_text(FRONT.format(more=f"confirmed: {value}\n") + f"{AD}\n", encoding="utf-8")
    assert {code for code, _, _ in found(library)} == {"HB305", "HB321"}


def test_the_page_of_a_collection_is_read_too(library: Library, folder: Path) -> None:
    """Its preliminaries are the plan's to ask about, what a person adds is not."""
    path = folder / "index.md"
    old = path.read_text(encoding="utf-8")
    line = old.count("\n") + 2
    path.write_text(f"{old}\n有事打13800010002。\n", encoding="utf-8")
    assert found(library) == [("HB320", f"{PAGES}/index.md", line)]
    path.write_text(
        old.replace("---\n", "---\nconfirmed: [HB320]\n", 1) + "\n有事打13800010002。\n",
        encoding="utf-8",
    )
    assert found(library) == []


def test_the_page_of_a_collection_without_a_plan(library: Library) -> None:
    path = library.docs / "collections" / "own" / "index.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\ntitle: 自己写的\n---\n\n{AD}\n", encoding="utf-8")
    assert found(library) == [("HB321", "docs/collections/own/index.md", 5)]


def test_what_the_plan_asks_about_preliminaries_is_not_said_again(library: Library) -> None:
    path = library.site / "small.txt"
    lines = SMALL.read_text(encoding="utf-8").split("\n")
    lines[1:1] = ["", "编者的话：来稿请打13800010002。"]
    path.write_text("\n".join(lines), encoding="utf-8")
    folder = split_small(library, path=path)
    assert "13800010002" in (folder / "index.md").read_text(encoding="utf-8")
    assert "HB220" in {one.code for one in check_site(library.site).questions}
    assert found(library) == []


def test_what_a_person_adds_to_a_split_page(library: Library, folder: Path) -> None:
    line = body(folder, "有事打13800010002。")
    assert found(library) == [("HB320", f"{PAGES}/01.md", line)]


def test_what_the_plan_asks_about_is_not_said_again(library: Library) -> None:
    path = library.site / "small.txt"
    text = SMALL.read_text(encoding="utf-8").replace("三天内回话。", "三天内打13800010002回话。")
    path.write_text(text, encoding="utf-8")
    folder = split_small(library, path=path)
    assert found(library) == []
    replace_in(folder / "01.md", "打印机用蓄电池供电", "打印机用电池供电")
    assert found(library) == []
    line = line_of(folder / "01.md", "13800010002")
    edit(library, "mask 10")
    replace_in(folder / "01.md", "138\\*\\*\\*\\*0002", "13800010002")
    assert found(library) == [("HB320", f"{PAGES}/01.md", line)]


def test_the_same_article_on_two_pages(library: Library, folder: Path) -> None:
    text = (folder / "03.md").read_text(encoding="utf-8")
    own = text.split("\n---\n", 1)[1].replace("六十所", "八十所")
    path = folder / "09.md"
    path.write_text(FRONT.format(more="") + own, encoding="utf-8")
    ((code, where, line),) = found(library)
    assert (code, where) == ("HB322", f"{PAGES}/09.md")
    (finding,) = texts(library, "HB322")
    other = re.search(rf"与 {PAGES}/03.md:(\d+) 有 (\d+)% ", finding)
    assert other is not None and int(other[2]) >= 90
    same = path.read_text(encoding="utf-8").split("\n")[line - 1]
    assert text.split("\n")[int(other[1]) - 1].replace("六十所", "八十所") == same != ""
    assert f"删掉 {PAGES}/09.md" in finding
    path.write_text(FRONT.format(more="confirmed: [HB322]\n") + own, encoding="utf-8")
    assert found(library) == []


def test_the_same_article_in_two_collections(library: Library, folder: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").split("\n")
    path = library.site / "other.txt"
    other = "\n".join([*text[30:37], "", "", "山里来了放映队", "", *text[8:12]])
    path.write_text(f"另一册材料汇编（2篇）\n\n\n{other}\n", encoding="utf-8")
    split_small(library, "other", path)
    codes = [code for code, _, _ in found(library)]
    assert set(codes) == {"HB322"}
    finding = texts(library, "HB322")[0]
    assert finding.startswith(f"{PAGES}/") or finding.startswith("docs/collections/other/")
    assert re.search(r"huibian edit (small|other) --remove \d", finding)
    outcome = library.split(path, slug="other", today="2026-01-02")
    lines = [one.line for one in outcome.compilation.plan_file.questions if one.code == "HB223"]
    assert len(lines) == len(codes)
    edit(library, *(f"confirm {line}" for line in lines), slug="other")
    assert found(library) == []


# --- what may become active, what leads out ---------------------------------------------------


def test_addresses_that_leave_the_site(library: Library, folder: Path) -> None:
    line = body(folder, "[点](../../../admin) ![图](../../图.png) [站内](../../guide/a.md)")
    assert found(library) == [("HB314", f"{PAGES}/01.md", line)]
    assert "admin" in texts(library, "HB314")[0] and "docs 文件夹" in texts(library, "HB314")[0]


def test_pages_written_by_hand_are_checked_too(library: Library) -> None:
    guide = library.docs / "guide"
    guide.mkdir()
    text = (
        "---\nconfirmed: [HB320]\n---\n\n<details open><summary>看</summary>文</details>\n"
        "<iframe src=x></iframe>\n文<br>文 *斜*{ .md-button title=按钮 }\n*斜*{ onclick=f() }\n"
        "[点](javascript:x)\n`<script>` {{ 值 }}\n<https://example.org/?a=b> <a@example.org>\n"
        "![图](../../图.png)\n"
    )
    (guide / "a.md").write_text(text, encoding="utf-8")
    at = "docs/guide/a.md"
    assert sorted(found(library)) == [
        ("HB309", at, 6),
        ("HB311", at, 9),
        ("HB314", at, 12),
        ("HB315", at, 8),
    ]
    assert "onclick" in texts(library, "HB315")[0]
    (guide / "a.md").write_text("---\n- 甲\n---\n", encoding="utf-8")
    assert found(library) == [("HB301", at, 2)]
    (guide / "a.md").write_bytes("文".encode("gbk"))
    assert found(library) == [("HB105", at, 0)]


@pytest.mark.parametrize("name", ["联系我们.md", "index.md", "collections/谁来编.md"])
def test_what_other_pages_written_by_hand_should_not_say(library: Library, name: str) -> None:
    path = library.docs / name
    path.parent.mkdir(exist_ok=True)
    text = f"有事打13800010002。\n\n{AD}\n"
    path.write_text(f"# 联系\n\n{text}", encoding="utf-8")
    at = f"docs/{name}"
    assert found(library) == [("HB320", at, 3), ("HB321", at, 5)]
    path.write_text(f"---\nconfirmed: [HB320]\n---\n{text}", encoding="utf-8")
    assert found(library) == [("HB321", at, 6)]


def test_links_that_lead_out_are_not_followed(library: Library, folder: Path) -> None:
    """Nothing is read while one of them stands there."""
    body(folder, "<b>粗</b>")
    (folder / "images").mkdir()
    (folder / "images" / "a.png").symlink_to("/etc/passwd")
    assert found(library) == [("HB316", f"{PAGES}/images/a.png", 0)]
    assert "/etc/passwd" in texts(library, "HB316")[0]
    assert (check_site(library.site).collections, check_site(library.site).failed) == (0, True)


@pytest.mark.parametrize(
    ("name", "shown", "guess"),
    [
        (b"\xd6\xd0.png", "\\xd6\\xd0.png", "，按 GBK 读是“中.png”"),
        (b"\xff", "\\xff", "写不出来\n"),
    ],
)
def test_names_that_are_not_utf8(library: Library, name: bytes, shown: str, guess: str) -> None:
    (library.docs / os.fsdecode(name) / "below").mkdir(parents=True)
    assert found(library) == [("HB318", f"docs/{shown}", 0)]
    assert guess in texts(library, "HB318")[0]


def test_files_that_a_browser_or_a_server_runs(library: Library, folder: Path) -> None:
    names = ["a.html", "b.SVG", "c.js", "web.config", "无后缀", "d.png", "e.PDF"]
    for name in names:
        (folder / name).write_text("x", encoding="utf-8")
        (folder / "source" / name).write_text("x", encoding="utf-8")
    assert {(code, path) for code, path, _ in found(library)} == {
        ("HB317", f"{PAGES}/{name}") for name in names[:5]
    }
    assert "overrides" in texts(library, "HB317")[0]


def test_every_code_of_pages_and_plans_is_tested_here() -> None:
    text = "".join(
        (Path(__file__).parent / f"test_{name}.py").read_text(encoding="utf-8")
        for name in ("check", "editing", "versions", "stagefiles")
    )
    codes = [code for code in diagnostics.CATALOGUE if code[2] in "34"]
    assert [code for code in codes if code not in text] == []
