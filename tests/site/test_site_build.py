"""A real strict build of a small site: links, safety, navigation, preview, addresses."""

from __future__ import annotations

import base64
import logging
import re
from html import escape
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from docx import Document
from mkdocs.exceptions import Abort
from sitetree import (
    ROOT,
    Built,
    Page,
    article,
    broken_links,
    build_site,
    collection,
    sample,
    settings,
)

from huibian.site import takeaway

pytestmark = pytest.mark.slow

EXECUTABLE = re.compile(r"^on[a-z]+$")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_site(tmp_path_factory.mktemp("site"), sample())


def pages(built: Built) -> list[str]:
    return [path for path in built.pages if path != "404.html"]


def test_all_pages_are_there(built: Built) -> None:
    expected = {
        "index.html",
        "404.html",
        "collections/index.html",
        "collections/water/index.html",
        "collections/water/01/index.html",
        "regions/index.html",
        "regions/530000/index.html",
        "regions/530100/index.html",
        "regions/unnamed-county/index.html",
        "themes/index.html",
        "themes/water-conservancy/index.html",
        "themes/water-conservancy/county/index.html",
        "themes/epidemic-control/index.html",
        "levels/index.html",
        "levels/county/index.html",
        "levels/national/index.html",
        "levels/unknown/index.html",
        "matrix/index.html",
        "compare/index.html",
        "selection/index.html",
        "search/index.html",
        "guide/index.html",
    }
    assert expected <= set(built.pages)


def test_every_link_and_anchor_leads_somewhere(built: Built) -> None:
    assert list(broken_links(built)) == []


def test_addresses_are_relative_so_that_any_path_works(built: Built) -> None:
    for path in pages(built):
        for link in built.pages[path].links:
            parts = urlsplit(link)
            assert parts.scheme or not link.startswith("/"), f"{path}: {link}"


