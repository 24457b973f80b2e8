"""The site's own words: themes, regions, noise rules; where they are used, and changing them."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request

from huibian.desk import asking, trial
from huibian.desk.changes import Changes
from huibian.desk.context import Desk, desk
from huibian.diagnostics import fail
from huibian.editing import Library
from huibian.revising import words
from huibian.revising.revision import Progress, Revision
from huibian.vocabulary import own
from huibian.vocabulary.bundle import FOLDER
from huibian.vocabulary.regions import COLUMNS, LEVELS
from huibian.vocabulary.themes import Theme

FILES = {"themes": own.THEMES, "regions": own.REGIONS, "noise": own.NOISE}
KINDS = {"themes": "主题", "regions": "自己的地区", "noise": "剔除规则"}
_LONGEST = 4000  # characters of a field
#: How a noise rule can be written without knowing patterns.
SHAPES = {
    "whole": "整行正好是这句话",
    "start": "整行以这句话开头",
    "has": "整行里有这句话",
    "pattern": "正则表达式",
}


def install(changes: Changes) -> Blueprint:
    """Return the screens of the vocabularies."""
    views = Blueprint("vocabulary", __name__)

    @views.get("/vocabulary")
    @views.get("/vocabulary/<kind>")
    def show(kind: str = "themes") -> str:
        """Show one vocabulary: the site's own entries first."""
        _require(kind)
        listed = {"themes": _themes, "regions": _regions, "noise": _noise}[kind]
        return render_template(
            "vocabulary.html", section="vocabulary", kind=kind, kinds=KINDS, **listed(desk())
        )

    @views.get("/vocabulary/<kind>/entry")
    def entry(kind: str) -> str:
        """Show the form of an entry, empty for a new one."""
        _require(kind)
        name = request.args.get("id", "")
        return render_template(
            f"{kind}_entry.html",
            section="vocabulary",
            kind=kind,
            kinds=KINDS,
            shapes=SHAPES,
            levels=LEVELS,
            **_entry(desk(), kind, name),
        )

    @views.post("/api/vocabulary/<kind>/<act>")
    def change(kind: str, act: str) -> tuple[Response, int]:
        """Begin to work out what a change of an entry would do."""
        _require(kind)
        data = asking.data()
        if not all(isinstance(one, str) and len(one) <= _LONGEST for one in data.values()):
            abort(400, asking.WRONG)
        here = desk()

        def make(progress: Progress) -> Revision:
            library = here.library
            name = _meant(library, kind, data.get("before", ""), data.get("shown", ""))
            into = data.get("into", "")
            if act == "put" and kind == "themes":
                return words.theme(library, name, _typed_theme(data), progress)
            if act == "put" and kind == "regions":
                return words.region(library, name, data, progress)
            if act == "put":
                rule = _typed_rule(data)
                trial.run(rule)
                return words.noise(library, _place(name), rule)
            if act == "remove" and kind == "themes":
                return words.theme_removed(library, name, progress)
            if act == "remove" and kind == "regions":
                return words.region_removed(library, name, progress)
            if act == "remove":
                return words.noise_removed(library, _known(name))
            if kind == "themes":
                return words.themes_merged(library, name, into, progress)
            if kind == "regions":
                return words.regions_merged(library, name, into, progress)
            return words.noise_merged(
                library, _known(name), _known(_meant(library, kind, "0", into))
            )

        if kind == "noise" and (act != "put" or data.get("before")):
            _known(data.get("before", ""))
        if kind == "noise" and act == "merge" and not data.get("into"):
            abort(400, asking.WRONG)
        if act not in ("put", "remove", "merge"):
            abort(404)
        return jsonify(job=changes.work_out(make).id), 202

    return views


def _require(kind: str) -> None:
    if kind not in KINDS:
        abort(404)


def _themes(here: Desk) -> dict[str, Any]:
    catalog, own = here.catalog(), words.own_themes(here.library)
    listed = [
        (theme, len(catalog.by_theme.get(theme.id, ())), theme.id in own)
        for theme in here.library.vocabularies.themes
    ]
    listed.sort(key=lambda one: not one[2])
    return {"entries": listed}


def _regions(here: Desk) -> dict[str, Any]:
    catalog, table = here.catalog(), here.library.vocabularies.regions
    return {
        "entries": [
            (row, table.path_name(code), len(catalog.by_region.get(code, ())))
            for code, row in words.own_regions(here.library).items()
        ]
    }


