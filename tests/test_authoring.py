"""Pages as a form shows and writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huibian import authoring, frontmatter
from huibian.authoring import LISTS, SINGLE, Typed

PAGE = """---
title: 甲地做法
number: 3
date: "2023-05"
themes: [基层治理, 乡村振兴]
source: {file: original.txt, lines: 3-9}
review: [date]
---

第一段。

## 一、小标题

第二段。
"""
lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]))
bodies = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n")
)


def test_a_page_is_taken_apart() -> None:
    typed = authoring.taken_apart(PAGE)
    assert (typed.title, typed.date, typed.level) == ("甲地做法", "2023-05", "")
    assert (typed.themes, typed.review) == (["基层治理", "乡村振兴"], ["date"])
    assert typed.body == "第一段。\n\n## 一、小标题\n\n第二段。"


@pytest.mark.parametrize("page", [PAGE, PAGE.replace("\n", "\r\n"), "---\n坏: [\n---\n正文\n", ""])
def test_what_nobody_changed_stays_to_the_letter(page: str) -> None:
    assert authoring.put_together(authoring.taken_apart(page), page) == (
        page or '---\ntitle: ""\n---\n'
    )


def test_what_no_form_shows_stays() -> None:
    base = PAGE.replace("number: 3", "number: 3\nregoin: 错字")
    typed = authoring.taken_apart(base).model_copy(update={"region": "陕西省", "date": ""})
    meta = frontmatter.parse(authoring.put_together(typed, base)).meta
    assert meta["regoin"] == "错字" and meta["source"]["lines"] == "3-9"
    assert meta["region"] == "陕西省" and "date" not in meta
    assert list(meta)[:4] == ["title", "number", "region", "themes"]


def test_fields_that_cannot_be_read_are_written_anew() -> None:
    base = "---\ntitle: [坏\n---\n\n正文\n"
    typed = authoring.taken_apart(base)
    assert typed == Typed(body="正文")
    page = authoring.put_together(typed.model_copy(update={"title": "好"}), base, 7)
    assert frontmatter.parse(page).meta == {"title": "好", "number": 7}


@given(st.fixed_dictionaries(dict.fromkeys(SINGLE, lines)), st.lists(lines, max_size=3), bodies)
def test_what_is_typed_comes_back(single: dict[str, str], themes: list[str], body: str) -> None:
    typed = Typed(**single, themes=themes, body=body)
    page = authoring.put_together(typed)
    back = authoring.taken_apart(page)
    assert [getattr(back, name) for name in SINGLE] == [single[name].strip() for name in SINGLE]
    assert [getattr(back, name) for name in LISTS] == [themes, [], []]
    assert back.body == (body.strip("\n") if body.strip() else "")
    assert authoring.put_together(back, page) == page


def test_a_new_page_gets_its_number_and_its_source() -> None:
    page = authoring.numbered(PAGE, 12, "12-original.docx")
    meta = frontmatter.parse(page).meta
    assert (meta["number"], meta["source"]["file"]) == (12, "12-original.docx")
    assert frontmatter.body_of(page).strip() == frontmatter.body_of(PAGE).strip()


def test_images_get_other_names() -> None:
    page = PAGE + "\n![](images/03-a.png)\n\n![](images/own.png)\n"
    made = authoring.with_images(page, {"03-a.png": "04-a.png"})
    assert authoring.shown_images(made) == ["04-a.png", "own.png"]
    assert authoring.with_images(made, {"04-a.png": "03-a.png"}) == page


def test_two_versions_are_merged() -> None:
    theirs = PAGE.replace("第一段。", "第一段，他们改的。").replace("甲地", "乙地")
    mine = PAGE.replace("第二段。", "第二段，我改的。").replace("甲地", "丙地")
    text, conflicts = authoring.merged(PAGE, theirs, mine)
    assert conflicts == ["标题"]
    assert "第一段，他们改的。" in text and "第二段，我改的。" in text and "丙地" in text