def test_nothing_is_asked_of_another_host(built: Built) -> None:
    for path, page in built.pages.items():
        for tag, attrs in page.tags:
            for name in ("src", "href", "srcset", "action", "poster", "data"):
                link = attrs.get(name, "")
                if link.startswith(("http:", "https:", "//")):
                    assert (tag, link) == ("a", "https://example.org/"), path
                    assert path in ("collections/hostile/01/index.html", "print/hostile/index.html")
    for path in built.folder.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*['\"]?\s*(https?:)?//", css), path


def test_hostile_text_is_inert(built: Built) -> None:
    for path, page in built.pages.items():
        for tag, attrs in page.tags:
            assert not any(EXECUTABLE.match(name) for name in attrs), (path, tag, attrs)
            assert "style" not in attrs, (path, tag)
            assert tag not in ("style", "iframe", "object", "embed", "u", "s"), (path, tag)
            if tag == "script":
                assert attrs.get("src") or attrs.get("type") == "application/json", path
            for name in ("href", "src"):
                assert not re.match(r"\s*(javascript|data|vbscript):", attrs.get(name, ""), re.I)
        assert sum(tag == "title" for tag, _ in page.tags) == 1
        assert "<configuration" not in page.text and "49" not in page.text
    evil = built.pages["collections/hostile/01/index.html"]
    title = "</title><script>alert(2)</script>{{ config }}{% raw %}"
    assert evil.title == f"{title} - 经验交流案例库"
    assert title in evil.text
    assert "<script>alert(3)</script>" in evil.text
    assert "https://example.org/" in evil.links
    assert f'content="{escape("<img src=x onerror=alert(11)>")}"' in built.text(
        "collections/hostile/01/index.html"
    )


def test_a_body_that_looks_like_front_matter_stays_text(built: Built) -> None:
    page = built.pages["collections/hostile/02/index.html"]
    assert "template: 404.html" in page.text and "title: 不是标题" in page.text


def test_private_files_stay_out(built: Built) -> None:
    assert "SECRET" not in built.all_text()
    assert not (built.folder / "collections/water/source").exists()
    assert not (built.folder / "vocabulary").exists()
    assert not (built.folder / "sitemap.xml").exists()


def test_navigation_lists_the_listings_only(built: Built) -> None:
    sections = [next(iter(entry.values())) for entry in settings()["nav"]]
    entries = [entry for entry in sections if isinstance(entry, str)]
    assert not any(re.match(r"collections/.+/", entry) for entry in entries)
    counts = set()
    for path in pages(built):
        html = built.text(path)
        nav = html[html.index('id="hb-sections"') :]
        nav = nav[: nav.index("</nav>")]
        assert "collections/water" not in nav
        counts.add(nav.count("<li>"))
    assert counts == {len(sections)}


def test_section_is_marked_on_pages_outside_the_navigation(built: Built) -> None:
    html = built.text("regions/530100/index.html")
    assert re.search(r'href="../../regions/" aria-current="true">地区', html)


def test_article_page(built: Built) -> None:
    page = built.pages["collections/water/01/index.html"]
    for words in (
        "第 1 篇",
        "云南省 昆明市 未具名县区",
        "xx县水务局",
        "经验做法",
        "2023年4月",
        "网格员逐户登记灌溉需求",
        "水渠与大厅.txt，第 3–20 行",
        "虚构样例，仅供测试。",
        "下一篇 窗口前少站一刻钟".replace(" ", ""),
        "同一主题：水利",
        "约 1 分钟",
        "做法一览 把台账建起来 把回访做实在",
        "xx县水务局. 守好村口这条渠[G]//水渠与大厅经验汇编. 2023-04: 第 1 篇.",
    ):
        assert words.replace(" ", "") in page.text.replace(" ", ""), words
    html = built.text("collections/water/01/index.html")
    for link in (
        "../../../regions/530100/",
        "../../../regions/unnamed-county/",
        "../../../levels/county/",
        "../../../themes/water-conservancy/",
        "../../water/02/",
        "../../../search/?organization=xx县水务局",
        "../../../search/?year=2023",
        "#s_1",
    ):
        assert f'href="{link}"' in html, link


def test_collection_page(built: Built) -> None:
    text = built.pages["collections/water/index.html"].text
    for words in (
        "4 篇",
        "水渠与大厅.txt",
        "2024年5月1日",
        "政务服务",
        "这是卷首语。",
        "渠长巡渠记",
    ):
        assert words in text
    assert "标明" not in text  # declared and found agree


def test_headings_follow_each_other(built: Built) -> None:
    for path, page in built.pages.items():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1, path
        for before, after in pairwise(levels):
            assert after <= before + 1, path


def test_tables_and_landmarks(built: Built) -> None:
    for path, page in built.pages.items():
        tags = [tag for tag, _ in page.tags]
        assert tags.count("main") == 1, path
        assert tags.count("table") == tags.count("caption"), path
        assert all("scope" in attrs for tag, attrs in page.tags if tag == "th"), path
        assert "hb-skip" in page.classes() and "hb-main" in page.ids, path
        navs = [
            attrs.get("aria-label") or attrs.get("aria-labelledby")
            for tag, attrs in page.tags
            if tag == "nav"
        ]
        assert all(navs), path


def test_the_published_site_shows_no_review(built: Built) -> None:
    for page in built.pages.values():
        assert "hb-review" not in page.classes() and "待复核" not in page.text
        assert "split-at" not in page.text


def test_the_preview_shows_the_review(tmp_path: Path) -> None:
    built = build_site(tmp_path, sample(), preview=True)
    book = built.pages["collections/water/index.html"]
    assert "第 9 行像是另一篇的标题" in book.text and "--split-at 9" in book.text
    first = built.pages["collections/water/01/index.html"]
    assert "请核对这一篇的地区" in first.text and "--split-at 9" in first.text
    assert "hb-review" not in built.pages["collections/water/02/index.html"].classes()


def test_articles_and_collections_can_be_taken_away(built: Built) -> None:
    folder = built.folder / "collections/water"
    page = built.pages["collections/water/01/index.html"]
    assert ("../../../collections/water/01.docx", "守好村口这条渠.docx") in downloads(page)
    styles = [p.style.name for p in Document(str(folder / "01.docx")).paragraphs if p.style]
    assert styles[0] == "Title" and "Heading 1" in styles and "Heading 2" in styles
    words = [p.text for p in Document(str(folder / "01.docx")).paragraphs]
    assert words[-3:] == [
        "单位：xx县水务局　日期：2023年4月",
        "出处：《水渠与大厅经验汇编》第 1 篇；原文 水渠与大厅.txt，第 3–20 行",
        "说明：虚构样例，仅供测试。",
    ]
    assert ("../../collections/water/water.docx", "水渠与大厅经验汇编.docx") in downloads(
        built.pages["collections/water/index.html"]
    )
    book = [p.text for p in Document(str(folder / "water.docx")).paragraphs]
    assert book.count("守好村口这条渠") == 1
    assert {"卷首", "这是卷首语。", "渠长巡渠记"} <= set(book)
    for path in ("collections/index.html", "collections/water/index.html"):
        names = {link.rsplit("/", 1)[-1] for link in built.pages[path].links}
        assert {"articles.csv", "articles.json", "feed.xml"} <= names


def downloads(page: Page) -> set[tuple[str, str]]:
    return {(attrs["href"], attrs["download"]) for _, attrs in page.tags if "download" in attrs}


@pytest.mark.parametrize("directories", [True, False])
def test_word_files_have_the_pages_images(tmp_path: Path, directories: bool) -> None:
    image = "data:image/gif;base64,R0lGODlhAgABAIAAAAAAAP///ywAAAAAAgABAAACAkQKADs="
    tree = {
        "collections/c/index.md": collection("汇编", "![](images/a.gif)\n"),
        "collections/c/c.md": article("图", 1, "文。\n\n![一张图](images/a.gif)\n"),
    }
    folder = tmp_path / "docs/collections/c/images"
    folder.mkdir(parents=True)
    (folder / "a.gif").write_bytes(base64.b64decode(image.partition(",")[2]))
    built = build_site(tmp_path, tree, use_directory_urls=directories)
    assert list(broken_links(built)) == []
    # an article named like its collection does not take the collection's file
    one = Document(str(built.folder / "collections/c/c.article.docx"))
    assert len(one.inline_shapes) == 1
    whole = Document(str(built.folder / "collections/c/c.docx"))
    assert len(whole.inline_shapes) == 2


def test_no_image_comes_from_outside_the_site(tmp_path: Path) -> None:
    (tmp_path / "outside.gif").write_bytes(b"GIF89a\1\0\1\0")
    page = tmp_path / "site/collections/c/01/index.html"
    page.parent.mkdir(parents=True)
    images = takeaway.PageImages(tmp_path / "site", "collections/c/01/index.html")
    (page.parent.parent / "a b.gif").write_bytes(b"GIF")
    assert images("../a%20b.gif") == b"GIF"
    for address in ("", "../../../../outside.gif", str(tmp_path / "outside.gif"), "..", "x.gif"):
        assert images(address) is None


def test_word_files_can_be_switched_off(tmp_path: Path) -> None:
    built = build_site(tmp_path, sample(), word=False)
    assert not list(built.folder.rglob("*.docx"))
    assert not any(downloads(page) for page in built.pages.values())
    assert list(broken_links(built)) == []


def test_flat_addresses_for_opening_from_a_folder(tmp_path: Path) -> None:
    built = build_site(tmp_path, sample(), use_directory_urls=False)
    assert "collections/water/01.html" in built.pages
    assert list(broken_links(built)) == []


def test_long_listings_have_pages_whose_anchors_hold(tmp_path: Path) -> None:
    tree = {"collections/c/index.md": collection("长汇编")}
    for number in range(1, 31):
        region = "云南省" if number % 2 else "陕西省"
        tree[f"collections/c/{number:02}.md"] = article(
            f"第{number}号窗口",
            number,
            "短文。\n",
            region=region,
            level="市级",
            themes=["政务服务"],
        )
    built = build_site(tmp_path, tree, page_size=10)
    assert list(broken_links(built)) == []
    assert "collections/c/page-3/index.html" in built.pages
    theme = [path for path in built.pages if path.startswith("themes/government-services/page-")]
    assert len(theme) == 2
    assert "（续）" in built.pages["themes/government-services/page-2/index.html"].text


def test_an_empty_library_builds(tmp_path: Path) -> None:
    built = build_site(tmp_path, {})
    assert "还没有收入汇编" in built.pages["index.html"].text
    assert "huibian split" in built.pages["index.html"].text
    for path in ("collections", "regions", "themes", "levels", "matrix"):
        assert f"{path}/index.html" in built.pages
    assert list(broken_links(built)) == []


def test_a_library_without_collections_folder_or_stubs(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"collections/c/index.md": collection("空汇编")})
    assert "还没有文章" in built.pages["collections/c/index.html"].text


