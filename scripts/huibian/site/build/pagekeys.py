"""Keys of files: a hash of everything that a file shows.

Values are written down in full as JSON, so equal ones give equal keys however many places share
them. A card or a row, which many pages show, is written once and stands in them as its hash. Of a
card that was read from a file the file's own hash is enough, with what else it was made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from huibian.site.catalog import ArticleCard, CollectionCard
from huibian.site.exports import Listed
from huibian.site.pages.values import Row
from huibian.vocabulary.fields import FieldTable

#: What many pages show.
_SHARED = (ArticleCard, CollectionCard, Row, Listed)


class Keys:
    """Keys that hold for one site: ``site`` stands for what all its files are made with."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._hashes: dict[int, tuple[Any, str]] = {}
        self._parts: dict[type, Callable[[Any], Any]] = {}
        self._encoded = json.JSONEncoder(
            default=self._plain, separators=(",", ":"), check_circular=False
        ).encode

    def key(self, *values: Any) -> str:
        """Return the key of a file that shows these values."""
        return self._hash([self._site, *values])

    def _hash(self, value: Any) -> str:
        text = self._encoded(value).encode("ascii")
        return hashlib.blake2b(text, digest_size=12).hexdigest()

    def _plain(self, value: Any) -> Any:
        """Return what JSON writes in the place of a value of ours."""
        if isinstance(value, _SHARED):
            known = self._hashes.get(id(value))
            if known is None or known[0] is not value:
                known = self._hashes[id(value)] = (value, self._hash(self._taken_apart(value)))
            return known[1]
        if isinstance(value, FieldTable):  # part of the site
            return "fields"
        if isinstance(value, bytes):
            return value.hex()
        return self._taken_apart(value)

    def _taken_apart(self, value: Any) -> Any:
        """Return the fields of a dataclass; of a collection only how many articles it has."""
        kind = type(value)
        if kind is ArticleCard and value.digest:
            return (kind.__name__, value.src, value.digest, value.shared)
        if kind not in self._parts:
            whole = kind is not CollectionCard
            names = [one.name for one in fields(kind) if whole or one.name != "articles"]
            self._parts[kind] = attrgetter("__class__.__name__", *names)
        parts = self._parts[kind](value)
        return [*parts, len(value.articles)] if kind is CollectionCard else parts
