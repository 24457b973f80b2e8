"""The visible text of a page: blocks, headings with anchors, nothing that readers do not see."""

from __future__ import annotations

import pytest
from markdown import Markdown

from huibian.site import untrusted
from huibian.site.search.text import Block, blocks


def test_blocks_of_an_article() -> None:
    text = (
        "开头的**一段**，有`代码`和[链接](x.md)。\n\n## 一、小*标题*\n\n- 甲\n    - 乙\n- 丙\n\n"
        "| 表 | 头 |\n|---|---|\n| 1 | 2 |\n\n### 二\n\n一行  \n另一行\n同一行 &lt;b&gt;\n"
    )
    html = Markdown(extensions=untrusted.extensions()).convert(text)
    assert list(blocks(html)) == [
        Block("开头的一段，有代码和链接。"),
        Block("一、小标题", True, "s_1"),
        *map(Block, ("甲", "乙", "丙", "表", "头", "1", "2")),
        Block("二", True, "s_2"),
        Block("一行"),
        Block("另一行 同一行 <b>"),
    ]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>甲<!-- 不见 -->乙</p>", ["甲乙"]),
        ("<p>甲<script>不见</script>乙</p><style>p > a {}</style>", ["甲乙"]),
        ("<p>甲</p></script><p>乙</p>", ["甲", "乙"]),
        ('<p title="a > b">甲<img alt="图" src="x"/>乙</p>', ["甲乙"]),
        ("没有标签 &amp; 结尾", ["没有标签 & 结尾"]),
        ("<p> \n </p><p>\u200b</p>", []),
        ("1 < 2 <p>3</p>", ["1 < 2", "3"]),
    ],
)
def test_only_what_readers_see(html: str, texts: list[str]) -> None:
    assert [block.text for block in blocks(html)] == texts
