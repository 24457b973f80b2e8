"""Numbers as compilations write them: 3, ３, 三, 十二, 二十四, 一百零五."""

from __future__ import annotations

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> int | None:
    """Return the number that the text writes in Arabic (any width) or Chinese numerals.

    None when it is no number below 10,000.
    """
    if not text:
        return None
    if all(char in "0123456789０１２３４５６７８９" for char in text):
        return int(text) if len(text) <= 4 else None
    if not any(char in _UNITS for char in text):  # 二〇二三, 三
        if any(char not in _DIGITS for char in text):
            return None
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) <= 4 else None
    total, digit, unit = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif _UNITS.get(char, unit) < unit:
            unit = _UNITS[char]
            total += (1 if digit is None else digit) * unit
            digit = None
        else:  # no numeral, or the units do not fall: 十百
            return None
    return total + (digit or 0)
