"""What the model says of characters."""

from __future__ import annotations

from huibian.model import ink, is_blank


def test_ink_is_what_is_not_blank() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    assert ink(every) == "".join(char for char in every if not is_blank(char))
