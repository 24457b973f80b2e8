from __future__ import annotations

from markdown import markdown

from huibian.site.datatables import framed

TABLE = "| 项目 | 数量 |\n|:--|--:|\n| 网格 | 12 |\n"


def test_a_table_gets_a_frame_with_name_and_focus() -> None:
    html = framed(markdown(f"前文\n\n{TABLE}\n后文\n", extensions=["tables"]))
    assert html.startswith("<p>前文</p>\n<div ")
    assert html.endswith("</div>\n<p>后文</p>")
    assert 'role="group" aria-label="表格' in html
    assert 'tabindex="0"><table class="hb-data">' in html


def test_head_cells_say_what_they_head_and_keep_their_alignment() -> None:
    html = framed(markdown(TABLE, extensions=["tables"]))
    assert html.count('<th scope="col"') == 2
    assert html.count("<thead>") == 1
    assert "text-align: right" in html


def test_each_table_has_its_own_and_text_is_left_alone() -> None:
    source = f"{TABLE}\n`<table>` 之外\n\n{TABLE}"
    html = framed(markdown(source, extensions=["tables"]))
    assert html.count('<div class="hb-frame"') == html.count("</div>") == 2
    assert "<code>&lt;table&gt;</code>" in html
    assert framed("<p>没有表</p>") == "<p>没有表</p>"
