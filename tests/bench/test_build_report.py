"""Measured builds are compared, judged and told."""

from __future__ import annotations

import pytest

from bench import build_report, peers
from bench.build_report import Size, Target
from bench.commands import Ran, Tally
from bench.preview import Preview
from bench.steps import Outcome


def outcome(*seconds: float, peak: float = 100.0, html: int = 0) -> Outcome:
    return Outcome([Ran(one, peak, 2 * one) for one in seconds], Tally(7, 10 * html, html))


def library(articles: int = 1000, **steps: Outcome) -> Size:
    return Size(articles, markdown=articles * 5000, outcomes=steps)


def test_hugo_and_pagefind_are_added_run_by_run() -> None:
    outcomes = {"hugo": outcome(1, 9, 2, html=3), "pagefind": outcome(5, 1, 5, peak=400)}
    build_report.add_up(outcomes)
    both = outcomes["both"]
    assert (both.seconds, both.work, both.peak) == (7, 14, 400)
    assert both.output == Tally(14, 30, 3)
    for missing in ({"hugo": outcome(1)}, {"hugo": outcome(1), "pagefind": Outcome(note="未测")}):
        build_report.add_up(missing)
        assert "both" not in missing


def judged(sizes: list[Size]) -> dict[str, list[str]]:
    return {one.name: one.cells()[1:] for one in build_report.targets(sizes)}


def test_targets_are_those_of_the_largest_library() -> None:
    small = library(1000, full=outcome(4))
    large = library(
        10000,
        full=outcome(40, 30, 50, html=260_000_000),
        change=outcome(5.05, peak=601),
        add=outcome(5),
        both=outcome(50),
        check=outcome(11),
        split=outcome(20),
    )
    large.preview = Preview(3, {"change": [0.5]}, {"change": [1, 2, 3], "add": [2.1]}, True)
    found = judged([small, large])
    assert found["第一次生成"] == ["≤ 60 秒", "40.0", "是"]
    assert found["第一次生成 ÷ Hugo + Pagefind"] == ["≤ 0.8 倍", "0.80", "是"]
    assert found["比 1,000 篇时增长"] == ["≤ 11 倍", "10.0", "是"]
    assert found["生成时最大的进程占用的内存"] == ["≤ 600 MB", "601.0", "**否**"]
    assert found["改一篇，再生成"] == ["≤ 5 秒", "5.0", "**否**"]
    assert found["增加一篇，再生成"] == ["≤ 5 秒", "5.0", "是"]
    assert found["预览时改一篇，到搜得到"] == ["≤ 2 秒", "2.0", "是"]
    assert found["预览时增加一篇，到搜得到"] == ["≤ 2 秒", "2.1", "**否**"]
    assert found["检查（`huibian check`）"] == ["≤ 10 秒", "11.0", "**否**"]
    assert found["检查拆分出的汇编，逐字核对原文"] == ["≤ 10 秒", "–", "未测"]
    assert found["拆分并写出"] == ["≤ 20 秒", "20.0", "是"]
    assert found["每篇的网页超出文字的部分"] == ["≤ 25 KB", "21.0", "是"]


def test_what_was_not_measured_is_neither_held_nor_missed() -> None:
    one = library(1000, full=outcome(4), both=Outcome(note="未测"))
    found = judged([one])
    assert found["第一次生成 ÷ Hugo + Pagefind"] == ["≤ 0.8 倍", "–", "未测"]
    assert "比 1,000 篇时增长" not in found, "one size has no growth"
    assert found["第一次生成"][1:] == ["4.0", "是"]
    nothing = judged([library(1000)])
    assert {cells[-1] for cells in nothing.values()} == {"未测"}


def test_a_target_that_is_just_met_is_met() -> None:
    assert Target("甲", 5, " 秒", 5.0).cells() == ["甲", "≤ 5 秒", "5.0", "是"]
    assert Target("甲", 5, " 秒", 5.001).cells()[-1] == "**否**"


def test_rows_compare_sizes_and_tools() -> None:
    sizes = [
        library(1000, full=outcome(2), both=outcome(4), pagefind=outcome(3)),
        library(10000, full=outcome(21), both=outcome(42), zensical=Outcome(note="未测：太慢")),
    ]
    own = build_report.rows(sizes, build_report.OWN_STEPS, beside=False)
    assert [row[0:3] + row[-2:] for row in own] == [
        ["第一次生成（`huibian build`）", "1,000", "2.0", "–", "1"],
        ["第一次生成（`huibian build`）", "10,000", "21.0", "10.5", "1"],
    ]
    others = build_report.rows(sizes, build_report.PEER_STEPS, beside=True)
    assert len({len(row) for row in others}) == 1
    assert [row[-2] for row in others] == ["–", "0.50", "0.50", "–"]
    assert others[-1][-1] == "未测：太慢"


def test_the_preview_says_whether_it_found_what_was_saved() -> None:
    sizes = [library(1000), library(10000)]
    sizes[0].preview = Preview(3.0, {"change": [1.0]}, {"change": [1.5]}, found=False)
    changed, added = build_report.serve_rows(sizes)
    assert changed == ["改一篇", "1,000", "1.0", "1.5", "3.0", "**否**"]
    assert added[2:4] == ["–", "–"]


def test_peers_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "version", lambda name: "" if name == "pagefind" else "1")
    sizes = [library(1000), library(10000)]
    said = build_report.left_out(sizes, ("hugo", "zensical", "material"), [1000])
    assert "Pagefind（装不了）" in said
    assert "Hugo" not in said
    assert "Zensical" not in said
    assert "Material 的 10,000 篇（太慢，加 `--material 1000 10000` 测）" in said
    said = build_report.left_out(sizes, (), [1000])
    assert said.count("（没有选）") == 4


def test_the_report_holds_every_table() -> None:
    size = library(1000, full=outcome(2, html=30_000_000), both=outcome(4))
    size.outcomes["full"].cache = Tally(3, 12_000_000, 0)
    size.preview = Preview(3.0, {"change": [1.0]}, {"change": [1.5]}, found=None)
    text = build_report.report([size], how="某机器。", left="全部都测了。")
    assert text.startswith("某机器。合成的文章每篇约 1,500 字，Markdown 共 1,000 篇 5.0 MB。")
    assert "缓存文件夹 `.cache/huibian/`：1,000 篇 12 MB。" in text
    for block in text.split("\n\n"):
        lines = block.split("\n")
        if block.startswith("|"):
            assert len({line.count("|") for line in lines}) == 1
    assert "没有 Chromium，未核对" in text
    assert text.endswith("全部都测了。")
    size.outcomes["full"].cache = Tally(0, 0, 0)
    assert build_report.kept([size]).endswith("：没有。")


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = f"头\n{build_report.START}\n旧\n{build_report.END}\n尾\n"
    once = build_report.replaced(page, "新")
    assert once == f"头\n{build_report.START}\n\n新\n\n{build_report.END}\n尾\n"
    assert build_report.replaced(once, "新") == once
    for wrong in ("", build_report.START, page + build_report.START):
        with pytest.raises(ValueError, match="once each"):
            build_report.replaced(wrong, "新")
