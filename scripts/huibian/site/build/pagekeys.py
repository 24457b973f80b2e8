"""Keys of files: a hash of everything that a file shows.

Values are written down as pickle does, which is quick, but each one in full: two equal values
give the same bytes however many places share them.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from typing import Any

from huibian.site.catalog import ArticleCard, CollectionCard
from huibian.site.pages.values import Row
from huibian.vocabulary.fields import FieldTable


class Keys:
    """Keys that hold for one site: ``site`` stands for what all its files are made with."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._cards: dict[int, tuple[Any, str]] = {}

    def key(self, *values: Any) -> str:
        """Return the key of a file that shows these values."""
        return self._hash((self._site, *values))

    def _hash(self, value: Any) -> str:
        buffer = io.BytesIO()
        _Writer(buffer, self).dump(value)
        return hashlib.blake2b(buffer.getbuffer(), digest_size=12).hexdigest()

    def card(self, card: Any, shown: Any) -> str:
        """Return the hash of what stands for a card that many pages show, made once."""
        known = self._cards.get(id(card))
        if known is None or known[0] is not card:
            known = self._cards[id(card)] = (card, self._hash(shown))
        return known[1]


class _Writer(pickle.Pickler):
    """Writes a value without memory of what it has written, and cards as their hashes."""

    def __init__(self, buffer: io.BytesIO, keys: Keys) -> None:
        super().__init__(buffer, protocol=4)
        self.fast = True
        self._keys = keys

    def reducer_override(self, obj: Any) -> Any:
        """Write cards and rows short; the table of fields is part of the site."""
        if isinstance(obj, Row):
            shown = tuple(getattr(obj, name) for name in Row.__slots__)
        elif isinstance(obj, ArticleCard):
            shown = tuple(getattr(obj, name) for name in ArticleCard.__slots__)
        elif isinstance(obj, CollectionCard):
            names = (name for name in CollectionCard.__slots__ if name != "articles")
            shown = (len(obj.articles), *(getattr(obj, name) for name in names))
        elif isinstance(obj, FieldTable):
            return str, ("fields",)
        else:
            return NotImplemented
        return str, (self._keys.card(obj, shown),)
