"""Small sites for the tests: a docs tree from a dict, built with the project's own mkdocs.yml."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from huibian.frontmatter import dump

ROOT = Path(__file__).resolve().parents[2]
STUBS = (
    "index.md",
    *(f"{name}/index.md" for name in ("collections", "regions", "themes", "levels", "matrix")),
)

BODY = """各科室把办件流程贴在墙上，谁经手、几天办结，一眼看得清。

## 一、把台账建起来

**一是逐户登记。**网格员带着表格上门，核对人口、房屋和需求。

### （一）分类处理

能当场答复的当场答复，需要会商的三日内回话。

## 二、把回访做实在

每季度抽查两成办件，回访结果在公示栏张贴。
"""


def article(title: str, number: int, body: str = BODY, **meta: Any) -> str:
    """Return an article page."""
    return dump({"title": title, "number": number, **meta}, body)


def collection(title: str, body: str = "", **meta: Any) -> str:
    """Return a collection's index page."""
    return dump({"title": title, **meta}, body)


def write_docs(docs: Path, tree: Mapping[str, str]) -> Path:
    """Write files (path below docs -> text) and return the folder."""
    for name, text in tree.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return docs


def sample() -> dict[str, str]:
    """Return two collections with all fields, missing fields and hostile text."""
    place = {"level": "县区级", "region": "云南省/昆明市", "themes": ["水利", "基层治理"]}
    tree = {
        "collections/water/index.md": collection(
            "水渠与大厅经验汇编",
            "这是卷首语。",
            declared=4,
            added="2024-05-01",
            themes=["政务服务"],
            note="虚构样例，仅供测试。",
            source={"file": "original.txt", "name": "水渠与大厅.txt"},
        ),
        "collections/water/01.md": article(
            "守好村口这条渠",
            1,
            organization="xx县水务局",
            kind="经验做法",
            date="2023-04",
            summary="网格员逐户登记灌溉需求，错峰放水。",
            source={"file": "original.txt", "lines": "3-20"},
            review=["region"],
            **place,
        ),
        "collections/water/02.md": article(
            "窗口前少站一刻钟",
            2,
            level="市级",
            region="云南省/昆明市",
            themes=["政务服务", "营商环境"],
            source={"file": "original.txt", "lines": "21-40"},
        ),
        "collections/water/03.md": article(
            "渠长巡渠记", 3, level="县区级", region="陕西省", themes=["水利"]
        ),
        "collections/water/04.md": article("只有必填字段", 4, "没有小标题的短文。\n"),
        "collections/water/source/original.txt": "守好村口这条渠 SECRET-ORIGINAL",
        "collections/water/source/plan.yml": (
            "questions:\n"
            "- {code: HB210, line: 9, message: 第 9 行像是另一篇的标题,"
            " command: huibian edit water --split-at 9}\n"
        ),
        "collections/hostile/index.md": collection(
            "<script>alert(1)</script> & \"双\" '单' {{ 7*7 }}", note="<b>注</b>"
        ),
        "collections/hostile/01.md": article(
            "</title><script>alert(2)</script>{{ config }}{% raw %}",
            1,
            '<script>alert(3)</script>\n\n<b onclick="alert(4)">粗</b> {{ 7*7 }}\n\n'
            "[坏](javascript:alert(5)) [更坏](&#106;avascript:alert(6)) [好](https://example.org/)"
            " ![外](http://example.org/x.png) <javascript:alert(7)>\n\n"
            "## <svg onload=alert(8)> {: onclick=alert(9) }\n\n[引]\n\n"
            "[引]: data:text/html,alert(10)\n",
            subtitle="<i>副</i>",
            summary="<img src=x onerror=alert(11)>",
            organization='"><u>单位</u>',
            source={"file": "<s>.txt", "lines": "1-2"},
        ),
        "collections/hostile/02.md": article(
            "像元数据的正文", 2, "---\ntemplate: 404.html\n---\n\ntitle: 不是标题\n\n正文。\n"
        ),
        "vocabulary/notes.txt": "SECRET-VOCABULARY",
    }
    return tree


@dataclass(slots=True)
class Built:
    """A built site: where it is and its pages by path."""

    folder: Path
    pages: dict[str, Page] = field(default_factory=dict)

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def all_text(self) -> str:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


class Page(HTMLParser):
    """What a page is made of: tags with attributes, ids, links, and the text of elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.title = ""
        self.words: list[str] = []
        self._in_title = self._in_drawing = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_drawing = tag == "svg" or self._in_drawing
        if self._in_drawing and tag == "title":  # of a tile, not of the page
            tag = "svg:title"
        self.tags.append((tag, values))
        self._in_title = tag == "title"
        if "id" in values:
            self.ids.add(values["id"])
        self.links += [values[name] for name in ("href", "src", "action") if name in values]

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        self._in_drawing = self._in_drawing and tag != "svg"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def classes(self) -> set[str]:
        return {name for _, attrs in self.tags for name in attrs.get("class", "").split()}


def build_site(
    folder: Path,
    tree: Mapping[str, str],
    *,
    preview: bool = False,
    strict: bool = True,
    **changes: Any,
) -> Built:
    """Build a site in ``folder`` with the project's templates and settings."""
    names = [path.name for path in (ROOT / "docs" / "guide").glob("*.md")]
    guide = {f"guide/{name}": "# 操作指南\n\n内容。\n" for name in names}
    docs = write_docs(folder / "docs", {**guide, **tree})
    for name in STUBS:
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "docs" / name, docs / name)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
    own = {name: changes.pop(name) for name in ("page_size", "word", "audience") if name in changes}
    if own:
        lines = "".join(f"      {name}: {json.dumps(value)}\n" for name, value in own.items())
        assert "  - huibian\n" in text
        text = text.replace("  - huibian\n", f"  - huibian:\n{lines}")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    config = load_config(str(folder / "mkdocs.yml"), strict=strict, **changes)
    serve_url = "http://127.0.0.1:8000/" if preview else None
    config.plugins.on_startup(command="serve" if preview else "build", dirty=False)
    if preview:
        config.site_url = serve_url
    build(config, serve_url=serve_url)
    site = Path(config.site_dir)
    pages = {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    return Built(site, pages)


def broken_links(built: Built) -> Iterator[str]:
    """Give every link, source and anchor that leads nowhere inside the site."""
    for path, page in built.pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            if path == "404.html" and re.fullmatch(
                r"(\.\./)+assets/huibian/missing\.\w{8}\.js", parts.path
            ):
                continue  # that page looks for its site in the folders above
            base = "" if parts.path.startswith("/") else posixpath.dirname(path)
            target = posixpath.normpath(posixpath.join(base, unquote(parts.path).lstrip("/")))
            if not parts.path:
                target = path
            elif (built.folder / target).is_dir():
                target = posixpath.normpath(f"{target}/index.html")
            if target.startswith("..") or not (built.folder / target).is_file():
                yield f"{path}: {link}"
            elif parts.fragment and unquote(parts.fragment) not in built.pages[target].ids:
                yield f"{path}: {link} (anchor)"


def settings() -> dict[str, Any]:
    """Return the plain part of mkdocs.yml's nav."""
    loader = yaml.SafeLoader
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    start, end = text.index("nav:"), text.index("validation:")
    return yaml.load(text[start:end], Loader=loader)  # type: ignore[no-any-return]
