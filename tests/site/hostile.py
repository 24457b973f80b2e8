"""A library that is full of payloads (payloads.yml), and what a real browser makes of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, Page
from sitetree import article, collection

from huibian.frontmatter import dump

PAYLOADS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "payloads.yml").read_text(encoding="utf-8")
)
#: What a payload that runs does: it opens a window that the tests see, and leaves a mark.
PWN = "alert(window.pwned=1)"
OUT = "http://outside.invalid"
#: Fields of pages written by hand that are not what templates expect.
WRITTEN_FIELDS: list[tuple[str, Any]] = [
    ("template", "base.html"),  # Material's own, which prints titles as they are
    ("template", "../mkdocs.yml"),
    ("template", "/etc/passwd"),
    ("template", ["main.html"]),
    ("template", "none.html"),
    ("template", "404.html"),
    ("template", "huibian/article.html"),
    ("hide", 5),
    ("hide", "<script>"),
    ("title", ["<script>alert(1)</script>"]),
    ("description", {"<b>": '"><script>alert(1)</script>'}),
]
#: Words that stand in every article here and nowhere else.
WORD = "渠水长流"


def armed(text: str) -> str:
    """Return a payload as it stands in a page."""
    return text.replace("PWNED", "pwned.txt").replace("PWN", PWN).replace("OUT", OUT)


def markdown(text: str) -> str:
    """Return a body with a payload at its beginning, under a heading and in a list."""
    text = armed(text)
    return (
        f"{text}\n\n## 一、{WORD}\n\n**一是巡渠。**{text}\n\n- {text.splitlines()[0]}\n\n"
        f"> {text.splitlines()[0]}\n\n完。\n"
    )


def tree() -> dict[str, str]:
    """Return ``docs/``: a page of each kind for each payload, which the catalog takes."""
    fields = {"level": "县区级", "region": "云南省/昆明市", "themes": ["水利"]}
    made = {
        "collections/bodies/index.md": collection("正文", armed(PAYLOADS["markdown"][0]["text"]))
    }
    for number, one in enumerate(PAYLOADS["markdown"], 1):
        made[f"collections/bodies/{number:02d}.md"] = article(
            one["id"], number, markdown(one["text"]), **fields
        )
        made[f"collections/preface-{one['id']}/index.md"] = collection(
            one["id"], markdown(one["text"])
        )
        made[f"written/{one['id']}.md"] = f"---\ntitle: {one['id']}\n---\n\n" + markdown(
            one["text"]
        )
    for number, one in enumerate(PAYLOADS["fields"], 1):
        text = armed(one["text"])
        name = text.replace("/", "／").replace("\\", "＼").replace(":", "：").replace("\u0085", "")
        made[f"collections/fields-{one['id']}/index.md"] = collection(
            text, text_of(text), note=text, source={"file": "o.txt", "name": text}
        )
        made[f"collections/fields/{number:02d}.md"] = article(
            text,
            number,
            text_of(text),
            subtitle=text,
            organization=text,
            author=text,
            summary=text,
            source={"file": f"{name}.txt", "lines": "1-2"},
            kind="经验做法",
            date="2023-04",
            **fields,
        )
        made[f"written/field-{one['id']}.md"] = article(text, 1, WORD, description=text)
    for at, (key, value) in enumerate(WRITTEN_FIELDS):
        text = armed(PAYLOADS["fields"][0]["text"])
        meta = {"title": text, "description": text, key: value}
        made[f"written/meta-{at}.md"] = dump(meta, WORD)
    made["collections/fields/index.md"] = collection("字段")
    for slug in ("__proto__", "constructor", f'x"><img src=y onerror={PWN}>', "{{ 7*7 }}"):
        made[f"collections/{slug}/index.md"] = collection(slug)
        made[f"collections/{slug}/01.md"] = article(slug, 1, text_of(slug), **fields)
    made[f'written/"><img src=x onerror={PWN}>.md'] = f"# 文件名\n\n{WORD}\n"
    return made


def text_of(text: str) -> str:
    """Return a body whose practice and opening hold the text of a field, as plain words."""
    for sign in "\\`*_[]{}<>#!|&":
        text = text.replace(sign, f"&#{ord(sign)};")
    return f"{WORD}。{text}\n\n## {text}\n\n**{text}**做法。\n"


@dataclass(slots=True)
class Seen:
    """What a window did that no page may make it do."""

    address: str
    dialogs: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def nothing(self) -> None:
        """Fail when anything has been seen."""
        assert self.dialogs == []
        assert self.foreign == []
        assert self.errors == []


@contextmanager
def watching(browser: Browser, address: str) -> Iterator[tuple[Page, Seen]]:
    """Give a window that notes dialogs, requests to other hosts, and errors in the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page, seen = context.new_page(), Seen(address)

    def asked(url: str) -> None:
        looks = "/assets/huibian/missing." in urlsplit(url).path  # 404.html, for its site
        ours = urlsplit(url).netloc == urlsplit(address).netloc
        if not url.startswith((address, "data:", "blob:")) and not (looks and ours):
            seen.foreign.append(url)

    def shown(dialog: Any) -> None:
        seen.dialogs.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    def said(kind: str, text: str) -> None:
        # images that payloads name and that are not there; where 404.html looks for its site
        passing = "Failed to load resource" in text or "assets/huibian/missing." in text
        if kind == "error" and not passing:
            seen.errors.append(f"{page.url}: {text}")

    context.on("request", lambda request: asked(request.url))
    context.on("page", lambda other: seen.foreign.append(other.url))
    page.on("dialog", shown)
    page.on("pageerror", lambda error: seen.errors.append(f"{page.url}: {error}"))
    page.on("console", lambda message: said(message.type, message.text))
    yield page, seen
    context.close()