def _noise(here: Desk) -> dict[str, Any]:
    used, own = words.noise_used(here.library), words.own_noise(here.library)
    shipped: dict[str, str] = {}
    mine = {str(one.get("id")) for one in own}
    for rule in here.library.vocabularies.noise:
        if rule.id not in mine:
            shipped.setdefault(rule.id, rule.label)
    return {"entries": list(enumerate(own)), "shipped": shipped, "used": used}


def _entry(here: Desk, kind: str, name: str) -> dict[str, Any]:
    library = here.library
    if kind == "themes":
        theme = library.vocabularies.themes.by_id.get(name)
        if name and theme is None:
            abort(404)
        return {
            "shown": _digest(theme),
            "theme": theme,
            "own": name in words.own_themes(library),
            "used": len(here.catalog().by_theme.get(name, ())),
            "others": [one for one in library.vocabularies.themes if one.id != name],
        }
    if kind == "regions":
        row = words.own_regions(library).get(name)
        if name and row is None:
            abort(404)
        table = library.vocabularies.regions
        return {
            "shown": _digest(row),
            "row": row or dict.fromkeys((*COLUMNS, "alias"), ""),
            "own": row is not None,
            "used": len(here.catalog().by_region.get(name, ())) if name else 0,
            "regions": [(one.code, table.path_name(one.code)) for one in table],
        }
    own = words.own_noise(library)
    at = _place(name)
    if at is not None and not 0 <= at < len(own):
        abort(404)
    rule = own[at] if at is not None else {}
    shape, typed = trial.shape_of(str(rule["pattern"])) if rule else ("whole", "")
    return {
        "shown": _digest(rule),
        "rule": rule,
        "shape": shape,
        "typed": typed,
        "own": at is not None,
        "before": name,
        "used": words.noise_used(library).get(str(rule.get("id")), 0),
        "others": [
            (_digest(one), one)
            for number, one in enumerate(own)
            if at is not None and number != at and one.get("scope") == rule.get("scope")
        ],
    }


def _digest(entry: Theme | dict[str, Any] | None) -> str:
    """Return what tells an entry from what others make of it, ``""`` where there is none."""
    if not entry:
        return ""
    held = asdict(entry) if isinstance(entry, Theme) else entry
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:16]


def _meant(library: Library, kind: str, name: str, shown: str) -> str:
    """Return by which name the entry that was shown goes now, ``""`` for a new one.

    HB730 where somebody has changed it since. Noise rules go by their places, which move.
    """
    if not name:
        return ""
    present: dict[str, str]
    if kind == "themes":
        theme = library.vocabularies.themes.by_id.get(name)
        present = {name: _digest(theme)}
    elif kind == "regions":
        present = {name: _digest(words.own_regions(library).get(name))}
    else:
        present = {str(at): _digest(one) for at, one in enumerate(words.own_noise(library))}
    if present.get(name, "") == shown:
        return name
    moved = [other for other, digest in present.items() if digest == shown]
    if not moved:
        raise fail("HB730", path=f"docs/{FOLDER}/{FILES[kind]}")
    return moved[0]


def _place(name: str) -> int | None:
    return _known(name) if name else None


def _known(name: str) -> int:
    if not name.isascii() or not name.isdecimal() or len(name) > 6:
        abort(400, asking.WRONG)
    return int(name)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _typed_theme(data: dict[str, str]) -> Theme:
    """Return a theme from its form: a keyword a line with its weight (5 when there is none)."""
    keywords = []
    for line in _lines(data.get("keywords", "")):
        word, _, weight = line.rpartition(" ")
        if not word or not (weight.isascii() and weight.isdecimal()):
            word, weight = line, "5"
        keywords.append((word.strip(), int(weight[:3])))
    names = data.get("aliases", "").replace("，", "、").replace(",", "、").split("、")
    return Theme(
        data.get("id", "").strip(),
        data.get("label", "").strip(),
        " ".join(data.get("description", "").split()),
        tuple(keywords),
        tuple(name.strip() for name in names if name.strip()),
    )


def _typed_rule(data: dict[str, str]) -> dict[str, Any]:
    """Return a noise rule from its form."""
    text = data.get("text", "").strip()
    return {
        "id": data.get("id", "").strip(),
        "label": " ".join(data.get("label", "").split()),
        "scope": "span" if data.get("scope") == "span" else "line",
        "pattern": trial.pattern(data.get("shape", ""), text),
        "examples": _lines(data.get("examples", "")),
        "counter_examples": _lines(data.get("counter_examples", "")),
    }
