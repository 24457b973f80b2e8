"""Pages that hold a whole collection, to print."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from sitetree import Built, article, broken_links, build_site, collection, sample

from huibian.site.build.articletext import Converter
from huibian.site.catalog import ArticleCard
from huibian.site.printing import texts

BODY = "![渠](canal.gif)\n\n[附件](02.md)\n\n## 一、做法\n\n正文。\n"
GIF = bytes.fromhex(
    "47494638396101000100800000000000ffffff2c00000000010001000002024401003b"
)  # one pixel


@pytest.fixture(scope="module", params=[True, False], ids=["folders", "files"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("print")
    tree = {
        "collections/long/index.md": collection("长汇编", "卷首语。\n"),
        **{f"collections/long/{n:02}.md": article(f"第{n}题", n, BODY) for n in range(1, 6)},
        "collections/none/index.md": collection("空汇编"),
    }
    picture = folder / "docs" / "collections" / "long" / "canal.gif"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(GIF)
    return build_site(folder, tree, page_size=3, word=False, use_directory_urls=bool(request.param))


def page(built: Built, path: str) -> str:
    found = [name for name in (f"{path}/index.html", f"{path}.html") if name in built.pages]
    return found[0]


def test_all_articles_stand_there_in_order(built: Built) -> None:
    first, second = page(built, "print/long"), page(built, "print/long/page-2")
    assert [
        [
            line
            for line in ("第1题", "第2题", "第3题", "第4题", "第5题")
            if line in built.pages[at].text
        ]
        for at in (first, second)
    ] == [["第1题", "第2题", "第3题"], ["第4题", "第5题"]]
    assert "第 1 至第 3 篇" in built.pages[first].text


def test_headings_ids_links_and_images_fit_the_page(built: Built) -> None:
    path = page(built, "print/long")
    html = built.text(path)
    assert html.count("<h1") == 1 and html.count("正文。") == 3
    tags = [tag for tag, _ in built.pages[path].tags]
    assert tags.count("h3") == 3
    ids = [attrs["id"] for _, attrs in built.pages[path].tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert list(broken_links(built)) == []


def test_the_collection_leads_there_and_an_empty_one_has_none(built: Built) -> None:
    where = page(built, "collections/long")
    assert any("print/long" in link for link in built.pages[where].links)
    assert not any(name.startswith("print/none") for name in built.pages)
    assert not list(built.folder.rglob("*.docx"))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    built = build_site(tmp_path, sample(), word=False)
    tags = built.pages["print/hostile/index.html"].tags
    assert not any(name.startswith("on") for _, attrs in tags for name in attrs)
    assert all(attrs.get("src") for tag, attrs in tags if tag == "script" and "type" not in attrs)
    assert list(broken_links(built)) == []


def test_addresses_outside_stay_as_they_are() -> None:
    card = ArticleCard("c", "01", 1, "题")
    html = (
        '<p><a href="https://example.org/a/?b#c">外</a><a href="#x">里</a><a href="/s">根</a></p>'
    )
    found = texts([card], {card.src: ("collections/c/01/index.html", html)}, "print/c/index.html")
    for part in ('href="https://example.org/a/?b#c"', 'href="#01-x"', 'href="/s"'):
        assert part in found[card.src]
    assert texts([card], {}, "print/c/index.html") == {}


_PIECES = (
    "# 一\n\n",
    "## 做法<a id=x>\n\n",
    '[链](02.md "a > b & <c>")',
    "![图](图 1.png?x=1&y=2#z)",
    "[里](#s_1)",
    "[外](//example.org/a)",
    '文 id="x" <h2>',
    "`<h2 id=y>`",
    "\n\n",
    "- 条\n\n  ### 二\n\n",
    "|表|\n|-|\n|[格](03.md)|\n\n",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_only_headings_ids_and_addresses_change(body: str) -> None:
    html = Converter(lambda src, address: address).text("collections/c/01.md", body).html
    if not html:
        return
    card = ArticleCard("c", "01", 1, "题")
    origin = "collections/c/01/index.html"
    (moved,) = texts([card], {card.src: (origin, html)}, "print/c/index.html").values()
    before = lxml_html.fragment_fromstring(html, create_parent="div")
    after = lxml_html.fragment_fromstring(moved)
    assert after.text_content() == before.text_content()
    for old, new in zip(before.iterdescendants(), after.iterdescendants(), strict=True):
        ranks = {"h1": "h3", "h2": "h3", "h3": "h4"}
        assert new.tag == ranks.get(old.tag, old.tag)
        assert old.attrib.keys() == new.attrib.keys()
        for key, value in old.attrib.items():
            if key == "id":
                assert new.get(key) == f"01-{value}"
            elif key in ("href", "src"):
                base = "https://site/"
                assert value.startswith("#") or (
                    urljoin(f"{base}{origin}", value) == urljoin(f"{base}print/c/", new.get(key))
                )
            else:
                assert new.get(key) == value