#: What the browser has made of a page: everything in it that could run or ask another host.
ACTIVE = """(site) => {
  const found = [];
  const fine = (address) => {
    try { return /^(https?|mailto|data):$/.test(new URL(address, document.baseURI).protocol); }
    catch (error) { return true; }
  };
  const here = (address) => new URL(address, document.baseURI).href.startsWith(site);
  if (window.pwned) found.push("it ran");
  for (const node of document.querySelectorAll("*")) {
    const tag = node.tagName.toLowerCase();
    // 404.html looks for the site in the folders above
    if (tag === "script" && /\\/assets\\/huibian\\/missing\\.\\w{8}\\.js$/.test(node.src)) continue;
    const shown = node.outerHTML.slice(0, 120);
    for (const { name, value } of Array.from(node.attributes)) {
      if (/^on/i.test(name)) found.push(shown);
      if (/^(href|src|(form)?action|xlink:href|data|srcset|ping|background|poster)$/i.test(name)) {
        if (!fine(value)) found.push(shown);
        const ours = new URL(value || ".", document.baseURI).host === location.host;
        if ((tag !== "a" || ours) && !here(value) && !/^data:/.test(value)) found.push(shown);
      }
      if (name === "style" && node.closest(".md-content__inner")) found.push(shown);
    }
    if (tag === "base" && !here(node.href)) found.push(shown);
    if (/^(object|embed|applet|style|template|math|marquee|video|audio)$/.test(tag))
      found.push(shown);
    if (tag === "script" && !node.src && node.type !== "application/json") found.push(shown);
    if (tag === "meta" && node.httpEquiv) found.push(shown);
    if (tag === "link" && !here(node.href)) found.push(shown);
    if (node.closest(".hb-prose, .md-typeset, .hb-lead") && !node.closest(".hb-find") &&
        /^(script|iframe|form|input|svg|link|meta)$/.test(tag)) found.push(shown);
    if (node.id === "__config" && tag !== "script") found.push(shown);
  }
  return found;
}"""
