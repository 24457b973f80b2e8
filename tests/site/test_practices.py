"""Practices are an article's headings and opening sentences, in its own words."""

from __future__ import annotations

import pytest

from huibian.site.practices import Practice, practices


def test_headings_with_what_stands_under_them() -> None:
    body = (
        "概述一段。\n\n## 一、修好看得见的渠\n\n**（一）从末级渠修起。**干渠气派。\n\n"
        "### （二）请种地的人验收\n\n文字。\n\n## 二、管好账\n\n文字。\n\n**二是公开。**墙上贴着。"
    )
    assert practices(body) == (
        Practice("修好看得见的渠", "s_1", ("从末级渠修起", "请种地的人验收")),
        Practice("管好账", "s_3", ("公开",)),
    )


def test_opening_sentences_where_there_are_no_headings() -> None:
    body = (
        "概述。\n\n**一是逐户登记。**上门。\n\n**其二，当场办结。**不拖。\n\n**第三，回头再问。**"
    )
    assert practices(body) == (
        Practice("逐户登记"),
        Practice("当场办结"),
        Practice("回头再问"),
    )


def test_headings_that_tell_no_practice() -> None:
    body = "## 一、基本情况\n\n甲。\n\n## 二、把门打开\n\n乙。\n\n## 三、下一步打算\n\n丙。"
    assert practices(body) == (Practice("把门打开", "s_2"),)


def test_text_without_structure() -> None:
    assert practices("一段。\n\n又一段。") == ()
    assert practices("") == ()


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## 三、", "三、"),
        ("## 办好\\*一号\\*工程", "办好*一号*工程"),
        ("## A&amp;B 联动", "A&B 联动"),
        ("## 第一，提高认识", "提高认识"),
        ("## 3. 2023年的账", "2023年的账"),
        ("## “三抓”促落实 ##", "“三抓”促落实"),
    ],
)
def test_words_as_a_reader_sees_them(markdown: str, text: str) -> None:
    assert [one.text for one in practices(markdown)] == [text]