def test_wrong_front_matter_fails_a_strict_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tree = {**sample(), "collections/water/05.md": "---\ntitle: 甲\nnumbr: 5\n---\n"}
    logging.getLogger("mkdocs").propagate = True
    with caplog.at_level(logging.WARNING, "mkdocs"), pytest.raises(Abort):
        build_site(tmp_path, tree)
    assert (
        "docs/collections/water/05.md:3：错误 HB303 不认识的字段“numbr”，是不是 number"
        in caplog.text
    )
    assert "HB304" in caplog.text


def test_a_wrong_region_table_stops_the_build_in_chinese(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("mkdocs").propagate = True
    tree = {**sample(), "vocabulary/regions.csv": "code,name\n1,甲\n"}
    with caplog.at_level(logging.WARNING, "mkdocs"), pytest.raises(Abort):
        build_site(tmp_path, tree)
    assert "docs/vocabulary/regions.csv" in caplog.text and "缺少列" in caplog.text


def test_own_vocabularies_are_used(tmp_path: Path) -> None:
    tree = {
        "vocabulary/regions.csv": (
            "code,name,short,level,parent\n530100-x,某某新区,,开发区,530100\n"
        ),
        "vocabulary/themes.yml": "- {id: own, label: 自设主题, description: 本站自设。}\n",
        "collections/c/index.md": collection("汇编"),
        "collections/c/01.md": article(
            "新区一件事", 1, region="云南省/昆明市/某某新区", level="开发区", themes=["自设主题"]
        ),
    }
    built = build_site(tmp_path, tree)
    assert "某某新区" in built.pages["regions/530100-x/index.html"].text
    assert "本站自设。" in built.pages["themes/own/index.html"].text


def test_templates_of_ours_hold_no_script_or_style() -> None:
    for path in (ROOT / "overrides").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), path


def test_the_style_draws_our_logo() -> None:
    drawn = (ROOT / "overrides/.icons/huibian/logo.svg").read_text(encoding="utf-8").strip()
    style = (ROOT / "overrides/assets/huibian/site.css").read_text(encoding="utf-8")
    assert drawn.replace('"', "'") in style


def test_another_logo_stands_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/own.png").write_bytes(b"png")
    theme = {"name": "material", "custom_dir": str(ROOT / "overrides"), "logo": "own.png"}
    built = build_site(tmp_path, {}, theme={**theme, "language": "zh", "font": False})
    assert '<img src="own.png" alt="logo">' in built.text("index.html")


def test_every_template_of_ours_is_escaped() -> None:
    from huibian.site.plugin import ESCAPED

    for path in (ROOT / "overrides").rglob("*.html"):
        name = path.relative_to(ROOT / "overrides").as_posix()
        prints = re.findall(r"{{(?!\s*root\b)", path.read_text(encoding="utf-8"))
        assert name in ESCAPED or name.startswith("huibian/") or not prints, name
