"""How an article looks on the site, for who writes one: its text as HTML, the styles around it.

The same converter and the same style sheets as on the built site, without building it.
"""

from __future__ import annotations

from pathlib import Path

import material
import yaml

from huibian.site.build.articletext import Converter

#: The style sheets of an article's page, in their order; the first is Material's.
STYLES = ("material.css", "site.css", "comfort.css")
_ASSETS = Path("assets") / "huibian"


def text(body: str, slug: str) -> str:
    """Return the HTML of the body (Markdown) of a collection's article; nothing in it is active.

    Addresses stay as they were written.
    """
    return Converter(lambda _, address: address).text(f"collections/{slug}/01.md", body).html


def style(site: Path, name: str) -> bytes:
    """Return one of ``STYLES`` as a site's pages have it; KeyError for another name.

    Empty where the site has none of that name.
    """
    if name not in STYLES:
        raise KeyError(name)
    if name == STYLES[0]:
        folder = Path(material.__path__[0]) / "templates" / "assets" / "stylesheets"
        found = sorted(folder.glob("main.*.min.css"))
        return found[0].read_bytes() if found else b""
    path = _custom_dir(site) / _ASSETS / name
    return path.read_bytes() if path.is_file() else b""


def _custom_dir(site: Path) -> Path:
    """Return the folder of the site's own templates and assets."""
    try:
        # values as texts, tags as if they were not there: nothing is made of what stands there
        settings = yaml.load((site / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
        return site / str(settings["theme"]["custom_dir"])
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError):
        return site / "overrides"
